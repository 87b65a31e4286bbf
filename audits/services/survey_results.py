"""What a survey says: who sees how much of it, how many answered, what they think, and what groups are too small to show."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from audits.models import FreeAnswer, GivenAnswer, Survey
from audits.services.surveys import former_of
from audits.survey_words import sample_remark, told
from roadmap.importing.text_clean import key
from roadmap.permissions import rights, sees_everything

NO_COURSE = "без программы"


@dataclass(frozen=True)
class Scope:
    """How much of a survey a reader sees: answers about these programmes only (None: all), in groups of at least `least`."""

    courses: frozenset | None
    least: int


def scope_of(user, survey):
    """Return the Scope of a reader: the whole, what is published, or what is about the programmes of own associations."""
    words = told()
    if sees_everything(user, survey):
        return Scope(None, words["least_shown"])
    if survey.state == Survey.State.PUBLISHED:
        return Scope(None, words["least_published"])
    chaired = rights(user).chaired
    own = survey.course_programmes.filter(association__in=chaired).values_list("pk", flat=True)
    return Scope(frozenset(own), words["least_shown"])


@dataclass
class Told:
    """What is known of one question. `counts` is {value: answers}; nothing of it is shown where it is `hidden`."""

    question: object
    counts: dict
    least: int
    former: "Told | None" = None

    @property
    def answered(self):
        return sum(self.counts.values())

    @property
    def hidden(self):
        return self.answered < self.least

    @property
    def mean(self):
        """Return from 0 to 100 how content people are, None where nothing can be said or shown."""
        return None if self.hidden else mean_of([self])

    @property
    def change(self):
        """Return by how many points the mean differs from last time, or None."""
        before = self.former.mean if self.former else None
        return None if self.mean is None or before is None else self.mean - before


@dataclass
class Group:
    """Answers about one programme; `mean` is None where they are too few to be shown apart."""

    course: object
    label: str
    count: int
    shown: bool
    mean: float | None


@dataclass
class Results:
    count: int
    population: int | None
    remark: str
    scope: Scope
    questions: list = field(default_factory=list)
    groups: list = field(default_factory=list)
    former: object = None
    former_mean: float | None = None
    chosen: object = None

    @property
    def least(self):
        return self.scope.least

    @property
    def share(self):
        return self.count * 100 / self.population if self.population else None

    @property
    def too_few(self):
        return self.count < self.least

    @property
    def mean(self):
        return None if self.too_few else mean_of(self.questions)

    @property
    def judged(self):
        return [row for row in self.questions if row.question.points]


def mean_of(rows):
    """Return the mean of all answers that judge, from 0 to 100: «да» 1, «скорее да» 0,5, the rest 0; None without any."""
    total = number = 0
    for row in rows:
        points = row.question.points
        for value, count in row.counts.items():
            if value in points:
                total += points[value] * count
                number += count
    return total * 100 / number if number else None


def results_of(survey, user, chosen=None):
    """Return the Results of a survey for its reader; `chosen` is the key of one shown programme as the address has it."""
    scope = scope_of(user, survey)
    counts = responses_by_course(survey, scope.courses)
    answers = answers_by_course(survey, scope.courses)
    questions = [row for row in survey.questions.select_related("indicator__school") if not row.is_free]
    courses = {row.pk: row for row in survey.course_programmes.all()}
    shown = shown_groups(counts, scope.least)
    groups = []
    for pk, count in sorted(counts.items(), key=lambda pair: str(courses.get(pair[0], NO_COURSE))):
        rows = _told(questions, answers, [pk], scope.least)
        mean = mean_of(rows) if pk in shown else None
        groups.append(Group(courses.get(pk), str(courses.get(pk, NO_COURSE)), count, pk in shown, mean))
    picked = next((group for group in groups if group.shown and group.course and str(group.course.pk) == chosen), None)
    wanted = [picked.course.pk] if picked else list(counts)
    whole = picked is None and scope.courses is None
    found = Results(
        count=sum(counts[pk] for pk in wanted), population=survey.population if whole else None, remark="",
        scope=scope, questions=_told(questions, answers, wanted, scope.least),
        groups=groups if courses else [], chosen=picked.course if picked else None,
    )  # fmt: skip
    if whole:
        found.remark = sample_remark(found.count, found.population)
        _compare(found, survey, user)
    return found


def responses_by_course(survey, courses=None):
    """Return {programme or None: questionnaires}."""
    rows = survey.responses.all() if courses is None else survey.responses.filter(course_programme__in=courses)
    return dict(rows.order_by().values_list("course_programme").annotate(n=Count("pk")))


def answers_by_course(survey, courses=None):
    """Return {(programme or None, question): {value: answers}}; one query."""
    rows = GivenAnswer.objects.filter(response__survey=survey)
    if courses is not None:
        rows = rows.filter(response__course_programme__in=courses)
    rows = rows.order_by().values_list("response__course_programme", "question", "value").annotate(n=Count("pk"))
    found = defaultdict(dict)
    for course, question, value, number in rows:
        found[course, question][value] = number
    return found


def _told(questions, answers, courses, least):
    rows = []
    for question in questions:
        counts = dict.fromkeys(question.answers, 0)
        for course in courses:
            for value, number in answers.get((course, question.pk), {}).items():
                counts[value] = counts.get(value, 0) + number
        rows.append(Told(question, counts, least))
    return rows


def shown_groups(counts, least):
    """Return the groups that may be shown apart.

    While those that may not are together too few, the smallest shown one is kept back as well: else whoever takes the shown
    ones from the whole would read the rest.
    """
    shown = {group for group, number in counts.items() if number >= least}
    while shown and 0 < sum(number for group, number in counts.items() if group not in shown) < least:
        shown.remove(min(shown, key=lambda group: (counts[group], group or 0)))
    return shown


def _compare(found, survey, user):
    """Put beside each question the same one of the last finished survey of this audience that the reader may see."""
    former = former_of(Survey.objects.visible_to(user), survey)
    if former is None:
        return
    scope = scope_of(user, former)
    if scope.courses is not None:
        return
    answers = answers_by_course(former)
    courses = {course for course, _ in answers}
    rows = _told([row for row in former.questions.all() if not row.is_free], answers, courses, scope.least)
    known = {same_question(row.question): row for row in rows}
    found.former = former
    found.former_mean = None if former.count < scope.least else mean_of(rows)
    for row in found.questions:
        row.former = known.get(same_question(row.question))


def same_question(question):
    """Return what makes two questions of two years one: words, kind and options."""
    return key(question.text), question.kind, tuple(map(key, question.options))


def shown_words(survey, results):
    """Return [(question, [words])] of what people wrote and somebody has read, of the answers that the reader sees."""
    if results.too_few:
        return []
    rows = FreeAnswer.objects.filter(response__survey=survey, state=FreeAnswer.State.SHOWN)
    if results.chosen:
        rows = rows.filter(response__course_programme=results.chosen)
    elif results.scope.courses is not None:
        rows = rows.filter(response__course_programme__in=results.scope.courses)
    found = {}
    for row in rows.select_related("question").order_by("question__position", "text"):
        found.setdefault(row.question.text, []).append(row.text)
    return list(found.items())
