"""Pages of findings, plans, actions and the analysis: what they show, to whom, and at what price."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import Action, Evidence, Finding
from audits.services import analysis as service
from tests.audits.life import planned, verified
from tests.factories import make_association, make_user
from tests.worlds import make_finding, reported_audit
from vsoko.files import store_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MOST = 15


@pytest.fixture
def audit(world):
    return reported_audit(world)


@pytest.fixture
def finding(world, audit):
    return make_finding(world, audit)


def price(client, url):
    """Return the queries of the second opening: the first one fills Django's own caches."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200, url
    return len(queries)


def many(world, amount):
    """Add findings of other associations, people and criteria, each with an action and a file."""
    for _ in range(amount):
        chair = make_user(world.school)
        audit = reported_audit(world, association=make_association(world.school), auditee=chair.employee)
        finding = make_finding(world, audit, state=Finding.State.PLANNED)
        plan = audit.roadmap.corrective_plans.create(
            school=world.school, audit=audit, association=audit.association, number=audit.number, author=chair
        )
        action = Action.objects.create(
            plan=plan, finding=finding, kind="corrective", responsible=chair.employee, text="Сделать", sign="Есть",
            due_on=date(2021, 6, 15), state=Action.State.PLANNED,
        )  # fmt: skip
        stored = store_bytes(b"x", name="a.pdf", content_type="application/pdf", school=world.school, actor=chair)
        Evidence.objects.create(action=action, file=stored)


@pytest.mark.parametrize("name", ["finding-list", "plan-list", "action-list", "analysis-list"])
def test_a_list_costs_the_same_for_one_row_and_for_thirty(world, client, name):
    client.force_login(world.head)
    many(world, 1)
    few = price(client, reverse(name))
    many(world, 29)
    assert price(client, reverse(name)) == few <= MOST


def test_a_card_costs_the_same_with_many_neighbours(world, client, audit, finding):
    client.force_login(world.head)
    verified(world, audit, finding)
    urls = [finding.get_absolute_url(), audit.plan.get_absolute_url(), audit.plan.actions.get().get_absolute_url()]
    few = [price(client, url) for url in urls]
    for _ in range(9):
        make_finding(
            world, reported_audit(world, association=make_association(world.school)), criterion=finding.criterion
        )
    assert [price(client, url) for url in urls] == few
    assert max(few) <= MOST


def test_the_analysis_page_costs_the_same_for_any_year(world, client):
    client.force_login(world.head)
    many(world, 1)
    url = reverse("analysis-detail", args=[world.roadmap.pk])
    service.gather_analysis(world.roadmap.pk, actor=world.head)
    few = price(client, url)
    many(world, 29)
    service.gather_analysis(world.roadmap.pk, actor=world.head)
    assert price(client, url) == few <= MOST


def test_a_chair_sees_the_own_findings_only_after_the_report(world, client, audit, finding):
    draft = make_finding(world, audit, state="draft", number="", sequence=None)
    other = make_finding(
        world, reported_audit(world, association=make_association(world.school), auditee=world.head.employee)
    )
    client.force_login(world.chair)
    page = client.get(reverse("finding-list")).content.decode()
    assert finding.number in page
    assert other.number not in page
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(other.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("chair", "Ознакомьтесь с несоответствием"),
        ("head", "Ждём ознакомления объекта"),
        ("director", "Ждём ознакомления объекта"),
    ],
)
def test_the_next_step_depends_on_who_looks(world, client, finding, who, words):
    client.force_login(world.people[who])
    assert words in client.get(finding.get_absolute_url()).content.decode()


def test_the_chair_is_led_from_acknowledgement_to_cause_and_plan(world, client, audit, finding):
    client.force_login(world.chair)
    client.post(reverse("finding-acknowledge", args=[finding.pk]), {"on": "2021-05-18"})
    page = client.get(finding.get_absolute_url()).content.decode()
    assert reverse("finding-cause", args=[finding.pk]) in page
    response = client.post(
        reverse("finding-cause", args=[finding.pk]),
        {"why1": "Спешили.", "why2": "Нет графы.", "branch": "rules", "recurs": "no", "changes": ["document"]},
    )
    assert response.status_code == 302
    assert f"{reverse('plan-create')}?audit={audit.pk}" in client.get(finding.get_absolute_url()).content.decode()


def test_a_bad_form_keeps_what_was_typed_and_says_what_to_do(world, client, audit, finding):
    planned(world, audit, finding)
    action = audit.plan.actions.get()
    client.force_login(world.teacher)
    response = client.post(reverse("action-report", args=[action.pk]), {"comment": "Графы введены", "on": "2021-06-10"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Добавьте свидетельство" in page
    assert "Графы введены" in page
    assert Action.objects.get(pk=action.pk).state == Action.State.PLANNED


def test_a_vague_action_and_a_day_off_are_refused_beside_the_field(world, client, audit, finding):
    client.force_login(world.chair)
    client.post(f"{reverse('plan-create')}?audit={audit.pk}")
    facts = {
        "finding": finding.pk,
        "kind": "corrective",
        "text": "Усилить контроль за протоколами",
        "responsible": world.teacher.employee.pk,
        "due_on": "2021-06-12",
        "sign": "Протокол",
    }
    page = client.post(reverse("action-create", args=[audit.plan.pk]), facts).content.decode()
    assert "нельзя проверить" in page
    assert "нерабочий день" in page
    assert not audit.plan.actions.exists()


def test_a_plan_owes_nothing_to_what_was_withdrawn(world, client, audit, finding):
    plan = planned(world, audit, finding)
    make_finding(world, audit, state=Finding.State.WITHDRAWN, title="Запись в журнале")
    client.force_login(world.head)
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "Действий не нужно" in page
    assert page.count("Действия нет.") == 2  # of the other one: neither correction nor prevention


def test_nobody_is_invited_to_give_an_action_up(world, client, audit, finding):
    action = planned(world, audit, finding).actions.get()
    client.force_login(world.head)
    page = client.get(action.get_absolute_url()).content.decode()
    assert "Снять поручение" in page
    assert "btn-primary" not in page


def test_what_waits_stands_before_what_is_accepted(world, client):
    many(world, 3)
    first, second, third = Action.objects.order_by("id")
    done = {"report": "Сделано.", "done_on": first.due_on, "accepted_on": first.due_on, "accepted_by": world.head}
    Action.objects.filter(pk=first.pk).update(state=Action.State.ACCEPTED, done_by=world.teacher, **done)
    client.force_login(world.head)
    assert list(client.get(reverse("action-list")).context["object_list"]) == [second, third, first]


def test_nobody_is_said_to_check_before_somebody_is_named(world, client, audit, finding):
    check = verified(world, audit, finding)
    type(check).objects.filter(pk=check.pk).update(checker=None)
    client.force_login(world.head)
    for address in (finding.get_absolute_url(), reverse("finding-trace", args=[finding.pk])):
        page = client.get(address).content.decode()
        assert "проверяющий ещё не назначен" in page
        assert ">назначена" not in page


def test_the_day_of_evidence_is_told_once(world, client, audit, finding):
    action = planned(world, audit, finding).actions.get()
    for reference in ("Протокол от 10.06.2021 № 4", "Форма протокола"):
        Evidence.objects.create(action=action, reference=reference, dated=date(2021, 6, 10))
    client.force_login(world.head)
    assert client.get(action.get_absolute_url()).content.decode().count("10.06.2021") == 2


def test_evidence_is_served_only_to_who_sees_its_record(world, client, audit, finding):
    planned(world, audit, finding)
    action = audit.plan.actions.get()
    stored = store_bytes(
        b"%PDF-", name="a.pdf", content_type="application/pdf", school=world.school, actor=world.teacher
    )
    Evidence.objects.create(action=action, file=stored)
    url = reverse("file-download", args=[stored.pk])
    stranger = make_user(world.school)
    for user, status in ((world.teacher, 200), (world.chair, 200), (world.head, 200), (stranger, 404)):
        client.force_login(user)
        assert client.get(url).status_code == status


def test_every_indicator_leads_to_the_rows_behind_it(world, client, audit, finding):
    service.gather_analysis(world.roadmap.pk, actor=world.head)
    client.force_login(world.head)
    response = client.get(f"{reverse('analysis-detail', args=[world.roadmap.pk])}?section=indicators")
    assert response.status_code == 200
    rows = {row["code"]: row for row in response.context["indicators"]}
    # Decisions of the year before are counted where there is one.
    assert [code for code, row in rows.items() if not row["url"]] == ["S12"]
    for row in (row for row in rows.values() if row["url"]):
        assert f'href="{row["url"]}"' in response.content.decode().replace("&amp;", "&")
        assert client.get(row["url"]).status_code == 200
