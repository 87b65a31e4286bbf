"""How a row of the roadmap stands today, in a shape and words: table, ribbon, desk and the row's own page say the same."""

from dataclasses import dataclass

from roadmap.models import Activity, Roadmap
from roadmap.progress import progress_of
from vsoko.wording import day_num, late_by
from vsoko.workdays import working_days_between

AHEAD = "впереди"
DONE = "выполнено"
LATE = "просрочено"
# Lateness is told in working days while people still count it so; then the day itself says more.
COUNTED_DAYS = 60


@dataclass(frozen=True)
class Standing:
    """`shape` and `word` are the mark, `late_by` says by how much, `detail` is the grey line below.

    `share` is what the thick part of a bar shows; `told` are the stage's own words, whatever the calendar says.
    """

    shape: str
    word: str
    detail: str = ""
    late_by: str = ""
    told: str = ""
    problem: str = ""
    done: int = 0
    total: int = 0
    share: float = 0.0
    url: str = ""

    @property
    def figures(self):
        """Return «6 из 8», or nothing where there is nothing to count."""
        return f"{self.done} из {self.total}" if self.total > 1 else ""

    @property
    def counted(self):
        """Return what is counted in the stage's own words, where the mark does not say it: «закрыто 1 из 16 несоответствий»."""
        return self.told if self.figures and self.told != self.word else ""

    @property
    def progress_words(self):
        """Return what is done, calendar aside: «проведены для 2 из 6 МО»."""
        return "пока ничего" if self.told == AHEAD else self.told

    @property
    def sentence(self):
        """Return the word with by how much it is late: «просрочено на 2 рабочих дня»."""
        return f"{self.word} {self.late_by}".strip()


def standing_of(activity, today):
    """Return the Standing of a row that came through `with_progress` and knows its roadmap."""
    progress = progress_of(activity)
    shape, word, detail = _mark(activity, progress, today)
    return Standing(
        shape, word, detail, late_words(activity.ends_on, today) if word == LATE else "", progress.word,
        progress.problem, progress.done, progress.total,
        0.0 if shape == "void" else progress.share, progress.url,
    )  # fmt: skip


def _mark(activity, progress, today):
    told = "" if progress.word in (AHEAD, DONE) else progress.word
    below = progress.detail or told
    if activity.state in (Activity.State.NOT_REQUIRED, Activity.State.CANCELLED):
        return "void", progress.word, progress.detail
    in_force = activity.roadmap.state == Roadmap.State.APPROVED
    if progress.complete and in_force and activity.state == Activity.State.IN_PROGRESS:
        return "run", "возвращено в работу", below
    if progress.complete:
        return "done", DONE, below
    if activity.roadmap.state == Roadmap.State.CLOSED:
        return "late", "не выполнено", below
    if in_force and activity.is_late(today):
        return "late", LATE, below
    if progress.done or activity.papers_total or activity.state == Activity.State.IN_PROGRESS:
        return "run", told or "идёт", progress.detail
    begun = in_force and (activity.starts_on or activity.ends_on) <= today
    return "plan", "пора начинать" if begun and activity.starts_on else AHEAD, below


def late_words(due, today):
    """Return «на 2 рабочих дня», and the day itself where it lies far back."""
    return f"с {day_num(due)}" if working_days_between(due, today) > COUNTED_DAYS else late_by(due, today)
