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


def spoken(numbers):
    """Return numbers as a sentence names them: «7 и 8», «1–3», «1–3, 5 и 9»."""
    runs = []
    for number in numbers:
        if runs and number.isdigit() and runs[-1][-1].isdigit() and int(number) == int(runs[-1][-1]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [word for run in runs for word in (run if len(run) < 3 else [f"{run[0]}–{run[-1]}"])]
    return " и ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
