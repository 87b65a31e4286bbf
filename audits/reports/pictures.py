"""Charts of the analysis, one source for screen and paper; on screen a mark leads to the rows behind it."""

from audits.reports.indicators import year_indicators
from audits.reports.shares import rows_owed
from vsoko.charts import Mark, Row, bars, funnel, grouped_bars, pareto, stacked_bars


def pictures(figures, *, link=None, indicators=None):
    """Return {section key: [(svg, caption)]}; of the indicators those that are given, where not all may be told.

    `link(kind, row)` gives the address of the rows, or nothing on paper."""
    link = link or (lambda kind, row: "")
    found = figures["findings"]
    made = {
        "roadmap": [(plan_and_fact(figures), "Дорожная карта и программа аудитов: план и факт")],
        "associations": [(conformity(figures, link), "Индекс соответствия по методическим объединениям, %")],
        "indicators": [
            (
                shares(year_indicators(figures) if indicators is None else indicators),
                "Показатели ВСОКО в процентах; н/д — нет данных для расчёта",
            )
        ],
        "findings": [
            (by_criterion(found, link), "Несоответствия по критериям и накопленная доля"),
            *([(by_subject(found, link), "Несоответствия по объектам и классам")] if told_by_subject(found) else []),
            (by_branch(found, link), "Где лежат причины несоответствий"),
        ],
        "actions": [(way(figures["actions"], link), "Путь несоответствий от выявления до подтверждённого результата")],
    }
    number, numbered = 0, {}
    for key, pairs in made.items():
        numbered[key] = []
        for svg, caption in pairs:
            number += 1
            numbered[key].append({"svg": svg, "number": number, "caption": caption})
    return numbered


def plan_and_fact(figures):
    plan, audits = figures["roadmap"], figures["programme"]
    rows = [
        Row("Мероприятия карты", (rows_owed(plan), plan["done"])),
        Row("Аудиты", (audits["planned"], audits["closed"])),
        Row("МО, охваченные аудитом", (audits["associations_total"], audits["associations_covered"])),
    ]
    return grouped_bars(rows, ["план", "факт"], prefix="f-plan", title="План и факт года")


def conformity(figures, link):
    rows = sorted(figures["associations"]["rows"], key=lambda row: (row["index"] is None, -(row["index"] or 0)))
    marks = [Mark(row["name"], row["index"], url=link("association", row)) for row in rows]
    return bars(
        marks,
        prefix="f-index",
        title="Индекс соответствия по методическим объединениям",
        unit="%",
        goal=85,
        maximum=100,
    )


def shares(rows):
    marks = [Mark(f"{row['code']} {row['name']}", row["value"]) for row in rows if row["unit"] == "%"]
    return bars(marks, prefix="f-indicators", title="Показатели ВСОКО", unit="%", maximum=100)


def by_criterion(found, link):
    marks = [
        Mark(row["code"], row["count"], note=row["title"], url=link("criterion", row)) for row in found["by_criterion"]
    ]
    return pareto(
        marks, prefix="f-pareto", title="Несоответствия по критериям", count_word="несоответствий", empty=NONE
    )


def told_by_subject(found):
    """Return whether subjects are told apart: a version for strangers leaves them out where one of them is hidden."""
    return found["by_subject"] or not found["total"]


def by_subject(found, link):
    rows = [Row(row["subject"], (row["major"], row["minor"]), url=link("subject", row)) for row in found["by_subject"]]
    words = ["значительные", "незначительные"]
    return stacked_bars(rows, words, prefix="f-subject", title="Несоответствия по объектам", empty=NONE)


def by_branch(found, link):
    marks = [Mark(row["label"], row["count"], url=link("branch", row)) for row in found["by_branch"]]
    return bars(marks, prefix="f-branch", title="Причины несоответствий по ветвям", empty=NONE)


def way(done, link):
    marks = [Mark(row["label"], row["count"], url=link("step", row)) for row in done["funnel"]]
    return funnel(marks, prefix="f-way", title="Путь несоответствий")


NONE = "Несоответствий не выявлено."
