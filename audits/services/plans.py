"""Corrective plans: of an audit by who answers for its subject, of the school by a deputy; changes are addenda."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from audits import finding_workflow, workflow
from audits.models import Action, Audit, CorrectivePlan, Finding
from audits.permissions import drafts_for_director, is_auditee
from audits.proofs import in_order_of_findings
from audits.services import letters
from audits.services.findings import findings
from roadmap import workflow as roadmap_workflow
from roadmap.models import Edition, Roadmap
from roadmap.models.activity import Stage
from roadmap.services.activities import settle_stage
from roadmap.services.documents import create_document, kind_of, submit_document
from roadmap.services.returning import way_back
from vsoko import history
from vsoko.wording import day_num
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform


def plans():
    return CorrectivePlan.objects.select_related(
        "school", "roadmap__school", "audit__school", "audit__association", "audit__course_programme", "association"
    )


def writes_plan(user, plan):
    """Who answers for the audited subject, a deputy or the head of the group (domain text, section 5.1)."""
    return drafts_for_director(user, plan) or (plan.audit_id is not None and is_auditee(user, plan.audit))


@transaction.atomic
def create_plan(*, actor, audit=None, roadmap=None):
    """Open a draft plan of a reported audit, or of the school for the roadmap's period, and return it."""
    if audit is not None:
        return _plan_of_audit(
            actor, Audit.objects.select_for_update(of=("self",)).select_related("roadmap", "school").get(pk=audit.pk)
        )
    if not drafts_for_director(actor, roadmap):
        raise NotAllowed("План по школе составляет заместитель директора или руководитель рабочей группы.")
    roadmap = Roadmap.objects.select_for_update(of=("self",)).get(pk=roadmap.pk)
    taken = CorrectivePlan.objects.filter(roadmap=roadmap, audit=None).values_list("number", flat=True)
    last = max((int(number.rsplit("-", 1)[1]) for number in taken), default=0)
    plan = CorrectivePlan.objects.create(
        school=roadmap.school, roadmap=roadmap, number=f"{roadmap.label[:4]}-Ш-{last + 1}", author=actor
    )
    return _created(plan, actor)


def _plan_of_audit(actor, audit):
    if not (is_auditee(actor, audit) or drafts_for_director(actor, audit)):
        raise NotAllowed("План составляет тот, кто отвечает за проверенный объект.")
    if audit.state not in (Audit.State.REPORTED, Audit.State.CLOSED):
        raise TransitionError("План составляется после сдачи отчёта об аудите.")
    if hasattr(audit, "plan"):
        raise TransitionError("План по этому аудиту уже есть: откройте его в списке планов.")
    plan = CorrectivePlan.objects.create(
        school=audit.school,
        roadmap=audit.roadmap,
        audit=audit,
        association=audit.association,
        number=audit.number,
        due_on=audit.plan_due_on,
        author=actor,
    )
    return _created(plan, actor)


def _created(plan, actor):
    history.record(plan, actor=actor, action="audits.correctiveplan.create", sentence="План начат", to_state="draft")
    return plan


@transaction.atomic
def submit_plan(pk, *, actor, comment="", on=None):
    """Send the plan to the visas and the director; its D12 document is made here. Returns the plan."""
    plan = plans().get(pk=pk)
    if not writes_plan(actor, plan):
        raise NotAllowed("План передаёт тот, кто его составляет.")
    if plan.state != CorrectivePlan.State.DRAFT:
        raise TransitionError(f"План сейчас «{plan.get_state_display()}»: передать можно черновик.")
    document = _paper_of(plan, plan, actor, f"План корректирующих мероприятий: {plan.subject_name}")
    submit_document(document.pk, actor=actor, comment=comment, on=on)
    return plans().get(pk=pk)


def _paper_of(owner, plan, actor, title):
    """Return the draft document of a plan or an addendum: a returned one is sent again, not made anew.

    A number is never given twice: an addendum names its edition, after an annulled paper the next one says so.
    """
    draft = owner.documents.filter(state="draft").first()
    if draft:
        return draft
    spent = owner.documents.count()
    number = plan.number if owner == plan else f"{plan.number}, ред. {owner.number}"
    return create_document(
        kind_of(plan.school, "D12"),
        actor=actor,
        title=title,
        owner=owner,
        roadmap=plan.roadmap,
        activity=plan.roadmap.activities.filter(stage=Stage.PLANS).first(),
        association=plan.association,
        number=f"{number}-{spent + 1}" if spent else number,
        number_year=plan.roadmap.label,
    )


@transaction.atomic
def start_addendum(pk, *, actor, reason):
    """Open an addendum of an approved plan: its new actions wait for the director's approval. Returns the Edition."""
    plan = plans().select_for_update(of=("self",)).get(pk=pk)
    if not writes_plan(actor, plan):
        raise NotAllowed("Дополняет план тот, кто его составляет.")
    if plan.state not in (CorrectivePlan.State.APPROVED, CorrectivePlan.State.COMPLETED):
        raise TransitionError("Дополнять можно утверждённый план: черновик правится прямо в нём.")
    if plan.editions.filter(state__in=["draft", "on_approval"]).exists():
        raise TransitionError("Дополнение к этому плану уже готовится: внесите действия в него.")
    last = plan.editions.order_by("-number").values_list("number", flat=True).first() or 1
    edition = Edition.objects.create(
        school=plan.school,
        target_type=ContentType.objects.get_for_model(plan),
        target_id=plan.pk,
        number=last + 1,
        reason=reason,
    )
    history.record(
        plan, actor=actor, action="audits.correctiveplan.addendum", sentence="Начато дополнение плана", comment=reason
    )
    return edition


@transaction.atomic
def submit_addendum(pk, *, actor, comment="", on=None):
    """Send an addendum to the director. Returns the Edition."""
    edition = Edition.objects.select_related("school").get(pk=pk)
    plan = plans().get(pk=edition.target_id)
    if not writes_plan(actor, plan):
        raise NotAllowed("Дополнение передаёт тот, кто составляет план.")
    if edition.state != Edition.State.DRAFT:
        raise TransitionError(
            f"Дополнение сейчас «{edition.get_state_display()}»: передать можно то, что ещё готовится."
        )
    if not edition.actions.exclude(state="cancelled").exists():
        raise TransitionError("В дополнении нет ни одного действия: добавьте действие и передайте ещё раз.")
    document = _paper_of(edition, plan, actor, f"Дополнение к плану № {plan.number} (редакция {edition.number})")
    submit_document(document.pk, actor=actor, comment=comment, on=on)
    return edition


# --- what the approval of the document means for the plan (called by handlers) --------------------------------------


def refuse_passed_terms(actions, on):
    """An action cannot be due before the plan that proposes it is handed in."""
    day = fact_day(on)
    if early := actions.filter(state=Action.State.PROPOSED, due_on__lt=day).order_by("due_on", "id").first():
        raise TransitionError(
            f"Срок действия «{early.text.rstrip('.')}» ({day_num(early.due_on)}) раньше, чем передают план "
            f"({day_num(day)}): поставьте срок позже, а если план представлен раньше — тот день.",
            url=early.get_absolute_url(),
        )


def plan_submitted(plan, *, actor, on=None, **facts):
    perform(
        workflow.SUBMIT_PLAN,
        plan.pk,
        actor=None,
        caused_by=actor,
        queryset=plans(),
        on=on,
        values={"submitted_on": fact_day(on)},
    )
    refuse_passed_terms(plan.actions.filter(edition=None), on)


def plan_returned(plan, *, document, actor, comment="", on=None, **facts):
    step = way_back(document, returned=workflow.RETURN_PLAN, recalled=workflow.RECALL_PLAN)
    plan = perform(step, plan.pk, actor=None, caused_by=actor, queryset=plans(), on=on)
    if step == workflow.RETURN_PLAN:
        letters.tell_plan_returned(plan, document, remark=comment, actor=actor)


def plan_approved(plan, *, document, actor, on=None, **facts):
    perform(
        workflow.APPROVE_PLAN,
        plan.pk,
        actor=None,
        caused_by=actor,
        queryset=plans(),
        on=on,
        values={"approved_on": fact_day(on), "approved_by": document.approved_by},
    )
    started = put_to_work(plan.actions.filter(edition=None), actor=actor, on=on)
    settle_stage(plan.roadmap, Stage.PLANS, on=on)
    letters.tell_plan_approved(plan, document, started, actor)


def addendum_submitted(edition, *, actor, on=None, **facts):
    workflow.addendum_covers_findings(edition)
    refuse_passed_terms(edition.actions.all(), on)
    perform(
        roadmap_workflow.SUBMIT_EDITION, edition.pk, actor=None, caused_by=actor, queryset=Edition.objects.all(), on=on
    )


def addendum_returned(edition, *, document, actor, on=None, **facts):
    step = way_back(document, returned=roadmap_workflow.RETURN_EDITION, recalled=roadmap_workflow.RECALL_EDITION)
    perform(step, edition.pk, actor=None, caused_by=actor, queryset=Edition.objects.all(), on=on)


def addendum_approved(edition, *, document, actor, on=None, **facts):
    plan = plans().get(pk=edition.target_id)
    if not edition.actions.exclude(state=Action.State.CANCELLED).exists():
        raise TransitionError(
            "Несоответствия сняты, действий в дополнении не осталось: верните его, утверждать нечего."
        )
    perform(
        roadmap_workflow.APPROVE_EDITION,
        edition.pk,
        actor=None,
        caused_by=actor,
        queryset=Edition.objects.all(),
        on=on,
        values={"approved_on": fact_day(on), "snapshot": plan_content(plan)},
    )
    if plan.state == CorrectivePlan.State.COMPLETED:
        perform(
            workflow.EXTEND_PLAN,
            plan.pk,
            actor=None,
            caused_by=actor,
            queryset=plans(),
            on=on,
            values={"completed_on": None},
        )
    started = put_to_work(edition.actions.all(), actor=actor, on=on)
    letters.tell_plan_approved(plan, document, started, actor)


def put_to_work(actions, *, actor, on=None):
    """Start the proposed actions of an approved paper, mark their findings as planned, and return these actions.

    A nonconformity may have been withdrawn while the paper went round: there is nothing left to do about it.
    """
    queryset, started = Action.objects.select_related("plan__school", "finding", "responsible__user", "association"), []
    for action in queryset.filter(pk__in=actions.filter(state=Action.State.PROPOSED)):
        withdrawn = action.finding.state == Finding.State.WITHDRAWN
        step, comment = ("cancel", "Несоответствие снято.") if withdrawn else ("plan", "")
        action = perform(
            finding_workflow.ACTION[step], action.pk, actor=None, caused_by=actor, comment=comment, on=on,
            queryset=queryset,
        )  # fmt: skip
        started += [] if withdrawn else [action]
    for finding in Finding.objects.filter(actions__in=actions, state=Finding.State.ACKNOWLEDGED).distinct():
        perform(finding_workflow.PLAN_FINDING, finding.pk, actor=None, caused_by=actor, queryset=findings(), on=on)
    return started


def plan_content(plan):
    """Return the plan as JSON: what the director approves, and what the paper prints."""
    rows = plan.actions.exclude(state=Action.State.CANCELLED)
    rows = rows.select_related("finding", "responsible", "edition", "association").prefetch_related("finding__causes")
    return {
        "number": plan.number,
        "subject": plan.subject_name,
        "rows": [
            {
                "finding": action.finding.number,
                "grade": action.finding.get_grade_display(),
                "title": action.finding.title,
                "cause": str(action.finding.cause or ""),
                "kind": action.get_kind_display(),
                "text": action.words,
                "resources": action.resources,
                "responsible": action.responsible.short_name,
                "due_on": action.due_on.isoformat() if action.due_on else "",
                "sign": action.sign,
                "edition": action.edition.number if action.edition_id else 1,
            }
            for action in in_order_of_findings(rows)
        ],
    }
