"""Numbers of papers: own series without gaps or doubles, or the number that a secretary brings from the school's journal."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from roadmap.models import Document, DocumentKind, NumberSeries
from vsoko.models import School
from vsoko.wording import NBSP, day_num
from vsoko.workdays import is_working_day
from vsoko.workflow import TransitionError


def number_year(kind, day):
    """Return the year in which the number is unique: minutes go by the school year, all else by the calendar year.

    Domain text, section 9.5.
    """
    if kind.form == DocumentKind.Form.MINUTES:
        start = day.year if day.month >= 9 else day.year - 1
        return f"{start}/{start + 1}"
    return str(day.year)


def next_number(kind, day, body=""):
    """Take the next number of an own series and return (number, year). Call inside the transaction that uses it."""
    year = number_year(kind, day)
    NumberSeries.objects.get_or_create(school_id=kind.school_id, kind=kind, year=year, body=body)
    series = NumberSeries.objects.select_for_update(of=("self",)).get(kind=kind, year=year, body=body)
    series.last += 1
    series.save(update_fields=["last"])
    return kind.number_pattern.replace("{n}", str(series.last)), year


def number_about(kind, record, number):
    """Return the number of the record for its first paper of a kind; the next ones are told apart: «2021-03-2».

    Call inside the transaction that creates the paper: two people who draft it at once wait for each other here.
    """
    DocumentKind.objects.select_for_update().get(pk=kind.pk)
    about = ContentType.objects.get_for_model(record)
    made = Document.objects.filter(kind=kind, about_type=about, about_id=record.pk).count()
    return f"{number}-{made + 1}" if made else number


def journal_number(document, typed):
    """Return the number as the journal writes it: bare figures take the school's pattern («112» is «112-од»)."""
    typed = typed.strip()
    return document.school.order_number_pattern.replace("{n}", typed) if typed.isdigit() else typed


def refuse_taken_number(document, number, year):
    """Raise TransitionError when the journal already has that number: orders of all kinds share one journal.

    Call inside the transaction that writes the number: two secretaries wait for each other here.
    """
    School.objects.select_for_update(no_key=True).get(pk=document.school_id)
    orders = DocumentKind.Form.ORDER
    same = Q(kind__form=orders) if document.kind.form == orders else Q(kind=document.kind)
    taken = Document.objects.filter(same, school=document.school_id, number=number, number_year=year)
    if taken.exclude(pk=document.pk).exists():
        words = f"Номер {number} в {year} году уже занят: проверьте журнал и внесите другой."
        raise TransitionError(words, field="number")


def date_remarks(document):
    """Return sentences about an unusual date of one paper; see `date_remarks_of`."""
    return date_remarks_of([document])[document.pk]


def date_remarks_of(documents):
    """Return {document pk: sentences}: a day off, a day that has not come or is before the signature, an order older
    than its minutes.

    They forbid nothing. A paper that waits for approval without a date is judged by today, which would become its date.
    One query for any number of papers.
    """
    today = timezone.localdate()
    orders = [paper for paper in documents if paper.kind.form == DocumentKind.Form.ORDER and paper.activity_id]
    minutes = Document.objects.filter(
        activity__in={paper.activity_id for paper in orders},
        kind__form=DocumentKind.Form.MINUTES,
        state__in=Document.IN_FORCE,
    ).order_by("dated", "id")
    minutes = list(minutes.values("activity_id", "dated", "number")) if orders else []
    found = {}
    for paper in documents:
        day = paper.dated or (today if paper.state in Document.WAITING else None)
        of_its_row = [one for one in minutes if paper in orders and one["activity_id"] == paper.activity_id]
        # The day of minutes is that of the meeting, and they are signed later.
        signed = None if paper.kind.form == DocumentKind.Form.MINUTES else paper.approved_on
        found[paper.pk] = list(_remarks(day, today, signed, of_its_row)) if day else []
    return found


def _remarks(day, today, signed, minutes):
    if not is_working_day(day):
        yield f"{day_num(day)} — выходной день: проверьте дату документа."
    if day > today:
        yield f"{day_num(day)} ещё не наступило: проверьте дату документа."
    if signed and day < signed:
        yield f"Датирован {day_num(day)}, а подписан {day_num(signed)}: проверьте дату по журналу."
    for one in minutes:
        if one["dated"] and one["dated"] > day:
            yield (
                "Приказ датирован раньше протокола того же пункта карты: "
                f"протокол от {day_num(one['dated'])} №{NBSP}{one['number']}."
            )
