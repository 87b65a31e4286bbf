"""Audits and what follows from them in any state, each with everything filled in that its state needs.

The auditor leads, the chair answers for the subject, the teacher carries the actions out, the auditor checks the effect.
"""

from datetime import date, timedelta

from django.utils import timezone

from audits.models import (
    Action,
    ActionDueChange,
    AnnualAnalysis,
    Audit,
    AuditProgramme,
    ChecklistItem,
    ChecklistTemplate,
    CorrectivePlan,
    DocumentRequest,
    EffectivenessCheck,
    Evidence,
    Finding,
    ImprovementItem,
    RequestLine,
    RootCause,
    SelfAnswer,
    SelfCheck,
)
from audits.reports.figures import gather
from tests import worlds
from tests.builders.roadmap import DAY, LATER, done_facts, due_facts, make_paper, make_year
from tests.factories import make_activity, make_audit, make_criterion

REPORTED = {"started_on": date(2021, 5, 11), "reported_on": date(2021, 5, 17), "plan_due_on": date(2021, 5, 31)}
ACTED_ON = ("planned", "in_progress", "verifying", "closed")


def make_programme(world, state="draft", **fields):
    """Return the programme of a year of its own with one planned audit of the school."""
    roadmap = make_year(world)
    if state == "approved":
        fields = {"approved_on": DAY, "approved_by": world.director} | fields
    programme = AuditProgramme.objects.create(
        school=world.school, roadmap=roadmap, goals="Оценить.", scope="Объединения.", state=state, **fields
    )
    make_audit(
        roadmap, subject="school", lead=world.auditor.employee, auditee=world.deputy.employee, programme=programme
    )
    if state != "draft":
        make_paper(world, state, code="D06", owner=programme, author=world.head, roadmap=roadmap)
    return programme


def two_questions(world):
    """Return a short checklist of the school, made once."""
    template, made = ChecklistTemplate.objects.get_or_create(
        school=world.school, name="Два вопроса", defaults={"applies_to": "association"}
    )
    if made:
        for position in (1, 2):
            template.rows.create(criterion=make_criterion(world.school), position=position)
    return template


def make_checked(world, state="planned", *, nonconformity=True, **fields):
    """Return an unscheduled audit of the world's association, once begun answered «да» and «нет», with its finding."""
    template = two_questions(world)
    facts = {"unscheduled": True, "basis": "Обращение родителей.", "template": template, "conclusion": "Соответствует."}
    if state in ("in_progress", "reported", "closed"):
        facts |= {"started_on": REPORTED["started_on"]}
    if state in ("reported", "closed"):
        facts |= REPORTED
    if state == "closed":
        facts |= approved_and_read(world) | {"closed_on": LATER}
    audit = make_audit(
        world.roadmap,
        lead=world.auditor.employee,
        auditee=world.chair.employee,
        association=world.association,
        state=state,
        **(facts | fields),
    )
    if state in ("in_progress", "reported", "closed"):
        _answer(world, audit, template, nonconformity)
    if state in ("reported", "closed"):
        make_paper(
            world, "on_approval" if state == "reported" else "approved", code="D11", owner=audit, author=world.auditor,
            association=world.association, number=audit.number, number_year=audit.roadmap.label,
        )  # fmt: skip
    return audit


def approved_and_read(world):
    """Return what an audit says when its report is approved and the chair has read it."""
    return {"report_approved_on": DAY, "acknowledged_on": DAY, "acknowledged_by": world.chair.employee}


def _answer(world, audit, template, nonconformity):
    given = {"answered_by": world.auditor, "answered_at": timezone.now(), "evidence_text": "Протокол № 1."}
    for position, (row, answer) in enumerate(zip(template.rows.all(), ("yes", "no"), strict=True), start=1):
        words = {name: getattr(row.criterion, name) for name in ("code", "section", "question", "requirement")}
        item = ChecklistItem.objects.create(
            audit=audit, position=position, criterion=row.criterion, answer=answer, **words, **given
        )
    if nonconformity:
        make_finding(world, "draft" if audit.state == "in_progress" else "open", audit=audit, item=item)


def make_selfcheck(world, state="draft", *, audit=None, answers=("yes", "partly"), **fields):
    """Return the chair's own answers to the two questions of a planned audit, one that has been announced."""
    if audit is None:
        audit = make_checked(world, "planned")
        make_paper(world, "approved", code="D07", about=audit)
    if state == "handed_in":
        fields = {"handed_on": DAY, "handed_by": world.chair} | fields
    selfcheck = SelfCheck.objects.create(audit=audit, state=state, **fields)
    for row, answer in zip(audit.template.rows.all(), answers, strict=True):
        SelfAnswer.objects.create(
            selfcheck=selfcheck, criterion=row.criterion, question=row.criterion.question, answer=answer,
            note="Протоколы есть.", answered_by=world.chair, answered_at=timezone.now(),
        )  # fmt: skip
    return selfcheck


def make_request(world, state="draft", *, audit=None, lines=1, **fields):
    """Return the list of documents of an audit, one that has been announced, with so many lines that wait."""
    audit = audit or make_checked(world, "in_progress", nonconformity=False)
    if state == "sent":
        fields = {"sent_on": DAY} | fields
    request = DocumentRequest.objects.create(audit=audit, state=state, **({"due_on": audit.starts_on} | fields))
    codes = [row.criterion.code for row in audit.template.rows.all()[:1]]
    RequestLine.objects.bulk_create(
        RequestLine(request=request, position=position, text=f"План работы {position}", codes=codes)
        for position in range(1, lines + 1)
    )
    return request


def make_request_line(world, state="asked", *, request=None, **fields):
    """Return a line of a list that has been sent, with the chair's answer where its state has one."""
    facts = {"text": "Протоколы заседаний", "position": 2}
    if state != "asked":
        facts |= {"answered_on": DAY, "answered_by": world.chair}
    facts |= {
        "asked": {},
        "answered": {"reference": "Протокол № 1."},
        "absent": {"absence": "Не вели."},
        "returned": {"reference": "Протокол № 1.", "remark": "Нужен протокол № 2."},
    }[state]
    return RequestLine.objects.create(request=request or make_request(world, "sent"), state=state, **(facts | fields))


def make_plan(world, state="draft", *, audit=None, **fields):
    """Return the plan of a reported audit; the action it proposes comes with its finding (`make_finding`)."""
    if audit is None:
        finding = make_finding(world, "acknowledged")
        plan = make_plan(world, state, audit=finding.audit, **fields)
        given = {"draft": "proposed", "on_approval": "proposed", "approved": "planned", "completed": "accepted"}
        make_action(world, given[state], finding=finding, plan=plan)
        return plan
    facts = {"number": audit.number, "author": world.chair, "association": audit.association, "roadmap": audit.roadmap}
    if state != "draft":
        facts["submitted_on"] = DAY
    if state in ("approved", "completed"):
        facts |= {"approved_on": DAY, "approved_by": world.director}
    if state == "completed":
        facts["completed_on"] = LATER
    plan = CorrectivePlan.objects.create(school=world.school, audit=audit, state=state, **(facts | fields))
    if state != "draft":
        make_paper(
            world, "on_approval" if state == "on_approval" else "approved", code="D12", owner=plan,
            author=world.chair, association=plan.association, number=plan.number, number_year=plan.roadmap.label,
        )  # fmt: skip
    return plan


def make_finding(world, state="open", *, audit=None, **fields):
    """Return a finding with all that came before its state: cause, plan, action, check."""
    remark = state in ("recorded", "accepted", "declined")
    if audit is None:
        audit = make_checked(world, "in_progress" if state == "draft" else "reported", nonconformity=False)
    if state == "draft":
        fields = {"number": "", "sequence": None, "registered_on": None} | fields
    if remark:
        fields = {"grade": "observation"} | fields
    if state == "declined":
        fields = {"decline_reason": "Уже делается."} | fields
    if state == "disputed":
        fields = {"objection": "Срок указан в приложении."} | fields
    if state == "closed":
        fields = {"closed_on": LATER, "closed_by": world.auditor} | fields
    if not remark and state not in ("draft", "open"):
        fields = {"acknowledged_on": DAY, "acknowledged_by": world.chair} | fields
    finding = worlds.make_finding(world, audit, state=state, **fields)
    if state == "acknowledged" or state in ACTED_ON:
        _explain(world, finding)
    if state in ACTED_ON:
        plan = make_plan(world, "approved", audit=audit)
        done = "accepted" if state in ("verifying", "closed") else state
        make_action(world, done, finding=finding, plan=plan)
    if state in ("verifying", "closed"):
        make_check(world, "assigned" if state == "verifying" else "effective", finding=finding)
    return finding


def _explain(world, finding):
    RootCause.objects.create(
        finding=finding,
        whys=["В форме нет граф.", "Форму не пересматривали."],
        branch="rules",
        found_by=world.chair.employee,
        found_on=DAY,
    )


def make_action(world, state="planned", *, finding=None, plan=None, **fields):
    """Return an action of the teacher with its evidence; without a finding, one of its own in the state that fits."""
    if finding is None:
        late = {"proposed": "acknowledged", "planned": "planned", "accepted": "verifying"}.get(state, "in_progress")
        finding = make_finding(world, "acknowledged")
        plan = make_plan(world, "draft" if state == "proposed" else "approved", audit=finding.audit)
        Finding.objects.filter(pk=finding.pk).update(state=late)
    facts = {
        "text": "Изменить форму протокола.",
        "kind": "corrective",
        "sign": "В форме есть графы.",
        "responsible": world.teacher.employee,
        "due_on": LATER,
    }
    action = Action.objects.create(
        plan=plan, finding=finding, state=state, **(facts | done_facts(world, state) | fields)
    )
    if state in ("in_progress", "done", "accepted"):
        Evidence.objects.create(action=action, reference="Форма от 01.03.2021.")
    return action


def make_action_due(world, state="asked", **fields):
    """Return the teacher's request for a later day of an action."""
    return ActionDueChange.objects.create(
        assignment=make_action(world), state=state, **(due_facts(world, state) | fields)
    )


def make_check(world, state="assigned", *, finding=None, **fields):
    """Return the check of effect that the auditor is to make, or has made."""
    if finding is None:
        finding = make_finding(world, "verifying")
        finding.checks.all().delete()
    facts = {"checker": world.auditor.employee, "due_on": LATER}
    if state != "assigned":
        facts |= {"result": "Протоколы марта с графами.", "checked_on": LATER, "checked_by": world.auditor}
    return EffectivenessCheck.objects.create(finding=finding, state=state, **(facts | fields))


def make_analysis(world, state="draft", **fields):
    """Return the analysis of a year of its own: gathered, with its conclusions and measures written."""
    roadmap = make_year(world)
    facts = {"figures": gather(roadmap, LATER), "gathered_at": timezone.now(), "as_of": LATER}
    if state == "approved":
        facts |= {"approved_on": LATER, "approved_by": world.director}
    analysis = AnnualAnalysis.objects.create(school=world.school, roadmap=roadmap, state=state, **(facts | fields))
    for key in ("conclusions", "measures"):
        analysis.sections.create(key=key, text="Система работает.")
    if state != "draft":
        make_paper(world, state, code="D15", owner=analysis, author=world.head, roadmap=roadmap)
    return analysis


def make_measure(world, state="proposed", **fields):
    """Return a measure of an approved analysis; a carried one has its row in a later roadmap."""
    analysis = make_analysis(world, "approved")
    facts = {"text": "Обучить аудиторов.", "source_text": "Вывод 3", "responsible": world.deputy.employee}
    facts["due_on"] = analysis.roadmap.period_to + timedelta(days=60)
    if state == "declined":
        facts["decline_reason"] = "Нет средств."
    if state == "approved":
        facts["plan"] = make_paper(world, "approved", code="D16", about=analysis)
    if state == "carried":
        facts["activity"] = make_activity(world.roadmap)
    return ImprovementItem.objects.create(school=world.school, analysis=analysis, state=state, **(facts | fields))


BUILDERS = {
    AuditProgramme: make_programme,
    Audit: make_checked,
    CorrectivePlan: make_plan,
    Finding: make_finding,
    Action: make_action,
    ActionDueChange: make_action_due,
    EffectivenessCheck: make_check,
    AnnualAnalysis: make_analysis,
    ImprovementItem: make_measure,
    SelfCheck: make_selfcheck,
    DocumentRequest: make_request,
    RequestLine: make_request_line,
}
