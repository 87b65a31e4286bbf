"""Numbers of roadmap rows as the source wrote them: «9» after «6», «3.1». Nothing is ever renumbered."""

import re

MAX_GAP = 20


def number_order(number):
    """Return a key that sorts «2» before «10» and «3» before «3.1»; None where there is no leading figure."""
    parts = re.match(r"\d+(?:\.\d+)*", number)
    return tuple(map(int, parts[0].split("."))) if parts else None


def gaps(numbers):
    """Return, for each number, the list of numbers left out right before it: «7», «8» before a «9» that follows «6».

    A number that does not go on upwards begins a new count (each section may count from one).
    """
    found, last, present = [], {}, set(numbers)
    for number in numbers:
        parent, dot, own = number.rpartition(".")
        skipped = []
        if own.isascii() and own.isdigit() and len(own) <= 4:
            before, here = last.get(parent), int(own)
            if before is not None and 1 < here - before <= MAX_GAP:
                skipped = [f"{parent}{dot}{between}" for between in range(before + 1, here)]
            last[parent] = here
        found.append([between for between in skipped if between not in present])
    return found
