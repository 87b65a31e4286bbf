"""Steps of a nonconformity's life that several tests take."""

from datetime import date

from audits.models import EffectivenessCheck
from audits.services import actions, causes, effectiveness, findings, plans
from roadmap.models import Document
from roadmap.services.documents import agree_visa, approve_document

# Each criterion of effect met, with what was seen.
JUDGED = {"proved": True, "no_repeat": True, "reached": True} | dict.fromkeys(
    ["proved_words", "no_repeat_words", "reached_words"], "Протоколы № 4–5."
)


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def acknowledged(world, finding):
    findings.acknowledge_finding(finding.pk, actor=world.chair, on=date(2021, 5, 18))
    causes.record_cause(
        finding.pk,
        actor=world.chair,
        whys=["Секретарь спешил.", "В форме нет графы."],
        branch="rules",
        on=date(2021, 5, 19),
    )
    return fresh(finding)


def planned(world, audit, finding):
    acknowledged(world, finding)
    plan = plans.create_plan(actor=world.chair, audit=audit)
    add_action(world, plan, finding)
    submit_and_approve(world, plan)
    return fresh(plan)


def add_action(world, plan, finding, responsible=None, **facts):
    facts = {
        "kind": "corrective",
        "text": "Ввести графы.",
        "due_on": date(2021, 6, 15),
        "sign": "Форма с графами.",
    } | facts
    return actions.create_action(
        plan.pk, actor=world.chair, finding=fresh(finding), responsible=responsible or world.teacher.employee, **facts
    )


def submit_and_approve(world, plan):
    plans.submit_plan(plan.pk, actor=world.chair, on=date(2021, 5, 20))
    approve_paper(world, plan)


APPROVED_ON, DONE_ON = date(2021, 5, 24), date(2021, 6, 10)


def approve_paper(world, owner, on=APPROVED_ON):
    document = Document.objects.filter(owner_id=owner.pk, kind__code="D12").latest("id")
    agree_visa(document.visas.get().pk, actor=world.head, on=on)
    approve_document(document.pk, actor=world.director, on=on)


def carry_out(world, action, by=None, on=DONE_ON):
    actions.report_action(
        action.pk, actor=by or world.teacher, comment="Графы введены.", on=on, reference="Приказ от 10.06.2021 № 45-од"
    )
    actions.accept_action(action.pk, actor=world.head, on=on)


def verified(world, audit, finding):
    plan = planned(world, audit, finding)
    carry_out(world, plan.actions.get())
    check = EffectivenessCheck.objects.get(finding=finding)
    effectiveness.assign_checker(check.pk, actor=world.head, checker=world.auditor.employee, due_on=date(2021, 7, 10))
    return check
