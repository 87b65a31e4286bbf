"""Nobody audits the own work: every reason, the edges of its dates, and the three gates where it is asked.

The audit runs from 11 to 14 May 2021 and looks at 1 January to 30 April 2021.
"""

from contextlib import nullcontext
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audits.models import Criterion
from audits.services import answers, audits, planning
from audits.services.impartiality import Case, reasons
from audits.services.questions import assign_questions
from roadmap.models import CourseProgramme, Employee
from roadmap.permissions import Role
from roadmap.services.documents import sign_by_hand
from tests.audits.planned import approve_programme, begin_programme, conditions, plan, short_template
from tests.factories import appoint, join, make_association, make_employee, make_user, pdf_bytes
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(world):
    """Another auditor of the group."""
    return make_user(world.school, Role.AUDITOR, group=world.roadmap.working_group, last_name="Глобусова")


@pytest.fixture
def started(world):
    programme = begin_programme(world)
    audit = plan(world, template=short_template(world, "A-1"))
    approve_programme(world, programme)
    audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))
    for item in audit.items.all():
        answers.answer_item(item.pk, actor=world.auditor, version=0, answer="yes")
    return audit


def case(world, **fields):
    facts = {
        "school_id": world.school.pk,
        "subject": "association",
        "association_id": world.association.pk,
        "windows": (
            (date(2021, 1, 1), date(2021, 4, 30)),
            (date(2021, 5, 11), date(2021, 5, 14)),
        ),
    }
    return Case(**(facts | fields))


def why(world, employee, **fields):
    return reasons(case(world, **fields), [employee]).get(employee.pk, [])


# --- every reason ---------------------------------------------------------------------------------------------------


def test_a_clean_auditor_has_no_reasons(world):
    assert why(world, world.auditor.employee) == []


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "barred"),
    [
        (None, None, True),
        (None, date(2020, 12, 31), False),
        (None, date(2021, 1, 1), True),
        (date(2021, 4, 30), None, True),
        (date(2021, 5, 1), date(2021, 5, 10), False),
        (date(2021, 5, 10), date(2021, 5, 11), True),
        (date(2021, 5, 14), None, True),
        (date(2021, 5, 15), None, False),
    ],
)
def test_membership_counts_on_any_day_of_the_period_or_of_the_audit(world, starts_on, ends_on, barred):
    join(world.association, world.auditor.employee, starts_on=starts_on, ends_on=ends_on)
    assert bool(why(world, world.auditor.employee)) is barred


def test_the_reason_names_the_membership_and_its_days(world):
    join(world.association, world.auditor.employee, starts_on=date(2020, 9, 1), ends_on=date(2021, 2, 15))
    assert why(world, world.auditor.employee) == ["член этого МО с 01.09.2020 по 15.02.2021"]


@pytest.mark.parametrize("role", [Role.CHAIR, Role.CURATOR, Role.DIRECTOR])
@pytest.mark.parametrize(("ends_on", "barred"), [(date(2020, 12, 31), False), (date(2021, 1, 1), True), (None, True)])
def test_chair_and_curator_of_the_association_and_the_director_are_barred(world, role, ends_on, barred):
    appoint(world.auditor.employee, role, association=world.association, ends_on=ends_on)
    assert bool(why(world, world.auditor.employee)) is barred


def test_another_association_bars_nobody(world):
    other = make_association(world.school)
    join(other, world.auditor.employee)
    appoint(world.auditor.employee, Role.CHAIR, association=other)
    assert why(world, world.auditor.employee) == []


@pytest.mark.parametrize("acting", [False, True])
def test_the_director_is_barred_and_so_is_an_acting_one(world, acting):
    appoint(
        world.auditor.employee, Role.DIRECTOR, acting=acting, starts_on=date(2021, 5, 13), ends_on=date(2021, 5, 13)
    )
    assert why(world, world.auditor.employee) == ["директор школы с 13.05.2021 по 13.05.2021"]


def test_who_answers_for_the_subject_is_barred(world):
    assert why(world, world.auditor.employee, auditee_id=world.auditor.employee.pk) == [
        "отвечает за проверяемый объект"
    ]


def test_author_and_teacher_of_a_programme_are_barred(world, second):
    programme = CourseProgramme.objects.create(
        school=world.school, name="Робототехника", focus="technical", author=world.auditor.employee
    )
    programme.teachers.add(second.employee)
    found = reasons(
        case(world, programmes=(programme,)), [world.auditor.employee, second.employee, world.head.employee]
    )
    assert found == {
        world.auditor.employee.pk: ["автор программы «Робототехника»"],
        second.employee.pk: ["ведёт программу «Робототехника»"],
    }


def test_nothing_is_asked_before_the_days_are_known(world):
    join(world.association, world.auditor.employee)
    assert why(world, world.auditor.employee, windows=()) == []


@pytest.mark.one_database
def test_reasons_cost_the_same_for_one_and_for_many(world, django_assert_num_queries):
    people = [make_user(world.school, Role.AUDITOR).employee for _ in range(12)]
    for person in people:
        join(world.association, person)
    for some in (people[:1], people):
        with django_assert_num_queries(2):
            assert len(reasons(case(world), some)) == len(some)


# --- appointment ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["lead", "team"])
def test_a_member_is_refused_at_appointment_with_the_reason(world, second, place):
    join(world.association, second.employee, starts_on=date(2020, 9, 1))
    with pytest.raises(TransitionError, match="Глобусова.*член этого МО с 01.09.2020") as refused:
        plan(world, **({"lead": second.employee} if place == "lead" else {"team": [second.employee]}))
    assert refused.value.field == place


def test_who_left_the_day_before_the_period_is_appointed_and_a_day_later_not(world, second):
    join(world.association, second.employee, ends_on=date(2020, 12, 31))
    assert plan(world, team=[second.employee]).team.get().employee == second.employee
    join(world.association, world.auditor.employee, ends_on=date(2021, 1, 1))
    with pytest.raises(TransitionError, match="член этого МО"):
        plan(world)


def test_a_member_is_refused_when_the_team_changes(world, second):
    audit = plan(world)
    join(world.association, second.employee)
    same = conditions(world) | {"team": [second.employee]}
    with pytest.raises(TransitionError, match="член этого МО"):
        planning.edit_audit(audit.pk, actor=world.head, **same)
    assert not audit.team.exists()


def test_the_author_of_a_sampled_programme_is_refused(world, second):
    programme = CourseProgramme.objects.create(
        school=world.school, name="Лепка", focus="arts", association=world.association, author=second.employee
    )
    with pytest.raises(TransitionError, match="автор программы «Лепка»"):
        plan(world, team=[second.employee], sampled_programmes=[programme])


def test_a_programme_of_another_association_is_no_sample(world):
    programme = CourseProgramme.objects.create(
        school=world.school, name="Лепка", focus="arts", association=make_association(world.school)
    )
    with pytest.raises(TransitionError, match="не относится к проверяемому МО") as refused:
        plan(world, sampled_programmes=[programme])
    assert refused.value.field == "sampled_programmes"


# --- start and report: membership may be entered backwards ----------------------------------------------------------


def test_a_member_entered_after_planning_stops_the_start(world):
    programme = begin_programme(world)
    audit = plan(world, template=short_template(world, "A-1"))
    approve_programme(world, programme)
    join(world.association, world.auditor.employee, starts_on=date(2021, 2, 1), ends_on=date(2021, 2, 2))
    with pytest.raises(TransitionError, match="член этого МО"):
        audits.start_audit(audit.pk, actor=world.auditor)
    audit.refresh_from_db()
    assert (audit.state, audit.items.count()) == ("planned", 0)


def test_a_member_entered_during_the_audit_stops_the_report(world, started):
    join(world.association, world.auditor.employee, starts_on=date(2021, 4, 30), ends_on=date(2021, 4, 30))
    with pytest.raises(TransitionError, match="член этого МО"):
        audits.report_audit(started.pk, actor=world.auditor)
    started.refresh_from_db()
    assert started.state == "in_progress"
    assert not started.documents.exists()


def test_a_membership_after_the_audit_stops_nothing(world, started):
    join(world.association, world.auditor.employee, starts_on=date(2021, 5, 15))
    assert audits.report_audit(started.pk, actor=world.auditor).state == "reported"


@pytest.mark.parametrize(("signs", "refused"), [("colleague", True), ("director", False)])
def test_a_report_signed_by_hand_is_judged_by_who_signed_and_not_by_who_records_it(world, started, signs, refused):
    """Neither of the two who sign has a login: others record it for them."""
    colleague = make_employee(world.school, "Указкина")
    started.team.create(employee=colleague)
    paper = audits.report_audit(started.pk, actor=world.auditor, on=date(2021, 5, 14)).documents.get()
    if signs == "colleague":
        appoint(colleague, Role.DIRECTOR, acting=True)
    else:
        Employee.objects.filter(pk=world.director.employee.pk).update(user=None)
    scan = {"upload": SimpleUploadedFile("скан.pdf", pdf_bytes()), "on": date(2021, 5, 17)}
    with pytest.raises(NotAllowed, match="не проверял") if refused else nullcontext():
        sign_by_hand(paper.pk, actor=world.secretary if refused else world.auditor, **scan)
    started.refresh_from_db()
    assert (started.report_approved_on is None) is refused


# --- the school as a whole: only the own question is barred ---------------------------------------------------------


@pytest.fixture
def school_audit(world, second):
    template = short_template(world, "S-1", "S-2", applies_to="school")
    Criterion.objects.filter(school=world.school, code="S-1").update(responsible=world.auditor.employee)
    return plan(
        world, subject="school", association=None, auditee=world.deputy.employee, template=template,
        team=[second.employee], unscheduled=True, basis="Поручение директора.",
    )  # fmt: skip


def question(audit, code):
    return audit.items.get(code=code)


def test_a_responsible_person_audits_the_school_but_not_the_own_question(world, school_audit, second):
    audits.start_audit(school_audit.pk, actor=world.auditor)
    own, other = question(school_audit, "S-1"), question(school_audit, "S-2")
    with pytest.raises(TransitionError, match="отвечаете вы"):
        answers.answer_item(own.pk, actor=world.auditor, version=0, answer="yes")
    answers.answer_item(other.pk, actor=world.auditor, version=0, answer="yes")
    answers.answer_item(own.pk, actor=second, version=0, answer="yes")
    assert audits.report_audit(school_audit.pk, actor=world.auditor).state == "reported"


def test_an_own_question_is_not_assigned_with_its_section(world, school_audit):
    audits.start_audit(school_audit.pk, actor=world.auditor)
    label = question(school_audit, "S-1").section
    assign_questions(school_audit.pk, actor=world.auditor, labels={label: world.auditor.employee})
    assert question(school_audit, "S-1").assigned_to is None
    assert question(school_audit, "S-2").assigned_to == world.auditor.employee


def test_an_own_question_needs_somebody_else_in_the_team(world, school_audit):
    school_audit.team.all().delete()
    with pytest.raises(TransitionError, match="S-1.*Добавьте в группу ещё одного аудитора"):
        audits.start_audit(school_audit.pk, actor=world.auditor)


def test_a_responsibility_given_after_the_answer_stops_the_report(world, school_audit, second):
    audits.start_audit(school_audit.pk, actor=world.auditor)
    answers.answer_item(question(school_audit, "S-1").pk, actor=second, version=0, answer="yes")
    answers.answer_item(question(school_audit, "S-2").pk, actor=second, version=0, answer="yes")
    Criterion.objects.filter(school=world.school, code="S-2").update(responsible=second.employee)
    with pytest.raises(TransitionError, match="S-2: на вопрос ответил"):
        audits.report_audit(school_audit.pk, actor=world.auditor)


def test_only_people_of_the_team_are_given_questions(world, school_audit):
    audits.start_audit(school_audit.pk, actor=world.auditor)
    label = question(school_audit, "S-2").section
    with pytest.raises(TransitionError, match="не входит в аудиторскую группу"):
        assign_questions(school_audit.pk, actor=world.auditor, labels={label: world.teacher.employee})
