"""The roadmap and its changes as the lines of a paper, made of the very content that is frozen.

Cells of a table are parted by « | », lines of a cell by « ¶ », a line «Таблица: …» is the caption of the table below it
(roadmap.sheet_blocks).
"""

from datetime import date

from roadmap.services.edition_changes import HEADINGS, in_words
from vsoko.wording import day_num, period

# A paper names the year of every day, whenever it is read.
NO_YEAR = date.min


def cell(text):
    """Return the text as one cell: on one line, without the sign that parts cells."""
    return " ".join(text.replace(" | ", " / ").split()) or "—"


def row(*cells):
    """Return one line of a table; a cell given as a list has a line for each of its texts."""
    return " | ".join(" ¶ ".join(map(cell, one)) if isinstance(one, list) else cell(str(one)) for one in cells)


def term(start, end):
    """Return a term in figures, its year always in it."""
    return period(start, end, today=NO_YEAR)


def roadmap_words(roadmap):
    """Return the year's rows as a table: what is done, by whom, by when, and what comes of it."""
    lines = [
        f"Отчётный период: {term(roadmap['period_from'], roadmap['period_to'])}.",
        "Таблица: Мероприятия дорожной карты",
        row("№", "Мероприятие", "Ответственные", "Срок", "Ожидаемый результат"),
    ]
    for one in roadmap["activities"]:
        who = one["responsible_text"] or ", ".join(each["name"] for each in one["responsible"])
        when = one["term_text"] or term(one["starts_on"], one["ends_on"])
        lines.append(row(one["number"], one["title"], who, when, one["expected_result"]))
    return "\n".join(lines)


def edition_words(edition):
    """Return a change of the roadmap: what is added, altered or cancelled, as it was and as it becomes."""
    lines = [
        f"Карта утверждена {day_num(edition['approved_on'])}." if edition.get("approved_on") else "",
        f"Почему меняется: {edition['reason']}",
        "Таблица: Изменения",
        row("№", "Мероприятие", "Что меняется", "Было", "Становится"),
    ]
    for number, change in enumerate(edition["changes"], start=1):
        name = f"{HEADINGS[change['op']]}: {change['label']}"
        for place, (label, was, becomes) in enumerate(in_words(change)):
            if change["op"] == "change" or becomes:
                lines.append(row("" if place else number, "" if place else name, label, was, becomes))
    return "\n".join(filter(None, lines))
