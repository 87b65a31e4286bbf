"""Days on which an audit had better not be: days off, vacations and exams (domain text, D06)."""

from datetime import timedelta

from vsoko.models import CalendarPeriod
from vsoko.wording import day_num, day_text
from vsoko.workdays import add_working_days
from vsoko.workflow import TransitionError


def day_remarks(audit, calendar):
    """Return sentences about the days of an audit that is still ahead; a person decides what to do about them."""
    if audit.state != audit.State.PLANNED:
        return []
    found = []
    for day, verb in ((audit.starts_on, "начинается"), (audit.ends_on, "кончается")):
        if why := calendar.day_off(day):
            found.append(f"Аудит № {audit.number} {verb} в нерабочий день, {day_text(day)}: {lower(why)}.")
    days = ((audit.starts_on + timedelta(days=number)) for number in range((audit.ends_on - audit.starts_on).days + 1))
    breaks = dict.fromkeys(filter(None, map(calendar.break_on, days)))
    if breaks:
        found.append(f"Аудит № {audit.number} попадает на дни без уроков: {', '.join(breaks)}.")
    return found


def refuse_day_off(day, school_id, field="due_on"):
    """Raise TransitionError for a term on which nobody works in this school; the nearest working day is proposed."""
    calendar = CalendarPeriod.objects.calendar(school_id)
    if why := calendar.day_off(day):
        nearest = add_working_days(day, 1, calendar)
        raise TransitionError(
            f"{day_num(day)} — нерабочий день ({lower(why)}): поставьте рабочий, ближайший {day_num(nearest)}.",
            field=field,
        )


def lower(name):
    """Return the name of a day as it stands inside a sentence: «День России» keeps its capital."""
    return name if name.startswith(("День", "Праздник", "Рождество", "Новогодние", "Международный")) else name.lower()
