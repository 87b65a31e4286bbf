"""The analysis of nonconformities as pictures, each with its table; every figure leads to the rows behind it."""

from urllib.parse import urlencode

from django.urls import reverse

from audits.finding_measures import STEPS
from audits.reports import action_figures, finding_figures, finding_pictures, flow_figures
from audits.reports.finding_pictures import NONE, figure
from vsoko.charts import Row, heat

NOBODY = "none"  # as the filter of the register writes what has no criterion, cause, section or association

STEP_OF = {word: key for key, word, _ in STEPS}


def register_link(roadmap):
    """Return f(**conditions): the address of the register of this year under them; what was withdrawn does not count."""

    def link(**conditions):
        return f"{reverse('finding-list')}?{urlencode({'year': roadmap.pk, 'step': 'found'} | conditions)}"

    return link


def behind(register, kind, row):
    """Return the address of the findings behind a mark of a chart; empty where a frozen row does not name them any more."""
    if kind == "criterion":
        known = "id" in row or row["code"] == "без критерия"
        return register(criterion=row.get("id") or NOBODY) if known else ""
    if kind == "subject":
        if row.get("kind") == "school":
            return register(subject="school")
        return register(subject="association", association=row["id"]) if row.get("kind") == "association" else ""
    return {
        "branch": lambda: register(branch=row["branch"] or NOBODY),
        "step": lambda: register(step=STEP_OF[row["label"]]),
        "closed": lambda: register(grade=row["grade"], step="effective"),
        "age": lambda: register(age=row["age"]),
    }[kind]()


def flow(findings, today, register):
    """Return [{title, svg, caption, head, rows}]: a row of the table is a list of (text, address or nothing)."""
    counted = finding_figures.valid(findings)

    def link(kind, row):
        return behind(register, kind, row)

    return [
        finding_pictures.criteria(finding_figures.by_criterion(counted), link),
        finding_pictures.branches(finding_figures.by_branch(counted), link),
        meetings(counted, register),
        finding_pictures.way(action_figures.funnel(counted), link),
        finding_pictures.closing(flow_figures.days_to_close(counted), link),
        finding_pictures.ageing(flow_figures.ageing(counted, today), link),
    ]


def meetings(counted, register):
    found = flow_figures.meetings(counted)
    heads = found["columns"]

    def url(at, place):
        key, section = heads[place][0], found["rows"][at][0]
        return "" if key == "others" else register(association=key or NOBODY, section=section or NOBODY)

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
