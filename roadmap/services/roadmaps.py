"""The plan of a year from the first line to the closed year. Rows are in `activities`, changes after approval in `editions`."""

from calendar import monthrange

from django.db import transaction

from roadmap import workflow
from roadmap.models import Activity, Document, Roadmap
from roadmap.permissions import plans_the_year
from roadmap.services.activities import PLANS, draft_of
from roadmap.services.documents import create_document, edit_document, kind_of, submit_document
from roadmap.services.rows import change_row
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

PAPER = "D00"
HEADING = ("label", "title", "period_from", "period_to", "predecessor")


def roadmaps():
    return Roadmap.objects.select_related("school")


@transaction.atomic
def create_roadmap(school, *, actor, label, title, period_from, period_to, predecessor=None):
    """Create an empty draft for a year and return it. A year has one roadmap."""
    roadmap = Roadmap(
        school=school, label=label, title=title, period_from=period_from, period_to=period_to, predecessor=predecessor
    )
    if actor is not None and not plans_the_year(actor, roadmap):
        raise NotAllowed(PLANS)
    _refuse_second(roadmap)
    roadmap.save()
    history.record(
        roadmap, actor=actor, action="roadmap.roadmap.create", sentence="Карта создана", to_state=roadmap.state
    )
    return roadmap


@transaction.atomic
def edit_roadmap(pk, *, actor, **fields):
    """Change the heading of a draft (HEADING) and return it."""
    roadmap = draft_of(pk, actor)
    before = history.snapshot(roadmap, fields)
    for name, value in fields.items():
        setattr(roadmap, name, value)
    _refuse_second(roadmap)
    roadmap.save(update_fields=list(fields))
    changes = history.differences(roadmap, before, history.snapshot(roadmap, fields))
    history.record(
        roadmap, actor=actor, action="roadmap.roadmap.edit", sentence="Заголовок карты изменён", changes=changes
    )
    return roadmap


def _refuse_second(roadmap):
    others = Roadmap.objects.filter(school=roadmap.school).exclude(pk=roadmap.pk)
    if others.filter(label=roadmap.label).exists():
        raise TransitionError(f"Карта на {roadmap.year_words} уже есть: откройте её или укажите другой год.")
    if roadmap.predecessor_id and others.filter(predecessor=roadmap.predecessor_id).exists():
        raise TransitionError(
            "У выбранного прошлого года уже есть следующая карта: выберите другой или оставьте пустым."
        )


@transaction.atomic
def submit_roadmap(pk, *, actor, comment="", on=None):
    """Send a draft to the director as its document, new or returned, and return the Document."""
    roadmap = draft_of(pk, actor)
    document = roadmap.documents.filter(kind__code=PAPER, state=Document.State.DRAFT).first()
    if document:
        edit_document(document.pk, actor=actor, title=roadmap.title, text="")
    else:
        kind = kind_of(roadmap.school, PAPER)
        document = create_document(kind, actor=actor, title=roadmap.title, owner=roadmap, roadmap=roadmap)
    return submit_document(document.pk, actor=actor, comment=comment, on=on)


@transaction.atomic
def close_roadmap(pk, *, actor, comment="", on=None):
    """Close the year after its last day and return the roadmap; what is open in findings lives on."""
    return perform(
        workflow.CLOSE_ROADMAP, pk, actor=actor, queryset=roadmaps(), comment=comment, on=on,
        values={"closed_on": fact_day(on)},
    )  # fmt: skip


@transaction.atomic
def confirm_terms(pk, *, actor, years=None):
    """Confirm the years that the import inferred, or set others: {activity pk: year of the end}. Returns the roadmap.

    Another year is possible in a draft only; in an approved roadmap a term changes by an edition.
    """
    roadmap = roadmaps().select_for_update(of=("self",)).get(pk=pk)
    if not plans_the_year(actor, roadmap):
        raise NotAllowed(PLANS)
    if roadmap.terms_confirmed:
        raise TransitionError("Годы в сроках уже подтверждены.")
    rows = Activity.objects.select_related("roadmap__school").filter(roadmap=roadmap, term_inferred=True)
    moved = [row for row in rows if (years or {}).get(row.pk, row.ends_on.year) != row.ends_on.year]
    if moved:
        draft_of(pk, actor)
    for row in moved:
        shift = years[row.pk] - row.ends_on.year
        change_row(
            row, {"starts_on": in_other_year(row.starts_on, shift), "ends_on": in_other_year(row.ends_on, shift)},
            actor=actor,
        )  # fmt: skip
    roadmap.terms_confirmed = True
    roadmap.save(update_fields=["terms_confirmed"])
    history.record(roadmap, actor=actor, action="roadmap.roadmap.confirm_terms", sentence="Годы в сроках подтверждены")
    return roadmap


def in_other_year(day, shift):
    """Return the day moved by whole years; the last of February stays the last. Nothing stays None."""
    if day is None or not shift:
        return day
    year = day.year + shift
    last, longest = monthrange(day.year, day.month)[1], monthrange(year, day.month)[1]
    return day.replace(year=year, day=longest if day.day == last else min(day.day, longest))


@transaction.atomic
def hide_gaps(pk, *, actor):
    """Hide the note about missing numbers and return the roadmap; a second time changes nothing."""
    roadmap = roadmaps().select_for_update(of=("self",)).get(pk=pk)
    if not plans_the_year(actor, roadmap):
        raise NotAllowed(PLANS)
    if not roadmap.gaps_noted:
        roadmap.gaps_noted = True
        roadmap.save(update_fields=["gaps_noted"])
        history.record(
            roadmap, actor=actor, action="roadmap.roadmap.hide_gaps", sentence="Пометка о пропущенных номерах скрыта"
        )
    return roadmap
