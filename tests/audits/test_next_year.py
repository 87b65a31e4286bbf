"""Measures are traced to their source and become rows of the next roadmap in one confirmed step."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.audit_desk import next_year_duties
from audits.models import AnnualAnalysis, ImprovementItem
from audits.services import analysis as service
from audits.services import improvements
from audits.services.next_year import following_label, open_next_year
from roadmap.models import Roadmap
from roadmap.models.activity import YEARLY
from roadmap.services.documents import approve_document
from tests.audits.signing import sign_plan
from tests.worlds import make_finding, reported_audit
from vsoko.models import User
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


def gathered(world):
    return service.gather_analysis(world.roadmap.pk, actor=world.head, as_of=date(2021, 12, 20))


def approved(world):
    analysis = gathered(world)
    for key in ("conclusions", "measures"):
        service.write_section(analysis.pk, actor=world.head, key=key, text="Текст.")
    service.submit_analysis(analysis.pk, actor=world.head)
    approve_document(analysis.documents.get().pk, actor=world.director)
    return AnnualAnalysis.objects.get(pk=analysis.pk)


def test_open_and_returned_nonconformities_are_proposed_once_with_their_source(world):
    audit = reported_audit(world)
    left_open = make_finding(world, audit)
    make_finding(world, audit, state="withdrawn")
    returned = make_finding(
        world, audit, state="closed", returns=1, closed_on=date(2021, 11, 1), closed_by=world.auditor
    )
    for _ in range(2):
        analysis = gathered(world)
    proposed = analysis.improvements.exclude(source_finding=None).order_by("source_finding__number")
    assert [(item.source_finding, item.source_text) for item in proposed] == [
        (left_open, f"Несоответствие {left_open.number}: не закрыто"),
        (returned, f"Несоответствие {returned.number}: повторное"),
    ]


def test_undone_rows_of_the_roadmap_are_proposed(world):
    """What every year repeats stands in the next roadmap anyway: it is not proposed beside it."""
    row = world.roadmap.activities.get(stage="staff")
    analysis = gathered(world)
    number = row.number
    assert analysis.improvements.get(source_activity=row).source_text == f"Пункт {number} дорожной карты не выполнен"
    proposed = set(analysis.improvements.exclude(source_activity=None).values_list("source_activity__stage", flat=True))
    assert proposed.isdisjoint(YEARLY)
    assert world.roadmap.activities.filter(stage__in=YEARLY, state="planned").exists()


def test_a_measure_is_declined_only_with_a_reason_and_by_a_leader(world):
    item = gathered(world).improvements.first()
    with pytest.raises(TransitionError, match="Почему отклонена"):
        improvements.decline_improvement(item.pk, actor=world.deputy, comment=" ")
    with pytest.raises(NotAllowed):
        improvements.accept_improvement(item.pk, actor=world.auditor)
    improvements.decline_improvement(item.pk, actor=world.deputy, comment="Нет средств.")
    assert ImprovementItem.objects.get(pk=item.pk).decline_reason == "Нет средств."


def test_a_measure_is_accepted_only_with_who_and_by_when(world, client):
    """What was accepted without them before is named before the analysis goes on."""
    item = gathered(world).improvements.first()
    edit = reverse("improvement-edit", args=[item.pk])
    client.force_login(world.deputy)
    chair = world.chair.employee
    for facts, field in (({"due_on": date(2022, 3, 1)}, "responsible"), ({"responsible": chair}, "due_on")):
        with pytest.raises(TransitionError) as refusal:
            improvements.accept_improvement(item.pk, actor=world.deputy, **facts)
        assert refusal.value.field == field
    improvements.accept_improvement(item.pk, actor=world.deputy, responsible=chair, due_on=date(2022, 3, 1))
    words = {"text": item.text, "source_text": item.source_text, "responsible": "", "due_on": ""}
    assert list(client.post(edit, words).context["form"].errors) == ["responsible"]

    ImprovementItem.objects.filter(pk=item.pk).update(due_on=None)
    service.write_section(item.analysis_id, actor=world.head, key="conclusions", text="Текст.")
    page = client.get(reverse("analysis-submit", args=[world.roadmap.pk])).content.decode()
    assert f'<a href="{edit}">' in page
    assert "Мера без срока" in page
    with pytest.raises(TransitionError, match="Мера без срока"):
        service.submit_analysis(item.analysis_id, actor=world.deputy)


def test_accepted_measures_and_yearly_rows_become_the_next_roadmap(world):
    audit = reported_audit(world)
    finding = make_finding(world, audit)
    analysis = approved(world)
    item = analysis.improvements.get(source_finding=finding)
    improvements.accept_improvement(
        item.pk, actor=world.deputy, responsible=world.chair.employee, due_on=date(2022, 3, 1)
    )
    sign_plan(world, analysis)

    roadmap = open_next_year(analysis.pk, actor=world.deputy, label="2022")

    item.refresh_from_db()
    assert (roadmap.label, roadmap.state, roadmap.predecessor) == ("2022", Roadmap.State.DRAFT, world.roadmap)
    assert (item.state, item.activity.roadmap, item.activity.ends_on) == ("carried", roadmap, date(2022, 3, 1))
    assert item.activity.responsible.get().employee == world.chair.employee
    stages = list(roadmap.activities.order_by("position").values_list("number", "stage"))
    assert stages == [
        ("1", "other"),
        ("2", "consultation"),
        ("3", "audits"),
        ("4", "plans"),
        ("5", "elimination"),
        ("6", "analysis"),
    ]
    assert roadmap.activities.get(stage="analysis").ends_on == date(2022, 12, 30)  # 31 декабря — суббота


def test_terms_move_to_working_days_and_what_lies_beyond_waits_for_the_year_after(world):
    row = world.roadmap.activities.get(stage="staff")
    yearly = world.roadmap.activities.get(stage="consultation")
    yearly.starts_on, yearly.ends_on = date(2021, 5, 4), date(2021, 6, 12)
    yearly.save()
    finding = make_finding(world, reported_audit(world))
    analysis = approved(world)
    item = analysis.improvements.get(source_finding=finding)
    with pytest.raises(TransitionError, match="день после 31.12.2021"):
        improvements.edit_improvement(item.pk, actor=world.deputy, due_on=date(2021, 3, 1))
    improvements.edit_improvement(item.pk, actor=world.deputy, due_on=date(2023, 5, 1))
    undone = analysis.improvements.get(source_activity=row)
    improvements.edit_improvement(undone.pk, actor=world.deputy, due_on=date(2022, 2, 23))
    for one in (item, undone):
        improvements.accept_improvement(one.pk, actor=world.deputy, responsible=world.chair.employee)
    sign_plan(world, analysis)

    roadmap = open_next_year(analysis.pk, actor=world.deputy, label="2022")

    # 23 февраля — праздник; 4 мая 2022 года — рабочий день, 12 июня и перенос на 13-е — выходные.
    carried = roadmap.activities.get(number="1")
    assert (carried.ends_on, carried.term_text, carried.former) == (date(2022, 2, 24), "до 24.02.2022", row)
    again = roadmap.activities.get(stage="consultation")
    assert (again.starts_on, again.ends_on, again.former) == (date(2022, 5, 4), date(2022, 6, 14), yearly)
    item.refresh_from_db()
    assert item.state == "approved"

    roadmap.state, roadmap.approved_on, roadmap.approved_by = "approved", date(2022, 1, 10), world.director
    roadmap.save()
    after = AnnualAnalysis.objects.create(
        school=world.school, roadmap=roadmap, state="approved", figures={}, approved_on=date(2022, 12, 20),
        approved_by=world.director,
    )  # fmt: skip
    later = open_next_year(after.pk, actor=world.deputy, label="2023", with_yearly=False)
    item.refresh_from_db()
    assert (item.activity.roadmap, item.activity.ends_on) == (later, date(2023, 5, 2))


def test_from_a_calendar_year_to_a_school_year_the_terms_stay_in_it(world):
    row = world.roadmap.activities.get(stage="consultation")
    row.starts_on, row.ends_on = date(2021, 3, 15), date(2021, 4, 1)
    row.save()
    roadmap = open_next_year(approved(world).pk, actor=world.deputy, label="2022/2023")
    yearly = roadmap.activities.get(stage="consultation")
    assert (yearly.starts_on, yearly.ends_on) == (date(2023, 3, 15), date(2023, 4, 3))


def test_a_row_says_where_it_came_from_and_the_group_of_the_year_before_is_proposed(world, client):
    row = world.roadmap.activities.get(stage="staff")
    analysis = approved(world)
    item = analysis.improvements.get(source_activity=row)
    improvements.accept_improvement(
        item.pk, actor=world.deputy, responsible=world.chair.employee, due_on=date(2022, 3, 1)
    )
    sign_plan(world, analysis)
    client.force_login(world.deputy)
    page = client.get(reverse("next-year", args=[world.roadmap.pk])).content.decode()
    assert item.text in page
    roadmap = open_next_year(analysis.pk, actor=world.deputy, label="2022")
    page = client.get(roadmap.activities.get(number="1").get_absolute_url()).content.decode().replace("\u00a0", " ")
    assert f'<a href="{row.get_absolute_url()}">пункт {row.number} карты 2021</a>' in page
    origin = f'План совершенствования, 2021</a>: <a href="{row.get_absolute_url()}">Пункт {row.number} дорожной карты не выполнен'
    assert origin in page
    page = client.get(f"{reverse('working-group-form')}?roadmap={roadmap.pk}").content.decode()
    assert "Предложен состав прошлого года" in page
    assert f'value="{world.head.employee.pk}" selected' in page


def test_the_next_year_needs_an_approved_analysis_and_opens_once(world, client):
    analysis = gathered(world)
    with pytest.raises(TransitionError, match="ещё не утверждён"):
        open_next_year(analysis.pk, actor=world.deputy, label="2022")
    analysis = approved(world)
    with pytest.raises(TransitionError, match="Переносить нечего"):
        open_next_year(analysis.pk, actor=world.deputy, label="2022", with_yearly=False)
    with pytest.raises(TransitionError, match="более поздний"):
        open_next_year(analysis.pk, actor=world.deputy, label="2020/2021")
    with pytest.raises(NotAllowed):
        open_next_year(analysis.pk, actor=world.teacher, label="2022")
    open_next_year(analysis.pk, actor=world.deputy, label="2022")
    with pytest.raises(TransitionError, match="уже есть"):
        open_next_year(analysis.pk, actor=world.deputy, label="2022")
    assert Roadmap.objects.filter(school=world.school).count() == 2
    client.force_login(world.deputy)
    opened = Roadmap.objects.get(label="2022").get_absolute_url()
    assert client.get(reverse("next-year", args=[world.roadmap.pk])).url == opened


def test_a_year_that_is_over_asks_the_deputy_to_open_the_next_one(world):
    def asked(user, today=date(2022, 1, 10)):
        return [duty.url for duty in next_year_duties(User.objects.get(pk=user.pk), today)]

    assert asked(world.deputy) == []
    analysis = approved(world)
    assert asked(world.deputy) == [reverse("next-year", args=[world.roadmap.pk])]
    assert asked(world.deputy, date(2021, 12, 31)) == asked(world.teacher) == []
    open_next_year(analysis.pk, actor=world.deputy, label="2022")
    assert asked(world.deputy) == []


@pytest.mark.parametrize(("label", "following"), [("2021", "2022"), ("2026/2027", "2027/2028")])
def test_the_following_year_is_of_the_same_kind(label, following):
    assert following_label(Roadmap(label=label)) == following


def test_who_cannot_open_the_next_year_is_told_who_does(world, client):
    analysis = approved(world)
    left = [{"pk": pk, "comment": "Не нужно."} for pk in analysis.improvements.values_list("pk", flat=True)]
    improvements.decide_improvements(analysis.pk, actor=world.deputy, declined=left)
    pages = [reverse(name, args=[world.roadmap.pk]) for name in ("analysis-detail", "improvement-list")]
    opening = reverse("next-year", args=[world.roadmap.pk])

    def shown(person):
        client.force_login(person)
        return [client.get(page).content.decode().replace("\u00a0", " ") for page in pages]

    assert all(opening in page for page in shown(world.deputy))
    # The staff reads the version without names, so there only the plan of measures says it.
    for person, told in ((world.auditor, slice(2)), (world.administrator, slice(1, 2)), (world.teacher, slice(1, 2))):
        for page in shown(person)[told]:
            assert opening not in page
            said = page[page.index("Карту следующего года создаёт") :].split("</p>")[0]
            for leader in (world.director, world.deputy, world.head):
                assert said.count(str(leader.employee).replace("\u00a0", " ")) == 1
            assert world.auditor.employee.last_name not in said
    for page in pages:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        assert len(queries) <= 15
    open_next_year(analysis.pk, actor=world.head, label="2022")
    assert not any("оздаёт" in page or opening in page for page in shown(world.administrator))
