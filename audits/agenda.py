"""What audits put on the agenda of a meeting: reports to be heard, and the analysis of the year before its approval."""

from datetime import timedelta

from django.db.models import Count, Q

from audits.models import AnnualAnalysis, Audit, Finding
from roadmap.agenda import MOST, TAKE_NOTE, Decision, Question, agenda_sources, cut
from roadmap.permissions import Role
from vsoko.wording import day_num, plural

HEARD_FOR = timedelta(days=90)  # an older report has been heard at a meeting of its own quarter
NONCONFORMITIES = "несоответствие,несоответствия,несоответствий"


def reports(occasion):
    """Audits reported in the last quarter, not on paper; whoever answers for a subject with open nonconformities tells of them."""
    wanted = Audit.objects.visible_to(occasion.user).filter(
        state__in=Audit.LOCKED, past_import=None, reported_on__range=(occasion.held_on - HEARD_FOR, occasion.held_on)
    )
    open_ones = Q(findings__state__in=Finding.OPEN, findings__grade__in=["major", "minor"])
    audits = list(
        wanted.select_related("association", "course_programme", "auditee")
        .annotate(total=Count("findings", filter=Q(findings__grade__in=["major", "minor"])))
        .annotate(left=Count("findings", filter=open_ones))
        .order_by("reported_on", "id")
    )
    if not audits:
        return None
    facts = [
        f"Аудит № {audit.number}, {audit.subject_name}: "
        f"отчёт сдан {day_num(audit.reported_on)}, {plural(audit.total, NONCONFORMITIES)}, "
        f"не закрыто {audit.left}."
        for audit in audits
    ]
    told = [
        Decision(f"Рассмотреть итоги аудита № {audit.number} и доложить об устранении.", audit.auditee, occasion.answer_by)
        for audit in audits[:MOST] if audit.left
    ]  # fmt: skip
    speaker = occasion.holders.get(Role.GROUP_HEAD)
    return Question("Об итогах внутренних аудитов", speaker, cut(facts, "в списке аудитов"), [TAKE_NOTE, *told])


def analysis(occasion):
    """The analysis of a year, considered before the director approves it (domain text, section 3.0)."""
    waiting = AnnualAnalysis.objects.visible_to(occasion.user).exclude(state=AnnualAnalysis.State.APPROVED)
    drafts = list(waiting.exclude(gathered_at=None).select_related("roadmap")[:MOST])
    if not drafts:
        return None
    facts = [f"{draft}: {draft.get_state_display()}, данные на {day_num(draft.as_of)}." for draft in drafts]
    decisions = [Decision(f"Рекомендовать директору утвердить: {draft}.") for draft in drafts]
    return Question("Об анализе ВСОКО за год", occasion.holders.get(Role.GROUP_HEAD), facts, decisions)


def register():
    agenda_sources.register("reports", reports)
    agenda_sources.register("analysis", analysis)
