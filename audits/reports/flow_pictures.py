"""The analysis of nonconformities as pictures, each with its table; every figure leads to the rows behind it."""

from urllib.parse import urlencode

from django.urls import reverse

from audits.finding_measures import STEPS
from audits.reports import action_figures, finding_figures, flow_figures
from audits.reports.pictures import NONE, by_criterion, way
from vsoko.charts import Mark, Row, bars, columns, heat, pareto
from vsoko.charts.svg import words
from vsoko.wording import percent

NOBODY = "none"  # as the filter of the register writes what has no criterion, cause, section or association

STEP_OF = {word: key for key, word, _ in STEPS}


def register_link(roadmap):
    """Return f(**conditions): the address of the register of this year under them; what was withdrawn does not count."""

    def link(**conditions):
        return f"{reverse('finding-list')}?{urlencode({'year': roadmap.pk, 'step': 'found'} | conditions)}"

    return link


def flow(findings, today, link):
    """Return [{title, svg, caption, head, rows}]: a row of the table is a list of (text, address or nothing)."""
    counted = finding_figures.valid(findings)
    return [
        criteria(counted, link),
        branches(counted, link),
        meetings(counted, link),
        steps(counted, link),
        closing(counted, link),
        ageing(counted, today, link),
    ]


def figure(title, svg, caption, head, rows):
    return {"title": title, "svg": svg, "caption": caption, "head": head, "rows": rows}


def criteria(counted, link):
    rows = finding_figures.by_criterion(counted)
    ids = {row.criterion.code: row.criterion_id for row in counted if row.criterion}
    urls = {row["code"]: link(criterion=ids.get(row["code"], NOBODY)) for row in rows}
    return figure(
        "По каким критериям",
        by_criterion({"by_criterion": rows}, lambda kind, row: urls[row["code"]]),
        "Несоответствия по критериям и накопленная доля",
        ["Критерий", "Несоответствий", "Накоплено"],
        [[(row["code"], ""), (row["count"], urls[row["code"]]), (percent(row["running"], 0), "")] for row in rows],
    )


def branches(counted, link):
    rows = sorted(finding_figures.by_branch(counted), key=lambda row: -row["count"])
    urls = [link(branch=row["branch"] or NOBODY) for row in rows]
    marks = [Mark(row["label"], row["count"], url=url) for row, url in zip(rows, urls, strict=True)]
    return figure(
        "Где лежат причины",
        pareto(
            marks, prefix="f-cause", title="Несоответствия по ветвям причин", count_word="несоответствий", empty=NONE
        ),
        "Несоответствия по ветвям причин и накопленная доля",
        ["Где причина", "Несоответствий"],
        [[(row["label"], ""), (row["count"], url)] for row, url in zip(rows, urls, strict=True)],
    )


def meetings(counted, link):
    found = flow_figures.meetings(counted)
    heads = found["columns"]

    def url(at, place):
        key, section = heads[place][0], found["rows"][at][0]
        return "" if key == "others" else link(association=key or NOBODY, section=section or NOBODY)

    rows = [Row(section or "без раздела", tuple(counts)) for section, counts in found["rows"]]
    return figure(
        "Объединения и разделы",
        heat(
            rows, [name for _, name in heads], prefix="f-heat", title="Несоответствия по объединениям и разделам",
            link=url, empty=NONE,
        ),
        "Площадь квадрата — число несоответствий",
        ["Раздел", *(name for _, name in heads)],
        [
            [(row.label, ""), *((n or "–", url(at, place) if n else "") for place, n in enumerate(row.values))]
            for at, row in enumerate(rows)
        ],
    )  # fmt: skip


def steps(counted, link):
    rows = action_figures.funnel(counted)
    urls = {row["label"]: link(step=STEP_OF[row["label"]]) for row in rows}
    return figure(
        "Путь до результата",
        way({"funnel": rows}, lambda kind, row: urls[row["label"]]),
        "Сколько несоответствий дошло до каждого шага",
        ["Шаг", "Несоответствий"],
        [[(row["label"], ""), (row["count"], urls[row["label"]])] for row in rows],
    )


def closing(counted, link):
    rows = flow_figures.days_to_close(counted)
    urls = [link(grade=row["grade"], step="effective") for row in rows]
    marks = [
        Mark(row["label"], row["median"], note=f"закрыто: {row['closed']}", url=url if row["closed"] else "")
        for row, url in zip(rows, urls, strict=True)
    ]
    return figure(
        "За сколько дней закрывают",
        bars(marks, prefix="f-days", title="Медиана дней до закрытия по классам", unit="дн."),
        "Медиана календарных дней от регистрации до закрытия",
        ["Класс", "Закрыто", "Медиана, дней"],
        [
            [(row["label"], ""), (row["closed"], url), (words(row["median"]), "")]
            for row, url in zip(rows, urls, strict=True)
        ],
    )


def ageing(counted, today, link):
    rows = flow_figures.ageing(counted, today)
    urls = [link(age=row["age"]) for row in rows]
    marks = [
        Mark(row["label"], row["count"], url=url if row["count"] else "") for row, url in zip(rows, urls, strict=True)
    ]
    return figure(
        "Сколько открыты",
        columns(marks, prefix="f-ages", title="Открытые несоответствия по давности"),
        "Открытые несоответствия по дням от регистрации",
        ["Открыто", "Несоответствий"],
        [[(row["label"], ""), (row["count"], url)] for row, url in zip(rows, urls, strict=True)],
    )
