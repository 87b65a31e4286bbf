"""Goals of the programme of development in the analysis: each with its plan and fact, and how it goes."""

from audits.goal_standing import held_against, standings
from audits.indicator_words import figure, told
from audits.models import DevelopmentGoal
from audits.services.goals import goals


def development_goals(roadmap):
    """Return a row a goal in force, as words, by three queries; judged by what is known at the end of the year."""
    rows = list(goals().filter(school=roadmap.school_id, state=DevelopmentGoal.State.ACTIVE))
    found = standings(rows, ends_on__lte=roadmap.period_to)
    return [row_of(goal, found[goal.pk]) for goal in rows]


def row_of(goal, standing):
    last = list(goal.targets.all())[-1]
    return {
        "id": goal.pk,
        "text": goal.text,
        "indicator": str(goal.indicator),
        "base": f"{figure(goal.base_value, goal.indicator)} ({goal.base_year})",
        "value": f"{told(standing.latest)} ({standing.latest.year})" if standing.latest else "",
        "plan": held_against(goal, standing),
        "target": f"{figure(last.value, goal.indicator)} ({last.year})",
        "kind": standing.kind,
        "word": standing.mark[1],
        "responsible": goal.responsible.short_name if goal.responsible else "",
        "responsible_id": goal.responsible_id,
    }
