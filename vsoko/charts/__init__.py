"""Charts as SVG from plain figures: one ink, hatching, figures on the marks, a title and a description in words.

Every function takes a `prefix` for its ids, unique on the page, and returns a SafeString without outer figure.
"""

from vsoko.charts.bars import bars, grouped_bars, stacked_bars
from vsoko.charts.columns import columns, grouped_columns, largest, pareto
from vsoko.charts.curve import Expected, curve
from vsoko.charts.fishbone import Bone, fishbone
from vsoko.charts.funnel import funnel
from vsoko.charts.heat import heat
from vsoko.charts.svg import EMPTY, Mark, Row

__all__ = [
    "EMPTY",
    "Bone",
    "Expected",
    "Mark",
    "Row",
    "bars",
    "columns",
    "curve",
    "fishbone",
    "funnel",
    "grouped_bars",
    "grouped_columns",
    "heat",
    "largest",
    "pareto",
    "stacked_bars",
]
