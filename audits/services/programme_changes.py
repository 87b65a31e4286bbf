"""Changes of an approved programme: an edition with a reason collects them, the director approves it.

New audits wait outside the programme until then; new days and another lead of a planned audit wait in the edition:
{"audit": pk or None, "field": name, "label": words, "was": words, "is": words, "value": what is to be written}.
"""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max

from audits.models import Audit, AuditProgramme
from audits.permissions import plans_audits
from audits.services.programmes import (
    PAPER,
    WRITERS,
    content_of,
    programmes,
    rows_of,
    send_paper,
    waiting_audits,
)
from roadmap import workflow as roadmap_workflow
from roadmap.models import Document, Edition, Employee
from roadmap.services.documents import annul_document
from roadmap.services.returning import way_back
from vsoko import history
from vsoko.wording import day_num
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

APPROVED = AuditProgramme.State.APPROVED
HELD = ("starts_on", "ends_on", "lead")
SUBJECT = ("subject", "association", "course_programme")
UNDER_WAY = (Edition.State.DRAFT, Edition.State.ON_APPROVAL)


def changes_of(programme):
    """Return the editions of a programme, newest first."""
    return Edition.objects.select_related("school", "target_type").filter(
        target_type=ContentType.objects.get_for_model(AuditProgramme), target_id=programme.pk
    )


def change_under_way(programme):
    """Return the edition that is being prepared or approved, or None."""
    return changes_of(programme).filter(state__in=UNDER_WAY).first()


@transaction.atomic
def start_change(pk, *, actor, reason, goals, scope):
    """Begin a change of an approved programme, or rewrite the one that is being prepared. Returns the Edition."""
    programme = programmes().select_for_update(of=("self",)).get(pk=pk)
    if not plans_audits(actor, programme):
        raise NotAllowed(WRITERS)
    if programme.state != APPROVED:
        raise TransitionError("Изменением правится утверждённая программа: черновик правьте прямо.")
    edition = change_under_way(programme)
    if edition is None:
        last = changes_of(programme).aggregate(last=Max("number"))["last"] or 1
        edition = Edition.objects.create(school=programme.school, target=programme, number=last + 1, reason=reason)
        history.record(
            programme,
            actor=actor,
            action="audits.auditprogramme.change",
            sentence="Начато изменение программы",
            comment=reason,
        )
    refuse_submitted(edition)
    edition.reason = reason
    edition.changes = [row for row in edition.changes if row["audit"]]
    for name, value in (("goals", goals), ("scope", scope)):
        if value != (was := getattr(programme, name)):
            label = str(programme._meta.get_field(name).verbose_name).capitalize()
            edition.changes.append(
                {"audit": None, "field": name, "label": label, "was": was, "is": value, "value": value}
            )
    edition.save(update_fields=["reason", "changes"])
    return edition


def refuse_submitted(edition):
    if edition.state != Edition.State.DRAFT:
        raise TransitionError("Изменение программы на утверждении: дождитесь решения директора или отзовите документ.")


def programme_for_new_audit(roadmap):
    """Return the programme that a new audit joins at once, or None where it has to wait for one.

    Raises TransitionError when the programme is on approval, or approved with no change begun.
    """
    programme = AuditProgramme.objects.filter(roadmap=roadmap).first()
    if programme is None or programme.state == AuditProgramme.State.DRAFT:
        return programme
    instead = "или отметьте аудит внеплановым."
    if programme.state == AuditProgramme.State.ON_APPROVAL:
        raise TransitionError(f"Программа на утверждении: дождитесь решения {instead}", field="unscheduled")
    edition = change_under_way(programme)
    if edition is None:
        raise TransitionError(
            f"Программа утверждена: начните её изменение с причиной {instead}",
            field="unscheduled",
            url=programme.get_absolute_url(),
        )
    if edition.state != Edition.State.DRAFT:
        raise TransitionError(f"Изменение программы на утверждении: дождитесь решения {instead}", field="unscheduled")
    return None


def hold_back(audit, stored, *, actor):
    """Put changed days and lead of an audit into the draft edition; return the names that must stay as they were.

    `stored` is what the row holds, `audit` what is wanted. In a draft programme nothing is held back.
    """
    programme = audit.programme
    if programme is None or programme.state == AuditProgramme.State.DRAFT:
        return []
    changed = [name for name in (*HELD, *SUBJECT) if name in stored and stored[name] != getattr(audit, name)]
    edition = change_under_way(programme)
    if not changed and (edition is None or edition.state != Edition.State.DRAFT):
        return []
    if programme.state != APPROVED:
        raise TransitionError("Программа на утверждении: дни, руководителя и объект сейчас не меняют.")
    if subject := next((name for name in changed if name in SUBJECT), None):
        raise TransitionError("Объект утверждён программой: отмените этот аудит и запланируйте другой.", field=subject)
    if edition is None:
        raise TransitionError(
            "Программа утверждена: дни и руководителя меняют вместе с ней. Начните изменение программы с причиной.",
            field=changed[0],
            url=programme.get_absolute_url(),
        )
    refuse_submitted(edition)
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    edition.changes = [row for row in edition.changes if row["audit"] != audit.pk]
    for name in changed:
        value = getattr(audit, name)
        edition.changes.append(
            {
                "audit": audit.pk,
                "field": name,
                "label": f"Аудит № {audit.number}: {Audit._meta.get_field(name).verbose_name}",
                "was": in_words(stored[name]),
                "is": in_words(value),
                "value": value.pk if isinstance(value, Employee) else value.isoformat(),
            }
        )
    edition.save(update_fields=["changes"])
    return changed


def in_words(value):
    return day_num(value) if isinstance(value, date) else str(value)


def proposed(edition, audit):
    """Return {field: value} that a draft edition holds for an audit: its form opens with them."""
    rows = [row for row in (edition.changes if edition else []) if row["audit"] == audit.pk]
    return {row["field"]: row["value"] for row in rows}


@transaction.atomic
def submit_change(pk, *, actor, comment="", on=None):
    """Send the change under way to the visas and the director. Returns the Edition."""
    programme = programmes().get(pk=pk)
    if not plans_audits(actor, programme):
        raise NotAllowed(WRITERS)
    edition = change_under_way(programme)
    if edition is None:
        raise TransitionError("Изменений программы нет: сначала начните изменение с причиной.")
    refuse_submitted(edition)
    if not edition.changes and not waiting_audits(programme.roadmap).exists():
        raise TransitionError("В изменении ничего нет: добавьте аудит, поменяйте дни или слова программы.")
    title = f"Изменение программы внутренних аудитов (редакция {edition.number})"
    send_paper(edition, programme, title, actor=actor, comment=comment, on=on)
    edition.refresh_from_db()
    return edition


@transaction.atomic
def drop_change(pk, *, actor, comment="", on=None):
    """Give up the change of a programme while it is a draft, its returned paper with it. Returns the programme."""
    programme = programmes().get(pk=pk)
    edition = change_under_way(programme)
    if edition is None:
        raise TransitionError("Изменений программы нет: отзывать нечего.")
    perform(roadmap_workflow.DROP_EDITION, edition.pk, actor=actor, queryset=editions(), comment=comment, on=on)
    if paper := edition.documents.filter(kind__code=PAPER, state=Document.State.DRAFT).first():
        annul_document(paper.pk, actor=actor, comment="Изменение программы отозвано.", on=on)
    return programme


def editions():
    return Edition.objects.select_related("school")


# --- what the approval of the document means for the edition (called by handlers) -----------------------------------


def change_content(edition):
    """Return what the director approves: the change and the programme as it becomes with it."""
    programme = edition.target = programmes().get(pk=edition.target_id)
    audits = list(rows_of(programme) | waiting_audits(programme.roadmap))
    become(edition, programme, audits)
    return {
        "edition": edition.number,
        "reason": edition.reason,
        "changes": [{"label": row["label"], "was": row["was"], "is": row["is"]} for row in edition.changes],
        "programme": content_of(programme, audits),
    }


def become(edition, programme, audits):
    """Give the programme and its planned audits what the edition holds for them, in memory alone."""
    planned = {audit.pk: audit for audit in audits if audit.state == Audit.State.PLANNED}
    leads = Employee.objects.in_bulk([row["value"] for row in edition.changes if row["field"] == "lead"])
    for row in edition.changes:
        value = row["value"]
        if row["audit"] is None:
            setattr(programme, row["field"], value)
        elif audit := planned.get(row["audit"]):
            setattr(audit, row["field"], leads[value] if row["field"] == "lead" else date.fromisoformat(value))


def change_submitted(edition, *, actor, on=None, **facts):
    perform(roadmap_workflow.SUBMIT_EDITION, edition.pk, actor=None, caused_by=actor, queryset=editions(), on=on)


def change_returned(edition, *, document, actor, on=None, **facts):
    step = way_back(document, returned=roadmap_workflow.RETURN_EDITION, recalled=roadmap_workflow.RECALL_EDITION)
    perform(step, edition.pk, actor=None, caused_by=actor, queryset=editions(), on=on)


def change_approved(edition, *, actor, on=None, **facts):
    """Write the change to the programme and its planned audits; an audit that has begun keeps its days and lead."""
    programme = programmes().select_for_update(of=("self",)).get(pk=edition.target_id)
    waiting_audits(programme.roadmap).update(programme=programme)
    for row in edition.changes:
        if row["audit"] is None:
            setattr(programme, row["field"], row["value"])
    programme.save(update_fields=["goals", "scope"])
    for pk in sorted({row["audit"] for row in edition.changes if row["audit"]}):
        move_audit(pk, edition, actor, on)
    values = {"approved_on": fact_day(on), "snapshot": content_of(programme)}
    perform(
        roadmap_workflow.APPROVE_EDITION,
        edition.pk,
        actor=None,
        caused_by=actor,
        queryset=editions(),
        on=on,
        values=values,
    )
    history.record(
        programme,
        actor=actor,
        action="audits.auditprogramme.changed",
        sentence=f"Программа изменена редакцией № {edition.number}",
        comment=edition.reason,
        on=on,
    )


def move_audit(pk, edition, actor, on):
    audit = Audit.objects.select_for_update(of=("self",)).select_related("school").get(pk=pk)
    if audit.state != Audit.State.PLANNED:
        return
    rows = [row for row in edition.changes if row["audit"] == pk]
    for row in rows:
        setattr(audit, "lead_id" if row["field"] == "lead" else row["field"], row["value"])
    audit.save(update_fields=[row["field"] for row in rows])
    history.record(
        audit,
        actor=actor,
        action="audits.audit.edit",
        sentence=f"Изменено редакцией программы № {edition.number}",
        changes={str(Audit._meta.get_field(row["field"]).verbose_name): [row["was"], row["is"]] for row in rows},
        on=on,
    )
