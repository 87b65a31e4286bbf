"""The annual analysis as the lines of a paper (roadmap.sheet_blocks): the texts and tables of its PDF, without the pictures.

What the director reads before signing, and what a school edits in Word, says the same figures as the PDF.
"""

from audits.reports.content import has_rows
from audits.reports.indicators import year_indicators
from audits.reports.outline import NO_DATA, SECTIONS
from roadmap.paper_words import row
from vsoko.wording import day_num, decimal, percent, signed

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
        tables = TABLES[section.key](figures) if section.key in TABLES and has_rows(section.key, figures) else []
        if section.key == "measures":
            tables = measures(analysis["measures"])
        lines += [f"{section.number}. {section.title}", text or ("" if tables else NO_DATA), *tables]
    return "\n".join([*filter(None, lines), *(appendices(figures) if figures else [])])


def table(caption, head, rows):
    return [f"Таблица: {caption}", row(*head), *(row(*cells) for cells in rows)]


# --- разделы --------------------------------------------------------------------------------------------------------


def group(figures):
    rows = [(one["name"], one["position"], one["role"]) for one in figures["group"]]
    return table("Состав рабочей группы", ("Фамилия И.О.", "Должность", "Роль в группе"), rows)


def previous(figures):
    rows = [(one["text"], one["state"], one["result"]) for one in figures["previous"]]
    return table("Мероприятия прошлого анализа", ("Мероприятие", "Состояние", "Результат"), rows)


def roadmap(figures):
    plan = figures["roadmap"]
    rows = [(one["number"], one["title"], one["term"], fact(one)) for one in plan["rows"]]
    owed = f" из {plan['owed']}" if plan["owed"] else ""
    rows.append(("", f"Всего {plan['total']}", "", f"Выполнено {plan['done']}{owed}"))
    return table("Дорожная карта: план и факт", ("№", "Мероприятие", "Срок в карте", "Факт"), rows)


def fact(one):
    """Return what became of a row of the roadmap, and when or why."""
    day = f", {day_num(one['done_on'])}" if one["done_on"] else ", просрочено" if one["late"] else ""
    seen = one["fact"] if one["fact"] not in (one["state"], "выполнено") else ""
    more = f": {one['reason']}" if one["reason"] else f"; {seen}" if seen else ""
    return f"{one['state']}{day}{more}"


def associations(figures):
    """Strengths by audit, and the index by sections in one cell: a column of each section would not fit the sheet."""
    told = figures["associations"]
    rows = []
    for one in told["rows"]:
        cells = zip(told["sections"], one["cells"], strict=True)
        parts = [f"{name} — {decimal(index)}" for name, index in cells if index is not None]
        rows.append((one["name"], "; ".join(parts), decimal(one["index"])))
    strengths = [
        f"{one['subject'][:1].upper()}{one['subject'][1:]}. {' '.join(one['strengths'].split())}"
        for one in figures["programme"]["rows"]
        if one["strengths"]
    ]
    head = ("Методическое объединение", "По разделам чек-листа", "Всего")
    return [*strengths, *table("Индекс соответствия по методическим объединениям, %", head, rows)]


def school(figures):
    rows = [
        (one["section"], one["yes"], one["partly"], one["no"], one["unchecked"], decimal(one["index"]))
        for one in figures["school"]["rows"]
    ]
    head = ("Раздел", "Да", "Частично", "Нет", "Не проверено", "Индекс, %")
    return table("Аудит школы в целом по разделам критериев", head, rows)


def courses(figures):
    rows = [(one["focus"], one["programmes"], one["updated"], one["nonconformities"]) for one in figures["courses"]]
    head = ("Направленность", "Программ", "Обновлено за период", "Несоответствий")
    return table("Дополнительные программы по направленностям", head, rows)


def indicators(figures):
    rows = [
        (one["code"], one["name"], made_of(one), shown(one), one["goal"]) for one in year_indicators(figures)
    ]  # fmt: skip
    told = table("Показатели ВСОКО", ("Код", "Показатель", "Из чего", "Значение", "Ориентир"), rows)
    told += entered(figures["entered"]) if figures.get("entered") else []
    return told + (goals(figures["goals"]) if figures.get("goals") else [])


def goals(rows):
    head = ("Цель", "Показатель", "Было", "Сейчас", "Должно быть", "Как идёт", "Отвечает")
    cells = [
        (
            one["text"], one["indicator"], one["base"], "; ".join(filter(None, [one["value"], one["plan"]])) or "–",
            one["target"], one["word"], one["responsible"] or "–",
        )
        for one in rows
    ]  # fmt: skip
    return table("Цели программы развития", head, cells)


def opinion(figures):
    told, rows = figures["opinion"], []
    for one in told["surveys"]:
        asked = f"{one['count']} из {one['population']}" if one["population"] else one["count"]
        whole = {"mean": one["mean"], "before": one["former_mean"], "change": one["change"]}
        rows.append((f"{one['audience'].capitalize()}, {one['title']}", asked, *compared(whole)))
        rows += [
            (row["text"], "–" if row["answered"] is None else row["answered"], *compared(row))
            for row in one["questions"]
        ]
    head = ("Кто отвечал, вопрос", "Ответов", "Удовлетворённость, %", "Было, %", "Изменение, п. п.")
    lines = table("Анкетирование: выборка, ответы, сравнение с прошлым годом", head, rows)
    wishes = [
        (one["text"], one["about"], ": ".join(filter(None, [one["state"], one["reason"]]))) for one in told["wishes"]
    ]
    return lines + (table("Пожелания из ответов", ("Пожелание", "О чём", "Решение"), wishes) if wishes else [])


def compared(one):
    mean = "мало данных" if one["mean"] is None else decimal(one["mean"])
    return mean, "–" if one["before"] is None else decimal(one["before"]), signed(one["change"])


def entered(rows):
    head = ("Код", "Показатель", "Значение", "Прошлое", "Изменение", "Другие", "Ориентир")
    cells = [
        (
            one["code"], one["name"], one["value"], one["before"] or "–", one["change"] or "–", one["others"] or "–",
            "; ".join(filter(None, [one["goal"], one["verdict"]])),
        )
        for one in rows
    ]  # fmt: skip
    return table("Показатели школы: факт, прошлое значение, цель", head, cells)


def made_of(one):
    if one["part"] is not None:
        return f"{one['part']} из {one['whole']}"
    return f"ответов: {one['whole']}" if one["whole"] else ""


def shown(one):
    return percent(one["value"]) if one["unit"] == "%" else decimal(one["value"])


def findings(figures):
    found = figures["findings"]
    if not found["total"]:
        return []
    rows = [
        (one["code"], one["title"], one["count"], decimal(one["share"]), decimal(one["running"]), one["subjects"])
        for one in found["by_criterion"]
    ]
    rows.append(("", "Всего", found["total"], "", "", ""))
    head = ("Критерий", "Что нарушено", "Случаев", "Доля, %", "Накоплено, %", "Объектов")
    return table("Несоответствия по критериям", head, rows)


def actions(figures):
    done = figures["actions"]
    rows = [
        (one["label"], one["total"], one["done"], f"{one['in_time']} из {one['owed']}", percent(one["in_time_share"]))
        for one in done["by_kind"]
    ]
    rows.append(
        ("Всего", done["total"], "", f"{done['in_time']} из {done['owed']}", percent(done["in_time_share"]))
    )  # fmt: skip
    lines = table("Действия по видам", ("Вид действия", "Всего", "Выполнено", "В срок", "В срок, %"), rows)
    if done["late_rows"]:
        late = [(one["finding"], one["text"], one["responsible"], day_num(one["due_on"])) for one in done["late_rows"]]
        lines += table("Просроченные действия", ("Несоответствие", "Действие", "Ответственный", "Срок"), late)
    return lines


TABLES = {
    "introduction": group,
    "previous": previous,
    "roadmap": roadmap,
    "associations": associations,
    "school": school,
    "courses": courses,
    "indicators": indicators,
    "opinion": opinion,
    "findings": findings,
    "actions": actions,
}


def measures(accepted):
    if not accepted:
        return []
    rows = [
        (
            number, ". Результат: ".join(filter(None, (one["text"].rstrip("."), one["expected_result"]))), one["source"],
            one["responsible"], day_num(one["due_on"]) or "не указан",
        )
        for number, one in enumerate(accepted, start=1)
    ]  # fmt: skip
    head = ("№", "Мероприятие, результат", "Основание", "Ответственный", "Срок")
    return table("План мероприятий по совершенствованию ВСОКО", head, rows)


# --- приложения -----------------------------------------------------------------------------------------------------


def appendices(figures):
    return [
        "Приложение № 1", "Перечень аудитов", *audits(figures),
        "Приложение № 2", "Реестр несоответствий", *register(figures),
        "Приложение № 3", "Методика", *METHOD,
        "Приложение № 4", "Перечень обязательных документов", *documents(figures),
    ]  # fmt: skip


def audits(figures):
    rows = [
        (
            one["number"], f"{one['subject']} ({one['state']})", one["dates"], one["lead"], decimal(one["index"]),
            one["nonconformities"],
        )
        for one in figures["programme"]["rows"]
    ]  # fmt: skip
    head = ("№", "Объект", "Дни", "Руководитель", "Индекс, %", "Выявлено")
    return table("Аудиты года и сколько несоответствий выявлено", head, rows) if rows else [NO_DATA]


def register(figures):
    rows = [
        (
            one["number"],
            ", ".join(filter(None, (one["subject"], one["criterion"]))),
            f"{one['title']} ({one['grade']}{', повторное' if one['repeated'] else ''})",
            one["cause"],
            f"{one['state']} {day_num(one['closed_on'])}".strip(),
        )
        for one in figures["findings"]["register"]
    ]
    head = ("№", "Объект, критерий", "Что установлено, класс", "Причина", "Состояние")
    if rows:
        return table("Несоответствия и другие заключения аудитов", head, rows)
    return [f"Несоответствий не выявлено; получено ответов по критериям: {figures['findings']['checked']}."]


def documents(figures):
    rows = [
        (one["code"], one["title"], one["mandatory"], presence(one))
        for one in figures["documents"]
    ]  # fmt: skip
    head = ("Код", "Документ", "Обязателен", "Наличие")
    return table("Обязательные документы с отметкой о наличии", head, rows) if rows else [NO_DATA]


def presence(one):
    if one["present"]:
        return f"есть: {one['count']}. {one['requisites']}".removesuffix(". ")
    return one["excused"] or "нет"
