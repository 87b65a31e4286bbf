"""What an audit still lacks for its report: each sentence leads to the very question or finding (domain text, section D09)."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from audits.models import CardLine, Evidence, Finding
from audits.models.checklist import GIVEN, Answer, group_label
from audits.models.finding import Grade
from audits.models.selfcheck import with_own
from vsoko.workflow import Incomplete, TransitionError

NEED_EVIDENCE = (Answer.PARTLY, Answer.FAILS)
# A file or a reference, or a card of the sample that saw the same: one that says «да» proves no «нет».
PROVEN = Exists(Evidence.objects.filter(item=OuterRef("pk"))) | Exists(
    CardLine.objects.filter(item=OuterRef("pk"), answer__in=NEED_EVIDENCE)
)


def checked_items(audit):
    """Return the questions with what proves, records and answers them beforehand.

    They are read once for this object: checks and pages share them.
    """
    if "_checked_items" not in audit.__dict__:
        rows = with_own(audit.items.select_related("course_programme"))
        recorded = Finding.objects.filter(item=OuterRef("pk")).exclude(grade=Grade.GOOD_PRACTICE)
        rows = rows.annotate(is_proven=PROVEN, is_recorded=Exists(recorded))
        audit.__dict__["_checked_items"] = list(rows)
    return audit.__dict__["_checked_items"]


def something_is_answered(audit):
    if not any(item.answer in GIVEN for item in checked_items(audit)):
        raise TransitionError("Ни на один вопрос нет ответа: проведите аудит или отмените его с причиной.")


def checklist_is_complete(audit):
    """Every question answered or explained, every «нет» and «частично» proven, every «нет» recorded as a finding."""
    items = checked_items(audit)
    tabs = {label: number for number, label in enumerate(dict.fromkeys(group_label(audit, item) for item in items))}
    page = reverse("audit-checklist", args=[audit.pk])
    gaps = []
    for item in items:
        if lack := lack_of_answer(item):
            url = f"{page}?section={tabs[group_label(audit, item)]}#q{item.pk}"
            gaps.append(TransitionError(f"{name_of(item)}: {lack}", url=url))
    if gaps:
        raise Incomplete(gaps)


def name_of(item):
    return f"{item.code} ({item.course_programme})" if item.course_programme else item.code


def lack_of_answer(item):
    """Return what one question lacks for the report, or an empty string."""
    answer = f"«{item.get_answer_display()}»"
    if item.answer == Answer.NOT_CHECKED and not item.reason.strip():
        return f"{'обязательный вопрос ' if item.is_mandatory else ''}без ответа. Ответьте или объясните, почему не проверено."
    if item.answer == Answer.NOT_APPLICABLE and not item.reason.strip():
        return f"у ответа {answer} нет причины. Допишите, почему."
    if item.answer in NEED_EVIDENCE and not item.evidence_text.strip() and not item.is_proven:
        return f"добавьте свидетельство, к ответу {answer} оно обязательно."
    if item.answer == Answer.FAILS and not item.is_recorded:
        return f"ответ {answer} без записи. Оформите несоответствие или наблюдение."
    return ""


def findings_are_complete(audit):
    """Every nonconformity names its criterion and tells the fact."""
    # Chosen here, not by the query: the page of the audit has read its findings already.
    drafts = [one for one in audit.findings.all() if one.is_nonconformity and one.state == Finding.State.DRAFT]
    gaps = [
        TransitionError(
            f"«{finding.title}»: у несоответствия нет {'установленного факта' if finding.criterion_id else 'критерия'}. "
            "Допишите его в черновике.",
            url=reverse("finding-edit", args=[finding.pk]),
        )
        for finding in sorted(drafts, key=lambda one: one.pk)
        if not (finding.criterion_id and finding.fact)
    ]
    if gaps:
        raise Incomplete(gaps)
