"""Criteria, audits, findings, plans and the analysis: the records behind their addresses."""

from django.utils import timezone

from audits.models import ChecklistTemplate, Criterion
from roadmap.models import Edition
from roadmap.permissions import Role
from tests.audits.life import JUDGED
from tests.builders.audits import (
    approved_and_read,
    make_action,
    make_action_due,
    make_analysis,
    make_check,
    make_checked,
    make_finding,
    make_plan,
    make_programme,
)
from tests.builders.publications import make_publication
from tests.factories import make_association, make_criterion, make_user
from tests.permissions.subjects import WHY, of, page, shared, words
from tests.readiness import audit_to_close
from vsoko.workdays import add_working_days


def criterion(world):
    return make_criterion(world.school, "ZZ-01")


def template(world):
    return ChecklistTemplate.objects.get(school=world.school, applies_to="programme")


def changed_programme(world):
    """Return an approved programme with a change under way."""
    programme = make_programme(world, "approved")
    Edition.objects.create(school=world.school, target=programme, number=2, reason="Новый аудит.", changes=[{
        "audit": None, "field": "goals", "label": "Цели", "was": "Оценить.", "is": "Иначе.", "value": "Иначе.",
    }])  # fmt: skip
    return programme


def read_audit(world):
    return make_checked(world, "reported", **approved_and_read(world))


def question(world):
    return make_checked(world, "in_progress").items.first()


def plan_to_change(world):
    """Return an approved plan with an addendum that has its action."""
    plan = make_plan(world, "approved")
    edition = Edition.objects.create(school=world.school, target=plan, number=2, reason="Не результативно.")
    make_action(world, "proposed", finding=plan.findings.get(), plan=plan, edition=edition)
    return plan


def plan_beside_others(world):
    """Return a draft plan in a school where another association has a chair, too."""
    world.neighbours = make_association(world.school)
    make_user(world.school, Role.CHAIR, association=world.neighbours)
    return make_plan(world, "draft")


def planned_audit(world):
    return shared(world, make_programme, ("draft",)).audits.get()


def one_of_two_actions(world):
    action = make_action(world, "planned")
    return make_action(world, "planned", finding=action.finding, plan=action.plan)


def unwritten(world):
    finding = make_finding(world, "acknowledged")
    finding.causes.all().delete()
    return finding


def dispute(world, grade):
    return make_finding(world, "disputed", grade=grade)


# --- what is typed ---------------------------------------------------------------------------------------------------


def working_day():
    return add_working_days(timezone.localdate(), 10)


def by_year(record):
    return [record.roadmap_id]


def conditions(world):
    return {
        "association": world.association.pk,
        "lead": world.auditor.employee.pk,
        "starts_on": "2021-05-11",
        "ends_on": "2021-05-14",
        "period_from": "2021-01-01",
        "period_to": "2021-04-30",
        "unscheduled": "on",
        "basis": "Жалоба.",
    }


def step_of_plan(world):
    return {
        "kind": "preventive",
        "text": "Сверить остальные протоколы.",
        "responsible": world.teacher.employee.pk,
        "due_on": str(working_day()),
        "sign": "Справка.",
    }


def elsewhere(world):
    step = step_of_plan(world)
    return {name: step[name] for name in ("text", "due_on", "sign")} | {"associations": [world.neighbours.pk]}


def taker(world):
    return {"to": world.chair.employee.pk, "reason": "Болеет."}


def checker(world):
    return {"checker": world.head.employee.pk, "due_on": str(working_day())}


FINDING = words(
    grade="minor", title="Решения без срока", requirement="Положение", fact="Нет срока", evidence_text="Протокол № 1"
)
CAUSE = words(why1="Нет граф.", why2="Форму не пересматривали.", branch="rules", recurs="no", changes=["document"])
DUE = words(new_due=str(working_day()), reason="Болел.")


def criterion_of(world):
    return Criterion.objects.filter(school=world.school, applies_to="association").first().pk


def finding_of(world):
    return shared(world, make_plan, ("draft",)).findings.get().pk


def answers(items):
    return {f"q{item.pk}-{name}": value for item in items for name, value in ANSWER.items()}


def one_answer(world):
    return answers([shared(world, question, ())])


def all_answers(state):
    return lambda world: answers(shared(world, make_checked, (state,)).items.all())


ANSWER = {"answer": "yes", "note": "Протоколы есть.", "evidence_text": "Протокол № 2.", "version": "0", "was": "—"}


SUBJECTS = {
    # --- criteria
    "criterion-list": page(),
    "criterion-create": page(
        words(code="YY-1", section="Раздел", question="Есть ли?", requirement="Положение", applies_to="school")
    ),
    "criterion-edit": of(criterion, typed=lambda world: {"responsible": world.teacher.employee.pk}),
    "template-list": page(),
    "template-create": page(lambda world: {"name": "Короткий", "criteria": [criterion_of(world)]}),
    "template-edit": of(template, typed=words(name="Короче")),
    # --- programme
    "programme-current": page(),
    "programme-create": page(words(goals="Оценить.", scope="Школа.")),
    "programme-detail": of(make_programme, "draft"),
    "programme-edit": of(make_programme, "draft", typed=words(goals="Оценить иначе.")),
    "programme-edit approved": of(changed_programme, typed=words(reason="Новый срок.")),
    "programme-submit": of(make_programme, "draft"),
    "programme-change-drop": of(changed_programme),
    # --- audits
    "audit-list": page(),
    "audit-export": page(),
    "audit-create": page(conditions),
    "audit-create association": page(
        conditions, query=lambda world, record: f"association={world.association.pk}", foreign=True
    ),
    "audit-detail": of(make_checked, "in_progress"),
    "audit-detail reported": of(make_checked, "reported"),
    "audit-edit": of(planned_audit, typed=lambda world: {"lead": world.head.employee.pk}),
    "audit-start": of(make_checked, "planned"),
    "audit-checklist": of(make_checked, "in_progress", typed=all_answers("in_progress")),
    "audit-checklist reported": of(make_checked, "reported", typed=all_answers("reported")),
    "audit-blank": of(make_checked, "in_progress"),
    "audit-assign": of(make_checked, "in_progress", typed=lambda world: {"tab0": world.auditor.employee.pk}),
    "audit-answer": of(question, typed=one_answer),
    "audit-report": of(make_checked, "in_progress", typed=words(strengths="Протоколы в порядке.")),
    "audit-report reported": of(make_checked, "reported"),
    "audit-report-submit": of(make_checked, "in_progress"),
    "audit-reopen": of(make_checked, "reported", typed=WHY),
    "audit-acknowledge": of(make_checked, "reported"),
    "audit-close": of(audit_to_close),
    "audit-cancel": of(make_checked, "planned", typed=WHY),
    # --- findings
    "finding-list": page(),
    "finding-export": page(),
    "finding-create": of(
        make_checked, "in_progress", typed=lambda world: FINDING(world) | {"criterion": criterion_of(world)}
    ),
    "finding-create question": of(
        make_checked, "in_progress", typed=FINDING, query=lambda world, audit: f"item={audit.items.first().pk}"
    ),
    "finding-detail": of(make_finding, "open"),
    "finding-detail draft": of(make_finding, "draft"),
    "finding-detail acting": of(make_finding, "in_progress"),
    "finding-edit": of(make_finding, "draft", typed=FINDING),
    "finding-delete": of(make_finding, "draft"),
    "finding-cause": of(unwritten, typed=CAUSE),
    "finding-acknowledge": of(make_finding, "open"),
    "finding-dispute": of(make_finding, "open", typed=lambda world: WHY(world) | {"on": "2021-05-18"}),
    "finding-uphold": of(dispute, "minor", typed=WHY),
    "finding-uphold major": of(dispute, "major", typed=WHY),
    "finding-withdraw": of(dispute, "minor", typed=WHY),
    "finding-accept": of(make_finding, "recorded"),
    "finding-decline": of(make_finding, "recorded", typed=WHY),
    # --- plans
    "plan-list": page(),
    "plan-create": page(),
    "plan-create audit": of(read_audit, args=lambda record: [], query=lambda world, audit: f"audit={audit.pk}"),
    "plan-detail": of(make_plan, "draft"),
    "plan-detail approved": of(make_plan, "approved"),
    "plan-progress": of(make_plan, "approved"),
    "plan-submit": of(make_plan, "draft", typed=words(on="2021-03-01")),
    "plan-addendum": of(make_plan, "approved", typed=words(reason="Не результативно.")),
    "addendum-submit": of(
        plan_to_change, args=lambda plan: [plan.pk, plan.editions.get().pk], typed=words(on="2021-03-01")
    ),
    "action-list": page(),
    "check-list": page(),
    "action-export": page(),
    "action-create": of(make_plan, "draft", typed=lambda world: step_of_plan(world) | {"finding": finding_of(world)}),
    "action-elsewhere": of(
        plan_beside_others, typed=elsewhere, query=lambda world, plan: f"finding={plan.findings.get().pk}"
    ),
    "action-detail": of(make_action, "planned"),
    "action-detail draft": of(make_action, "proposed"),
    "action-edit": of(make_action, "proposed", typed=step_of_plan),
    "action-delete": of(make_action, "proposed"),
    "action-start": of(make_action, "planned"),
    "action-report": of(make_action, "in_progress", typed=WHY),
    "action-accept": of(make_action, "done"),
    "action-return": of(make_action, "done", typed=WHY),
    "action-cancel": of(one_of_two_actions, typed=WHY),
    "action-note": of(make_action, "planned", typed=words(text="Черновик формы готов.")),
    "action-hand-over": of(make_action, "planned", typed=taker),
    "action-due-ask": of(make_action, "planned", typed=DUE),
    "action-due-grant": of(make_action_due, "asked"),
    "action-due-refuse": of(make_action_due, "asked", typed=WHY),
    "check-assign": of(make_check, "assigned", typed=checker),
    "check-confirm": of(make_check, "assigned", typed=words(comment="Да.", **JUDGED)),
    "check-deny": of(make_check, "assigned", typed=WHY),
    # --- analysis
    "analysis-list": page(),
    "analysis-detail": of(make_analysis, "draft", args=by_year),
    "analysis-detail approved": of(make_analysis, "approved", args=by_year),
    "analysis-xlsx": of(make_analysis, "draft", args=by_year),
    "analysis-readiness": of(make_analysis, "draft", args=by_year),
    "analysis-version draft": of(make_analysis, "draft", args=lambda record: [record.roadmap_id, "site"]),
    "analysis-version council": of(make_analysis, "approved", args=lambda record: [record.roadmap_id, "council"]),
    "analysis-version site": of(make_analysis, "approved", args=lambda record: [record.roadmap_id, "site"]),
    "analysis-publish": of(make_publication, "hidden", args=lambda record: [record.analysis.roadmap_id]),
    "analysis-withdraw": of(
        make_publication, "published", args=lambda record: [record.analysis.roadmap_id], typed=words(comment="Ошибка.")
    ),
    "analysis-gather": of(make_analysis, "draft", args=by_year),
    "analysis-section": of(
        make_analysis, "draft", args=lambda record: [record.roadmap_id, "conclusions"], typed=words(text="Вывод.")
    ),
    "analysis-reopen": of(make_analysis, "approved", args=by_year, typed=words(comment="Нашли ошибку в таблице.")),
    "analysis-submit": of(make_analysis, "draft", args=by_year),
    "next-year": of(make_analysis, "approved", args=by_year, typed=words(label="2031")),
}
