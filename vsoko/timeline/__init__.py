"""The year as a drawing: a ribbon of stations, and its repetition beside the rows of a table.

There is no viewBox and every x is in percent, so words keep their size at any width. The thick part of a station is the
share done; where it ends left of today, dots lead on and a word says that the station lags behind. Colours come from
the classes (tp-*, gt-*, mk--*).
"""

from vsoko.timeline.gantt import gantt_head_svg, gantt_row_svg
from vsoko.timeline.ribbon import ribbon_svg
from vsoko.timeline.station import BEHIND, OVERDUE, Station, lag

__all__ = ["BEHIND", "OVERDUE", "Station", "gantt_head_svg", "gantt_row_svg", "lag", "ribbon_svg"]
