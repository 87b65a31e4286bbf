"""Names and words as people type them: letters of the other keyboard put right, the parts of a name told apart."""

import re
from dataclasses import dataclass, field

from roadmap.models import Employee

# Only what looks the same: a Latin «u» or «n» in a Russian word is another mistake.
_SHAPES = str.maketrans("ABCEHKMOPTXYaceopxykm", "АВСЕНКМОРТХУасеорхукм")
_WORD = re.compile(r"[A-Za-zА-Яа-яЁё]+")
_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile("[А-Яа-яЁё]")
_PATRONYMIC = re.compile(r"(вич|ьич|вна|ична|инична)$", re.IGNORECASE)
_LAST_WORDS = ("оглы", "кызы", "оглу", "гызы", "улы", "уулу")
_FEMALE = re.compile(r"(вна|ична|инична|кызы|гызы)$", re.IGNORECASE)
_MALE = re.compile(r"(вич|ьич|оглы|оглу|улы|уулу)$", re.IGNORECASE)
_FEMALE_SURNAME, _MALE_SURNAME = (
    re.compile(r"(ова|ева|ёва|ина|ына|ская|цкая)$"),
    re.compile(r"(ов|ев|ёв|ин|ын|ский|цкий)$"),
)
_BRIEF = re.compile(r"\.|^[А-ЯЁ]$")
LONGEST = Employee._meta.get_field("last_name").max_length


@dataclass
class Name:
    """A name as understood; `brief` is set where only initials are given, `fault` is one sentence about what is wrong."""

    last_name: str = ""
    first_name: str = ""
    patronymic: str = ""
    brief: str = ""
    fault: str = ""
    remarks: list[str] = field(default_factory=list)

    @property
    def full(self):
        return " ".join(filter(None, (self.last_name, self.first_name, self.patronymic)))


def russian(text, *, name=False):
    """Return (text, [remarks]) with Latin letters inside Russian words put right; in a name every word is Russian."""
    fixed = []

    def put_right(match):
        word = match[0]
        if not _LATIN.search(word) or not (_CYRILLIC.search(word) or name or word.upper() in ("MO", "PMO")):
            return word
        becomes = word.translate(_SHAPES)
        if _LATIN.search(becomes):
            return word
        fixed.append(f"латинские буквы в слове «{becomes}» заменены русскими")
        return becomes

    return _WORD.sub(put_right, text), fixed


def read_name(text):
    """Return the Name of one cell: «Иванова Мария Петровна», «ИВАНОВА  М.П.», «Мария Петровна Иванова»."""
    text, remarks = russian(" ".join(text.replace(",", " ").split()), name=True)
    parts = text.split()
    if any(_BRIEF.search(part) for part in parts) and not re.search(r"\d", text):
        return Name(brief=text, remarks=remarks)
    if len(parts) > 3 and parts[-1].lower() in _LAST_WORDS:
        parts = [*parts[:-2], " ".join(parts[-2:])]
    if len(parts) == 3 and _PATRONYMIC.search(parts[1]) and not _PATRONYMIC.search(parts[2]):
        parts = [parts[2], parts[0], parts[1]]
        remarks.append(f"порядок понят так: фамилия — {parts[0]}")
    if len(parts) < 2:
        return Name(last_name=text, fault=f"«{text[:40]}» — не полное имя: впишите фамилию, имя и отчество.")
    if len(parts) > 3:
        return Name(
            last_name=text,
            fault=f"В «{text[:60]}» не понять, где фамилия, имя и отчество: разнесите их по трём графам.",
        )
    return named_by(*parts, remarks=remarks)


def named_by(last_name, first_name, patronymic="", *, remarks=()):
    """Return the Name of three cells."""
    parts, remarks = [], list(remarks)
    for part in (last_name, first_name, patronymic):
        part, fixed = russian(" ".join(part.split()), name=True)
        remarks += fixed
        parts.append(part)
    if any(part and part in (part.upper(), part.lower()) and len(part) > 1 for part in parts[:2]):
        parts = [_capital(part) for part in parts]
        remarks.append(f"имя записано как «{' '.join(filter(None, parts))}»")
    if _BRIEF.search(parts[1]):
        return Name(brief=" ".join(parts), remarks=remarks)
    return Name(*parts, fault=_fault(parts), remarks=remarks)


def _capital(part):
    words = [word.capitalize() for word in re.split(r"([ -])", part)]
    return "".join(word.lower() if word.lower() in _LAST_WORDS else word for word in words)


def _fault(parts):
    for title, part in zip(("фамилии", "имени"), parts, strict=False):
        if not part:
            return f"Нет {title}: впишите фамилию, имя и отчество полностью."
    whole = " ".join(parts).strip()
    if _LATIN.search(whole):
        return f"В «{whole[:60]}» латинские буквы: впишите имя русскими."
    if re.search(r"[^А-Яа-яЁё' ʼ’-]", whole):
        return f"«{whole[:60]}» — не имя: оставьте только фамилию, имя и отчество."
    return f"Часть имени длиннее {LONGEST} знаков: проверьте графу." if max(map(len, parts)) > LONGEST else ""


def gender_of(name):
    """Return the gender that a patronymic or, where there is none, a surname tells; «» where neither does."""
    told = name.patronymic
    for female, male, text in ((_FEMALE, _MALE, told), (_FEMALE_SURNAME, _MALE_SURNAME, name.last_name)):
        if text and female.search(text):
            return Employee.Gender.FEMALE
        if text and male.search(text):
            return Employee.Gender.MALE
    return ""
