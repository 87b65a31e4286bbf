"""The analysis of nonconformities as pictures, each with its table; every figure leads to the rows behind it."""

from urllib.parse import urlencode

from django.urls import reverse

from audits.finding_measures import STEPS
from audits.reports import action_figures, finding_figures, finding_pictures, flow_figures

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
        "meeting": lambda: register(association=row["association"] or NOBODY, section=row["section"] or NOBODY),
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
        finding_pictures.meetings(flow_figures.meetings(counted), link),
        finding_pictures.way(action_figures.funnel(counted), link),
        finding_pictures.closing(flow_figures.days_to_close(counted), link),
        finding_pictures.ageing(flow_figures.ageing(counted, today), link),
    ]
