"""How numbers, days and names are written. Pages, letters and papers all take their words from here."""

from calendar import monthrange
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from vsoko.typeset import MONTHS, MONTHS_OF, NBSP
from vsoko.workdays import RUSSIA, working_days_between

NO_DATA = "н/д"
WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
WORKING_DAYS = ("рабочий день", "рабочих дня", "рабочих дней")


def plural_form(number, forms):
    """Return the one of three forms that goes with a number: 1 документ, 2 документа, 5 документов.

    `forms` is a tuple or a string with commas. A number that is absent counts as none.
    """
    one, few, many = forms.split(",") if isinstance(forms, str) else forms
    tens, units = abs(int(number or 0)) % 100, abs(int(number or 0)) % 10
    if units == 1 and tens != 11:
        return one
    if 2 <= units <= 4 and not 12 <= tens <= 14:
        return few
    return many


def plural(number, forms):
    """Return the number and its form, never parted by a line end: «5 документов»."""
    return f"{number or 0}{NBSP}{plural_form(number, forms)}"


def lasting(minutes):
    """Return how long it lasts, after «через» and «за»: «30 минут», «8 часов», «1 минуту»."""
    if minutes % 60:
        return plural(minutes, "минуту,минуты,минут")
    return plural(minutes // 60, "час,часа,часов")


def lowered(text):
    """Return the text as it goes on after a colon or a dash: «единый график», but «ГИА не проводится»."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2].isspace() else text


def full_stop(text):
    """Return the text with one full stop at its end: «Словарева П.И.» has it already."""
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."


def as_day(value):
    """Return the calendar day of a date, of its ISO form in frozen content, or of a moment by the school's clock.

    Nothing stays None.
    """
    if isinstance(value, str):
        return date.fromisoformat(value) if value else None
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _this_year(today):
    return (today or timezone.localdate()).year


def day(value, today=None):
    """Return a day as lists show it: «19.11 пт», and «19.11.2021» outside the present year."""
    value = as_day(value)
    if value is None:
        return ""
    if value.year != _this_year(today):
        return day_num(value)
    return f"{value:%d.%m}{NBSP}{WEEKDAYS[value.weekday()]}"


def day_num(value):
    """Return «19.11.2021»."""
    value = as_day(value)
    return f"{value:%d.%m.%Y}" if value else ""


def day_text(value, today=None):
    """Return a day as a sentence names it: «19 ноября», and «19 ноября 2021 года» outside the present year."""
    value = as_day(value)
    if value is None:
        return ""
    words = f"{value.day}{NBSP}{MONTHS_OF[value.month - 1]}"
    return words if value.year == _this_year(today) else f"{words} {value.year}{NBSP}года"


def day_paper(value):
    """Return a day as papers write it: «19 ноября 2021 г.»."""
    value = as_day(value)
    return f"{value.day}{NBSP}{MONTHS_OF[value.month - 1]} {value.year}{NBSP}г." if value else ""


def moment(value):
    """Return day and time by the school's clock: «15.11.2021, 09:20»."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%d.%m.%Y, %H:%M}"


def _is_whole_months(start, end):
    return start.day == 1 and end.day == monthrange(end.year, end.month)[1]


def _months(start, end):
    first, last = MONTHS[start.month - 1], MONTHS[end.month - 1]
    if start.year != end.year:
        return f"{first} {start.year}{NBSP}г.{NBSP}– {last} {end.year}{NBSP}г."
    if (start.month, end.month) == (1, 12):
        return f"{start.year}{NBSP}год"
    months = first if first == last else f"{first}{NBSP}– {last}"
    return f"{months} {start.year}{NBSP}г."


def period(start, end, today=None):
    """Return a term in its shortest clear form.

    Whole months in words («май – декабрь 2021 г.»), days in figures («06–09.12», «28.12.2020–15.01.2021»), one open
    side as «до 20.04» or «с 20.04». The year of days is left out while it is the present one.
    """
    start, end = as_day(start), as_day(end)
    if start and end and _is_whole_months(start, end):
        return _months(start, end)
    known = [value for value in (start, end) if value]
    with_year = any(value.year != _this_year(today) for value in known)
    short = "%d.%m.%Y" if with_year else "%d.%m"
    if not known:
        return ""
    if len(known) == 1:
        return f"{'с' if start else 'до'}{NBSP}{known[0]:{short}}"
    if start == end:
        return f"{end:{short}}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%d}–{end:{short}}"
    if start.year == end.year:
        return f"{start:%d.%m}–{end:{short}}"
    return f"{start:{short}}–{end:{short}}"


def is_late(due, today=None, done=False):
    """Return whether a term has passed with the thing undone."""
    return bool(due) and not done and as_day(due) < (today or timezone.localdate())


def late_by(due, today=None, calendar=RUSSIA):
    """Return by how much a term has passed: «на 2 рабочих дня»; empty while only days off have gone by."""
    count = working_days_between(as_day(due), today or timezone.localdate(), calendar)
    return f"на {plural(count, WORKING_DAYS)}" if count else ""


def lateness(due, today=None, done=False):
    """Return «просрочено на 2 рабочих дня», or nothing where the term is kept or not yet there."""
    return f"просрочено {late_by(due, today)}".strip() if is_late(due, today, done) else ""


def _rounded(number, places):
    return Decimal(str(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def decimal(number, places=1):
    """Return «4,3», with as many places as asked, so that a column keeps its line; «н/д» where there is no number."""
    return NO_DATA if number is None else f"{_rounded(number, places):f}".replace(".", ",")


def percent(number, places=1):
    """Return «87,5 %» for 87.5 and «88 %» for 88; «н/д» where there is nothing to divide."""
    if number is None:
        return NO_DATA
    text = f"{_rounded(number, places):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text.replace('.', ',')}{NBSP}%"


def in_cell(value):
    """Return a cell of a table as it is read: «62,5» for 62.5, «н/д» for None, whole numbers and words as they are."""
    return decimal(value) if value is None or isinstance(value, float) else value


def signed(change, places=1):
    """Return «+2,3», «−4,0», «0,0» of a change; «–» where there is nothing to compare with."""
    if change is None:
        return "–"
    number = _rounded(change, places)
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{decimal(abs(number), places)}"
