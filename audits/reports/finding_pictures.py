"""Nonconformities as pictures, each with its table, for the page of their analysis and for the annual analysis alike.

A table is `head` and `rows` of pairs (text, address or nothing); `link(kind, row)` gives the address behind a row.
"""

from audits.reports.flow_figures import OTHERS
from vsoko.charts import Mark, Row, bars, columns, funnel, heat, pareto, stacked_bars

NONE = "Несоответствий не выявлено."


def figure(title, svg, caption, head, rows, **more):
    return {"title": title, "svg": svg, "caption": caption, "head": head, "rows": rows} | more


def year(found, link):
    """Return the pictures of the annual analysis; what its figures do not tell is left out."""
    return [
        criteria(found["by_criterion"], link),
        # A version for strangers tells no subjects apart where one of them is hidden.
        subjects(found["by_subject"], link) | {"printed": True} if found["by_subject"] or not found["total"] else None,
        meetings(found["meetings"], link) | {"printed": True} if found["total"] and found.get("meetings") else None,
        branches(found["by_branch"], link) | {"printed": True},
        ageing(found["ageing"], link) | {"printed": True} if any_open(found) else None,
        closing(found["days_to_close"], link) | {"printed": True} if found.get("days_to_close") else None,
    ]


def any_open(found):
    return any(row["count"] for row in found.get("ageing", []))


def counted(rows, urls, name="label"):
    return [[(row[name], ""), (row["count"], url)] for row, url in zip(rows, urls, strict=True)]


def criteria(rows, link):
    urls = [link("criterion", row) for row in rows]
    marks = [
        Mark(row["code"], row["count"], note=row["title"], url=url) for row, url in zip(rows, urls, strict=True)
    ]  # fmt: skip
    return figure(
        "По каким критериям",
        pareto(
            marks, prefix="f-pareto", title="Несоответствия по критериям", count_word="несоответствий", empty=NONE
        ),
        "Несоответствия по критериям и накопленная доля",
        ["Критерий", "Несоответствий", "Накоплено, %"],
        [
            [(row["code"], ""), (row["count"], url), (row["running"], "")]
            for row, url in zip(rows, urls, strict=True)
        ],
    )  # fmt: skip


def subjects(rows, link):
    urls = [link("subject", row) for row in rows]
    told = [
        Row(row["subject"], (row["major"], row["minor"]), url=url) for row, url in zip(rows, urls, strict=True)
    ]  # fmt: skip
    kinds = ["значительные", "незначительные"]
    return figure(
        "По объектам",
        stacked_bars(told, kinds, prefix="f-subject", title="Несоответствия по объектам", empty=NONE),
        "Несоответствия по объектам и классам",
        ["Объект", "Значительные", "Незначительные"],
        [[(row["subject"], ""), (row["major"], ""), (row["minor"], "")] for row in rows],
    )


def meetings(found, link):
    """Return where associations and sections meet; a line of the table is a meeting, a column each would not fit a sheet."""
    heads = found["columns"]

    def url(at, place):
        key = heads[place][0]
        return "" if key == OTHERS else link("meeting", {"association": key, "section": found["rows"][at][0]})

    rows = [Row(section or "без раздела", tuple(counts)) for section, counts in found["rows"]]
    return figure(
        "Объединения и разделы",
        heat(
            rows, [name for _, name in heads], prefix="f-heat", title="Несоответствия по объединениям и разделам",
            link=url, empty=NONE,
        ),
        "Несоответствия по объединениям и разделам; площадь квадрата — их число",
        ["Раздел, объединение", "Несоответствий"],
        [
            [(f"{row.label}: {heads[place][1]}", ""), (n, url(at, place))]
            for at, row in enumerate(rows)
            for place, n in enumerate(row.values)
            if n
        ],
    )  # fmt: skip


def branches(rows, link):
    rows = sorted(rows, key=lambda row: -row["count"])
    urls = [link("branch", row) for row in rows]
    marks = [Mark(row["label"], row["count"], url=url) for row, url in zip(rows, urls, strict=True)]
    return figure(
        "Где лежат причины",
        pareto(
            marks, prefix="f-cause", title="Несоответствия по ветвям причин", count_word="несоответствий", empty=NONE
        ),
        "Несоответствия по ветвям причин и накопленная доля",
        ["Где причина", "Несоответствий"],
        counted(rows, urls),
    )


def way(rows, link):
    urls = [link("step", row) for row in rows]
    marks = [Mark(row["label"], row["count"], url=url) for row, url in zip(rows, urls, strict=True)]
    return figure(
        "Путь до результата",
        funnel(marks, prefix="f-way", title="Путь несоответствий"),
        "Сколько несоответствий дошло до каждого шага, от выявления до подтверждённого результата",
        ["Шаг", "Несоответствий"],
        counted(rows, urls),
    )


def closing(rows, link):
    urls = [link("closed", row) if row["closed"] else "" for row in rows]
    marks = [
        Mark(row["label"], row["median"], note=f"закрыто: {row['closed']}", url=url)
        for row, url in zip(rows, urls, strict=True)
    ]
    return figure(
        "За сколько дней закрывают",
        bars(marks, prefix="f-days", title="Медиана дней до закрытия по классам", unit="дн."),
        "Медиана календарных дней от регистрации до закрытия",
        ["Класс", "Закрыто", "Медиана, дней"],
        [[(row["label"], ""), (row["closed"], url), (row["median"], "")] for row, url in zip(rows, urls, strict=True)],
    )


def ageing(rows, link):
    urls = [link("age", row) for row in rows]
    marks = [
        Mark(row["label"], row["count"], url=url if row["count"] else "") for row, url in zip(rows, urls, strict=True)
    ]
    return figure(
        "Сколько открыты",
        columns(marks, prefix="f-ages", title="Открытые несоответствия по давности"),
        "Открытые несоответствия по дням от регистрации",
        ["Открыто", "Несоответствий"],
        counted(rows, urls),
    )
