"""К заседанию: the questions that what is really open puts on the agenda, each with its facts and proposed decisions."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, Q
from django.utils import timezone

from roadmap.control import Asked, lines, listed
from roadmap.models import Acknowledgement, Activity, Appointment, Document, DocumentKind, Employee, Roadmap
from roadmap.permissions import Role
from vsoko.registries import Registry
from vsoko.typeset import nb
from vsoko.wording import day_num, plural, plural_form
from vsoko.workdays import add_working_days

MOST = 10  # facts and decisions of one question: a meeting hears no more, the rest is in its sheet
TIME_TO_ANSWER = 10  # working days that a meeting gives where nothing else sets the day
AHEAD = timedelta(days=30)
ASSIGNMENTS = "поручение,поручения,поручений"
LATE = "просроченное поручение,просроченных поручения,просроченных поручений"


@dataclass(frozen=True)
class Decision:
    """`responsible` is an Employee or None: without one it is words, nobody's work."""

    text: str
    responsible: Employee | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Question:
    """One question of the agenda: `facts` are what is told about it, in whole sentences."""

    title: str
    speaker: Employee | None = None
    facts: list = field(default_factory=list)
    decisions: list = field(default_factory=list)


@dataclass(frozen=True)
class Occasion:
    """For whom and for which day the agenda is drafted; all that is told is what this user may see."""

    user: object
    held_on: date

    @property
    def answer_by(self):
        return add_working_days(max(self.held_on, timezone.localdate()), TIME_TO_ANSWER)

    @cached_property
    def holders(self):
        """Who holds which role of the school today."""
        return Appointment.objects.filter(school=self.user.school_id).covering(timezone.localdate()).holders()


agenda_sources: dict[str, Callable] = Registry()  # name -> f(occasion): Question, or None where nothing is open


def agenda_of(occasion):
    """Return the Questions of all rooms."""
    return [question for make in agenda_sources.values() if (question := make(occasion))]


def cut(facts, rest):
    """Return the facts that a meeting hears, and how many more there are in what `rest` names."""
    return facts if len(facts) <= MOST else [*facts[:MOST], f"Ещё {len(facts) - MOST} — {rest}."]


# --- what the year itself asks ---------------------------------------------------------------------------------------


def late_assignments(occasion):
    """Overdue points and actions: the meeting hears them and asks each person once, whatever the number."""
    today = timezone.localdate()
    late = lines(listed(occasion.user, Asked(state="late"), today))
    if not late:
        return None
    people = Counter(line.person_pk for line in late)
    only = {line.person_pk: line.text.rstrip(".") for line in late}
    employees = Employee.objects.filter(left_on=None).in_bulk(people)
    asked = [
        Decision(
            f"Выполнить просроченное: «{only[person]}» — и доложить о причинах."
            if count == 1
            else f"Завершить {plural(count, LATE)} и доложить о причинах.",
            employees[person],
            occasion.answer_by,
        )
        for person, count in people.most_common(MOST)
        if person in employees
    ]
    facts = [
        f"«{line.text.rstrip('.')}» ({line.responsible}, срок {day_num(line.due)}, {line.late_words})." for line in late
    ]
    return Question(
        "О выполнении приказов и решений прошлых заседаний", occasion.holders.get(Role.DEPUTY_EDU),
        [f"Не выполнены в срок {plural(len(late), ASSIGNMENTS)}.", *cut(facts, "в листе просроченных поручений")], asked,
    )  # fmt: skip


def rows_due(occasion):
    """Rows of the roadmap in force whose term has passed or ends within a month of the meeting."""
    open_rows = Activity.objects.visible_to(occasion.user).filter(
        roadmap__state=Roadmap.State.APPROVED, state__in=Activity.OPEN, ends_on__lte=occasion.held_on + AHEAD
    )
    rows = list(open_rows.select_related("roadmap").prefetch_related("responsible").order_by("ends_on", "id"))
    if not rows:
        return None
    facts = [f"{named(row)}: {standing(row, occasion.held_on)}." for row in rows]
    told = [
        Decision(f"Доложить о выполнении пункта {row.number} дорожной карты.", main_person(row), occasion.answer_by)
        for row in rows[:MOST] if row.number and row.ends_on < occasion.held_on and main_person(row)
    ]  # fmt: skip
    words = ", ".join(dict.fromkeys(row.roadmap.year_words for row in rows))
    speaker = occasion.holders.get(Role.DEPUTY_EDU)
    return Question(f"О ходе дорожной карты на {words}", speaker, cut(facts, "в дорожной карте"), [TAKE_NOTE, *told])


def named(row):
    """Return «Пункт 9 „Проведение аудитов“»: a bare number at the head of a line would be read as one of the minutes."""
    return f"{f'Пункт {row.number} ' if row.number else ''}«{row.title.rstrip('.')}»"


def standing(row, day):
    """Return how a row stands on the day of the meeting: what is late and not begun is not «впереди»."""
    if row.ends_on >= day:
        return f"срок до {day_num(row.ends_on)}, {row.get_state_display()}"
    begun = "идёт" if row.state == Activity.State.IN_PROGRESS else "не начато"
    return f"срок прошёл {day_num(row.ends_on)}, {begun}"


def main_person(row):
    return next((one.employee for one in row.responsible.all() if one.is_main), None)


def unread_papers(occasion):
    """Orders, minutes, regulations and plans that somebody has not read though the day has passed, or that have no day."""
    today = timezone.localdate()
    waiting = Acknowledgement.objects.visible_to(occasion.user).filter(
        Q(due_on=None) | Q(due_on__lt=today), done_on=None, document__state__in=Document.IN_FORCE,
        document__kind__form__in=FOR_ALL,
    )  # fmt: skip
    counted = waiting.order_by().values_list("document__title", "document__number").annotate(n=Count("pk"))
    papers = list(counted.order_by("-n", "document__title"))
    if not papers:
        return None
    facts = [
        f"{title}{f', № {number}' if number else ''}: {plural_form(count, 'не ознакомлен,не ознакомлены,не ознакомлены')} "
        f"{plural(count, 'работник,работника,работников')}."
        for title, number, count in papers
    ]
    secretary = occasion.holders.get(Role.SECRETARY)
    decision = Decision("Завершить ознакомление работников с документами под подпись.", secretary, occasion.answer_by)
    rest = cut(facts, "в списке ознакомления")
    return Question("Об ознакомлении с документами", secretary, rest, [decision])


def papers_to_consider(occasion):
    """Regulations and reports on their way: the council considers them before the director approves."""
    waiting = Document.objects.visible_to(occasion.user).filter(
        state__in=Document.UNFINISHED, kind__code__in=CONSIDERED, owner_id=None
    )
    papers = list(waiting.select_related("kind", "author__employee").order_by("id")[:MOST])
    if not papers:
        return None
    facts = [f"{paper.title}: {paper.get_state_display()}." for paper in papers]
    decisions = [Decision(f"Рекомендовать директору утвердить: {paper.title}.") for paper in papers]
    author = getattr(papers[0].author, "employee", None)
    return Question("О рассмотрении документов перед утверждением", author, facts, decisions)


TAKE_NOTE = Decision("Принять сообщение к сведению.")
# What concerns one association or one person (a nonconformity, a report) is not read out before all.
FOR_ALL = (DocumentKind.Form.ORDER, DocumentKind.Form.MINUTES, DocumentKind.Form.REGULATION, DocumentKind.Form.PLAN)
CONSIDERED = ("D02", "D14", "D16", "D21")  # what a council or an association considers (domain text, section 3.0)


def words_of(question):
    """Return the facts of a question as lines of the minutes: what people typed cannot make a table or a placeholder there."""
    plain = (" ".join(fact.replace("{{", "{").replace("|", "/").split()) for fact in question.facts)
    return [nb(fact) for fact in plain]


def register():
    agenda_sources.register("late", late_assignments)
    agenda_sources.register("rows", rows_due)
    agenda_sources.register("papers", papers_to_consider)
    agenda_sources.register("unread", unread_papers)
