"""The copies of an installation: asked for on a page or once a day, made by the task worker, kept for so many days.

What is written is read back whole before older copies go. The list of copies is of the folder of this installation, so a
restored one begins with none.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone
from django_tasks import task

from vsoko import history
from vsoko.copies import aside
from vsoko.copies.archive import FILES, opened
from vsoko.copies.backup import back_up
from vsoko.failures import trouble_of
from vsoko.models import Copy, School
from vsoko.workflow import TransitionError

logger = logging.getLogger(__name__)
State, Check = Copy.State, Copy.Check
UNFINISHED = (State.QUEUED, State.RUNNING)
CHECKING = (Check.QUEUED, Check.RUNNING)
QUEUE = "copies"  # of its own: a copy takes minutes in a large school, and no paper waits behind it
NIGHT = 2  # o'clock: nobody works, and the copy of a day is there before its work begins
STALE_AFTER = timedelta(minutes=15)  # a part takes seconds
LONGEST_CHECK = timedelta(hours=1)
BEFORE_NEXT_TRY = timedelta(hours=1)
BEAT = 1  # seconds: how often the page learns how far it is
INTERRUPTED = "Запись прервалась на середине: сделайте копию ещё раз."
GONE = "Файла в папке копий нет: его убрали."
CHECK_INTERRUPTED = "Проверка прервалась на середине: проверьте ещё раз."
BROKEN = "Программа не справилась. Попробуйте ещё раз; если повторится, посмотрите журнал сервера."


def keeper():
    """Return the school with which the installation began: whoever administers it keeps the copies; None before there is one."""
    return School.objects.order_by("pk").first()


def is_stale(copy):
    """Return whether the worker of an unfinished copy has died, so that waiting on is no use."""
    return copy.state in UNFINISHED and copy.beat_at < timezone.now() - STALE_AFTER


def good_copies():
    """Return the good copies whose files are there, the last one first."""
    return [copy for copy in Copy.objects.good() if not copy.is_gone]


def check_is_stale(copy):
    return copy.check_state in CHECKING and copy.beat_at < timezone.now() - LONGEST_CHECK


# --- asking ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def request_copy(school, *, actor):
    """Ask for a copy now and return it. Raises TransitionError while another one is on its way."""
    School.objects.select_for_update().get(pk=school.pk)
    if any(not is_stale(copy) for copy in Copy.objects.filter(school=school, state__in=UNFINISHED)):
        raise TransitionError("Копия уже записывается: дождитесь её.")
    copy = _queued(school, timezone.localtime(), actor)
    transaction.on_commit(lambda: make_copy.enqueue(copy.pk))
    _tell(copy, actor, "Резервная копия заказана")
    return copy


def _queued(school, now, actor):
    name = f"vsoko-{now:%Y-%m-%d-%H%M%S-%f}.zip"
    return Copy.objects.create(school=school, day=now.date(), name=name, requested_by=actor, beat_at=now)


def _tell(copy, actor, sentence):
    """History is the school's: the row of a copy goes with its file."""
    history.record(
        copy.school, actor=actor, action="copy.keep", sentence=sentence, school=copy.school, comment=copy.name
    )


@transaction.atomic
def of_today(now=None):
    """Return the copy of this day where it is to be made now, after two in the night; None where it is there or on its way.

    One is begun for a day whatever the clock does; one that failed is tried again an hour later.
    """
    now = timezone.localtime(now)
    school = keeper()
    if school is None or now.hour < NIGHT:
        return None
    School.objects.select_for_update().get(pk=school.pk)
    copy = Copy.objects.filter(day=now.date(), requested_by=None).first()
    if copy is None:
        return _queued(school, now, None)
    if is_stale(copy) or (copy.state == State.FAILED and copy.beat_at < now - BEFORE_NEXT_TRY):
        copy.state, copy.problem, copy.beat_at = State.QUEUED, "", now
        copy.save(update_fields=["state", "problem", "beat_at"])
        return copy
    return None


def make_in_background():
    """Have the worker make the copy of this day, where it is not made yet."""
    if copy := of_today():
        make_copy.enqueue(copy.pk)


@transaction.atomic
def request_check(pk, *, actor):
    """Ask for a trial restore of a good copy and return the copy. Raises TransitionError."""
    copy = Copy.objects.select_for_update(of=("self",)).select_related("school").get(pk=pk)
    if copy.state != State.DONE:
        raise TransitionError("Проверить можно только записанную копию.")
    if copy.is_gone:
        raise TransitionError(GONE)
    if copy.check_state in CHECKING and not check_is_stale(copy):
        raise TransitionError("Эта копия уже проверяется: дождитесь ответа.")
    copy.check_state, copy.check_problem, copy.beat_at = Check.QUEUED, "", timezone.now()
    copy.save(update_fields=["check_state", "check_problem", "beat_at"])
    transaction.on_commit(lambda: check_copy.enqueue(copy.pk))
    _tell(copy, actor, "Заказана проверка резервной копии")
    return copy


def take_away(copy, *, actor):
    """Return the open archive for downloading; history keeps who has taken all that the school knows. Raises TransitionError."""
    if School.objects.exclude(pk=copy.school_id).exists():
        raise TransitionError("В копии записи нескольких школ: её берёт с сервера тот, кто его держит.")
    if copy.state != State.DONE:
        raise TransitionError("Копия ещё не записана.")
    try:
        archive = copy.path.open("rb")
    except OSError as error:
        raise TransitionError(f"Файла {copy.name} в папке копий нет: его убрали или папка на другой машине.") from error
    _tell(copy, actor, "Резервная копия скачана")
    return archive


# --- making ----------------------------------------------------------------------------------------------------------


@task(queue_name=QUEUE)
def make_copy(pk):
    """Write one copy. A worker's death in the middle leaves it running: whoever takes over writes it anew."""
    mine = Copy.objects.filter(pk=pk)
    if not mine.filter(state__in=UNFINISHED).update(state=State.RUNNING, done=0, beat_at=timezone.now()):
        return
    copy = mine.get()
    try:
        facts = _write(copy)
    except Exception as error:
        logger.exception("Copy %s failed", copy.name)
        facts = {"state": State.FAILED, "problem": _words_of(error)}
    mine.update(**facts, beat_at=timezone.now())
    if facts["state"] == State.DONE:
        drop_old()


def _write(copy):
    """Write the archive, read it back and return what the row learns of it."""
    copy.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy.path.unlink(missing_ok=True)  # of a worker that died before it could say so
    with Beat(copy) as beat:
        back_up(copy.path, tell=beat)
    with opened(copy.path) as (_, manifest):
        return {
            "state": State.DONE,
            "problem": _losses(manifest),
            "done": len(manifest["parts"]),
            "total": len(manifest["parts"]),
            "size": copy.path.stat().st_size,
            "rows": sum(manifest["rows"].values()),
            "files": sum(name.startswith(FILES) for name in manifest["parts"]),
            "finished_at": timezone.now(),
        }


def _losses(manifest):
    """Return what the copy could not take as it had been stored, in words."""
    told = [
        f"{words}: {len(manifest[key])}"
        for key, words in (("missing", "нет в хранилище"), ("damaged", "уже не те, что были загружены"))
        if manifest[key]
    ]
    return f"Файлов {', '.join(told)}. Какие, скажет команда backup." if told else ""


def _words_of(error):
    if trouble := trouble_of(error):
        return f"{trouble.heading}: копия не записана, прежние копии целы."
    if isinstance(error, OSError):
        return f"Папка копий не приняла файл: {error.strerror}. Проверьте её и COPIES_DIR."
    return BROKEN


def drop_old():
    """Take away the copies of all but the latest days that are kept, with their files, and what failed before them.

    Days are counted by the order of making: a clock that is put back or far ahead makes no good copy an old one.
    """
    days, last = set(), None
    for copy in good_copies():
        if len(days | {copy.day}) > settings.COPIES_KEPT:
            break
        days.add(copy.day)
        last = copy.pk
    for copy in Copy.objects.filter(pk__lt=last):
        if copy.state not in UNFINISHED or is_stale(copy):
            for file in copy.path.parent.glob(f"{copy.name}*"):  # what a killed worker had begun, too
                file.unlink()
            copy.delete()


class Beat:
    """Tells the page how far the copy is. By a connection of its own: that of the copy sees and writes nothing of now."""

    def __init__(self, copy):
        self.rows = Copy.objects.filter(pk=copy.pk)
        self.told = 0

    def __enter__(self):
        self.hand = ThreadPoolExecutor(1)
        return self

    def __call__(self, done, total):
        if monotonic() - self.told >= BEAT:
            self.told = monotonic()
            self.hand.submit(self._write, done, total)

    def _write(self, done, total):
        try:
            self.rows.update(done=done, total=total, beat_at=timezone.now())
        finally:
            connections.close_all()

    def __exit__(self, *error):
        self.hand.shutdown()


# --- checking --------------------------------------------------------------------------------------------------------


@task(queue_name=QUEUE)
def check_copy(pk):
    """Restore one copy aside and keep what came of it."""
    mine = Copy.objects.filter(pk=pk)
    if not mine.filter(check_state__in=CHECKING).update(check_state=Check.RUNNING, beat_at=timezone.now()):
        return
    try:
        problem = aside.problem_of(mine.get().path)
    except Exception as error:
        logger.exception("Check of copy %s failed", pk)
        problem = trouble.heading if (trouble := trouble_of(error)) else BROKEN
    mine.update(
        check_state=Check.BAD if problem else Check.GOOD, check_problem=problem[:300], checked_at=timezone.now()
    )
