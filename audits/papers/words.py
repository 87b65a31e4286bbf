"""Words that papers about audits share: days as a sentence names them, the subject of an audit in every case."""

from audits.models.criterion import Subject
from roadmap.declension import CASES, association_in
from vsoko.wording import MONTHS_OF, NBSP, day_paper

PROGRAMME = {
    "им": "программа", "род": "программы", "дат": "программе", "вин": "программу", "твор": "программой",
    "предл": "программе",
}  # fmt: skip
SCHOOL = {"им": "школа", "род": "школы", "дат": "школе", "вин": "школу", "твор": "школой", "предл": "школе"}


def subject_in(audit):
    """Return {case: words} for what is audited."""
    if audit.subject == Subject.ASSOCIATION:
        return association_in(audit.association.name)
    if audit.subject == Subject.PROGRAMME:
        return {case: f"{PROGRAMME[case]} {audit.course_programme}" for case in CASES}
    return {case: f"{SCHOOL[case]} в целом" for case in CASES}


def days_words(first, last):
    """Return «11 мая 2021 г.», «с 11 по 14 мая 2021 г.» or «с 28 апреля по 3 мая 2021 г.»."""
    if first == last:
        return day_paper(first)
    if first.year != last.year:
        return f"с {day_paper(first)} по {day_paper(last)}"
    month = "" if first.month == last.month else f"{NBSP}{MONTHS_OF[first.month - 1]}"
    return f"с {first.day}{month} по {day_paper(last)}"


def names_of(people):
    """Return «Пеналова В.Н., Букварева Е.П.», or nothing for nobody."""
    return ", ".join(person.short_name for person in people)
