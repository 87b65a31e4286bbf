"""The way of an audit from its start to its end. Its report is a document (D11): submitting it locks the answers."""

from django.db import transaction
from django.utils import timezone

from audits import workflow
from audits.models import Audit, Finding
from audits.models.finding import NONCONFORMITIES
from audits.permissions import is_lead, is_on_team
from audits.services.findings import register_findings, unregister_findings
from audits.services.impartiality import refuse_own_answers, refuse_partial_audit, team_of
from audits.services.planning import audits
from audits.services.questions import take_questions
from audits.services.report import draft_conclusion
from roadmap.models import Document
from roadmap.models.activity import Stage
from roadmap.permissions import rights
from roadmap.services.activities import settle_stage
from roadmap.services.conditions import settle_points
from roadmap.services.content import approver_of
from roadmap.services.documents import create_document, kind_of, recall_document, submit_document
from vsoko import history
from vsoko.models import CalendarPeriod
from vsoko.wording import day_num
from vsoko.workdays import add_working_days
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

PAPER = "D11"
FOLLOWING = (Stage.AUDITS, Stage.PLANS, Stage.ELIMINATION)


@transaction.atomic
def start_audit(pk, *, actor, comment="", on=None):
    """Begin a planned audit: its questions are copied and its team is asked again whether it is impartial."""
    audit = perform(
        workflow.START_AUDIT, pk, actor=actor, queryset=audits(), comment=comment, on=on,
        values={"started_on": fact_day(on)},
    )  # fmt: skip
    take_questions(audit)
    refuse_partial_audit(audit)
    settle_points(audit.school, actor=actor)
    settle_stage(audit.roadmap, Stage.AUDITS, on=on)
    return audit


@transaction.atomic
def write_report(pk, *, actor, conclusion, strengths):
    """Keep the words of the report while the audit runs and return the audit."""
    audit = audits().select_for_update(of=("self",)).get(pk=pk)
    if not (is_on_team(actor, audit) or is_lead(actor, audit)):
        raise NotAllowed("Отчёт пишет аудиторская группа этого аудита.")
    if audit.state != Audit.State.IN_PROGRESS:
        raise TransitionError(f"Аудит сейчас «{audit.get_state_display()}»: отчёт правят, пока аудит идёт.")
    fields = {"conclusion": conclusion, "strengths": strengths}
    before = history.snapshot(audit, fields)
    audit.conclusion, audit.strengths = conclusion, strengths
    audit.save(update_fields=list(fields))
    changes = history.differences(audit, before, history.snapshot(audit, fields))
    if changes:
        history.record(audit, actor=actor, action="audits.audit.write", sentence="Отчёт изменён", changes=changes)
    return audit


@transaction.atomic
def report_audit(pk, *, actor, comment="", on=None):
    """Hand the report in: its document goes to the director, findings get numbers, answers are locked.

    Returns the audit. What the report still lacks raises TransitionError, and then nothing has changed.
    """
    audit = audits().get(pk=pk)
    if not is_lead(actor, audit):
        raise NotAllowed(workflow.REPORT_AUDIT.refusal)
    if audit.state not in workflow.REPORT_AUDIT.sources:
        raise TransitionError(f"Отчёт сдают, пока аудит идёт, а сейчас он «{audit.get_state_display()}».")
    submit_document(paper_of(audit, actor).pk, actor=actor, comment=comment, on=on)
    return audits().get(pk=pk)


def paper_of(audit, actor):
    """Return the draft of the report: a returned one goes again; after an annulled one the number says so."""
    papers = audit.documents.filter(kind__code=PAPER)
    draft = papers.filter(state=Document.State.DRAFT).first()
    if draft:
        return draft
    spent = papers.count()
    return create_document(
        kind_of(audit.school, PAPER),
        actor=actor,
        title=f"Отчёт о внутреннем аудите: {audit.subject_name}"[:300],
        owner=audit,
        roadmap=audit.roadmap,
        activity=audit.roadmap.activities.filter(stage=Stage.AUDITS).first(),
        association=audit.association,
        number=f"{audit.number}-{spent + 1}" if spent else audit.number,
        number_year=audit.roadmap.label,
    )


@transaction.atomic
def reopen_audit(pk, *, actor, comment, on=None):
    """Take a report that is not approved yet back for a change, with a remark: answers and findings open again."""
    audit = audits().get(pk=pk)
    waiting = audit.documents.filter(kind__code=PAPER, state__in=Document.WAITING).first()
    if waiting is None or not workflow.REOPEN_AUDIT.who(actor, audit) or not comment.strip():
        # The step itself says what is wrong: the state, the right, or the missing remark.
        return back_to_work(audit, actor=actor, comment=comment, on=on)
    recall_document(waiting.pk, actor=actor, comment=comment, on=on)
    return audits().get(pk=pk)


def back_to_work(audit, *, actor, comment, on):
    audit = perform(
        workflow.REOPEN_AUDIT, audit.pk, actor=actor, queryset=audits(), comment=comment, on=on,
        values={"reported_on": None, "acknowledged_on": None, "acknowledged_by": None, "plan_due_on": None},
    )  # fmt: skip
    unregister_findings(audit, actor=actor, on=on)
    return audit


@transaction.atomic
def acknowledge_audit(pk, *, actor, comment="", on=None):
    """Note that who answers for the subject has read the report; each nonconformity is answered on its own page."""
    return perform(
        workflow.ACKNOWLEDGE_AUDIT, pk, actor=actor, queryset=audits(), comment=comment, on=on,
        values={"acknowledged_on": fact_day(on), "acknowledged_by": rights(actor).employee},
    )  # fmt: skip


@transaction.atomic
def close_audit(pk, *, actor, comment="", on=None):
    """End an audit whose report is approved and read, and whose plan is in where one is owed."""
    audit = perform(
        workflow.CLOSE_AUDIT, pk, actor=actor, queryset=audits(), comment=comment, on=on,
        values={"closed_on": fact_day(on)},
    )  # fmt: skip
    settle_stage(audit.roadmap, *FOLLOWING, on=on)
    return audit


@transaction.atomic
def cancel_audit(pk, *, actor, comment, on=None):
    audit = perform(workflow.CANCEL_AUDIT, pk, actor=actor, queryset=audits(), comment=comment, on=on)
    settle_stage(audit.roadmap, *FOLLOWING, on=on)
    return audit


# --- what the way of the document means for the audit (called by handlers) ------------------------------------------


def report_submitted(audit, *, document, actor, on=None, **facts):
    """Lock the audit and number its findings, whichever page the report was handed in from."""
    day = fact_day(on)
    calendar = CalendarPeriod.objects.calendar(audit.school_id)

    def reported(locked):
        owes = locked.findings.filter(grade__in=NONCONFORMITIES).exists()
        return {
            "reported_on": day,
            "plan_due_on": add_working_days(day, locked.school.plan_due_days, calendar) if owes else None,
            "conclusion": locked.conclusion.strip() or draft_conclusion(locked),
        }

    audit = perform(workflow.REPORT_AUDIT, audit.pk, actor=actor, queryset=audits(), on=on, values=reported)
    refuse_partial_audit(audit)
    refuse_own_answers(audit)
    register_findings(audit, actor=actor, on=on)


def report_returned(audit, *, comment="", on=None, **facts):
    back_to_work(audit, actor=None, comment=comment or "Отчёт отозван для правки", on=on)


def approver_in_person(document):
    """Return the employee who has approved the paper: a hand-signed one may have been recorded by somebody else."""
    if document.signed_by_hand:
        return approver_of(document, document.approved_on)[0]
    return rights(document.approved_by).employee


def report_remarks(audit):
    """Say that the subject may still object: what is objected to after the approval is not in the report any more."""
    if audit.reported_on is None:
        return []
    last = add_working_days(audit.reported_on, audit.school.objection_days)
    open_yet = (
        timezone.localdate() <= last and audit.findings.nonconformities().filter(state=Finding.State.OPEN).exists()
    )
    if not open_yet:
        return []
    return [
        f"{audit.auditee.short_name} может заявить особое мнение до {day_num(last)}: заявленное после утверждения в отчёт "
        "уже не войдёт."
    ]


def report_approved(audit, *, document, actor, on=None, **facts):
    """Note the approval. Raises TransitionError while an objection waits, or where the approver has audited himself."""
    audit = audits().select_for_update(of=("self",)).get(pk=audit.pk)
    if approver_in_person(document) in team_of(audit):
        raise NotAllowed("Отчёт утверждает тот, кто в этом аудите не проверял: передайте его другому руководителю.")
    if disputed := audit.findings.filter(state=Finding.State.DISPUTED).by_number().first():
        raise TransitionError(
            f"По несоответствию {disputed.number} ещё не решено особое мнение: утвердите отчёт после решения.",
            url=disputed.get_absolute_url(),
        )
    audit.report_approved_on = fact_day(on)
    audit.save(update_fields=["report_approved_on"])
    history.record(audit, actor=actor, action="audits.audit.report_approved", sentence="Отчёт утверждён", on=on)
