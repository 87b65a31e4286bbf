"""What history says of the walk: who did what, turn by turn, beside what it is expected to say (story.txt)."""

from itertools import groupby
from pathlib import Path

TOLD = Path(__file__).with_name("story.txt")


def tell(entries):
    """Return the entries as lines: a person, then what that person did; what is repeated is said once, with the number."""
    lines = []
    told = ((entry.actor_name.replace("\u00a0", " "), entry.sentence.replace("\u00a0", " ")) for entry in entries)
    for actor, turn in groupby(told, key=lambda line: line[0]):
        lines.append(actor)
        for sentence, same in groupby(sentence for _, sentence in turn):
            times = len(list(same))
            lines.append(f"    {sentence}" if times == 1 else f"    {sentence} (×{times})")
    return lines
