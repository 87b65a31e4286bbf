"""A roadmap that was read from a file becomes the draft of its year, or a change of the approved one. The file is in `importing`."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from roadmap.importing.text_clean import key
from roadmap.models import Activity, Edition, Roadmap
from roadmap.services.activities import delete_activity, draft_of, rows
from roadmap.services.edition_changes import addition, cancellation, difference
from roadmap.services.editions import create_edition
from roadmap.services.import_people import Staff
from roadmap.services.roadmaps import create_roadmap
from roadmap.services.rows import add_row, change_row
from vsoko import history
from vsoko.wording import plural
from vsoko.workflow import TransitionError

ABSENT = "В загруженном файле этого мероприятия нет."
ROWS = "мероприятие,мероприятия,мероприятий"
# A roadmap follows another one when no more than a year lies between them.
NEXT = timedelta(days=366)
# In an approved roadmap a cell whose source words are the same keeps what people made of it since.
_SOURCES = {
    "responsible_text": ("responsible_text", "responsible"),
    "term_text": ("term_text", "starts_on", "ends_on"),
    "source_title": ("title", "stage"),
    "source_result": ("expected_result",),
}


class ConfirmationNeeded(TransitionError):
    """The year has a draft already; it is replaced only after the person has said so."""


@dataclass
class ImportOutcome:
    """What an import did: `count` rows in the roadmap, or proposed changes; `kept` are rows that could not be removed.

    `edition` is the proposed change of an approved roadmap, None where the file says nothing new.
    """

    roadmap: Roadmap
    count: int
    created: bool = False
    edition: Edition | None = None
    kept: list[Activity] = field(default_factory=list)


@transaction.atomic
def import_roadmap(parsed, *, school, actor, replace=False, source_file=None):
    """Write a ParsedRoadmap into the year of its label and return the ImportOutcome.

    A new year gets a draft; the rows of a draft are replaced with `replace=True`, else ConfirmationNeeded is raised; an
    approved roadmap gets an edition with the differences. `source_file` is the StoredFile that was read: the draft or the
    edition keeps it. `actor` None is the system. Raises TransitionError (NotAllowed) and then nothing is stored.
    """
    if parsed.problems:
        raise TransitionError(str(parsed.problems[0]))
    roadmap = Roadmap.objects.select_for_update(of=("self",)).filter(school=school, label=parsed.label).first()
    if roadmap is None:
        return _create(parsed, school, actor, source_file)
    if roadmap.state == Roadmap.State.CLOSED:
        raise TransitionError(f"Карта на {roadmap.year_words} закрыта и больше не меняется: укажите другой год.")
    if roadmap.state == Roadmap.State.APPROVED:
        return _propose(parsed, roadmap, actor, source_file)
    roadmap = draft_of(roadmap.pk, actor)
    present = roadmap.activities.count()
    if present and not replace:
        raise ConfirmationNeeded(
            f"На {roadmap.year_words} уже есть черновик карты ({plural(present, ROWS)}): подтвердите его замену."
        )
    return _fill(parsed, roadmap, actor, source_file)


def _create(parsed, school, actor, source_file):
    words = Roadmap(label=parsed.label).year_words
    roadmap = create_roadmap(
        school,
        actor=actor,
        label=parsed.label,
        title=f"Дорожная карта ВСОКО на {words}",
        period_from=parsed.period_from,
        period_to=parsed.period_to,
        predecessor=_predecessor(parsed, school),
    )
    outcome = _fill(parsed, roadmap, actor, source_file)
    outcome.created = True
    return outcome


def _predecessor(parsed, school):
    before = Roadmap.objects.filter(
        school=school,
        successor=None,
        period_from__lt=parsed.period_from,
        period_to__gte=parsed.period_from - NEXT,
    )
    return before.order_by("-period_from").first()


def _fill(parsed, roadmap, actor, source_file):
    """Make the rows of a draft those of the file; a row that is in both stays itself, with the papers that hang on it."""
    staff = Staff(roadmap.school)
    pairs, gone = _pair(parsed.activities, list(_rows_of(roadmap)))
    kept = [activity for activity in gone if not _remove(activity, actor)]
    written = []
    for row, activity in pairs:
        fields = _fields(row, roadmap, staff)
        written.append(change_row(activity, fields, actor=actor) if activity else add_row(roadmap, fields, actor=actor))
    for position, activity in enumerate([*written, *kept], start=1):
        activity.position = position
    Activity.objects.bulk_update([*written, *kept], ["position"])
    roadmap.source_file, roadmap.terms_confirmed, roadmap.gaps_noted = source_file, False, False
    roadmap.save(update_fields=["source_file", "terms_confirmed", "gaps_noted"])
    history.record(
        roadmap, actor=actor, action="roadmap.roadmap.import",
        sentence=f"Карта загружена из файла: {plural(len(written), ROWS)}",
        comment="; ".join(parsed.remarks),
    )  # fmt: skip
    return ImportOutcome(roadmap, len(written), kept=kept)


def _remove(activity, actor):
    """Delete a row that is not in the file; return False where records of another year stand on it, and it stays."""
    try:
        delete_activity(activity.pk, actor=actor, comment=ABSENT)
    except TransitionError:
        return False
    return True


def _propose(parsed, roadmap, actor, source_file):
    staff = Staff(roadmap.school)
    pairs, gone = _pair(parsed.activities, list(_rows_of(roadmap)))
    changes = []
    for row, activity in pairs:
        fields = _fields(row, roadmap, staff)
        changes.append(difference(activity, _news(fields, activity)) if activity else addition(fields))
    changes = [change for change in changes if change]
    changes += [cancellation(activity, ABSENT) for activity in gone if activity.state in Activity.OPEN]
    if not changes:
        return ImportOutcome(roadmap, 0)
    name = f" «{source_file.name}»" if source_file else ""
    reason = f"Загружен новый файл карты{name}."
    edition = create_edition(roadmap.pk, actor=actor, reason=reason, changes=changes, source_file=source_file)
    return ImportOutcome(roadmap, len(changes), edition=edition)


def _rows_of(roadmap):
    return rows().filter(roadmap=roadmap).prefetch_related("responsible__employee")


def _pair(parsed, present):
    """Return ([(ParsedActivity, Activity or None)], activities left over): by number and title, by title, by number."""
    found = {}
    left = list(present)

    def by_both(number, title):
        return number, key(title)

    def by_title(number, title):
        return key(title)

    def by_number(number, title):
        return number

    for mark in (by_both, by_title, by_number):
        for row in parsed:
            own = mark(row.number, row.title)
            if row.position in found or not own:
                continue
            titles = ((one, one.source_title or one.title) for one in left)
            match = next((one for one, title in titles if mark(one.number, title) == own), None)
            if match:
                found[row.position] = match
                left.remove(match)
    return [(row, found.get(row.position)) for row in parsed], left


def _fields(row, roadmap, staff):
    """Return a ParsedActivity as a row of the roadmap, JSON-ready. A term that was not understood ends with the period."""
    last = row.date_to or roadmap.period_to
    first = row.date_from or (last if row.date_to else roadmap.period_from)
    responsible, remarks = staff.responsible(row, first, last)
    if row.date_to is None:
        remarks = ["До правки окончанием стоит последний день периода карты.", *remarks]
    return {
        "number": row.number,
        "title": row.title,
        "expected_result": row.result,
        "responsible_text": row.responsible_text,
        "term_text": row.term_text,
        "starts_on": row.date_from.isoformat() if row.date_from else "",
        "ends_on": last.isoformat(),
        "stage": row.stage,
        "responsible": responsible,
        "source_title": row.title,
        "source_result": row.result,
        "remarks": "\n".join([*row.remarks, *remarks]),
        "term_inferred": row.inferred,
    }


def _news(fields, activity):
    """Return the fields whose source words differ from those of the row."""
    news = {"number": fields["number"]}
    for source, names in _SOURCES.items():
        present = {getattr(activity, source), getattr(activity, names[0])}
        if fields[source] not in present:
            news |= {name: fields[name] for name in names}
    return news
