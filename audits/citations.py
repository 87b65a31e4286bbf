"""A requirement as it could be cited on a day: a year is often recorded later than it happened, by criteria of today."""

import re

from roadmap.citing import acts_in

_DATE = re.compile(r"\bот (\d{1,2})\.(\d{2})\.(\d{4})\b")
_STANDARD = re.compile(r"\bГОСТ [^;]*?-(\d{4})\b")
# «приказ № 1493 в ред. приказа от 03.07.2025»: the act may be older than what has changed it.
_EDITION = re.compile(r"\s*\(в ред\.[^)]*\)|\s+в ред\.[^;]*")


def cited_by(day, requirement, acts):
    """Return the requirement without the acts that were adopted after a day; an empty text where nothing else is named.

    The parts of a requirement are parted by «;». A part is later by the dates that it writes, or by those of the acts of the
    register that it names.
    """

    def is_later(text):
        dates = [(int(year), int(month), int(number)) for number, month, year in _DATE.findall(text)]
        return (
            any(date > (day.year, day.month, day.day) for date in dates)
            or any(int(year) > day.year for year in _STANDARD.findall(text))
            or any(act.issued_on and act.issued_on > day for act in acts_in(text, acts))
        )

    earlier = _EDITION.sub(lambda match: "" if is_later(match.group()) else match.group(), requirement)
    return "; ".join(part.strip() for part in earlier.split(";") if not is_later(part)).strip()
