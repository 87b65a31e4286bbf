"""Who answers for an activity: posts glued into one text are cut by the dictionary of roles, not by spaces."""

import re
from dataclasses import dataclass, field

from roadmap.importing.roles import APPROXIMATE, AREAS, DEPUTY, DEPUTY_EDU, DEPUTY_UPBRINGING, POSTS
from roadmap.importing.text_clean import key, one_line

_AREA = "|".join(pattern for pattern, _ in AREAS)
_DEPUTY = re.compile(
    rf"(?<!\w){DEPUTY}(?P<areas>(?:(?:\s*,\s*|\s+и\s+|\s*/\s*|\s+)(?:по\s+)?(?:{_AREA})(?!\w))*)(?!\w)"
)
_AREAS = [(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), role) for pattern, role in AREAS]
_POSTS = [(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), roles) for pattern, roles in POSTS]
_APPROXIMATE = [(re.compile(pattern), remark) for pattern, remark in APPROXIMATE]
_SEPARATORS = " ,;/.\n-–—()"
_WORD = "[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_NAME = re.compile(
    rf"{_WORD}\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?{_WORD}"
    rf"|{_WORD}\s+[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+(?:вич|вна|ична|инична|ьич|оглы|кызы)\b"
)


@dataclass
class Responsible:
    """Roles in the order of the text (the first is the main one), names of people, and what was not understood."""

    roles: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, roles):
        self.roles.extend(role for role in roles if role not in self.roles)


def read_responsible(text):
    """Return the Responsible of a cell like «Председатели МО Рабочая группа по ВСОКО»; never fails."""
    found = Responsible(names=[one_line(name) for name in _NAME.findall(text)])
    text = one_line(_NAME.sub(";", text))
    # Lower case and е for ё keep every letter in its place, so remarks can quote the source.
    folded = key(text) if len(key(text)) == len(text) else text.lower()
    position, unknown = 0, ""
    while position < len(text):
        match, roles, remark = _post_at(folded, position)
        if match:
            found.add(roles)
            unknown = _flush(unknown, found)
            if remark:
                found.remarks.append(remark.format(post=text[position : match.end()].strip()))
            position = match.end()
        else:
            unknown += text[position]
            position += 1
    _flush(unknown, found)
    return found


def _post_at(text, position):
    """Return (match, roles, remark) of the post that begins exactly here, or Nones."""
    match = _DEPUTY.match(text, position)
    if match:
        return (match, *_deputies(match))
    for pattern, roles in _POSTS:
        match = pattern.match(text, position)
        if match:
            remark = next((note for mark, note in _APPROXIMATE if mark.search(match[0])), None)
            return match, roles, remark
    return None, (), None


def _deputies(match):
    """Return the roles of «заместители директора по УВР, ВР» in the order of their fields, and a remark or None."""
    areas = match["areas"]
    if not areas.strip():
        if re.search(r"заместители|завучи", match[0]):
            return (DEPUTY_EDU, DEPUTY_UPBRINGING), None
        return (DEPUTY_EDU,), "У заместителя директора не указано направление: принят заместитель по УВР, проверьте."
    places = [(found.start(), role) for pattern, role in _AREAS for found in pattern.finditer(areas)]
    roles = tuple(role for _, role in sorted(places, key=lambda place: place[0]) if role)
    return roles, None if len(roles) == len(places) else "Нет такой роли: «{post}»."


def _flush(unknown, found):
    """Note a piece between posts unless it is only separators and «и»; return the empty piece to go on with."""
    piece = re.sub(r"^(?:и|а также|совместно с)\s+|\s+и$", "", unknown.strip(_SEPARATORS)).strip(_SEPARATORS)
    if piece and piece.lower() != "и":
        found.remarks.append(f"Ответственный не распознан: «{piece}».")
    return ""
