"""What a school knows today of the people, subjects, criteria and years that rows of earlier years name in words."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from audits.models import Criterion
from audits.models.criterion import Subject
from roadmap.importing.period import read_label
from roadmap.importing.text_clean import alike, bare
from roadmap.models import Association, CourseProgramme, Employee, Roadmap
from roadmap.services.import_people import named
from vsoko.wording import day_num

KINDS_OF_SUBJECTS = ("мо", "шмо", "программа", "программы")


class Unfit(Exception):
    """A word of a row means nothing in this school; the text is one sentence with its cure."""


@dataclass(frozen=True)
class PastSubject:
    """What was audited, as the fields of an audit."""

    kind: str
    association: Association | None = None
    course_programme: CourseProgramme | None = None

    @property
    def key(self):
        return self.kind, self.association and self.association.pk, self.course_programme and self.course_programme.pk

    def __str__(self):
        if self.course_programme:
            return f"программа {self.course_programme}"
        return str(self.association) if self.association else "школа в целом"


@dataclass(frozen=True)
class PastYear:
    """The year that a day belongs to; `roadmap` is None where it is not in the system yet."""

    label: str
    first: date
    last: date
    roadmap: Roadmap | None = None

    @property
    def words(self):
        return Roadmap(label=self.label).year_words


class PastFacts:
    """Read once for a whole workbook, by one query a kind of records."""

    def __init__(self, school):
        self.employees = list(Employee.objects.filter(school=school))
        self.people, self.subjects = {}, {}
        for name in ("школа", "школа в целом"):
            self.subjects[name] = [PastSubject(Subject.SCHOOL)]
        for one in Association.objects.filter(school=school):
            self._add(PastSubject(Subject.ASSOCIATION, association=one), one.name)
        for one in CourseProgramme.objects.filter(school=school):
            self._add(PastSubject(Subject.PROGRAMME, course_programme=one), one.name)
        self.criteria = {alike(one.code): one for one in Criterion.objects.filter(school=school)}
        self.roadmaps = list(Roadmap.objects.filter(school=school))

    def _add(self, subject, name):
        for typed in {bare(name), bare(name, kinds=KINDS_OF_SUBJECTS)}:
            self.subjects.setdefault(typed, []).append(subject)

    def person(self, name):
        if name not in self.people:
            self.people[name] = named(self.employees, name)
        found = self.people[name]
        if not found:
            raise Unfit(
                f"«{name}» среди сотрудников школы нет: проверьте фамилию или внесите этого человека в «Сотрудники», "
                "уволенного тоже."
            )
        if len(found) > 1:
            raise Unfit(f"«{name}» среди сотрудников не один: впишите фамилию, имя и отчество полностью.")
        return found[0]

    def subject(self, name):
        found = self.subjects.get(bare(name)) or self.subjects.get(bare(name, kinds=KINDS_OF_SUBJECTS), [])
        if not found:
            raise Unfit(
                f"Объекта «{name}» в школе нет: впишите название объединения или программы, как они записаны в ВСОКО, "
                "или «школа в целом»."
            )
        if len(found) > 1:
            raise Unfit(f"«{name}» называются и объединение, и программа: впишите название с «МО» или «программа».")
        return found[0]

    def criterion(self, code):
        if not code:
            return None
        if alike(code) not in self.criteria:
            raise Unfit(f"Критерия {code} в школе нет: впишите код из списка критериев или оставьте графу пустой.")
        return self.criteria[alike(code)]

    def year(self, day):
        """Return the PastYear of a day; raises Unfit where its year still runs or is closed."""
        year = self._year(day)
        if year.last >= timezone.localdate():
            raise Unfit(f"{day_num(day)} — это {year.words}, он ещё идёт: такое несоответствие записывают в аудите.")
        if year.roadmap and year.roadmap.state == Roadmap.State.CLOSED:
            raise Unfit(f"{day_num(day)} — это {year.words}, он закрыт: записи закрытого года не меняются.")
        return year

    def _year(self, day):
        for one in self.roadmaps:
            if one.period_from <= day <= one.period_to:
                return PastYear(one.label, one.period_from, one.period_to, one)
        # What kind of years a school has, its latest one says.
        if self.roadmaps and not self.roadmaps[0].is_school_year:
            label = str(day.year)
        else:
            first = day.year - (day.month < 9)
            label = f"{first}/{first + 1}"
        period = read_label(label)
        present = next((one for one in self.roadmaps if one.label == period.label), None)
        return PastYear(period.label, period.first, period.last, present)
