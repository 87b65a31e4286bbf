"""What next year is expected to bring: a straight line through the years by ordinary least squares, and how sure it is.

The forecast of main tendencies is a principle of the school's own roadmap (domain text, section 1). It continues what was,
and knows no causes: so the method is always named beside the figure.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import fmean, linear_regression

LEAST_POINTS = 5
PROBABILITY = 95  # per cent
# Quantiles of Student's distribution for that probability on both sides, by degrees of freedom.
_STUDENT = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110,
    2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
STEADY = 0.005  # a change of less than half a per cent of the figure is none


@dataclass(frozen=True)
class Forecast:
    """The expected figure of `year`, the interval in which a single year lies with PROBABILITY, and the years behind it."""

    year: int
    value: float
    low: float
    high: float
    points: int

    @property
    def method(self):
        return f"метод наименьших квадратов, лет: {self.points}; вероятность {PROBABILITY} %"


def forecast(points, *, lowest=None, highest=None):
    """Return the Forecast of the year after the last of `points` {year: figure}; None where there are fewer than five.

    Everything is clipped to what the unit can be, as 0 to 100 for a percentage. Years without a figure are left out before.
    """
    if len(points) < LEAST_POINTS:
        return None
    years, figures = zip(*sorted(points.items()), strict=True)
    slope, intercept = linear_regression(years, figures)
    year = years[-1] + 1
    middle, free = fmean(years), len(years) - 2
    spread = sum((one - middle) ** 2 for one in years)
    left = sum((figure - intercept - slope * one) ** 2 for one, figure in zip(years, figures, strict=True))
    # Of a new year, not of the line: what a single year strays by is added to what the line is unsure of.
    error = sqrt(left / free * (1 + 1 / len(years) + (year - middle) ** 2 / spread))
    value, half = intercept + slope * year, _student(free) * error

    def clipped(figure):
        figure = figure if lowest is None else max(lowest, figure)
        return figure if highest is None else min(highest, figure)

    return Forecast(year, clipped(value), clipped(value - half), clipped(value + half), len(years))


def _student(free):
    return _STUDENT[min(free, len(_STUDENT)) - 1]


def arrow(points):
    """Return "up", "down" or "level" by the two last years of {year: figure}; None where there is only one."""
    if len(points) < 2:
        return None
    before, last = (points[year] for year in sorted(points)[-2:])
    if abs(last - before) <= STEADY * max(abs(before), abs(last)):
        return "level"
    return "up" if last > before else "down"
