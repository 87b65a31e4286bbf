"""What was done about it: actions in time, their effect, and the way from found to effective."""

from collections import defaultdict

from audits.finding_measures import STEPS
from audits.models import Action, EffectivenessCheck
from audits.reports.finding_figures import valid
from audits.reports.shares import share

DONE = (Action.State.DONE, Action.State.ACCEPTED)


def summary(roadmap, findings, as_of):
    """Return counts of the year's actions (domain text, indicators S06, S07, S09) as of a day."""
    actions = list(
        Action.objects.filter(finding__audit__roadmap=roadmap)
        .exclude(state__in=Action.UNCOUNTED)
        .select_related("responsible", "finding")
        .order_by("finding__audit__sequence", "finding__sequence", "id")
    )
    owed = [action for action in actions if action.due_on and action.due_on <= as_of]
    in_time = [action for action in owed if action.done_on and action.done_on <= action.due_on]
    checked = [check for finding in findings for check in finding.checks.all() if check.checked_on]
    effective = sum(check.state == EffectivenessCheck.State.EFFECTIVE for check in checked)
    days = elimination_days(valid(findings), actions)
    overdue = [action for action in actions if action.is_late(as_of)]
    return {
        "total": len(actions),
        "accepted": sum(action.state == Action.State.ACCEPTED for action in actions),
        "owed": len(owed),
        "in_time": len(in_time),
        "in_time_share": share(len(in_time), len(owed)),
        "overdue": len(overdue),
        "checked": len(checked),
        "effective": effective,
        "effective_share": share(effective, len(checked)),
        "eliminated": len(days),
        "mean_days": round(sum(days) / len(days), 1) if days else None,
        "by_kind": by_kind(actions, as_of),
        "funnel": funnel(valid(findings)),
        "late_rows": [
            {
                "finding": action.finding.number,
                "text": action.text,
                "responsible": action.responsible.short_name,
                "due_on": action.due_on.isoformat(),
            }
            for action in overdue
        ],
    }


def by_kind(actions, as_of):
    rows = []
    for value, label in Action.Kind.choices:
        own = [action for action in actions if action.kind == value]
        owed = [action for action in own if action.due_on and action.due_on <= as_of]
        in_time = sum(bool(action.done_on and action.done_on <= action.due_on) for action in owed)
        rows.append(
            {
                "kind": value,
                "label": label,
                "total": len(own),
                "done": sum(action.state in DONE for action in own),
                "owed": len(owed),
                "in_time": in_time,
                "in_time_share": share(in_time, len(owed)),
            }
        )
    return rows


def elimination_days(findings, actions):
    """Return the days from registration to the last action, for each finding whose actions are all done (S09)."""
    groups = defaultdict(list)
    for action in actions:
        groups[action.finding_id].append(action)
    days = []
    for finding in findings:
        own = groups[finding.pk]
        if own and finding.registered_on and all(action.done_on for action in own):
            days.append((max(action.done_on for action in own) - finding.registered_on).days)
    return days


def funnel(findings):
    """Return how many nonconformities reached each step: found, planned, carried out, effective."""
    return [{"label": word, "count": sum(row.state in reached for row in findings)} for _, word, reached in STEPS]
