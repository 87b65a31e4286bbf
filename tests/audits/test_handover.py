"""Handover: what a person holds passes in one step; what impartiality or the rules forbid is left and named."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audits.models import Action, Audit, CorrectivePlan, EffectivenessCheck, Indicator
from audits.services import actions, plans
from roadmap.models import ActivityResponsible, Appointment, Document
from roadmap.permissions import Role
from roadmap.services import handover
from roadmap.services.people import dismiss
from tests.audits.life import fresh, planned, verified
from tests.builders.goals import make_goal
from tests.builders.many import many_findings
from tests.factories import approve_paper, make_audit, make_criterion, make_employee, make_paper
from tests.worlds import make_finding, make_world, reported_audit
from vsoko.holdings import held_by, held_kinds
from vsoko.models import HistoryEntry, Notification
from vsoko.wording import NBSP
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
BASIS = "Приказ от 01.06.2021 № 50-од"


class Leaving:
    """An auditor who holds one record of almost every kind."""

    def __init__(self):
        self.world = world = make_world()
        self.person = person = world.auditor.employee
        audit = reported_audit(world)
        finding = make_finding(world, audit)
        self.check = verified(world, audit, finding)
        self.audit = make_audit(
            world.roadmap, lead=world.head.employee, auditee=world.chair.employee, association=world.association,
            state="in_progress", starts_on=date(2021, 6, 1), ends_on=timezone.localdate(), started_on=date(2021, 6, 1),
        )  # fmt: skip
        self.audit.team.create(employee=person)
        self.audit.meetings.create(position=1, day=date(2021, 6, 2), stage="interview", auditor=person)
        self.draft = make_paper(world.school, author=world.deputy, roadmap=world.roadmap, title="Справка")
        Document.objects.filter(pk=self.draft.pk).update(author=world.auditor)
        order = make_paper(
            world.school,
            author=world.deputy,
            roadmap=world.roadmap,
            items=[{"text": "Обучить.", "responsible": person}],
        )
        self.point = approve_paper(order, director=world.director).items.get()
        self.activity = world.roadmap.activities.get(stage="audits")
        ActivityResponsible.objects.create(activity=self.activity, role="auditor", employee=person, is_main=True)
        self.criterion = make_criterion(world.school, responsible=person)
        self.indicator = Indicator.objects.filter(school=world.school, method="share").first()
        Indicator.objects.filter(pk=self.indicator.pk).update(responsible=person)
        self.goal = make_goal(world, responsible=person)
        Notification.objects.all().delete()

    def pass_to(self, to, actor=None):
        return handover.hand_over(self.person.pk, actor=actor or self.world.deputy, to=to.employee, basis=BASIS)


def words(answer):
    return answer.content.decode().replace(NBSP, " ")


def sentences(obj):
    return [(entry.sentence, entry.comment) for entry in HistoryEntry.objects.of(obj)]


def test_everything_passes_at_once_but_what_the_other_may_not_have(client):
    leaving = Leaving()
    world, person, teacher = leaving.world, leaving.person, leaving.world.teacher
    address = reverse("employee-handover", args=[person.pk])
    client.force_login(world.deputy)
    page = words(client.get(address, {"to": teacher.employee.pk}))
    assert "член этого МО" in page
    assert "исполняет или исполнял(а) действие" in page
    unsaid = client.post(address, {"to": teacher.employee.pk, "basis": ""})
    assert unsaid.status_code == 422
    assert HistoryEntry.objects.filter(action="roadmap.employee.hand_over").count() == 0

    answer = words(client.post(address, {"to": teacher.employee.pk, "basis": BASIS}, follow=True))
    assert "Передано: 7 записей" in answer
    assert "Осталось: 3 записи" in answer
    for record in (leaving.point, leaving.criterion, leaving.indicator, leaving.goal):
        assert fresh(record).responsible == teacher.employee
    for record in (leaving.draft, leaving.point, leaving.activity, leaving.criterion, leaving.indicator):
        assert ("Передано другому", BASIS) in sentences(record)
    assert fresh(leaving.draft).author == teacher
    assert leaving.activity.responsible.get().employee == teacher.employee
    today = timezone.localdate()
    roles = Appointment.objects.filter(role=Role.AUDITOR)
    assert [row.employee for row in roles.covering(today)] == [teacher.employee]
    assert roles.get(employee=person).ends_on == today - timedelta(days=1)
    assert roles.get(employee=teacher.employee).basis == BASIS
    [letter] = Notification.objects.filter(recipient=teacher)
    assert "7 записей" in letter.subject.replace(NBSP, " ")
    assert BASIS in letter.text

    # What he may not have goes to somebody else, and then there is nothing to pass.
    assert [name for name, _, _ in held_by(pk=person.pk)] == ["audits", "audits", "checks"]
    passed, left = leaving.pass_to(world.secretary)
    assert passed == 1
    assert {one.why for one in left} == {f"{world.secretary.employee.short_name} не входит в рабочую группу аудитором."}
    assert fresh(leaving.check).checker == world.secretary.employee
    Appointment.objects.create(
        school=world.school,
        employee=world.secretary.employee,
        role=Role.AUDITOR,
        working_group=world.roadmap.working_group,
    )
    assert leaving.pass_to(world.secretary) == (2, [])
    assert [member.employee for member in leaving.audit.team.all()] == [world.secretary.employee]
    assert leaving.audit.meetings.get().auditor == world.secretary.employee
    with pytest.raises(TransitionError, match="передавать нечего"):
        leaving.pass_to(world.secretary)


def test_the_page_asks_the_same_for_one_record_of_every_kind_and_for_thirty(client):
    leaving = Leaving()
    world, person = leaving.world, leaving.person
    client.force_login(world.deputy)
    client.get("/")

    def asked(number, **to):
        """Return the queries of the page, and how many actions and plans stand on it."""
        many_findings(world, number)
        Action.objects.filter(plan__school=world.school, state="planned").update(responsible=person)
        Audit.objects.filter(school=world.school, lead=person).update(state="in_progress")
        CorrectivePlan.objects.bulk_create(
            CorrectivePlan(
                school=world.school, roadmap=world.roadmap, number=f"Проект {number} № {n}", author=world.auditor
            )
            for n in range(number)
        )
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("employee-handover", args=[person.pk]), to)
        return len(queries), {group.name: len(group.holdings) for group in page.context["groups"]}

    one, few = asked(1, to=world.teacher.employee.pk)
    thirty, many = asked(29, to=world.teacher.employee.pk)
    assert set(few) == set(held_kinds) - {"ended", "measures"}
    assert {name: many[name] for name in ("plans", "actions")} == {"plans": 30, "actions": 30}
    assert one == thirty <= 15
    assert asked(0)[0] <= 15


def test_whoever_audits_never_answers_for_the_subject_and_whoever_judges_never_acts():
    world = make_world()
    audit = reported_audit(world)
    check = verified(world, audit, make_finding(world, audit))
    EffectivenessCheck.objects.filter(pk=check.pk).update(checker=world.secretary.employee)
    chair, secretary, auditor = (one.employee for one in (world.chair, world.secretary, world.auditor))
    assert handover.hand_over(chair.pk, actor=world.director, to=secretary, basis=BASIS) == (2, [])
    assert fresh(audit).auditee == secretary
    assert Appointment.objects.get(role=Role.CHAIR, employee=secretary).association == world.association

    [left] = handover.hand_over(secretary.pk, actor=world.director, to=auditor, basis=BASIS)[1]
    assert "этот аудит проверяет" in left.why
    assert fresh(check).checker == auditor
    # The only keeper of roles passes his own one, and only to somebody who can log in.
    administrator, silent = world.administrator.employee, make_employee(world.school, "Безвходова")
    with pytest.raises(TransitionError, match="нет входа"):
        handover.hand_over(administrator.pk, actor=world.director, to=silent, basis=BASIS)
    with pytest.raises(NotAllowed):
        handover.hand_over(administrator.pk, actor=world.deputy, to=secretary, basis=BASIS)


def test_only_who_keeps_the_card_hands_over_and_the_rest_stands_on_the_desk(client):
    leaving = Leaving()
    world, person = leaving.world, leaving.person
    with pytest.raises(NotAllowed):
        leaving.pass_to(world.teacher, actor=world.head)
    gone = make_employee(world.school, "Ушедшая", left_on=date(2021, 1, 1))
    for nobody in (gone, person):
        with pytest.raises(TransitionError, match="другому работающему"):
            handover.hand_over(person.pk, actor=world.deputy, to=nobody, basis=BASIS)
    with pytest.raises(TransitionError, match="основание"):
        handover.hand_over(person.pk, actor=world.deputy, to=world.teacher.employee, basis=" ")

    client.force_login(world.deputy)
    told = f"Передать дела: {person.short_name}".replace(NBSP, " ")
    assert told not in words(client.get("/"))
    assert "Не передано: 10 записей" in words(client.get(reverse("employee-leave", args=[person.pk])))
    dismiss(person.pk, actor=world.deputy, on=timezone.localdate())
    desk = words(client.get("/"))
    assert told in desk
    assert "не передано: 9 записей" in desk
    # The role that the dismissal has ended passes like the rest, once: nobody is asked for it, but the audits go with it.
    client.force_login(world.deputy)
    address = reverse("employee-handover", args=[person.pk])
    page = words(client.get(address, {"to": world.secretary.employee.pk}))
    assert "Роли, завершённые увольнением" in page
    assert "не входит в рабочую группу" not in page
    assert leaving.pass_to(world.secretary) == (10, [])
    role = Appointment.objects.get(role=Role.AUDITOR, employee=world.secretary.employee)
    assert (role.starts_on, role.basis) == (timezone.localdate() + timedelta(days=1), BASIS)
    assert held_by(pk=person.pk) == {}
    assert told not in words(client.get("/"))
    client.force_login(world.teacher)
    assert told not in words(client.get("/"))


def test_what_waits_to_be_accepted_and_what_is_only_drafted_passes_too():
    world = make_world()
    action = planned(world, audit := reported_audit(world), make_finding(world, audit)).actions.get()
    actions.report_action(
        action.pk, actor=world.teacher, comment="Графы введены.", on=date(2021, 6, 10), reference="Приказ № 45-од"
    )
    draft = plans.create_plan(actor=world.deputy, roadmap=world.roadmap)
    teacher, deputy, secretary = (one.employee for one in (world.teacher, world.deputy, world.secretary))
    assert handover.hand_over(teacher.pk, actor=world.director, to=secretary, basis=BASIS)[1] == []
    action = fresh(action)
    assert (action.responsible, action.done_by) == (secretary, world.teacher)
    assert {name for name, _, _ in held_by(pk=deputy.pk)} == {"roles", "plans"}
    silent = make_employee(world.school, "Безвходова")
    [left] = handover.hand_over(deputy.pk, actor=world.director, to=silent, basis=BASIS)[1]
    assert "откройте вход" in left.why
    assert handover.hand_over(deputy.pk, actor=world.director, to=secretary, basis=BASIS) == (1, [])
    assert fresh(draft).author == world.secretary
    assert ("Передано другому", BASIS) in sentences(draft)
