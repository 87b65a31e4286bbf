"""Comments on a finding: a plain thread of those who see it. They stand in its history, so nobody edits or deletes one."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from audits.models import Finding
from vsoko import history
from vsoko.models import HistoryEntry
from vsoko.workflow import TransitionError

COMMENT = "audits.finding.comment"
LONGEST = 2000
DOUBLE_CLICK = timedelta(minutes=1)


@transaction.atomic
def add_comment(pk, *, actor, text):
    """Write a comment and return its HistoryEntry; the same words sent twice in a minute are one comment.

    Raises TransitionError for an empty one or one of more than LONGEST signs. Who sees the finding may comment on it.
    """
    finding = Finding.objects.select_for_update(of=("self",)).select_related("school").get(pk=pk)
    text = text.strip()
    if not text:
        raise TransitionError("Напишите комментарий: пустой не записывается.", field="text")
    if len(text) > LONGEST:
        raise TransitionError(f"Сократите комментарий до {LONGEST} знаков.", field="text")
    last = HistoryEntry.objects.of(finding).filter(action=COMMENT).first()
    again = last and (last.actor_id, last.comment) == (actor.pk, text)
    if again and timezone.now() - last.recorded_at < DOUBLE_CLICK:
        return last
    return history.record(finding, actor=actor, action=COMMENT, sentence="Комментарий", comment=text)
