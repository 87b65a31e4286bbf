"""Findings: written while the audit runs, numbered when it is reported, answered by who is responsible for the subject."""

from django.db import transaction
from django.db.models import F, prefetch_related_objects

from audits import finding_workflow as workflow
from audits.models import Audit, Finding
from audits.permissions import is_lead, is_on_team
from audits.services import letters
from audits.services.grades import signs_of
from audits.services.leaving import drop_proposed, lock_plans
from audits.services.repeats import find_repeat
from audits.services.samples import WITH_CARDS, evidence_of
from roadmap.models.activity import Stage
from roadmap.services.activities import settle_stage
from vsoko import history
from vsoko.wording import day_num
from vsoko.workdays import add_working_days
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

# What who answers for the subject has said, before anything was said: history keeps what was.
NOT_ANSWERED = {
    "acknowledged_on": None, "acknowledged_by": None, "objection": "", "objection_decision": "",
    "objection_decided_on": None, "objection_decided_by": None,
}  # fmt: skip
WORDS = ("grade", "title", "requirement", "fact", "evidence_text", "section", "criterion", "course_programme")


def findings():
    return Finding.objects.select_related(
        "school",
        "audit__school",
        "audit__roadmap__school",
        "audit__association",
        "audit__course_programme",
        "association",
    )


def _writable_audit(pk, actor):
    audit = Audit.objects.select_for_update(of=("self",)).select_related("school", "association").get(pk=pk)
    if audit.state != Audit.State.IN_PROGRESS:
        raise TransitionError(f"Аудит сейчас «{audit.get_state_display()}»: записи меняются, пока аудит идёт.")
    if not (is_on_team(actor, audit) or is_lead(actor, audit)):
        raise NotAllowed("Заключения записывает аудиторская группа этого аудита.")
    return audit


def offer_from(item, answer=None):
    """Return what is already known about a finding from a checklist row: the form opens with it.

    The class is only a suggestion and `why` its reason; `answer` is another answer than the row's own.
    """
    prefetch_related_objects([item], WITH_CARDS, "evidence__file")
    signs = signs_of(item.audit, [item])[item.pk]
    grade, why = signs.suggest(answer or item.answer)
    return {
        "item": item,
        "criterion": item.criterion,
        "section": item.section,
        "course_programme": item.course_programme,
        "requirement": item.requirement_words,
        "fact": item.note,
        "evidence_text": evidence_of(item),
        "grade": grade,
        "why": why,
        "repeat_of": signs.repeat,
    }


@transaction.atomic
def create_finding(audit_pk, *, actor, item=None, **words):
    """Write a draft finding of a running audit and return it."""
    audit = _writable_audit(audit_pk, actor)
    finding = Finding.objects.create(
        school=audit.school, audit=audit, association=audit.association, item=item, author=actor, **words
    )
    history.record(
        finding, actor=actor, action="audits.finding.create", sentence="Черновик заключения записан", to_state="draft"
    )
    return finding


@transaction.atomic
def edit_finding(pk, *, actor, **words):
    """Change a draft and return it; what is registered is never edited."""
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=pk)
    _writable_audit(finding.audit_id, actor)
    if finding.state != Finding.State.DRAFT:
        raise TransitionError("Заключение уже зарегистрировано и не правится: исправление — новой записью.")
    before = history.snapshot(finding, words)
    for name, value in words.items():
        setattr(finding, name, value)
    finding.save(update_fields=list(words))
    changes = history.differences(finding, before, history.snapshot(finding, words))
    history.record(
        finding, actor=actor, action="audits.finding.edit", sentence="Черновик заключения изменён", changes=changes
    )
    return finding


@transaction.atomic
def delete_finding(pk, *, actor):
    """Delete a draft that never had a number; a numbered one stays, so that numbers have no gaps. Returns the audit."""
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=pk)
    audit = _writable_audit(finding.audit_id, actor)
    if finding.state != Finding.State.DRAFT or finding.number:
        raise TransitionError("У записи уже есть номер: удалить её нельзя, исправьте текст или класс.")
    history.record(
        audit,
        actor=actor,
        action="audits.finding.delete",
        sentence=f"Черновик удалён: {finding.title}",
        from_state="draft",
    )
    finding.delete()
    return audit


def register_findings(audit, *, actor, on=None):
    """Number the drafts of an audit that is being reported, and make them visible to who answers for the subject.

    Call inside the transaction that reports the audit: its row is locked, so numbers have neither gaps nor doubles.
    """
    used = audit.findings.exclude(sequence=None).values_list("sequence", flat=True)
    last, registered = max(used, default=0), []
    for draft in (
        findings()
        .filter(audit=audit, state=Finding.State.DRAFT)
        .order_by(F("item__position").asc(nulls_last=True), "id")
    ):
        values = {"registered_on": fact_day(on)}
        if not draft.number:
            last += 1
            values |= {"sequence": last, "number": f"{audit.number}/{last:02d}"}
        if draft.is_nonconformity:
            values["repeat_of"] = find_repeat(draft, fact_day(on))
        step = workflow.REGISTER_FINDING if draft.is_nonconformity else workflow.RECORD_FINDING
        finding = perform(step, draft.pk, actor=None, caused_by=actor, queryset=findings(), on=on, values=values)
        if finding.is_nonconformity:
            registered.append(finding)
    letters.tell_registered(audit, registered, actor)


def unregister_findings(audit, *, actor=None, on=None):
    """Make the findings of a returned report drafts again; they keep their numbers."""
    back = workflow.UNREGISTER_FINDING
    for finding in audit.findings.filter(state__in=back.sources):
        perform(
            back,
            finding.pk,
            actor=None,
            caused_by=actor,
            queryset=findings(),
            on=on,
            values=NOT_ANSWERED,
        )
    letters.report_is_back(audit)


@transaction.atomic
def acknowledge_finding(pk, *, actor, comment="", on=None):
    finding = perform(
        workflow.ACKNOWLEDGE_FINDING,
        pk,
        actor=actor,
        queryset=findings(),
        comment=comment,
        on=on,
        values={"acknowledged_on": fact_day(on), "acknowledged_by": actor},
    )
    letters.reading_is_over(finding)
    return finding


@transaction.atomic
def dispute_finding(pk, *, actor, comment, on=None):
    """Object to a nonconformity with grounds; the head of the group, or the director for a major one, decides.

    An objection is made within the school's working days after the report (domain text, section 4.5); the day of the
    fact counts, for schools record late.
    """
    finding = perform(
        workflow.DISPUTE_FINDING,
        pk,
        actor=actor,
        queryset=findings(),
        comment=comment,
        on=on,
        values={"objection": comment, "acknowledged_on": fact_day(on), "acknowledged_by": actor},
    )
    last = last_day_of_objection(finding)
    if finding.registered_on and fact_day(on) < finding.registered_on:
        raise TransitionError(
            f"Отчёт сдан {day_num(finding.registered_on)}: особое мнение заявляют в этот день или позже.", field="on"
        )
    if last and fact_day(on) > last:
        raise TransitionError(
            f"Особое мнение заявляют до {day_num(last)}, срок прошёл. Снять ошибочную запись может руководитель "
            "рабочей группы, значительное несоответствие — директор.",
            field="on",
        )
    letters.tell_disputed(finding, actor)
    return finding


def last_day_of_objection(finding):
    """Return the last day on which a nonconformity is objected to; None where it came back after its report."""
    if finding.returns or finding.registered_on is None:
        return None
    return add_working_days(finding.registered_on, finding.school.objection_days)


def decided(actor, comment, on):
    """Return the fields of a decision about an objection: its grounds, its day and who took it."""
    return {
        "objection_decision": comment,
        "objection_decided_on": fact_day(on),
        "objection_decided_by": actor,
    }


@transaction.atomic
def uphold_finding(pk, *, actor, comment, on=None):
    finding = perform(
        workflow.UPHOLD_FINDING,
        pk,
        actor=actor,
        queryset=findings(),
        comment=comment,
        on=on,
        values=decided(actor, comment, on),
    )
    letters.tell_upheld(finding, actor)
    return finding


@transaction.atomic
def withdraw_finding(pk, *, actor, comment, on=None):
    """Take a nonconformity off; it stays visible as such, and what was proposed about it leaves its plan."""
    lock_plans(pk)
    finding = perform(
        workflow.WITHDRAW_FINDING,
        pk,
        actor=actor,
        queryset=findings(),
        comment=comment,
        on=on,
        values=decided(actor, comment, on),
    )
    plans = drop_proposed(finding, actor=actor, on=on)
    settle_stage(finding.audit.roadmap, Stage.PLANS, Stage.ELIMINATION, on=on)
    letters.tell_withdrawn(finding, actor, plans)
    return finding


@transaction.atomic
def accept_finding(pk, *, actor, comment="", on=None):
    return perform(workflow.ACCEPT_FINDING, pk, actor=actor, queryset=findings(), comment=comment, on=on)


@transaction.atomic
def decline_finding(pk, *, actor, comment, on=None):
    return perform(
        workflow.DECLINE_FINDING,
        pk,
        actor=actor,
        queryset=findings(),
        comment=comment,
        on=on,
        values={"decline_reason": comment},
    )
