"""Pages of the year: what they show, where they lead, whom they refuse, and that they cost the same for any number of rows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roadmap.models import Activity, ActivityEvidence, Consultation, Document, Roadmap
from roadmap.permissions import Role
from roadmap.services import editions, roadmaps
from roadmap.services.documents import approve_document, recall_document, return_document
from roadmap.services.drafts import kind_of
from tests.factories import make_activity, make_association, make_employee, make_roadmap, make_school, make_user
from tests.roadmap.years import make_year, text
from vsoko.files import store_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CURRENT = "roadmap-current"


def page(client, name, *args):
    return text(client.get(reverse(name, args=args)))


@pytest.fixture
def world(client):
    world = make_year("decision", "audits", "other")
    client.force_login(world.deputy)
    return world


# --- сколько стоит --------------------------------------------------------------------------------------------------


def furnish(world, count):
    """Give the year `count` more rows, each with its own person, paper, file, consultation and change."""
    kind = kind_of(world.school, "D01")
    for number in range(count):
        person = make_employee(world.school)
        row = make_activity(world.roadmap, "consultation", number=str(20 + 2 * number), responsible_text="")
        row.responsible.create(role="teacher", employee=person, is_main=True)
        Document.objects.create(
            school=world.school, kind=kind, roadmap=world.roadmap, activity=row, title="О чём-то", author=world.deputy
        )
        stored = store_bytes(
            b"x", name="x.pdf", content_type="application/pdf", school=world.school, actor=world.deputy
        )
        ActivityEvidence.objects.create(activity=world.rows[0], file=stored)
        Consultation.objects.create(
            school=world.school, roadmap=world.roadmap, activity=row, held_on=date(2021, 2, 1), consultant=person,
            association=make_association(world.school), topic="Аудит",
        )  # fmt: skip


def cost(client, url):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries)


@pytest.mark.parametrize("login", ["deputy", "teacher"])
def test_pages_cost_the_same_for_one_row_and_for_thirty(client, world, login):
    client.force_login(getattr(world, login))
    edition = editions.create_edition(world.roadmap.pk, actor=world.deputy, reason="Перенос.")
    furnish(world, 1)
    consulted = Activity.objects.get(number="20")
    urls = [
        reverse(CURRENT),
        reverse("roadmap-list"),
        world.roadmap.get_absolute_url(),
        world.rows[0].get_absolute_url(),
        consulted.get_absolute_url(),
        edition.get_absolute_url(),
        reverse("consultation-list"),
        Consultation.objects.get().get_absolute_url(),
    ]
    # The first visit reads the content types once for the whole process.
    for url in urls:
        cost(client, url)
    few = {url: cost(client, url) for url in urls}
    furnish(world, 29)
    for row in world.roadmap.activities.all():
        editions.propose_cancellation(edition.pk, row.pk, actor=world.deputy, reason="Не нужно.")
    many = {url: cost(client, url) for url in urls}
    assert many == few
    assert max(many.values()) <= 15


def test_another_year_costs_no_more_than_a_page(client, world):
    other = make_roadmap(world.school, "2022")
    for _ in range(5):
        make_activity(other)
    assert cost(client, other.get_absolute_url()) <= 15


# --- карта ----------------------------------------------------------------------------------------------------------


def test_table_shows_rows_and_leads_to_them_and_to_their_forms(client, world):
    shown = page(client, CURRENT)
    for row in world.rows:
        assert row.get_absolute_url() in shown
    assert f"{reverse('document-create', args=['D01'])}?activity={world.rows[0].pk}" in shown


def test_teacher_reads_the_plan_without_its_buttons(client, world):
    client.force_login(world.teacher)
    shown = page(client, CURRENT)
    assert world.rows[0].title in shown
    assert "Предложить изменение" not in shown
    assert "Подготовить приказ" not in shown


def test_numbers_left_out_are_noted_until_the_note_is_hidden(client, world):
    Activity.objects.filter(pk=world.rows[2].pk).update(number="5")
    shown = page(client, CURRENT)
    assert "Пункты 3 и 4 в исходном документе отсутствуют." in shown
    assert f"{reverse('activity-create', args=[world.roadmap.pk])}?number=3" in shown
    client.post(reverse("roadmap-gaps-hide", args=[world.roadmap.pk]))
    assert "отсутствуют" not in page(client, CURRENT)


def test_inferred_years_are_asked_about_once(client, world):
    Activity.objects.filter(pk=world.rows[0].pk).update(term_inferred=True, term_text="декабрь")
    assert "Год у пункта 1 определён по соседним строкам:" in page(client, CURRENT)
    client.post(reverse("roadmap-terms-confirm", args=[world.roadmap.pk]))
    assert "определён по соседним" not in page(client, CURRENT)


def test_another_year_is_set_on_a_page_in_a_draft(client):
    world = make_year(approved=False)
    client.force_login(world.deputy)
    Activity.objects.update(term_inferred=True)
    row = world.rows[0]
    client.post(reverse("roadmap-terms", args=[world.roadmap.pk]), {f"year_{row.pk}": 2020})
    row.refresh_from_db()
    assert (row.starts_on, row.ends_on) == (date(2020, 1, 1), date(2020, 12, 31))


def test_remark_of_the_director_stands_over_the_returned_draft(client):
    world = make_year(approved=False)
    client.force_login(world.deputy)
    paper = roadmaps.submit_roadmap(world.roadmap.pk, actor=world.deputy)
    return_document(paper.pk, actor=world.director, comment="Нет обучения аудиторов.")
    shown = page(client, CURRENT)
    assert "Карта возвращена с замечанием" in shown
    assert "Нет обучения аудиторов." in shown


def test_roadmap_that_its_author_took_back_is_not_called_returned(client):
    world = make_year(approved=False)
    client.force_login(world.deputy)
    paper = roadmaps.submit_roadmap(world.roadmap.pk, actor=world.deputy)
    recall_document(paper.pk, actor=world.deputy, comment="Забыли один пункт.")
    shown = page(client, CURRENT)
    assert "Карта отозвана для правки" in shown
    assert "Карта возвращена" not in shown


def test_approved_changes_stay_on_the_page_with_their_reason(client, world):
    edition = editions.create_edition(world.roadmap.pk, actor=world.deputy, reason="Педсовет перенёс аудиты.")
    assert "Педсовет перенёс аудиты." in page(client, CURRENT)
    editions.propose_cancellation(edition.pk, world.rows[0].pk, actor=world.deputy, reason="Не нужно.")
    paper = editions.submit_edition(edition.pk, actor=world.deputy)
    approve_document(paper.pk, actor=world.director)
    shown = page(client, CURRENT)
    assert "Утверждённые изменения" in shown
    assert edition.get_absolute_url() in shown
    assert "отменено" in shown


def test_submission_says_what_is_missing_instead_of_a_button(client):
    world = make_year(approved=False)
    client.force_login(world.deputy)
    world.roadmap.activities.all().delete()
    url = reverse("roadmap-submit", args=[world.roadmap.pk])
    assert "В карте нет ни одного мероприятия" in text(client.get(url))
    assert client.post(url, {"on": "2021-01-10"}).status_code == 422


def test_roadmap_goes_to_approval_by_its_page(client):
    world = make_year(approved=False)
    client.force_login(world.deputy)
    url = reverse("roadmap-submit", args=[world.roadmap.pk])
    client.get(url)
    world.roadmap.refresh_from_db()
    assert world.roadmap.state == "draft"
    client.post(url, {})
    world.roadmap.refresh_from_db()
    assert world.roadmap.state == "on_approval"


def test_first_visit_leads_to_the_file_or_an_empty_plan(client):
    school = make_school()
    client.force_login(make_user(school, Role.DEPUTY_EDU))
    shown = page(client, CURRENT)
    assert reverse("roadmap-import") in shown
    assert reverse("roadmap-create") in shown
    client.force_login(make_user(school, Role.TEACHER))
    shown = page(client, CURRENT)
    assert reverse("roadmap-import") not in shown
    assert "утверждает директор" in shown


def test_created_roadmap_takes_its_period_and_title_from_the_year(client, world):
    client.post(reverse("roadmap-create"), {"label": "2026/2027", "predecessor": world.roadmap.pk})
    made = Roadmap.objects.get(label="2026/2027")
    assert (made.period_from, made.period_to) == (date(2026, 9, 1), date(2027, 8, 31))
    assert (made.title, made.predecessor) == ("Дорожная карта ВСОКО на 2026/2027 учебный год", world.roadmap)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"label": "2021"}, "уже есть"),
        ({"label": "2026/2028"}, "не подряд"),
        ({"label": "2027", "period_from": "2027-09-01", "period_to": "2027-01-01"}, "раньше, чем начинается"),
    ],
)
def test_wrong_year_is_told_beside_the_form(client, world, fields, sentence):
    response = client.post(reverse("roadmap-create"), fields)
    assert response.status_code == 422
    assert sentence in text(response)
    assert Roadmap.objects.count() == 1


def test_heading_of_a_draft_is_changed_on_its_page(client):
    world = make_year(approved=False)
    client.force_login(world.deputy)
    fields = {"label": "2021", "title": "План ВСОКО", "period_from": "2020-12-01", "period_to": "2021-12-31"}
    client.post(reverse("roadmap-edit", args=[world.roadmap.pk]), fields)
    world.roadmap.refresh_from_db()
    assert (world.roadmap.title, world.roadmap.period_from) == ("План ВСОКО", date(2020, 12, 1))


# --- годы -----------------------------------------------------------------------------------------------------------


def test_chosen_year_stays_open_on_every_page(client, world):
    other = make_roadmap(world.school, "2031")
    assert "Цикл 2031 года" in page(client, "consultation-list")
    client.post(reverse("roadmap-switch", args=[world.roadmap.pk]))
    assert "Цикл 2021 года" in page(client, "consultation-list")
    assert f"Перейти на {other.year_words}" in text(client.get(other.get_absolute_url()))


@pytest.mark.parametrize(("wanted", "led"), [("/consultations/", "/consultations/"), ("https://example.org/", None)])
def test_switch_returns_to_pages_of_this_site_only(client, world, wanted, led):
    response = client.post(reverse("roadmap-switch", args=[world.roadmap.pk]), {"next": wanted})
    assert response.url == (led or world.roadmap.get_absolute_url())


def test_year_of_another_school_is_neither_seen_nor_chosen(client, world):
    foreign = make_roadmap(make_school())
    assert client.get(foreign.get_absolute_url()).status_code == 404
    assert client.post(reverse("roadmap-switch", args=[foreign.pk])).status_code == 404
