"""Plans, their actions and the checks of effect: the records behind their addresses."""

from django.utils import timezone

from roadmap.models import Association, Edition
from roadmap.permissions import Role
from tests.audits.life import JUDGED
from tests.builders.audits import make_action, make_action_due, make_check, make_plan
from tests.factories import make_association, make_user
from tests.permissions.of_audits import read_audit
from tests.permissions.subjects import WHY, of, page, shared, words
from vsoko.workdays import add_working_days

NEIGHBOURS = "МО соседей"


def plan_to_change(world):
    """Return an approved plan with an addendum that has its action."""
    plan = make_plan(world, "approved")
    edition = Edition.objects.create(school=world.school, target=plan, number=2, reason="Не результативно.")
    make_action(world, "proposed", finding=plan.findings.get(), plan=plan, edition=edition)
    return plan


def plan_beside_others(world):
    """Return a draft plan in a school where another association has a chair, too."""
    other = make_association(world.school, NEIGHBOURS)
    make_user(world.school, Role.CHAIR, association=other)
    return make_plan(world, "draft")


def one_of_two_actions(world):
    action = make_action(world, "planned")
    return make_action(world, "planned", finding=action.finding, plan=action.plan)


def working_day():
    return add_working_days(timezone.localdate(), 10)


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
    shared(world, plan_beside_others, ())
    other = Association.objects.get(school=world.school, name=NEIGHBOURS)
    return {name: step[name] for name in ("text", "due_on", "sign")} | {"associations": [other.pk]}


def taker(world):
    return {"to": world.chair.employee.pk, "reason": "Болеет."}


def checker(world):
    return {"checker": world.head.employee.pk, "due_on": str(working_day())}


def finding_of(world):
    return shared(world, make_plan, ("draft",)).findings.get().pk


DUE = words(new_due=str(working_day()), reason="Болел.")


SUBJECTS = {
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
}
