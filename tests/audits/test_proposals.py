"""What the risks propose for a programme: order, depth and week, each with its reasons; a person accepts."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from audits.models import Audit
from audits.services.proposals import accept_proposal, proposals
from audits.services.risk import Risks
from roadmap.permissions import Role
from tests.audits.planned import approve_programme, begin_programme, plan
from tests.builders.audits import make_action
from tests.factories import appoint, make_association, make_audit, make_criterion, make_employee, make_roadmap
from tests.worlds import make_finding, reported_audit
from vsoko.models import CalendarPeriod, HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = [pytest.mark.django_db]


def last_year(world, **fields):
    """Return a reported audit of the year before the world's."""
    year = fields.pop("roadmap", None) or make_roadmap(world.school, "2020")
    facts = {"number": "2020-01", "period_from": date(2020, 1, 1), "period_to": date(2020, 4, 30),
             "starts_on": date(2020, 11, 9), "ends_on": date(2020, 11, 13), "reported_on": date(2020, 11, 16)}  # fmt: skip
    return make_audit(
        year, lead=world.auditor.employee, auditee=world.chair.employee, state=Audit.State.REPORTED,
        **({"association": world.association, "started_on": date(2020, 11, 9)} | facts | fields),
    )  # fmt: skip


def said(world, key=None, today=date(2021, 1, 20)):
    """Return the reasons of the world's association."""
    wanted = key or f"association-{world.association.pk}"
    return next(risk for risk in Risks(world.roadmap, today).all() if risk.key == wanted)


def test_what_was_never_audited_is_asked_whole(world):
    risk = said(world)
    assert risk.reasons == ["Отчётов о прошлых аудитах нет: проверяется впервые."]
    assert risk.is_deep


def test_nonconformities_of_last_year_weigh_by_grade_and_repetition(world):
    audit = last_year(world)
    first = make_finding(world, audit, grade="minor", section="Планы")
    light = said(world).weight
    make_finding(world, audit, grade="major", section="Протоколы", repeat_of=first)
    risk = said(world)
    year = "За 2020 год найдено: 1 значительное несоответствие, 1 незначительное несоответствие."
    assert [one.replace("\u00a0", " ") for one in risk.reasons[:2]] == [
        year, "Из них повторились или вернулись после проверки: 1.",
    ]  # fmt: skip
    assert risk.weight == light + 5 + 3


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_withdrawn_or_unregistered_nonconformity_says_nothing(world, state):
    audit = last_year(world)
    make_finding(world, audit, state=state)
    assert not any("найдено" in one for one in said(world).reasons)


def test_unchecked_criteria_and_their_sections_are_named(world):
    audit = last_year(world)
    asked = Risks(world.roadmap).asked["association"]
    checked = [criterion for criterion, section in asked if section != asked[-1][1]]
    for position, criterion in enumerate(checked):
        audit.items.create(
            position=position, criterion_id=criterion, code="X", section="Раздел", question="Есть?", requirement="Акт",
            answer="yes", answered_by=world.auditor, answered_at=timezone.now(),
        )  # fmt: skip
    risk = said(world)
    left = len(asked) - len(checked)
    assert risk.reasons[0] == f"В прошлый раз не проверено вопросов: {left} из {len(asked)}."
    assert (risk.sections, risk.is_deep) == ([asked[-1][1]], False)
    # The latest year of this subject counts, though others were audited since; «не применимо» is an answer.
    audit.items.filter(position=0).update(answer="na", reason="Нет ГИА.")
    later = make_roadmap(world.school, "2020/2021")
    facts = {"number": "2020-77", "sequence": 77, "association": make_association(world.school, "МО учителей труда")}
    last_year(world, roadmap=later, **facts)
    assert said(world).reasons[0] == risk.reasons[0]


def test_a_year_without_an_audit_a_new_chair_and_open_actions_are_told(world):
    last_year(world)
    world.chair.employee.appointments.filter(role=Role.CHAIR).update(ends_on=date(2021, 8, 31))
    new = make_employee(world.school, "Ластикова")
    appoint(new, Role.CHAIR, association=world.association, starts_on=date(2021, 9, 1))
    action = make_action(world, "planned")
    action.due_on = date(2021, 10, 1)
    action.save()
    words = " ".join(said(world, today=date(2021, 12, 1)).reasons).replace("\u00a0", " ")
    assert "прошло больше года" in words
    assert "сменился председатель: Ластикова А.И., с 01.09.2021" in words
    assert "Не закончено 1 действие по прошлым планам, срок прошёл у 1." in words


def test_the_heaviest_comes_first_each_in_a_free_week_of_its_own(world):
    make_finding(world, last_year(world), grade="major")
    CalendarPeriod.objects.create(
        school=world.school, kind="vacation", name="каникулы", starts_on=date(2021, 1, 11), ends_on=date(2021, 1, 15)
    )
    found = proposals(world.roadmap)
    assert [one.risk.association for one in found] == [world.association, None]
    assert [(one.starts_on, one.ends_on) for one in found] == [
        (date(2021, 1, 18), date(2021, 1, 22)), (date(2021, 1, 25), date(2021, 1, 29)),
    ]  # fmt: skip


def test_what_the_year_has_already_is_not_proposed_again(world):
    audit = plan(world)
    assert [one.risk.key for one in proposals(world.roadmap)] == ["school"]
    # Nor does a follow-up stand for the audit of the year.
    Audit.objects.filter(pk=audit.pk).update(follow_up=True, based_on=last_year(world).pk)
    assert len(proposals(world.roadmap)) == 2


def test_what_the_year_leaves_out_of_the_school_is_proposed_with_its_sections_alone(world):
    asked = Risks(world.roadmap).asked["school"]
    first = asked[0][1]
    facts = {"subject": "school", "association": None, "auditee": world.deputy.employee}
    plan(world)
    plan(world, sections=[first], **facts, starts_on=date(2021, 6, 1), ends_on=date(2021, 6, 4))
    [rest] = proposals(world.roadmap)
    left = [section for _, section in asked if section != first]
    assert (rest.risk.key, rest.sections) == ("school", list(dict.fromkeys(left)))
    assert rest.risk.reasons == [f"В аудиты года не вошло вопросов: {len(left)} из {len(asked)}."]
    programme = begin_programme(world)
    audit = accept_proposal(programme.pk, actor=world.head, key="school")
    assert audit.sections == rest.sections
    assert proposals(world.roadmap) == []


def test_an_accepted_proposal_is_an_audit_of_the_draft_with_an_impartial_lead(world):
    programme = begin_programme(world)
    key = f"association-{world.association.pk}"
    audit = accept_proposal(programme.pk, actor=world.deputy, key=key)
    assert (audit.programme, audit.association, audit.auditee) == (programme, world.association, world.chair.employee)
    assert audit.lead in (world.auditor.employee, world.head.employee)
    assert "проверяется впервые" in HistoryEntry.objects.of(audit)[0].comment
    with pytest.raises(TransitionError, match="уже есть"):
        accept_proposal(programme.pk, actor=world.deputy, key=key)


def test_nobody_impartial_means_that_a_person_chooses(world):
    programme = begin_programme(world)
    for user in (world.auditor, world.head):
        world.association.members.create(employee=user.employee)
    with pytest.raises(TransitionError, match="Некому вести") as refused:
        accept_proposal(programme.pk, actor=world.head, key=f"association-{world.association.pk}")
    assert "proposed=1" in refused.value.url


def test_others_accept_nothing_and_an_approved_programme_needs_a_change(world):
    programme = begin_programme(world)
    with pytest.raises(NotAllowed):
        accept_proposal(programme.pk, actor=world.auditor, key="school")
    plan(world)
    approve_programme(world, programme)
    with pytest.raises(TransitionError, match="начните её изменение"):
        accept_proposal(programme.pk, actor=world.head, key="school")


def test_the_page_says_why_and_takes_in_by_one_button(client, world):
    programme = begin_programme(world)
    make_criterion(world.school)
    client.force_login(world.head)
    url = reverse("programme-proposals", args=[programme.pk])
    assert "проверяется впервые" in client.get(url).content.decode()
    assert client.post(url, {"subject": "school"}, follow=True).redirect_chain == [(url, 302)]
    assert programme.audits.get().subject == "school"
    refused = client.post(url, {"subject": "school"})
    assert (refused.status_code, "уже есть" in refused.content.decode()) == (422, True)
    assert client.post(url, {}).status_code == 422


def test_the_form_opens_with_what_is_proposed(client, world):
    begin_programme(world)
    client.force_login(world.head)
    page = client.get(reverse("audit-create"), {"association": world.association.pk, "proposed": "1"})
    assert page.context["form"].initial["starts_on"] == proposals(world.roadmap)[0].starts_on


def test_an_audit_of_this_year_is_no_past_one(world):
    reported_audit(world)
    assert Risks(world.roadmap).past == []
