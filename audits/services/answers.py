"""Answers of the auditors. Each is saved by itself with the version it was given to, so two auditors never overwrite
each other unseen. Answers are not history: the row keeps who gave the last one and when."""

import re

from django.db import transaction
from django.utils import timezone

from audits.completeness import NEED_EVIDENCE, PROVEN
from audits.models import AnswerDraft, Audit, ChecklistItem, Evidence
from audits.models.checklist import Answer
from audits.models.criterion import Subject
from audits.permissions import is_on_team
from roadmap.permissions import rights
from vsoko.files import store_upload, succeed
from vsoko.wording import moment
from vsoko.workflow import NotAllowed, TransitionError

KEY = re.compile(r"[0-9a-f-]{16,36}")
TEXTS = ("note", "evidence_text", "reason")
LONGEST = 4000
KEYS_KEPT = 40
# Official secrets and personal files: requisites are written, the paper itself is not attached (domain text, section 6).
NO_FILES = ("BZ-", "PD-", "KD-05", "KD-06")


class AnswerConflict(TransitionError):
    """Somebody answered in between; `item` is the row as it is now. All that another answer would replace is told."""

    def __init__(self, item):
        who = item.answered_by or "Коллега"
        words = [(ChecklistItem._meta.get_field(name).verbose_name, getattr(item, name).strip()) for name in TEXTS]
        told = "".join(f", {label}: «{text}»" for label, text in words if text)
        super().__init__(
            f"{who} в {moment(item.answered_at).rpartition(' ')[2]}: здесь уже записано «{item.get_answer_display()}»{told}. "
            "Сверьтесь и ответьте ещё раз, если нужно."
        )
        self.item = item


def takes_files(item):
    """Return whether a file may prove this answer; for official secrets only requisites are written."""
    return not (item.criterion.source_code or item.code).startswith(NO_FILES)


@transaction.atomic
def answer_item(
    pk,
    *,
    actor,
    version,
    answer,
    note="",
    evidence_text="",
    reason="",
    files=(),
    remove=(),
    key="",
    draft=None,
    dated=None,
    replaces=None,
):
    """Write one answer and return the item.

    `version` is what the page was opened with; another version raises AnswerConflict. `files` are uploads that become
    evidence, `remove` the ids of evidence to take off. An answer that still lacks something is kept: see `lack_of`.
    `dated` is the day of the evidence itself, where it is not the day of its upload. `replaces` is the id of the evidence
    whose file the one upload is a new version of.
    `draft` is the id of the actor's draft that this answer came back from: its files are evidence now, and it is gone.
    `key` is the sender's own name of this answer: what comes with a key that was here already is not written again.
    """
    # The audit is locked, not the row: an answer must not slip in while the report is being made, and whoever holds the
    # audit is alone with all its rows.
    audit = Audit.objects.select_for_update(of=("self",)).select_related("school").get(items=pk)
    item = ChecklistItem.objects.select_related("criterion__responsible", "answered_by", "assigned_to").get(pk=pk)
    item.audit = audit
    refuse_stranger(item, actor)
    if key and key in item.sent_keys:
        return item
    refuse_answer(item, actor)
    if key and not KEY.fullmatch(key):
        raise TransitionError("Ответ пришёл с повреждённым ключом: обновите страницу и ответьте ещё раз.")
    words = {"answer": answer, "note": note, "evidence_text": evidence_text, "reason": reason}
    check_words(words)
    former = file_to_replace(item, files, replaces)
    same = all(getattr(item, name) == value for name, value in words.items())
    if same and not files and not remove and draft is None:
        return item
    # One's own earlier answer is no conflict: a page that saves each answer at once may be a step behind itself.
    if version != item.version and item.answered_by_id != actor.pk:
        raise AnswerConflict(item)
    if files and not takes_files(item):
        raise TransitionError(
            "Это служебные сведения: файл к вопросу не прикладывают, запишите реквизиты документа.", field="files"
        )
    if dated and dated > timezone.localdate():
        raise TransitionError("Дата свидетельства ещё не наступила: проверьте её.", field="dated")
    for name, value in words.items():
        setattr(item, name, value)
    item.version += 1
    item.answered_by = actor
    item.answered_at = timezone.now()
    item.sent_keys = [*item.sent_keys, key][-KEYS_KEPT:] if key else item.sent_keys
    item.save(update_fields=[*words, "version", "answered_by", "answered_at", "sent_keys"])
    item.evidence.filter(pk__in=remove).delete()
    for upload in files:
        stored = store_upload(upload, school=audit.school, actor=actor)
        if former:
            former.file, former.dated = succeed(stored, former.file), dated or timezone.localdate()
            former.save(update_fields=["file", "dated"])
        else:
            Evidence.objects.create(item=item, file=stored, dated=dated or timezone.localdate())
    if draft is not None:
        take_draft(draft, item, actor, dated or timezone.localdate())
    return item


def file_to_replace(item, files, replaces):
    """Return the evidence that gets a new version of its file, or None; raises TransitionError where that is not clear."""
    if replaces is None:
        return None
    former = item.evidence.select_related("file").filter(pk=replaces, file__isnull=False).first()
    if former is None:
        raise TransitionError(
            "Файла, который заменяют, у этого вопроса уже нет: приложите новый отдельно.", field="files"
        )
    if len(files) != 1:
        raise TransitionError("Новая версия — это один файл: приложите его вместо прежнего.", field="files")
    return former


def take_draft(pk, item, actor, dated):
    draft = AnswerDraft.objects.filter(pk=pk, item=item, actor=actor).first()
    if draft is not None:
        for stored in draft.files.all():
            Evidence.objects.create(item=item, file=stored, dated=dated)
        draft.delete()


def refuse_stranger(item, actor):
    if not is_on_team(actor, item.audit):
        raise NotAllowed("Отвечают на вопросы только участники аудиторской группы этого аудита.")


def refuse_answer(item, actor):
    audit = item.audit
    if audit.state == Audit.State.PLANNED:
        raise TransitionError("Аудит ещё не начат: начните его, и вопросы откроются.")
    if audit.state in audit.LOCKED:
        raise TransitionError("Отчёт сдан, ответы заперты: чтобы исправить их, отчёт возвращают на доработку.")
    if audit.state != Audit.State.IN_PROGRESS:
        raise TransitionError("Аудит отменён, ответы больше не записываются.")
    if why := barred_from(item, rights(actor).employee):
        raise TransitionError(why)


def barred_from(item, employee):
    """Return why a member of the team does not answer this question, or an empty string.

    In an audit of the school nobody answers a question for which that person answers in the school. A question given to
    one auditor is answered by that one, or by the lead auditor, who gives the questions out.
    """
    audit = item.audit
    if audit.subject == Subject.SCHOOL and item.criterion.responsible_id == employee.pk:
        return "За этот вопрос в школе отвечаете вы: пусть его проверит другой аудитор."
    if item.assigned_to_id and employee.pk not in (item.assigned_to_id, audit.lead_id):
        return f"Этот вопрос проверяет {item.assigned_to}: передать его другому может руководитель аудиторской группы."
    return ""


def check_words(words):
    if words["answer"] not in Answer.values:
        raise TransitionError("Выберите один из пяти ответов.", field="answer")
    for name in TEXTS:
        if len(words[name]) > LONGEST:
            label = ChecklistItem._meta.get_field(name).verbose_name
            raise TransitionError(
                f"Слишком длинно ({label}): оставьте не больше {LONGEST} знаков, остальное приложите файлом.",
                field=name,
            )


def with_proof(items):
    """Return the queryset of items that know whether evidence or a card proves them, for `lack_of` without a query."""
    return items.annotate(is_proven=PROVEN)


def is_proven(item):
    """Return whether evidence or a card proves the answer; reads what came with the item, or what is prefetched."""
    if hasattr(item, "is_proven"):
        return item.is_proven
    return bool(item.evidence.all()) or any(line.answer in NEED_EVIDENCE for line in item.card_lines.all())


def lack_of(item):
    """Return the sentence about what a kept answer still lacks for the report, or an empty string (domain text, D09)."""
    if item.answer in NEED_EVIDENCE and not item.evidence_text.strip() and not is_proven(item):
        return f"Добавьте свидетельство: к ответу «{item.get_answer_display()}» оно обязательно."
    if item.answer == Answer.NOT_APPLICABLE and not item.reason.strip():
        return "Напишите, почему вопрос не применим."
    return ""
