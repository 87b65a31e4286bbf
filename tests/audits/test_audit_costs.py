"""Pages of audits cost the same number of queries for one row and for many, with other people and files behind them."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audits.models import Audit, ChecklistItem, ChecklistTemplate, Evidence
from audits.services.cards import create_card
from roadmap.models import Document
from roadmap.permissions import Role
from tests.audits.drafting import draft
from tests.audits.planned import approve_programme, begin_programme, many_audits, plan
from tests.builders.audits import make_checked
from tests.builders.audits import make_finding as make_registered
from tests.factories import join, make_user
from tests.worlds import make_finding
from vsoko.files import store_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MOST = 15
FILES = 4  # of each question: three hundred of seventy-five


@pytest.fixture
def enter(client):
    """Return f(user) that logs in and gives f(name, *args, **query) back: the page as its response."""

    def log_in(user):
        client.force_login(user)
        return lambda name, *args, **query: client.get(reverse(name, args=args), query)

    return log_in


def queries(get, *args, **query):
    """Return how many queries the page costs; the first look fills the caches that live longer than a request."""
    get(*args, **query)
    with CaptureQueriesContext(connection) as captured:
        response = get(*args, **query)
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["audit-list", "criterion-list", "template-list"])
def test_lists_cost_the_same_for_one_and_for_thirty(world, enter, name):
    get = enter(world.head)
    many_audits(world, 1)
    one = queries(get, name)
    many_audits(world, 29)
    assert queries(get, name) == one <= MOST


def test_the_programme_costs_the_same_for_one_and_for_thirty_audits(world, enter):
    programme = begin_programme(world)
    get = enter(world.head)
    many_audits(world, 1)
    Audit.objects.update(programme=programme)
    one = queries(get, "programme-detail", programme.pk)
    many_audits(world, 29)
    Audit.objects.update(programme=programme)
    assert queries(get, "programme-detail", programme.pk) == one <= MOST


def grown(world, audit, number):
    """Give the audit that many more answered questions, each with a file of evidence, a finding, and lines of a card."""
    template = ChecklistTemplate.objects.get(school=world.school, applies_to="school")
    used = set(audit.items.values_list("criterion", flat=True))
    criteria = [criterion for criterion in template.criteria.all() if criterion.pk not in used][:number]
    for position, criterion in enumerate(criteria, start=audit.items.count() + 1):
        item = ChecklistItem.objects.create(
            audit=audit, criterion=criterion, position=position, code=criterion.code, section="Один раздел",
            question=criterion.question, requirement=criterion.requirement, answer="no", answered_by=world.auditor,
            answered_at=timezone.now(), assigned_to=make_user(world.school).employee,
        )  # fmt: skip
        stored = store_bytes(b"%PDF", name="a.pdf", content_type="application/pdf", school=world.school, actor=None)
        Evidence.objects.bulk_create(Evidence(item=item, file=stored) for _ in range(FILES))
        if position % 2:
            make_finding(world, audit, item=item, state="draft", criterion=criterion)
    items = audit.items.filter(criterion__in=criteria)
    if audit.state == Audit.State.IN_PROGRESS:
        fill_card(world, audit, items)


def fill_card(world, audit, items):
    return create_card(
        audit.pk, actor=world.auditor, kind="minutes", key=uuid.uuid4().hex, subject="заседание", group="", lesson=None,
        document="", day=audit.started_on, lines={item.pk: ("no", "Срока нет.") for item in items},
    )  # fmt: skip


@pytest.mark.parametrize("name", ["audit-checklist", "audit-detail", "audit-report", "audit-blank"])
def test_an_audit_costs_the_same_for_one_and_for_all_questions_of_the_school(world, enter, name):
    audit = make_checked(world, "in_progress")
    audit.items.update(section="Один раздел")
    get = enter(world.auditor)
    grown(world, audit, 1)
    one = queries(get, name, audit.pk)
    grown(world, audit, 74)
    assert (audit.items.count(), Evidence.objects.filter(item__audit=audit).count()) == (77, 300)
    assert queries(get, name, audit.pk) == one <= MOST


def test_reading_a_report_to_acknowledge_it_costs_the_same_for_many_findings(world, enter):
    audit = make_checked(world, "reported")
    get = enter(world.chair)
    one = queries(get, "audit-acknowledge", audit.pk)
    grown(world, audit, 30)
    assert queries(get, "audit-acknowledge", audit.pk) == one <= MOST


@pytest.mark.parametrize("state", ["planned", "reported", "closed"])
@pytest.mark.parametrize("who", ["head", "auditor", "chair", "director"])
def test_a_card_is_cheap_in_every_state(world, enter, state, who):
    audit = make_checked(world, state)
    assert queries(enter(world.people[who]), "audit-detail", audit.pk) <= MOST


def test_the_form_of_conditions_costs_the_same_for_a_large_group(world, enter):
    own = world.association.course_programmes.create(school=world.school, name="Лепка", focus="arts")
    programme = begin_programme(world)
    audit = plan(world, sampled_programmes=[own])
    approve_programme(world, programme)
    get = enter(world.head)
    one = queries(get, "audit-edit", audit.pk)
    for _ in range(10):
        join(world.association, make_user(world.school, Role.AUDITOR).employee)
        author = make_user(world.school).employee
        world.association.course_programmes.create(school=world.school, name="Хор", focus="arts", author=author)
    assert queries(get, "audit-edit", audit.pk) == one <= MOST


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("D08", "planned"),
        ("D08", "reported"),
        ("D09", "reported"),
        ("D20", "reported"),
        ("D10", "closed"),
        ("D13", "closed"),
    ],
)
def test_a_draft_tells_its_record_at_the_price_of_any_page(world, enter, code, state):
    record = make_checked(world, state)
    if code in ("D10", "D13"):
        record = make_registered(world, state)
    paper = draft(record, code, actor=world.head if code in ("D13", "D20") else world.auditor)
    get = enter(world.head)
    assert queries(get, "document-detail", paper.pk) <= MOST
    Document.objects.filter(pk=paper.pk).update(state="on_approval", submitted_on=timezone.localdate())
    get = enter(getattr(paper.signer, "user", None) or world.people["head" if code in ("D08", "D13") else "director"])
    assert queries(get, "tray-detail", paper.pk) <= MOST


def test_many_cards_cost_the_pages_of_an_audit_no_query_more(world, enter):
    audit = make_checked(world, "in_progress")
    audit.items.update(section="Один раздел")
    items = list(audit.items.all())
    get = enter(world.auditor)
    names = ("card-list", "audit-checklist", "audit-detail", "audit-report", "card-create", "card-blank")

    card = fill_card(world, audit, items)
    one = {name: queries(get, name, audit.pk) for name in names}
    for _ in range(6):
        fill_card(world, audit, items)
    assert {name: queries(get, name, audit.pk) for name in names} == one
    one |= {name: queries(get, name, card.pk) for name in ("card-detail", "card-edit")}
    assert max(one.values()) <= MOST
