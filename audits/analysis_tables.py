"""The tables of the annual analysis, figures as figures: its words for signing and its workbook are made of the same rows.

A cell is a text, a number, or None where there is nothing to divide («н/д»). Each function returns the tables of its part, none
where there is nothing to show.
"""

from dataclasses import dataclass

from audits.reports.indicators import resources as year_resources
from audits.reports.indicators import year_indicators
from audits.reports.paper_figures import NAMED
from vsoko.wording import day_num, signed


@dataclass(frozen=True)
class Table:
    caption: str
    head: tuple
    rows: list


def group(figures):
    rows = [(one["name"], one["position"], one["role"]) for one in figures["group"]]
    return [Table("Состав рабочей группы", ("Фамилия И.О.", "Должность", "Роль в группе"), rows)]


def previous(figures):
    rows = [(one["text"], one["state"], one["result"]) for one in figures["previous"]]
    return [Table("Мероприятия прошлого анализа", ("Мероприятие", "Состояние", "Результат"), rows)]


def roadmap(figures):
    plan = figures["roadmap"]
    rows = [(one["number"], one["title"], one["term"], fact(one)) for one in plan["rows"]]
    owed = f" из {plan['owed']}" if plan["owed"] else ""
    rows.append(("", f"Всего {plan['total']}", "", f"Выполнено {plan['done']}{owed}"))
    return [Table("Дорожная карта: план и факт", ("№", "Мероприятие", "Срок в карте", "Факт"), rows)]


def fact(one):
    """Return what became of a row of the roadmap, and when or why."""
    day = f", {day_num(one['done_on'])}" if one["done_on"] else ", просрочено" if one["late"] else ""
    seen = one["fact"] if one["fact"] not in (one["state"], "выполнено") else ""
    more = f": {one['reason']}" if one["reason"] else f"; {seen}" if seen else ""
    return f"{one['state']}{day}{more}"


def associations(figures):
    told = figures["associations"]
    empty = {None: "–"}  # a section that was not asked is no missing figure
    rows = [(one["name"], *(empty.get(cell, cell) for cell in one["cells"]), one["index"]) for one in told["rows"]]
    if told.get("by_section"):
        rows.append(("Все объединения", *(one["index"] for one in told["by_section"]), told["index"]))
    head = ("Методическое объединение", *told["sections"], "Всего")
    return [Table("Индекс соответствия по методическим объединениям и разделам, %", head, rows)]


def school(figures):
    rows = [
        (one["section"], one["yes"], one["partly"], one["no"], one["unchecked"], one["index"])
        for one in figures["school"]["rows"]
    ]
    head = ("Раздел", "Да", "Частично", "Нет", "Не проверено", "Индекс, %")
    return [Table("Аудит школы в целом по разделам критериев", head, rows)]


def courses(figures):
    rows = [(one["focus"], one["programmes"], one["updated"], one["nonconformities"]) for one in figures["courses"]]
    head = ("Направленность", "Программ", "Обновлено за период", "Несоответствий")
    told = [Table("Дополнительные программы по направленностям", head, rows)] if rows else []
    if figures.get("by_focus"):
        told.append(by_focus(figures["by_focus"]))
    return told


def by_focus(rows):
    cells = [(one["focus"], f"{one['code']} {one['name']}", *now_and_before(one), one["goal"] or "–") for one in rows]
    head = ("Направленность", "Показатель", "Значение", "Прошлое, изменение", "Ориентир")
    return Table("Показатели по направленностям", head, cells)


def now_and_before(one):
    return one["value"], "; ".join(filter(None, [one["before"], one["change"]])) or "–"


def indicators(figures):
    rows = [
        (one["code"], one["name"], made_of(one), one["value"], one["unit"], one["goal"])
        for one in year_indicators(figures)
    ]
    told = [Table("Показатели ВСОКО", ("Код", "Показатель", "Из чего", "Значение", "Единица", "Ориентир"), rows)]
    if figures.get("entered"):
        told.append(entered(figures["entered"]))
    if figures.get("goals"):
        told.append(goals(figures["goals"]))
    return told


def made_of(one):
    if one["part"] is not None:
        return f"{one['part']} из {one['whole']}"
    return f"ответов: {one['whole']}" if one["whole"] else ""


def entered(rows):
    head = ("Код", "Показатель", "Значение", "Прошлое", "Изменение", "Другие", "Ориентир")
    cells = [
        (
            one["code"], one["name"], one["value"], one["before"] or "–", one["change"] or "–", one["others"] or "–",
            "; ".join(filter(None, [one["goal"], one["verdict"]])),
        )
        for one in rows
    ]  # fmt: skip
    return Table("Показатели школы: факт, прошлое значение, цель", head, cells)


def goals(rows):
    head = ("Цель", "Показатель", "Было", "Сейчас", "Должно быть", "Как идёт", "Отвечает")
    cells = [
        (
            one["text"], one["indicator"], one["base"], "; ".join(filter(None, [one["value"], one["plan"]])) or "–",
            one["target"], one["word"], one["responsible"] or "–",
        )
        for one in rows
    ]  # fmt: skip
    return Table("Цели программы развития", head, cells)


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
    found = [Table("Анкетирование: выборка, ответы, сравнение с прошлым годом", head, rows)]
    wishes = [
        (one["text"], one["about"], ": ".join(filter(None, [one["state"], one["reason"]]))) for one in told["wishes"]
    ]
    if wishes:
        found.append(Table("Пожелания из ответов", ("Пожелание", "О чём", "Решение"), wishes))
    return found


def compared(one):
    mean = "мало данных" if one["mean"] is None else one["mean"]
    return mean, "–" if one["before"] is None else one["before"], signed(one["change"])


def findings(figures):
    found = figures["findings"]
    if not found["total"]:
        return []
    rows = [
        (one["code"], one["title"], one["count"], one["share"], one["running"], one["subjects"])
        for one in found["by_criterion"]
    ]
    rows.append(("", "Всего", found["total"], "", "", ""))
    head = ("Критерий", "Что нарушено", "Случаев", "Доля, %", "Накоплено, %", "Объектов")
    return [Table("Несоответствия по критериям", head, rows)]


def actions(figures):
    done = figures["actions"]
    rows = [
        (one["label"], one["total"], one["done"], f"{one['in_time']} из {one['owed']}", one["in_time_share"])
        for one in done["by_kind"]
    ]
    rows.append(("Всего", done["total"], "", f"{done['in_time']} из {done['owed']}", done["in_time_share"]))
    told = [Table("Действия по видам", ("Вид действия", "Всего", "Выполнено", "В срок", "В срок, %"), rows)]
    if done["late_rows"]:
        late = [(one["finding"], one["text"], one["responsible"], day_num(one["due_on"])) for one in done["late_rows"]]
        told.append(Table("Просроченные действия", ("Несоответствие", "Действие", "Ответственный", "Срок"), late))
    return told


def resources(figures):
    rows = [(one["code"], one["name"], *now_and_before(one), one["goal"] or "–") for one in year_resources(figures)]
    return [
        Table(
            "Кадры, обучение аудиторов, условия", ("Код", "Ресурс", "Значение", "Прошлое, изменение", "Ориентир"), rows
        )
    ]


OF_SECTION = {
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
    "resources": resources,
}


def measures(accepted):
    rows = [
        (
            number, ". Результат: ".join(filter(None, (one["text"].rstrip("."), one["expected_result"]))), one["source"],
            one["responsible"], day_num(one["due_on"]) or "не указан",
        )
        for number, one in enumerate(accepted, start=1)
    ]  # fmt: skip
    head = ("№", "Мероприятие, результат", "Основание", "Ответственный", "Срок")
    return [Table("План мероприятий по совершенствованию ВСОКО", head, rows)] if rows else []


# --- приложения -----------------------------------------------------------------------------------------------------


def audits(figures):
    rows = [
        (
            one["number"], f"{one['subject']} ({one['state']})", one["dates"], one["lead"], one["index"],
            one["nonconformities"],
        )
        for one in figures["programme"]["rows"]
    ]  # fmt: skip
    head = ("№", "Объект", "Дни", "Руководитель", "Индекс, %", "Выявлено")
    return [Table("Аудиты года и сколько несоответствий выявлено", head, rows)] if rows else []


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
    return [Table("Несоответствия и другие заключения аудитов", head, rows)] if rows else []


def documents(figures):
    rows = [(one["code"], one["title"], one["mandatory"], presence(one)) for one in figures["documents"]]
    head = ("Код", "Документ", "Обязателен", "Наличие")
    return [Table("Обязательные документы с отметкой о наличии", head, rows)] if rows else []


def presence(one):
    """Return what is there: how many papers and the first of them, or the words of what is kept otherwise."""
    if not one["present"]:
        return one["excused"] or "нет"
    if not one["count"]:
        return one["requisites"]
    further = " и другие" if one["count"] > NAMED else ""
    return f"есть {one['count']}: {one['requisites']}{further}" if one["requisites"] else f"есть {one['count']}"
