"""The annual analysis as the lines of a paper (roadmap.sheet_blocks): the texts and tables of its PDF, without the pictures.

What the director reads before signing, and what a school edits in Word, says the same figures as the PDF.
"""

from audits import analysis_tables as tables
from audits.reports.content import has_rows, strengths
from audits.reports.outline import NO_DATA, SECTIONS
from roadmap.paper_words import row
from vsoko.wording import decimal, in_cell

METHOD = (
    "Индекс соответствия: «да» — 1, «частично» — 0,5, «нет» — 0; «не применимо» и «не проверено» в расчёт не входят.",
    "Действие выполнено в срок, если день выполнения не позже срока; считаются действия, срок которых наступил.",
    "Несоответствие закрыто после проверки результативности тем, кто действий не исполнял.",
)


def analysis_words(analysis):
    """Return the whole analysis: its sections with tables, the measures, and the appendices."""
    figures, lines = analysis["figures"], []
    for section in SECTIONS:
        text = analysis["texts"][section.key]["text"].strip()
        told = tables_of(section.key, analysis)
        lines += [f"{section.number}. {section.title}", text or ("" if told else NO_DATA), *told]
    return "\n".join([*filter(None, lines), *(appendices(figures) if figures else [])])


def tables_of(key, analysis):
    """Return the tables of a section as lines."""
    if key == "measures":
        return lines_of(*tables.measures(analysis["measures"]))
    if not has_rows(key, analysis["figures"]):
        return []
    figures = analysis["figures"]
    told = [f"{subject}. {words}" for subject, words in strengths(key, figures)]
    if key == "associations":
        return [*told, *associations(figures)]
    return [*told, *lines_of(*tables.OF_SECTION[key](figures))] if key in tables.OF_SECTION else told


def lines_of(*told):
    """Return tables as lines; a figure as it is read."""
    return [
        line
        for table in told
        for line in (
            f"Таблица: {table.caption}",
            row(*table.head),
            *(row(*map(in_cell, cells)) for cells in table.rows),
        )
    ]


def associations(figures):
    """The index by sections in one cell: a column of each section would not fit the sheet."""
    told = figures["associations"]
    rows = []
    for one in told["rows"]:
        cells = zip(told["sections"], one["cells"], strict=True)
        parts = [f"{name} — {decimal(index)}" for name, index in cells if index is not None]
        rows.append((one["name"], "; ".join(parts), one["index"]))
    head = ("Методическое объединение", "По разделам чек-листа", "Всего")
    caption = "Индекс соответствия по методическим объединениям, %"
    return lines_of(tables.Table(caption, head, rows))


def appendices(figures):
    return [
        "Приложение № 1", "Перечень аудитов", *(lines_of(*tables.audits(figures)) or [NO_DATA]),
        "Приложение № 2", "Реестр несоответствий", *(lines_of(*tables.register(figures)) or [nothing_found(figures)]),
        "Приложение № 3", "Методика", *METHOD,
        "Приложение № 4", "Перечень обязательных документов", *(lines_of(*tables.documents(figures)) or [NO_DATA]),
    ]  # fmt: skip


def nothing_found(figures):
    return f"Несоответствий не выявлено; получено ответов по критериям: {figures['findings']['checked']}."
