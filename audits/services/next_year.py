"""The year after: accepted measures and the yearly activities become the draft of the next roadmap in one step."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from audits import finding_workflow as workflow
from audits.improvement_plan import plan_of, unsigned
from audits.models import AnnualAnalysis, ImprovementItem
from audits.services.improvements import improvements
from roadmap.models import Document, Roadmap
from roadmap.models.activity import YEARLY, Stage
from roadmap.permissions import is_leader
from roadmap.services.conditions import settle_points
from roadmap.services.roadmaps import create_roadmap, in_other_year
from roadmap.services.rows import add_row
from vsoko.models import CalendarPeriod
from vsoko.wording import plural
from vsoko.workflow import NotAllowed, TransitionError, perform

DAY = timedelta(days=1)


def following_label(roadmap):
    """Return the label of the next year of the same kind: «2021» → «2022», «2026/2027» → «2027/2028»."""
    return "/".join(str(int(year) + 1) for year in roadmap.label.split("/"))


def period_of(label):
    """Return the first and last day of the year with this label."""
    first = int(label[:4])
    if "/" in label:
        return date(first, 9, 1), date(first + 1, 8, 31)
    return date(first, 1, 1), date(first, 12, 31)


def yearly_rows(roadmap):
    """Return the activities that every year repeats."""
    return (
        roadmap.activities.filter(stage__in=YEARLY)
        .exclude(state="cancelled")
        .select_related("roadmap")
        .prefetch_related("responsible")
    )


@transaction.atomic
def open_next_year(analysis_pk, *, actor, label, with_yearly=True, on=None):
    """Create the draft roadmap of the next year from the measures of the signed plan (and yearly rows); return it.

    Each measure keeps the link to its activity. Raises TransitionError before the analysis and its plan are approved or when
    the year exists already.
    """
    analysis = (
        AnnualAnalysis.objects.select_for_update(of=("self",)).select_related("roadmap__school").get(pk=analysis_pk)
    )
    if not is_leader(actor, analysis):
        raise NotAllowed("Карту следующего года открывает директор, его заместитель или руководитель рабочей группы.")
    if analysis.state != AnnualAnalysis.State.APPROVED:
        raise TransitionError("Анализ ещё не утверждён: карта следующего года строится на утверждённых выводах.")
    if hasattr(analysis.roadmap, "successor"):
        raise TransitionError(f"Следующая карта уже есть: {analysis.roadmap.successor}.")
    check_signed(analysis)
    first, last = period_of(label)
    if last <= analysis.roadmap.period_to:
        raise TransitionError(
            f"Новая карта идёт после карты на {analysis.roadmap.year_words}: назовите более поздний год.", field="label"
        )
    measures = list(measures_until(analysis, last))
    yearly = list(yearly_rows(analysis.roadmap)) if with_yearly else []
    if not measures and not yearly:
        raise TransitionError("Переносить нечего: в плане нет мер на этот год; оставьте ежегодные мероприятия.")
    roadmap = create_roadmap(
        analysis.school,
        actor=actor,
        label=label,
        title=f"Дорожная карта ВСОКО на {Roadmap(label=label).year_words}",
        period_from=first,
        period_to=last,
        predecessor=analysis.roadmap,
    )
    calendar = CalendarPeriod.objects.calendar(analysis.school_id)
    carry(measures, roadmap, calendar, actor=actor, on=on)
    for number, row in enumerate(yearly, start=len(measures) + 1):
        add_row(roadmap, yearly_facts(row, number, roadmap, calendar), actor=actor, on=on, former=row)
    settle_points(analysis.school, actor=actor)
    return roadmap


def carry(measures, roadmap, calendar, *, actor, on, first=1):
    """Make each measure a row of the draft roadmap, numbered from `first` on. Whoever calls has checked the right."""
    for number, item in enumerate(measures, start=first):
        facts = measure_facts(item, number, roadmap, calendar)
        activity = add_row(roadmap, facts, actor=actor, on=on, former=item.source_activity)
        perform(
            workflow.CARRY_IMPROVEMENT,
            item.pk,
            actor=None,
            caused_by=actor,
            queryset=improvements(),
            on=on,
            values={"activity": activity},
        )


def carry_into_draft(analysis, *, actor, on=None):
    """Let what a new edition of the plan adds stand in the next roadmap, too, while that is a draft."""
    roadmap = Roadmap.objects.filter(predecessor=analysis.roadmap_id, state=Roadmap.State.DRAFT).first()
    if roadmap is None:
        return
    calendar = CalendarPeriod.objects.calendar(analysis.school_id)
    measures = measures_until(analysis, roadmap.period_to)
    carry(measures, roadmap, calendar, actor=actor, on=on, first=number_after(roadmap))


def number_after(roadmap, *numbers):
    """Return the number of a row that comes after all of the roadmap and these."""
    taken = [*roadmap.activities.values_list("number", flat=True), *numbers]
    return max((int(number) for number in taken if number.isdecimal()), default=0) + 1


def check_signed(analysis):
    """Raise TransitionError while a decision on a measure is not in the plan that the director has signed."""
    left = unsigned(analysis).count()
    if not left:
        return
    decisions = plural(left, "решение,решения,решений")
    sentence = plan_of(analysis).why_unsigned or (
        f"В подписанный план мероприятий не вошло {decisions} о мерах: подпишите его новую редакцию."
    )
    raise TransitionError(sentence, url=reverse("improvement-list", args=[analysis.roadmap_id]))


def measures_until(analysis, last):
    """Return the measures of signed plans that the year which ends on this day takes over.

    What has its term later waits for the year after; so does what an earlier analysis left waiting.
    """
    mine = Q(analysis=analysis.pk) | Q(analysis__roadmap__period_to__lt=analysis.roadmap.period_from)
    in_time = Q(due_on=None) | Q(due_on__lte=last)
    rows = ImprovementItem.objects.filter(
        mine,
        in_time,
        school=analysis.school_id,
        state=ImprovementItem.State.APPROVED,
        plan__state__in=Document.IN_FORCE,
    )
    return rows.select_related("source_activity", "responsible", "analysis__roadmap").order_by("id")


def on_working_day(day, roadmap, calendar):
    """Return the day itself or the next working one; past the end of the year, the last working day in it."""
    if day is None:
        return None
    moved = day
    while not calendar.is_working(moved) and moved < roadmap.period_to:
        moved += DAY
    while not calendar.is_working(moved) and moved > roadmap.period_from:
        moved -= DAY
    return moved


def measure_facts(item, number, roadmap, calendar):
    """Return the row that carries a measure out; without a day in the new year it has the whole of it."""
    due = item.due_on if item.due_on and item.due_on >= roadmap.period_from else roadmap.period_to
    due = on_working_day(due, roadmap, calendar)
    responsible = [{"role": "", "employee": item.responsible_id}] if item.responsible_id else []
    return {
        "number": str(number),
        "title": item.text,
        "expected_result": item.expected_result,
        "term_text": f"до {due:%d.%m.%Y}",
        "starts_on": None,
        "ends_on": due,
        "stage": Stage.OTHER,
        "responsible": responsible,
    }


def yearly_facts(row, number, roadmap, calendar):
    """Return last year's row with its term moved to the new year, from one working day to another."""
    shift = roadmap.period_from.year - row.roadmap.period_from.year
    if in_other_year(row.ends_on, shift) < roadmap.period_from:
        shift += 1  # after a calendar year comes a school year: the spring of the old one is the spring of the new
    starts_on, ends_on = (
        on_working_day(in_other_year(day, shift), roadmap, calendar) for day in (row.starts_on, row.ends_on)
    )
    return {
        "number": str(number),
        "title": row.title,
        "expected_result": row.expected_result,
        "responsible_text": row.responsible_text,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "stage": row.stage,
        "responsible": [{"role": one.role, "employee": one.employee_id} for one in row.responsible.all()],
    }
