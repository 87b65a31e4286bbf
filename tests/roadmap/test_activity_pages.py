"""Pages of a row of the roadmap and of its consultations: forms, steps, evidence, and the way through an edition."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Activity, Consultation, Edition
from roadmap.services import activities, editions
from tests.factories import make_association
from tests.roadmap.years import make_year, text
from vsoko.wording import NBSP, day_text

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def page(client, name, *args):
    return text(client.get(reverse(name, args=args)))


@pytest.fixture
def world(client):
    world = make_year("decision", "audits", "other")
    client.force_login(world.deputy)
    return world


def row_fields(**changed):
    fields = {"number": "4", "title": "Обучение аудиторов", "stage": "other", "ends_on": "2021-03-31"}
    return fields | changed


def test_row_is_added_and_changed_by_its_form(client):
    world = make_year("other", approved=False)
    client.force_login(world.deputy)
    client.post(
        reverse("activity-create", args=[world.roadmap.pk]),
        row_fields(main=world.director.employee.pk, people=[world.teacher.employee.pk], roles=["working_group"]),
    )
    row = Activity.objects.get(number="4")
    assert [str(one) for one in row.responsible.all()] == [
        str(world.director.employee), str(world.teacher.employee), "рабочая группа",
    ]  # fmt: skip
    client.post(reverse("activity-edit", args=[row.pk]), row_fields(title="Обучение", main=world.teacher.employee.pk))
    row.refresh_from_db()
    assert (row.title, row.responsible.get().employee) == ("Обучение", world.teacher.employee)


def test_form_keeps_roles_of_people_that_it_does_not_show(client):
    world = make_year("other", approved=False)
    client.force_login(world.deputy)
    row = world.rows[0]
    row.responsible.create(role="chair", employee=world.teacher.employee, is_main=True)
    row.responsible.create(role="working_group")
    url = reverse("activity-edit", args=[row.pk])
    initial = client.get(url).context["form"].initial
    fields = row_fields(number=row.number, main=initial["main"], people=initial["people"], roles=initial["roles"])
    client.post(url, fields)
    assert [(one.role, one.employee) for one in row.responsible.all()] == [
        ("chair", world.teacher.employee), ("working_group", None),
    ]  # fmt: skip


def test_end_before_start_is_told_and_nothing_typed_is_lost(client):
    world = make_year("other", approved=False)
    client.force_login(world.deputy)
    response = client.post(
        reverse("activity-create", args=[world.roadmap.pk]), row_fields(starts_on="2021-05-01", title="Моё название")
    )
    assert response.status_code == 422
    assert "Окончание раньше начала" in text(response)
    assert "Моё название" in text(response)


def test_row_of_an_approved_roadmap_is_changed_through_an_edition(client, world):
    response = client.get(reverse("activity-edit", args=[world.rows[0].pk]))
    begin = f"{reverse('roadmap-edition-create', args=[world.roadmap.pk])}?row={world.rows[0].pk}"
    assert response.url == begin
    led = client.post(begin, {"reason": "Перенос срока."}).url
    assert led == reverse("edition-row-change", args=[Edition.objects.get().pk, world.rows[0].pk])
    client.post(led, row_fields(number="1", title=world.rows[0].title, stage="decision"))
    shown = text(client.get(Edition.objects.get().get_absolute_url()))
    assert "31.12.2021" in shown
    assert "31.03.2021" in shown


def test_left_out_number_is_added_to_an_approved_roadmap_through_its_edition(client, world):
    edition = editions.create_edition(world.roadmap.pk, actor=world.deputy, reason="Обучение.")
    led = client.get(f"{reverse('activity-create', args=[world.roadmap.pk])}?number=7").url
    assert led == f"{reverse('edition-row-add', args=[edition.pk])}?number=7"
    assert 'value="7"' in text(client.get(led))


def test_second_change_is_not_begun_while_one_waits(client, world):
    edition = editions.create_edition(world.roadmap.pk, actor=world.deputy, reason="Обучение.")
    editions.propose_cancellation(edition.pk, world.rows[0].pk, actor=world.deputy, reason="Не нужно.")
    editions.submit_edition(edition.pk, actor=world.deputy)
    response = client.get(reverse("activity-edit", args=[world.rows[1].pk]), follow=True)
    assert response.request["PATH_INFO"] == edition.get_absolute_url()
    assert "уже на утверждении" in text(response)


def test_row_is_deleted_from_a_draft_by_its_page(client):
    world = make_year("other", "audits", approved=False)
    client.force_login(world.deputy)
    url = reverse("activity-delete", args=[world.rows[0].pk])
    client.get(url)
    assert world.roadmap.activities.count() == 2
    client.post(url, {})
    assert list(world.roadmap.activities.all()) == [world.rows[1]]


@pytest.mark.parametrize(
    ("name", "fields", "state"),
    [
        ("activity-start", {}, "in_progress"),
        ("activity-finish", {"comment": "Протокол № 3"}, "done"),
        ("activity-drop", {"comment": "Поводов не было."}, "not_required"),
        ("activity-cancel", {"comment": "Перенесено."}, "cancelled"),
    ],
)
def test_step_of_a_row_is_taken_by_its_page(client, world, name, fields, state):
    url = reverse(name, args=[world.rows[2].pk])
    client.get(url)
    assert Activity.objects.get(pk=world.rows[2].pk).state == "planned"
    assert client.post(url, fields).url == world.rows[2].get_absolute_url()
    assert Activity.objects.get(pk=world.rows[2].pk).state == state


def test_row_page_has_one_next_step(client, world):
    shown = page(client, "activity-detail", world.rows[0].pk)
    assert shown.count("btn-primary") == 1
    client.force_login(world.teacher)
    shown = page(client, "activity-detail", world.rows[0].pk)
    assert "btn-primary" not in shown


@pytest.mark.parametrize(("days", "beside"), [(-30, "Срок вышел"), (30, "Сделать до")])
def test_what_to_do_is_said_once_and_by_when_beside_it(client, world, days, beside):
    day = timezone.localdate() + timedelta(days=days)
    Activity.objects.filter(pk=world.rows[0].pk).update(starts_on=day, ends_on=day)
    shown = page(client, "activity-detail", world.rows[0].pk)
    assert shown.count("Подготовить приказ") == 1
    assert f"<h2>{beside} {day_text(day)}</h2>".replace(NBSP, " ") in shown


def test_a_row_that_is_finished_by_hand_has_one_button_for_it(client, world):
    finish = reverse("activity-finish", args=[world.rows[2].pk])
    assert page(client, "activity-detail", world.rows[2].pk).count(f'href="{finish}"') == 1
    # Elsewhere it stands beside the way that the stage itself is carried out.
    finish = reverse("activity-finish", args=[world.rows[0].pk])
    assert page(client, "activity-detail", world.rows[0].pk).count(f'href="{finish}"') == 1


def test_reference_is_attached_by_the_form(client, world):
    client.post(reverse("activity-evidence-add", args=[world.rows[0].pk]), {"reference": "Журнал, с. 12"})
    assert "Журнал, с. 12" in page(client, "activity-detail", world.rows[0].pk)
    empty = client.post(reverse("activity-evidence-add", args=[world.rows[0].pk]), {})
    assert empty.status_code == 422


def test_row_done_by_hand_says_so_in_the_table(client, world):
    activities.finish_activity(world.rows[1].pk, actor=world.deputy, comment="Отчёт на бумаге.")
    shown = page(client, "roadmap-current")
    assert "выполнено 1 из 3" in shown


# --- консультации ---------------------------------------------------------------------------------------------------


def test_consultation_is_recorded_from_its_row(client):
    world = make_year("consultation")
    client.force_login(world.deputy)
    association = make_association(world.school)
    url = f"{reverse('consultation-create')}?activity={world.rows[0].pk}"
    initial = client.get(url).context["form"].initial
    assert (initial["activity"], initial["consultant"]) == (world.rows[0], world.deputy.employee)
    fields = {
        "activity": world.rows[0].pk,
        "held_on": "2021-02-10",
        "consultant": world.deputy.employee.pk,
        "topic": "Аудит",
    }
    refused = client.post(url, fields)
    assert refused.status_code == 422
    assert "Выберите МО или направленность" in text(refused)
    assert client.post(url, fields | {"association": association.pk}).url == world.rows[0].get_absolute_url()
    assert str(association) in page(client, "activity-detail", world.rows[0].pk)


def test_consultation_of_another_school_cannot_be_named(client):
    world, foreign = make_year("consultation"), make_year("consultation")
    client.force_login(world.deputy)
    assert client.get(f"{reverse('consultation-create')}?activity={foreign.rows[0].pk}").status_code == 404
    fields = {
        "held_on": "2021-02-10", "consultant": foreign.deputy.employee.pk, "topic": "Аудит",
        "association": make_association(foreign.school).pk,
    }  # fmt: skip
    assert client.post(reverse("consultation-create"), fields).status_code == 422
    assert not Consultation.objects.exists()


def test_teacher_reads_consultations_and_records_none(client, world):
    client.force_login(world.teacher)
    assert client.get(reverse("consultation-list")).status_code == 200
    assert client.get(reverse("consultation-create")).status_code == 403
