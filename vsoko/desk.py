"""What stands on a person's desk: duties of all rooms in the order of urgency, and what others owe."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from vsoko import registries
from vsoko.wording import plural


@dataclass
class Group:
    title: str
    duties: list = field(default_factory=list)
    late: bool = False


def duties_of(user, today):
    """Return the duties of all sources, each once, by day; those without a day wait already and stand first."""
    found = {}
    for source in registries.desk_sources.values():
        for duty in source.duties(user, today):
            found.setdefault(duty.key, duty)
    return sorted(found.values(), key=lambda duty: (duty.due or date.min, duty.since or today))


def expectations_of(user, today):
    """Return what others owe this user, by day; without a day last."""
    sources = [source for source in registries.desk_sources.values() if source.expected]
    found = [row for source in sources for row in source.expected(user, today)]
    return sorted(found, key=lambda row: row.due or date.max)


def by_urgency(duties, today):
    """Return the groups that are not empty: late, today, this week, later. What has no day waits today."""
    late, now = Group("Просрочено", late=True), Group("Сегодня")
    week, later = Group("До конца недели"), Group("Позже")
    sunday = today + timedelta(days=6 - today.weekday())
    for duty in duties:
        day = duty.due or today
        group = late if day < today else now if day == today else week if day <= sunday else later
        group.duties.append(duty)
    return [group for group in (late, now, week, later) if group.duties]


DEEDS = "дело,дела,дел"


def sentence(groups):
    """Return the headline: how much waits and since when, in one sentence."""
    numbers = {group.title: len(group.duties) for group in groups}
    late, now = numbers.get("Просрочено", 0), numbers.get("Сегодня", 0)
    week, later = numbers.get("До конца недели", 0), numbers.get("Позже", 0)
    if now and late:
        return f"Сегодня {plural(now, DEEDS)}, ещё {late} просрочено"
    if now:
        return f"Сегодня {plural(now, DEEDS)}"
    if late:
        return f"Просрочено {plural(late, DEEDS)}"
    if week:
        return f"До конца недели {plural(week, DEEDS)}"
    return f"Сегодня всё сделано, позже {plural(later, DEEDS)}" if later else "Сейчас вас ничего не ждёт"
