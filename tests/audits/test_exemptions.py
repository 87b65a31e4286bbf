"""The director's exemption from impartiality: what it lifts, for how long, and that it never works alone or unseen.

The audit runs from 11 to 14 May 2021 and looks at 1 January to 30 April 2021.
"""

from datetime import date

import pytest
from django.urls import reverse

from audits.models import Exemption
from audits.paper_words import report_words
from audits.services import answers, audits, exemptions, planning
from audits.services.report import report_facts
from roadmap.models import CourseProgramme
from roadmap.permissions import Role
from roadmap.services.training import add_training
from tests.audits.planned import conditions, plan, short_template
from tests.factories import appoint, join, make_association, make_user
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
UNSCHEDULED = {"unscheduled": True, "basis": "Поручение директора."}


@pytest.fixture
def second(world):
    """Another auditor of the group, whom nothing hinders."""
    return make_user(world.school, Role.AUDITOR, group=world.roadmap.working_group, last_name="Глобусова")


def exempt(world, employee=None, **fields):
    facts = {"association": world.association, "reason": "Других аудиторов нет.", "until": date(2021, 5, 14)} | fields
    facts = {"on": date(2021, 5, 1)} | facts
    employee = employee or world.auditor.employee
    return exemptions.grant_exemption(world.school, actor=world.director, employee=employee, **facts)


def take_part(world, how):
    """Let the auditor do what is audited; return the conditions of the audit that this concerns."""
    auditor = world.auditor.employee
    if how == "member":
        join(world.association, auditor)
    elif how in (Role.CHAIR, Role.CURATOR):
        appoint(auditor, how, association=world.association, ends_on=date(2021, 2, 1))
    else:
        course = CourseProgramme.objects.create(
            school=world.school, name="Лепка", focus="arts", association=world.association,
            author=auditor if how == "author" else None,
        )  # fmt: skip
        if how == "teacher":
            course.teachers.add(auditor)
        return {"sampled_programmes": [course]}
    return {}


@pytest.mark.parametrize("how", ["member", Role.CHAIR, Role.CURATOR, "author", "teacher"])
def test_each_reason_bars_and_is_lifted(world, second, how):
    facts = take_part(world, how) | {"team": [second.employee]}
    with pytest.raises(TransitionError, match="исключение разрешает директор"):
        plan(world, **facts)
    exempt(world)
    assert plan(world, **facts).lead == world.auditor.employee


def test_an_exemption_for_a_programme_lifts_its_author(world, second):
    course = CourseProgramme.objects.create(
        school=world.school, name="Лепка", focus="arts", author=world.auditor.employee
    )
    facts = {"subject": "programme", "association": None, "course_programme": course, "auditee": world.chair.employee}
    facts["team"] = [second.employee]
    exempt(world)
    with pytest.raises(TransitionError, match="автор программы"):
        plan(world, **facts)
    exempt(world, association=None, course_programme=course)
    assert plan(world, **facts).course_programme == course


@pytest.mark.parametrize("firm", ["auditee", "director"])
def test_nothing_lifts_the_own_answer_or_the_directors_place(world, second, firm):
    exempt(world)
    facts = {"team": [second.employee]}
    if firm == "auditee":
        facts["auditee"] = world.auditor.employee
    else:
        appoint(world.auditor.employee, Role.DIRECTOR, acting=True, ends_on=date(2021, 5, 13))
    with pytest.raises(TransitionError, match="не может проверять: (отвечает|директор)"):
        plan(world, **facts)


@pytest.mark.parametrize(("until", "lifted"), [(date(2021, 5, 13), False), (date(2021, 5, 14), True)])
def test_it_lasts_to_the_last_day_of_the_audit_or_does_not_count(world, second, until, lifted):
    join(world.association, world.auditor.employee)
    exempt(world, until=until)
    if lifted:
        assert plan(world, team=[second.employee]).pk
    else:
        with pytest.raises(TransitionError, match="член этого МО"):
            plan(world, team=[second.employee])


def test_it_is_for_this_association_and_this_person(world, second):
    join(world.association, world.auditor.employee)
    exempt(world, association=make_association(world.school))
    exempt(world, second.employee)
    with pytest.raises(TransitionError, match="Пеналова.*член этого МО"):
        plan(world, team=[second.employee])


def test_the_exempted_need_somebody_whom_nothing_hinders(world, second):
    join(world.association, world.auditor.employee)
    exempt(world)
    with pytest.raises(TransitionError, match="Пеналова.*Добавьте второго аудитора") as refused:
        plan(world)
    assert refused.value.field == "team"
    join(world.association, second.employee)
    exempt(world, second.employee)
    with pytest.raises(TransitionError, match="Глобусова.*Пеналова.*Добавьте второго"):
        plan(world, team=[second.employee])
    assert plan(world, team=[second.employee, world.head.employee]).team.count() == 2


# --- afterwards: at start and at the report -------------------------------------------------------------------------


@pytest.fixture
def started(world, second):
    """An audit under way, whose lead turns out to be a member of the association."""
    audit = plan(world, team=[second.employee], template=short_template(world, "A-1"), **UNSCHEDULED)
    audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))
    answers.answer_item(audit.items.get().pk, actor=second, version=0, answer="yes")
    join(world.association, world.auditor.employee, starts_on=date(2021, 4, 30), ends_on=date(2021, 4, 30))
    return audit


def submit(world, audit):
    return audits.report_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 17))


def test_a_membership_entered_afterwards_is_lifted_and_told_in_the_report(world, client, started):
    with pytest.raises(TransitionError, match="член этого МО"):
        submit(world, started)
    exempt(world, on=date(2021, 5, 14))
    submit(world, started)
    sentence = (
        "проверяет по письменному исключению директора от 14.05.2021, действует по 14.05.2021. "
        "Что мешает: член этого МО с 30.04.2021 по 30.04.2021. Почему заменить некем: Других аудиторов нет."
    )
    assert sentence in report_words(report_facts(audits.audits().get(pk=started.pk)))
    client.force_login(world.head)
    assert sentence in client.get(reverse("audit-report", args=[started.pk])).content.decode().replace("\xa0", " ")


def test_who_needs_no_exemption_is_not_told_of(world, started, second):
    exempt(world, second.employee)
    assert report_facts(audits.audits().get(pk=started.pk))["exemptions"] == []


@pytest.mark.parametrize(("on", "stopped"), [(date(2021, 5, 14), True), (date(2021, 5, 15), False)])
def test_a_withdrawn_one_stops_the_report_unless_the_audit_was_over(world, started, on, stopped):
    exemption = exempt(world)
    exemptions.withdraw_exemption(exemption.pk, actor=world.director, comment="Нашёлся другой.", on=on)
    if stopped:
        with pytest.raises(TransitionError, match="член этого МО"):
            submit(world, started)
    else:
        assert submit(world, started).state == "reported"


def test_a_second_auditor_who_left_the_team_stops_the_start(world, second):
    join(world.association, world.auditor.employee)
    exempt(world)
    audit = plan(world, team=[second.employee], template=short_template(world, "A-1"), **UNSCHEDULED)
    audit.team.all().delete()
    with pytest.raises(TransitionError, match="Добавьте второго аудитора"):
        audits.start_audit(audit.pk, actor=world.auditor)


# --- who grants, and what is refused ---------------------------------------------------------------------------------


def test_only_the_director_grants_and_withdraws(world):
    exemption = exempt(world)
    facts = {"employee": world.head.employee, "association": world.association, "reason": "Некем.", "until": date.max}
    for other in (world.head, world.deputy, world.administrator):
        with pytest.raises(NotAllowed, match="только директор"):
            exemptions.grant_exemption(world.school, actor=other, **facts)
        with pytest.raises(NotAllowed, match="только директор"):
            exemptions.withdraw_exemption(exemption.pk, actor=other, comment="Хочу.")
    assert Exemption.objects.get().withdrawn_on is None


def test_granting_refuses_the_past_a_double_and_the_director(world):
    exempt(world)
    with pytest.raises(TransitionError, match="уже есть, оно действует по 14.05.2021"):
        exempt(world, until=date(2021, 5, 10))
    with pytest.raises(TransitionError, match="уже прошёл") as refused:
        exempt(world, until=date(2021, 4, 30))
    assert refused.value.field == "until"
    with pytest.raises(TransitionError, match="Директор в аудиторскую группу не входит"):
        exempt(world, world.director.employee)


def test_history_keeps_grant_and_withdrawal_with_their_words(world):
    exemption = exempt(world)
    exemptions.withdraw_exemption(exemption.pk, actor=world.director, comment="Нашёлся другой.", on=date(2021, 5, 2))
    told = [(entry.sentence, entry.comment) for entry in HistoryEntry.objects.of(exemption).order_by("id")]
    assert told == [("Исключение разрешено", "Других аудиторов нет."), ("Исключение отозвано", "Нашёлся другой.")]
    with pytest.raises(TransitionError, match="уже отозвано 02.05.2021"):
        exemptions.withdraw_exemption(exemption.pk, actor=world.director, comment="Ещё раз.")


# --- pages ------------------------------------------------------------------------------------------------------------


def test_the_form_grants_for_one_subject_and_keeps_what_was_typed(world, client):
    client.force_login(world.director)
    url = reverse("exemption-create")
    typed = {"employee": world.auditor.employee.pk, "reason": "Других аудиторов нет.", "until": "2999-05-14"}
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "Выберите что-то одно: объединение или программу." in (words := refused.content.decode())
    assert "Других аудиторов нет." in words
    response = client.post(url, typed | {"association": world.association.pk}, follow=True)
    assert "Исключение разрешено" in response.content.decode()
    assert Exemption.objects.get().granted_by == world.director.employee


def test_the_card_and_the_form_of_an_audit_name_the_exemption(world, second, client):
    join(world.association, world.auditor.employee)
    exempt(world)
    audit = plan(world, team=[second.employee])
    client.force_login(world.head)
    card = client.get(audit.get_absolute_url()).content.decode()
    assert "По исключению директора</a>: член этого МО" in card
    form = client.get(reverse("audit-edit", args=[audit.pk])).content.decode()
    assert "По исключению директора: член этого МО" in form
    exemptions.withdraw_exemption(Exemption.objects.get().pk, actor=world.director, comment="Нет.", on=date(2021, 5, 2))
    assert "Не может проверять: член этого МО" in client.get(audit.get_absolute_url()).content.decode()


# --- two associations in turn ----------------------------------------------------------------------------------------


def mathematicians_audited_by_the_chair(world):
    """Return an auditor of another association, which a member of the world's association has audited before."""
    other = make_association(world.school, "МО учителей математики")
    guest = make_user(world.school, Role.AUDITOR, group=world.roadmap.working_group, last_name="Циферкина")
    join(other, guest.employee)
    appoint(world.teacher.employee, Role.AUDITOR, group=world.roadmap.working_group)
    plan(
        world, association=other, lead=world.teacher.employee, auditee=world.deputy.employee,
        starts_on=date(2021, 5, 3), ends_on=date(2021, 5, 5), period_to=date(2021, 4, 30),
    )  # fmt: skip
    return guest


def test_associations_that_audit_each_other_in_turn_are_warned_of(world, client, second):
    guest = mathematicians_audited_by_the_chair(world)
    audit = plan(world, lead=guest.employee)
    client.force_login(world.head)
    warning = "проверяют друг друга подряд"
    for page in ("audit-edit", "audit-start"):
        assert warning in client.get(reverse(page, args=[audit.pk])).content.decode()
    planning.edit_audit(audit.pk, actor=world.head, **conditions(world, lead=second.employee))
    assert warning not in client.get(reverse("audit-start", args=[audit.pk])).content.decode()


@pytest.mark.parametrize("ends_on", [date(2021, 5, 2), date(2021, 5, 3)])
def test_a_member_who_had_left_before_auditing_the_others_is_no_turn(world, client, ends_on):
    guest = mathematicians_audited_by_the_chair(world)
    world.teacher.employee.memberships.update(ends_on=ends_on)
    audit = plan(world, lead=guest.employee)
    client.force_login(world.head)
    warned = "проверяют друг друга подряд" in client.get(reverse("audit-start", args=[audit.pk])).content.decode()
    assert warned is (ends_on == date(2021, 5, 3))


# --- training that ends before the audit does ------------------------------------------------------------------------


@pytest.mark.parametrize(("until", "warned"), [(date(2021, 5, 13), True), (date(2021, 5, 14), False), (None, False)])
def test_an_auditor_whose_training_ends_before_the_audit_is_warned_of(world, client, until, warned):
    add_training(
        world.auditor.employee, actor=world.head, programme="Внутренний аудит", organisation="ИМЦ", hours=36,
        finished_on=date(2018, 5, 13), valid_until=until,
    )  # fmt: skip
    audit = plan(world)
    client.force_login(world.head)
    for address in (reverse("audit-start", args=[audit.pk]), reverse("audit-edit", args=[audit.pk])):
        assert ("обучение аудитора действует по 13.05.2021" in client.get(address).content.decode()) is warned
