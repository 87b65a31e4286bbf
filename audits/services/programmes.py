"""The yearly programme of internal audits (D06): one for a roadmap; its rows are the planned audits."""

from django.db import transaction

from audits import workflow
from audits.models import Audit, AuditProgramme
from audits.permissions import plans_audits
from roadmap.models import Document, Roadmap
from roadmap.models.activity import Stage
from roadmap.services.documents import create_document, edit_document, kind_of, submit_document
from roadmap.services.returning import way_back
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

PAPER = "D06"
WRITERS = "Программу составляет руководитель рабочей группы или заместитель директора по УВР."
GOALS = (
    "Оценить выполнение требований и Положения о ВСОКО, проверить результативность прошлых корректирующих действий, "
    "найти возможности улучшения."
)
SCOPE = "Методические объединения, дополнительные программы, школа в целом."


def programmes():
    return AuditProgramme.objects.select_related("school", "roadmap__school")


@transaction.atomic
def create_programme(roadmap_pk, *, actor, goals, scope):
    """Begin the programme of a roadmap and return it; audits that were planned before it become its rows."""
    roadmap = Roadmap.objects.select_for_update(of=("self",)).select_related("school").get(pk=roadmap_pk)
    if not plans_audits(actor, roadmap):
        raise NotAllowed(WRITERS)
    if AuditProgramme.objects.filter(roadmap=roadmap).exists():
        raise TransitionError(f"Программа на {roadmap.year_words} уже есть: откройте её.")
    programme = AuditProgramme.objects.create(school=roadmap.school, roadmap=roadmap, goals=goals, scope=scope)
    waiting_audits(roadmap).update(programme=programme)
    history.record(
        programme,
        actor=actor,
        action="audits.auditprogramme.create",
        sentence="Программа начата",
        to_state=programme.state,
    )
    return programme


def waiting_audits(roadmap):
    """Return the planned audits that no approved programme names yet."""
    return Audit.objects.filter(roadmap=roadmap, programme=None, unscheduled=False, state=Audit.State.PLANNED)


@transaction.atomic
def edit_programme(pk, *, actor, goals, scope):
    """Change goals and scope of a draft and return it; an approved programme is changed by an edition."""
    programme = programmes().select_for_update(of=("self",)).get(pk=pk)
    if not plans_audits(actor, programme):
        raise NotAllowed(WRITERS)
    if programme.state != AuditProgramme.State.DRAFT:
        raise TransitionError(f"Программа сейчас «{programme.get_state_display()}»: правится только черновик.")
    fields = {"goals": goals, "scope": scope}
    before = history.snapshot(programme, fields)
    programme.goals, programme.scope = goals, scope
    programme.save(update_fields=list(fields))
    changes = history.differences(programme, before, history.snapshot(programme, fields))
    if changes:
        history.record(
            programme, actor=actor, action="audits.auditprogramme.edit", sentence="Программа изменена", changes=changes
        )
    return programme


@transaction.atomic
def submit_programme(pk, *, actor, comment="", on=None):
    """Send a draft to the visas and the director as its document, new or returned, and return the programme."""
    programme = programmes().get(pk=pk)
    if not plans_audits(actor, programme):
        raise NotAllowed(WRITERS)
    if programme.state != AuditProgramme.State.DRAFT:
        raise TransitionError(f"Программа сейчас «{programme.get_state_display()}»: передать можно черновик.")
    send_paper(programme, programme, str(programme), actor=actor, comment=comment, on=on)
    return programmes().get(pk=pk)


def send_paper(owner, programme, title, *, actor, comment, on):
    """Submit the document of a programme or of its edition: a returned one goes again, it is not made anew."""
    draft = owner.documents.filter(kind__code=PAPER, state=Document.State.DRAFT).first()
    if draft:
        edit_document(draft.pk, actor=actor, title=title, text="")
    else:
        draft = create_document(
            kind_of(programme.school, PAPER),
            actor=actor,
            title=title[:300],
            owner=owner,
            roadmap=programme.roadmap,
            activity=programme.roadmap.activities.filter(stage=Stage.AUDITS).first(),
        )
    return submit_document(draft.pk, actor=actor, comment=comment, on=on)


def rows_of(programme):
    """Return the audits of a programme in the order of their numbers, without the cancelled ones."""
    audits = Audit.objects.filter(programme=programme).exclude(state=Audit.State.CANCELLED)
    audits = audits.select_related("association", "course_programme", "lead").prefetch_related("team__employee")
    return audits.order_by("sequence")


def content_of(programme, audits=None):
    """Return what the director approves, as JSON."""
    return {
        "year": programme.roadmap.year_words,
        "goals": programme.goals,
        "scope": programme.scope,
        "audits": [
            {
                "number": audit.number,
                "subject": audit.subject_name,
                "sections": audit.sections,
                "starts_on": audit.starts_on.isoformat(),
                "ends_on": audit.ends_on.isoformat(),
                "period_from": audit.period_from.isoformat(),
                "period_to": audit.period_to.isoformat(),
                "lead": audit.lead.short_name,
                "team": [member.employee.short_name for member in audit.team.all()],
            }
            for audit in (rows_of(programme) if audits is None else audits)
        ],
    }


# --- what the approval of the document means for the programme (called by handlers) ---------------------------------


def programme_submitted(programme, *, actor, on=None, **facts):
    perform(workflow.SUBMIT_PROGRAMME, programme.pk, actor=None, caused_by=actor, queryset=programmes(), on=on)


def programme_returned(programme, *, document, actor, on=None, **facts):
    step = way_back(document, returned=workflow.RETURN_PROGRAMME, recalled=workflow.RECALL_PROGRAMME)
    perform(step, programme.pk, actor=None, caused_by=actor, queryset=programmes(), on=on)


def programme_approved(programme, *, document, actor, on=None, **facts):
    values = {"approved_on": fact_day(on), "approved_by": document.approved_by}
    perform(
        workflow.APPROVE_PROGRAMME,
        programme.pk,
        actor=None,
        caused_by=actor,
        queryset=programmes(),
        on=on,
        values=values,
    )
