"""Points of a skeleton, one a line: «текст | кто | срок | условие»; all but the text may be left out.

Who is a role («заместитель директора по УВР») or a placeholder of a person; the term a stage of the roadmap («положение»), whose
last day it takes, or a placeholder of a day; the condition a name from registries.point_conditions.
"""

import re
from dataclasses import dataclass

from roadmap.models.activity import Stage
from roadmap.permissions import Role
from roadmap.placeholders import MARK, PERSON, part_of
from vsoko import registries

ROLES = {word.lower(): role for role in Role for word in (role.value, role.label)}
CELLS = re.compile(r" \|(?= |$)")  # a part that is left out leaves two signs side by side: «секретарь | | acquainted»
STAGES = {word.lower(): stage for stage in Stage for word in (stage.value, stage.label) if stage != Stage.OTHER}


@dataclass(frozen=True)
class Point:
    text: str
    who: str = ""
    when: str = ""
    condition: str = ""


def points_of(text):
    """Return the Points that the lines describe."""
    rows = ([cell.strip() for cell in CELLS.split(line)] for line in text.splitlines() if line.strip())
    return [Point(*row[:4]) for row in rows]


def point_mistakes(text, names):
    """Return a sentence about each part of the points that cannot be understood."""
    found = []
    for point in points_of(text):
        if point.who and not MARK.fullmatch(point.who) and point.who.lower() not in ROLES:
            found.append(f"«{point.who}»: такой роли нет. Например: {Role.DEPUTY_EDU.label}, {Role.SECRETARY.label}.")
        if (
            (mark := MARK.fullmatch(point.who))
            and (known := part_of(mark[1], names)[0])
            and names[known].sort != PERSON
        ):
            found.append(f"{point.who}: это не человек, ответственным его не назначить.")
        if point.when and not MARK.fullmatch(point.when) and point.when.lower() not in STAGES:
            found.append(
                f"«{point.when}»: такого срока нет. Назовите этап карты ({Stage.REGULATION.label}) или подстановку."
            )
        if point.condition and point.condition not in registries.point_conditions:
            found.append(f"«{point.condition}»: такого условия нет: уберите его или выберите из списка.")
    return found
