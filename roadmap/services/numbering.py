"""Numbers of papers: own series without gaps or doubles, or the number that a secretary brings from the school's journal."""

from roadmap.models import Document, DocumentKind, NumberSeries
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
    series = NumberSeries.objects.select_for_update().get(kind=kind, year=year, body=body)
    series.last += 1
    series.save(update_fields=["last"])
    return kind.number_pattern.replace("{n}", str(series.last)), year


def refuse_taken_number(document, number, year):
    """Raise TransitionError when the journal already has that number: orders of all kinds share one journal."""
    taken = Document.objects.filter(
        school_id=document.school_id, number=number, number_year=year, kind__form=document.kind.form
    ).exclude(pk=document.pk)
    if document.kind.form == DocumentKind.Form.ORDER and taken.exists():
        raise TransitionError(f"Номер {number} в {year} году уже занят: проверьте журнал и внесите другой.")
