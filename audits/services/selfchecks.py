"""The self-check of an audit: its subject answers the very questions that the auditors will ask, and hands them in.

Answers are not history: the row keeps who gave the last one and when.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from audits import workflow
from audits.models import Audit, SelfAnswer, SelfCheck
from audits.models.checklist import Answer
from audits.permissions import is_auditee
from audits.services.questions import copies_for
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

TEXTS = ("note", "evidence_text")
LONGEST = 1000


@dataclass(frozen=True)
class Given:
    """One answer as it was typed; `version` is that of the stored answer which its page was opened with, 0 for none."""

    answer: str
    note: str = ""
    evidence_text: str = ""
    version: int = 0


def selfchecks():
    return SelfCheck.objects.select_related("audit__school", "audit__association", "audit__course_programme")


def questions_of(audit):
    """Return the questions that the audit asks, or will ask: unsaved copies before it begins.

    Raises TransitionError where the school lacks a checklist for them.
    """
    if audit.state == Audit.State.PLANNED:
        return copies_for(audit) if audit.template_id or audit.based_on_id else []
    return list(audit.items.select_related("criterion", "course_programme"))


@transaction.atomic
def save_answers(audit_pk, *, actor, given):
    """Write own answers; `given` maps keys of questions to Given. Returns {key: sentence} of those that were refused.

    What the audit does not ask is left out. The first answer begins the self-check.
    """
    # Auditors lock the audit as well: nothing is answered here while their answers make it too late.
    audits = Audit.objects.select_related("school", "association", "course_programme", "template")
    audit = audits.select_for_update(of=("self",)).get(pk=audit_pk)
    if not is_auditee(actor, audit):
        raise NotAllowed(workflow.ONLY_SUBJECT)
    selfcheck = SelfCheck.objects.filter(audit=audit).first() or SelfCheck(audit=audit)
    selfcheck.audit = audit
    workflow.audit_takes_selfcheck(selfcheck)
    if selfcheck.is_handed_in:
        raise TransitionError("Самопроверка уже передана группе: чтобы изменить ответы, отзовите её.")
    if selfcheck.pk is None:
        selfcheck.save()
    stored = {answer.key: answer for answer in selfcheck.answers.select_related("answered_by")}
    refused, new, changed = {}, [], []
    for item in questions_of(audit):
        words = given.get(item.key)
        if words is None:
            continue
        row = stored.get(item.key)
        if sentence := wrong_with(words) or conflict(words, row, actor):
            refused[item.key] = sentence
            continue
        (changed if row else new).append(written(row, selfcheck, item, words, actor))
    SelfAnswer.objects.bulk_create(new)
    SelfAnswer.objects.bulk_update(changed, ["answer", *TEXTS, "question", "version", "answered_by", "answered_at"])
    return refused


def written(row, selfcheck, item, words, actor):
    row = row or SelfAnswer(
        selfcheck=selfcheck, criterion_id=item.criterion_id, course_programme_id=item.course_programme_id, version=0
    )
    row.answer, row.question = words.answer, item.question
    for name in TEXTS:
        setattr(row, name, getattr(words, name))
    row.version += 1
    row.answered_by, row.answered_at = actor, timezone.now()
    return row


def wrong_with(words):
    if words.answer not in Answer.values:
        return "Выберите один из четырёх ответов."
    for name in TEXTS:
        if len(getattr(words, name)) > LONGEST:
            label = SelfAnswer._meta.get_field(name).verbose_name
            return f"Слишком длинно ({label}): оставьте не больше {LONGEST} знаков, остальное покажете аудиторам."
    return ""


def conflict(words, row, actor):
    """The named person and the chair of today may both answer: neither overwrites the other unseen."""
    if row is None or row.version == words.version or row.answered_by_id == actor.pk:
        return ""
    return (
        f"Пока форма была открыта, здесь ответили: {row.answered_by}, «{row.get_answer_display()}». "
        "Сверьтесь и сохраните ещё раз."
    )


@transaction.atomic
def hand_in_selfcheck(pk, *, actor, comment="", on=None):
    """Let the auditors have the own answers and return the self-check."""
    lock_audit(pk)
    return perform(
        workflow.HAND_IN_SELFCHECK, pk, actor=actor, queryset=selfchecks(), comment=comment, on=on,
        values={"handed_on": fact_day(on), "handed_by": actor},
    )  # fmt: skip


@transaction.atomic
def take_back_selfcheck(pk, *, actor, comment="", on=None):
    """Take the own answers back for a change, while no auditor has answered yet, and return the self-check."""
    lock_audit(pk)
    return perform(
        workflow.TAKE_BACK_SELFCHECK, pk, actor=actor, queryset=selfchecks(), comment=comment, on=on,
        values={"handed_on": None, "handed_by": None},
    )  # fmt: skip


def lock_audit(pk):
    """An auditor's answer must not slip in between the check and the step."""
    Audit.objects.select_for_update(of=("self",)).get(selfcheck=pk)
