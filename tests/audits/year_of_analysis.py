"""A year with something of everything that the annual analysis counts."""

from datetime import date

from audits.models import Finding, RootCause
from audits.services import analysis as service
from roadmap.models import CourseProgramme
from tests.builders.audits import make_action, make_check, make_finding, make_plan
from tests.factories import make_association, make_criterion
from tests.worlds import make_finding as bare_finding
from tests.worlds import reported_audit

DAY = date(2021, 12, 20)
CLOSED = {
    "report_approved_on": date(2021, 5, 20),
    "acknowledged_on": date(2021, 5, 21),
    "closed_on": date(2021, 5, 25),
}


def busy_year(world):
    """Fill the world's roadmap: audits of every state, findings of every class, actions in time, late and taken off."""
    rows = world.roadmap.activities
    rows.filter(stage__in=["decision", "briefing", "regulation"]).update(state="done", done_on=date(2021, 2, 1))
    rows.filter(stage="consultation").update(state="not_required", reason="Не понадобилось.")
    rows.filter(stage__in=["staff", "plans"]).update(ends_on=date(2021, 6, 1))
    shared = make_criterion(world.school, "MO-88")
    for number in range(2):  # the same association twice: it is covered once
        audit = reported_audit(world, state="closed", **CLOSED)
        bare_finding(world, audit, criterion=shared, grade="major" if number else "minor")
    other = reported_audit(world, association=make_association(world.school), state="closed", **CLOSED)
    bare_finding(world, other, criterion=shared)
    bare_finding(world, other, state="withdrawn")
    bare_finding(world, other, criterion=None)
    for grade in ("observation", "opportunity", "good_practice"):
        bare_finding(world, other, grade=grade, state="recorded")
    bare_finding(world, other, grade="observation", state="draft", number="", sequence=None, registered_on=None)
    reported_audit(world, state="cancelled", reported_on=None, started_on=None)
    reported_audit(world, state="planned", reported_on=None, started_on=None)
    school = reported_audit(world, subject="school", association=None, auditee=world.deputy.employee)
    bare_finding(world, school)
    acted(world)
    courses(world)


def acted(world):
    closed = make_finding(world, "closed")
    again = make_finding(world, "closed", repeat_of=closed, returns=1)
    make_check(world, "not_effective", finding=again, round=1)
    RootCause.objects.filter(finding=again).update(branch="people")
    waits = make_finding(world, "in_progress")
    make_action(world, "planned", finding=waits, plan=waits.audit.plan, due_on=date(2022, 3, 1))
    make_action(world, "cancelled", finding=waits, plan=waits.audit.plan)
    make_action(world, "accepted", finding=closed, plan=closed.audit.plan, kind="preventive", due_on=date(2021, 2, 1))
    proposed = make_finding(world, "acknowledged")
    make_action(world, "proposed", finding=proposed, plan=make_plan(world, "draft", audit=proposed.audit))


def courses(world):
    facts = {"school": world.school, "association": world.association}
    old = CourseProgramme.objects.create(name="Робот", focus="technical", updated_on=date(2019, 9, 1), **facts)
    CourseProgramme.objects.create(name="Чертёж", focus="technical", updated_on=date(2021, 9, 1), **facts)
    CourseProgramme.objects.create(name="Хор", focus="arts", **facts)
    found = Finding.objects.filter(grade="minor", state="open").first()
    found.course_programme = old
    found.save(update_fields=["course_programme"])


def gathered(world):
    return service.gather_analysis(world.roadmap.pk, actor=world.head, as_of=DAY)
