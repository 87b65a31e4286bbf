"""The administrator's desk on copies: when the last good one was made, and what to do where there is none of late."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from roadmap.desk import once
from roadmap.permissions import is_administrator
from roadmap.services.copies import keeps_copies
from vsoko.copies.keeping import good_copies
from vsoko.models import Copy
from vsoko.registries import DeskPanel, DeskSource, Duty, desk_panels, desk_sources
from vsoko.wording import day_text, moment, plural

OLD = timedelta(days=2)  # a night may be missed, two in a row are no accident


def last_copy(user):
    """Return the last good copy, False where there is none, None to whom it is no business."""
    if not is_administrator(user) or not keeps_copies(user):
        return None
    return next(iter(good_copies()), False)


def copy_duties(user, today):
    last = once(user, "last_copy", lambda: last_copy(user))
    if last is None:
        return []
    made = timezone.localdate(last.finished_at) if last else None
    # Whoever has come today finds the first copy tomorrow.
    since = made or timezone.localdate(user.date_joined)
    if since > today - (OLD if made else timedelta(days=1)):
        return []
    detail = (
        f"Последняя хорошая — {day_text(made, today)}, {plural((today - made).days, 'день,дня,дней')} назад"
        if made
        else "Ни одной хорошей копии ещё нет: пропадёт диск — пропадёт и работа школы"
    )
    return [
        Duty(
            key="copy", title="Сделать резервную копию", url=reverse("copy-list"), since=since, detail=detail, shape="late",
            word="копии нет" if made is None else "копия устарела",
        )
    ]  # fmt: skip


def copy_panel(request):
    last = once(request.user, "last_copy", lambda: last_copy(request.user))
    if not last:
        return None
    check = last.get_check_state_display()
    row = {
        "label": "Последняя хорошая копия",
        "detail": f"{check} {moment(last.checked_at)}".strip(),
        "value": moment(last.finished_at),
        "url": reverse("copy-list"),
        "shape": "late" if last.check_state == Copy.Check.BAD else "",
    }
    return DeskPanel("Резервные копии", [row], optional=True)


def register():
    desk_sources.register("copies", DeskSource(copy_duties))
    desk_panels.register("copies", copy_panel)
