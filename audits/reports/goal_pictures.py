"""One goal of the programme of development as a picture: plan and fact of each year, with the table behind it."""

from audits.indicator_words import figure
from vsoko.charts import Row, grouped_bars


def plan_and_fact(goal, standing):
    """Return {svg, caption, rows} of the years; a chart shows no figures below zero: there the table speaks alone."""
    unit = "%" if goal.indicator.is_percent else ""
    points = standing.points
    told = [number for point in points for number in (point.plan, point.fact) if number is not None]
    rows = [Row(point.year, (point.plan, point.fact)) for point in points]
    return {
        "svg": "" if any(number < 0 for number in told) else grouped_bars(
            rows, ["план", "факт"], prefix="f-goal", title=f"{goal.text}: план и факт", unit=unit,
            maximum=100 if unit else None,
        ),
        "caption": f"{goal.indicator.code} {goal.indicator.name}: план и факт по годам",
        "rows": [(point.year, words(point.plan, goal), words(point.fact, goal)) for point in points],
    }  # fmt: skip


def words(number, goal):
    return "–" if number is None else figure(number, goal.indicator)
