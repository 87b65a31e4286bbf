"""The line of an indicator over years, and what the next one is expected to bring (domain text, sections 7.1 and 8.1)."""

from decimal import Decimal

from audits.indicator_terms import YEAR, Term
from audits.indicator_words import figure
from audits.reports.forecast import LEAST_POINTS, PROBABILITY, arrow, forecast
from audits.reports.indicator_pictures import MOST, over_time
from vsoko.charts import Expected, Mark, curve
from vsoko.wording import plural

ARROWS = {"up": "▲ растёт", "down": "▼ снижается", "level": "→ не меняется"}
HUNDRED = ("%", "0–100")


def pictures_in_time(indicator, latest, own):
    """Return {chart, trend} of the page of an indicator: whole years are one picture, a line in the place of columns."""
    chart, line = over_time(indicator, latest, own), trend(indicator, latest, own)
    if chart and line and latest.part == YEAR:
        chart["svg"], line["svg"] = line["svg"], ""
    return {"chart": chart, "trend": line}


def trend(indicator, latest, own):
    """Return {svg, words, method} of the same part of different years; None where there is only one year of it.

    `own` are values of the school that went through `hide_small`: what is hidden is no point of the line.
    """
    line = line_of_years(indicator, latest, own)
    return line and {"svg": drawn(line, "f-trend"), "words": line["words"], "method": line["method"]}


def line_of_years(indicator, latest, own):
    """Return the same as JSON, for an analysis that is frozen: {title, unit, goal, points, expected, words, method} or None."""
    alike = [
        value for value in own if value.part == latest.part and value.term.is_school_year == latest.term.is_school_year
    ]
    # A year that the programme has counted half-way is no point: its audits and actions are still ahead.
    whole = [value for value in alike if value.as_of >= value.ends_on or not indicator.is_system]
    known = {int(value.year[:4]): value for value in whole if value.shown is not None}
    if len(known) < 2:
        return None
    lowest, highest = range_of(indicator, known.values())
    figures = {year: float(value.shown) for year, value in known.items()}
    expected = forecast(figures, lowest=lowest, highest=highest)
    # All years count for what is expected. A year without a value is a gap: nobody knows what was between.
    years = range(min(figures), max(figures) + 1)[-MOST:]
    goal = indicator.goal
    return {
        "title": f"{indicator.code} {indicator.name}: по годам",
        "unit": "%" if indicator.is_percent else "",
        "goal": None if goal is None or goal < 0 else float(goal),
        "points": [[label_of(year, latest), figures.get(year)] for year in years],
        "expected": expected and expectation(latest, expected),
    } | told(indicator, figures, expected, latest)


def range_of(indicator, values):
    """Return (lowest, highest) of what the unit can be: None where it has no end, or where the figures go below zero."""
    below = any(value.shown < 0 for value in values)
    return None if below else 0, 100 if any(words in indicator.unit for words in HUNDRED) else None


def told(indicator, figures, expected, latest):
    if expected is None:
        years = plural(len(figures), "год,года,лет")
        return {
            "words": f"{ARROWS[arrow(figures)]} к {before_words(figures, latest)}. Данных мало ({years}): ожидаемое значение считают с"
            f" {LEAST_POINTS} лет.",
            "method": "",
        }
    return {
        "words": f"Если дело пойдёт как до сих пор, за {term_after(latest, expected)} ожидается"
        f" {written(expected.value, indicator)}: от {written(expected.low, indicator)} до {written(expected.high, indicator)}.",
        "method": f"Метод наименьших квадратов по данным за {plural(expected.points, 'год,года,лет')}, значение попадает в эти"
        f" границы с вероятностью {PROBABILITY}\u00a0%. Причин метод не знает: он продолжает то, что было.",
    }


def before_words(figures, latest):
    """Return with what year the last one is compared: there may be a gap between them."""
    before, last = sorted(figures)[-2:]
    if last - before == 1:
        return "прошлому году"
    return f"{label_of(before, latest)}{' учебному' if latest.term.is_school_year else ''} году"


def written(number, indicator):
    return figure(Decimal(str(number)), indicator)


def term_after(latest, expected):
    year = f"{expected.year}/{expected.year + 1}" if latest.term.is_school_year else str(expected.year)
    return Term(year, latest.part)


def drawn(line, prefix):
    """Return the line as SVG; nothing where a figure is below zero, which no chart shows: the table speaks alone."""
    if any(number is not None and number < 0 for _, number in line["points"]):
        return ""
    return curve(
        [Mark(label, number) for label, number in line["points"]],
        prefix=prefix,
        title=line["title"],
        unit=line["unit"],
        expected=line["expected"] and Expected(*line["expected"]),
        goal=line["goal"],
    )


def expectation(latest, expected):
    """Return the words and figures of vsoko.charts.Expected as a list."""
    return [f"{label_of(expected.year, latest)}, ожидается", expected.value, expected.low, expected.high]


def label_of(year, alike):
    """Return «2026/27» or «2026»: the year that begins then, of the sort that this value is of."""
    return f"{year}/{(year + 1) % 100:02d}" if alike.term.is_school_year else str(year)
