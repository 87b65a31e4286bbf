"""Indicators of the system itself that the year's records give (domain text, section 7.2, group S)."""

from audits.models.indicator import Group
from audits.reports.shares import rows_owed


def year_indicators(figures):
    """Return rows {code, name, part, whole, value, unit, goal}; value None is «н/д»."""
    audits, found, done = figures["programme"], figures["findings"], figures["actions"]
    plan, training = figures["roadmap"], figures["training"]
    rows = [
        ("S01", "Выполнение программы внутренних аудитов", audits["closed"], audits["planned"], "100 %"),
        (
            "S02",
            "Охват методических объединений аудитом",
            audits["associations_covered"],
            audits["associations_total"],
            "100 %",
        ),
        ("S05", "Доля значительных несоответствий", found["major"], found["total"], "не больше 10 %"),
        ("S06", "Доля действий, выполненных в срок", done["in_time"], done["owed"], "не меньше 90 %"),
        ("S07", "Доля результативных действий", done["effective"], done["checked"], "не меньше 85 %"),
        ("S08", "Доля повторных несоответствий", found["repeated"], found["total"], "не больше 10 %"),
        ("S10", "Доля обученных внутренних аудиторов", training["trained"], training["total"], "100 %"),
        ("S11", "Выполнение дорожной карты", plan["done"], rows_owed(plan), "100 %"),
    ]
    # An analysis that was frozen before these were counted keeps what it has.
    for code, name, key, goal in (
        ("S12", "Выполнение плана совершенствования", "improvement", "не меньше 90 %"),
        ("S13", "Доля ознакомленных с документами года", "acquainted", "100 %"),
    ):
        if key in figures:
            rows.append((code, name, figures[key]["done"], figures[key]["total"], goal))
    told = [
        {
            "code": code,
            "name": name,
            "part": part,
            "whole": whole,
            "value": round(100 * part / whole, 1) if whole else None,
            "unit": "%",
            "goal": goal,
        }
        for code, name, part, whole, goal in rows
    ]
    told.append(
        {
            "code": "S03",
            "name": "Индекс соответствия по методическим объединениям",
            "part": None,
            "whole": figures["associations"]["given"],
            "value": figures["associations"]["index"],
            "unit": "%",
            "goal": "не меньше 85 %",
        }
    )
    told.append(
        {
            "code": "S09",
            "name": "Средний срок устранения несоответствия",
            "part": None,
            "whole": None,
            "value": done["mean_days"],
            "unit": "дней",
            "goal": "не больше 45 дней",
        }
    )
    if "self_examination" in figures:
        told += since_counted(figures)
    return sorted(told, key=lambda row: row["code"])


def since_counted(figures):
    """Return the rows of what is neither a percent nor was counted from the beginning."""
    found, days, audits = figures["findings"]["total"], figures["self_examination"], figures["programme"]
    # Those whose report is in: what they found is counted. An analysis that was frozen before has its closed ones.
    reported = audits.get("reported", audits["closed"])
    return [
        {
            "code": "S04",
            "name": "Среднее число несоответствий на аудит",
            "part": found,
            "whole": reported,
            "value": round(found / reported, 1) if reported else None,
            "unit": "ед.",
            "goal": "снижение к прошлому году",
        },
        {
            "code": "S14",
            "name": "Своевременность отчёта о самообследовании",
            "part": None,
            "whole": None,
            "value": days["in_reserve"],
            "unit": "дней запаса",
            "goal": "не меньше 0",
        },
    ]


def resources(figures):
    """Return the rows of what the school has at its disposal: trained auditors, staff, conditions (domain text, section 12)."""
    trained = figures["training"]
    first = {
        "code": "S10", "name": "Обученные внутренние аудиторы", "value": f"{trained['trained']} из {trained['total']}",
        "before": "", "change": "", "goal": "100 %",
    }  # fmt: skip
    entered = [row for row in figures.get("entered", []) if row.get("group") in (Group.STAFF, Group.CONDITIONS)]
    return [first, *entered] if trained["total"] else entered
