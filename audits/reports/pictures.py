"""Charts of the analysis, one source for screen and paper, each with its table; on screen a mark leads to the rows behind it."""

from audits.indicator_words import POINTS
from audits.models.indicator import Whose
from audits.reports import finding_pictures
from audits.reports.finding_pictures import figure
from audits.reports.indicator_trend import drawn as line_drawn
from audits.reports.indicators import year_indicators
from audits.reports.shares import rows_owed
from vsoko.charts import Mark, Row, bars, grouped_bars, grouped_columns
from vsoko.wording import MONTHS, NO_DATA, decimal, lowered

ARROW_SIGNS = "▲▼→ "
PLAN_FACT = ("план", "факт")
LEAST_YEARS, MOST_LINES = 3, 4  # a line of two years is an arrow; all lines would fill the paper


def pictures(figures, *, link=None, indicators=None):
    """Return {section key: [{svg, number, caption, head, rows, printed}]}; of the indicators those that are given.

    `link(kind, row)` gives the address of the rows, or nothing on paper. `rows` are the table behind the chart, of pairs
    (text, address); `printed` says that paper has no other table with these figures. What an analysis frozen long ago was
    not asked for is not drawn.
    """
    link = link or (lambda kind, row: "")
    told = year_indicators(figures) if indicators is None else indicators
    made = {
        "roadmap": [plan_and_fact(figures), by_month(figures["roadmap"])],
        "associations": [conformity(figures, link), sections_of_associations(figures)],
        "school": [sections_of_school(figures)],
        "courses": [courses(figures["courses"], link)],
        "indicators": [shares(told), against_others(figures.get("entered", [])), *lines(figures.get("entered", []))],
        "opinion": satisfaction(figures),
        "findings": finding_pictures.year(figures["findings"], link),
        "actions": [finding_pictures.way(figures["actions"]["funnel"], link) | {"printed": True}],
    }
    number, numbered = 0, {}
    for key, drawn in made.items():
        numbered[key] = []
        for picture in filter(None, drawn):
            number += 1
            numbered[key].append({"printed": False} | picture | {"number": number})
    return numbered


def cells(*texts, url=""):
    """Return one line of a table whose second cell leads to the rows."""
    return [(text, url if place == 1 else "") for place, text in enumerate(texts)]


def plan_and_fact(figures):
    plan, audits = figures["roadmap"], figures["programme"]
    rows = [
        Row("Мероприятия карты", (rows_owed(plan), plan["done"])),
        Row("Аудиты", (audits["planned"], audits["closed"])),
        Row("МО, охваченные аудитом", (audits["associations_total"], audits["associations_covered"])),
    ]
    return figure(
        "План и факт",
        grouped_bars(rows, PLAN_FACT, prefix="f-plan", title="План и факт года"),
        "Дорожная карта и программа аудитов: план и факт",
        ["Что", "План", "Факт"],
        [cells(row.label, *row.values) for row in rows],
        printed=True,
    )


def by_month(plan):
    """Return how many rows of the roadmap were due, and how many were done, in each month that had any."""
    months = plan.get("by_month")
    if not months:
        return None
    rows = [Row(told_month(one["month"]), (one["planned"], one["done"])) for one in months]
    return figure(
        "По месяцам",
        grouped_columns(rows, PLAN_FACT, prefix="f-months", title="Мероприятия карты по месяцам"),
        "Мероприятия дорожной карты по месяцам: срок наступил и выполнено",
        ["Месяц", "План", "Факт"],
        [cells(row.label, *row.values) for row in rows],
        printed=True,
    )


def told_month(month):
    """Return «январь 2021» of «2021-01»."""
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def conformity(figures, link):
    rows = sorted(figures["associations"]["rows"], key=lambda row: (row["index"] is None, -(row["index"] or 0)))
    if not rows:
        return None
    urls = [link("association", row) for row in rows]
    marks = [Mark(row["name"], row["index"], url=url) for row, url in zip(rows, urls, strict=True)]
    return figure(
        "Индекс соответствия",
        bars(
            marks, prefix="f-index", title="Индекс соответствия по методическим объединениям", unit="%", goal=85,
            maximum=100,
        ),
        "Индекс соответствия по методическим объединениям, %",
        ["Объединение", "Индекс, %"],
        [cells(row["name"], row["index"], url=url) for row, url in zip(rows, urls, strict=True)],
    )  # fmt: skip


def sections_of_associations(figures):
    """Return the sections of all associations together: the last rows of their table hold the same figures."""
    rows = figures["associations"].get("by_section")
    return sections(rows, figures, "f-parts", "Индекс соответствия МО по разделам чек-листа")


def sections_of_school(figures):
    rows = [row for row in figures["school"]["rows"] if "before" in row]
    drawn = sections(rows, figures, "f-school", "Индекс соответствия школы по разделам критериев")
    return drawn and drawn | {"printed": compares(rows)}


def compares(rows):
    return any(row["before"] is not None for row in rows)


def sections(rows, figures, prefix, title):
    """Return the index of each section beside that of the cycle before; of this one alone where that had no audits."""
    if not rows:
        return None
    if not compares(rows):
        return figure(
            "По разделам",
            bars(
                [Mark(row["section"], row["index"]) for row in rows], prefix=prefix, title=title, unit="%", maximum=100
            ),
            f"{title}, %",
            ["Раздел", "Индекс, %"],
            [cells(row["section"], row["index"]) for row in rows],
        )
    years = (figures["before"], figures["label"])
    told = [Row(row["section"], (row["before"], row["index"])) for row in rows]
    return figure(
        "По разделам",
        grouped_bars(told, years, prefix=prefix, title=title, unit="%", maximum=100),
        f"{title}, %: {years[0]} и {years[1]}",
        ["Раздел", *(f"{year}, %" for year in years), "Изменение"],
        [cells(row["section"], row["before"], row["index"], changed(row)) for row in rows],
    )


def changed(row):
    """Return by how many points a section is better or worse than in the cycle before, with its sign."""
    if row["before"] is None or row["index"] is None:
        return NO_DATA
    points = round(row["index"] - row["before"], 1)
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return f"{sign}{decimal(abs(points))} {POINTS}"


def courses(rows, link):
    if not rows:
        return None
    urls = [link("course", row) for row in rows]
    counts = [(row["programmes"], row["updated"]) for row in rows]
    words_of = ("программ", "обновлено")
    told = [Row(row["focus"], pair, url) for row, pair, url in zip(rows, counts, urls, strict=True)]
    return figure(
        "Направленности",
        grouped_bars(told, words_of, prefix="f-courses", title="Дополнительные программы по направленностям"),
        "Дополнительные программы: сколько реализуется и сколько обновлено за период",
        ["Направленность", "Программ", "Обновлено"],
        [cells(row["focus"], row["programmes"], row["updated"], url=url) for row, url in zip(rows, urls, strict=True)],
    )


def shares(rows):
    shown = [row for row in rows if row["unit"] == "%"]
    return figure(
        "Показатели в процентах",
        bars(
            [Mark(f"{row['code']} {row['name']}", row["value"]) for row in shown],
            prefix="f-indicators",
            title="Показатели ВСОКО",
            unit="%",
            maximum=100,
        ),
        f"Показатели ВСОКО в процентах; {NO_DATA} — нет данных для расчёта",
        ["Показатель", "Значение, %"],
        [cells(f"{row['code']} {row['name']}", row["value"]) for row in shown],
    )


def against_others(entered):
    """Return the percents of the school that have somebody's to be compared with: the district, the city, the country."""
    rows = [row for row in entered if row.get("levels") and row.get("number") is not None]
    if not rows:
        return None
    known = [one for one in Whose if one != Whose.OWN and any(one.value in row["levels"] for row in rows)]
    names = ["школа", *(one.label for one in known)]
    told = [
        Row(f"{row['code']} {row['name']}", (row["number"], *(row["levels"].get(one.value) for one in known)))
        for row in rows
    ]
    return figure(
        "Школа и другие",
        grouped_bars(told, names, prefix="f-levels", title="Показатели школы рядом с другими", unit="%", maximum=100),
        "Показатели школы и уровни сравнения, %",
        ["Показатель", *names],
        [cells(row.label, *row.values) for row in told],
        printed=True,
    )


def lines(entered):
    """Return the indicators of three years and more, each as a line with what the next year is expected to bring.

    A sheet holds a few: those that give a signal come first, then those that became worse.
    """
    told = [(place, row) for place, row in enumerate(entered) if years_of(row) >= LEAST_YEARS]
    told.sort(key=lambda pair: (not pair[1]["signals"], pair[1]["better"] is not False, pair[0]))
    drawn = [(row, line_drawn(row["line"], f"f-line{place}")) for place, row in told]
    return [line_figure(row, svg) for row, svg in drawn if svg][:MOST_LINES]


def years_of(row):
    """Return of how many years a percent is known; on one kind of scale years are read at a glance."""
    line = row.get("line")
    return sum(number is not None for _, number in line["points"]) if line and line["unit"] == "%" else 0


def line_figure(row, svg):
    line = row["line"]
    # The sign of the arrow is for the page of the indicator: the fonts of papers do not have it.
    caption = f"{row['code']} {row['name']}: {lowered(line['words'].lstrip(ARROW_SIGNS))}"
    return figure(
        f"{row['code']} по годам",
        svg,
        f"{caption} {line['method']}".strip().rstrip("."),
        ["Год", "Значение"],
        [cells(label, number) for label, number in line["points"]],
        printed=True,
    )


def satisfaction(figures):
    """Return a picture a survey: how content people are with what was asked, beside the year before where it was asked."""
    surveys = figures.get("opinion", {}).get("surveys", [])
    return [survey(row, figures["label"], place) for place, row in enumerate(surveys) if row["questions"]]


def survey(row, label, place):
    rows = row["questions"]
    caption = f"Удовлетворённость: {row['audience']}, %"
    prefix, title = f"f-opinion{place}", f"Удовлетворённость: {row['audience']}"
    if any(one["before"] is not None for one in rows):
        years = (row["former"], label)
        told = [Row(one["text"], (one["before"], one["mean"])) for one in rows]
        svg = grouped_bars(told, years, prefix=prefix, title=title, unit="%", maximum=100)
        return figure(
            title, svg, f"{caption}: {years[0]} и {years[1]}", ["Вопрос", *years],
            [cells(one["text"], one["before"], one["mean"]) for one in rows],
        )  # fmt: skip
    svg = bars([Mark(one["text"], one["mean"]) for one in rows], prefix=prefix, title=title, unit="%", maximum=100)
    return figure(
        title, svg, caption, ["Вопрос", "Удовлетворённость, %"], [cells(one["text"], one["mean"]) for one in rows]
    )
