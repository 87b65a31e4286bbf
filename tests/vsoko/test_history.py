"""History is written by one function, nobody can change it, and only who sees the record reads it."""

from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from roadmap.permissions import Role
from roadmap.services.people import edit_employee
from tests.factories import make_association, make_employee, make_paper, make_school, make_user
from vsoko import history
from vsoko.models import HistoryEntry, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def administrator(school):
    return make_user(school, Role.ADMINISTRATOR, last_name="Скрепкина")


@pytest.fixture
def entry(school, administrator):
    association = make_association(school, "МО учителей истории")
    return history.record(association, actor=administrator, action="test", sentence="Объединение создано")


def test_an_entry_says_who_what_and_when(entry, administrator, school):
    entry.refresh_from_db()
    assert entry.school == school
    assert entry.actor == administrator
    assert entry.actor_name.startswith("Скрепкина")
    assert entry.subject_label == "МО учителей истории"
    assert entry.effective_on == timezone.localdate()


def test_the_day_of_the_fact_may_lie_in_the_past(school, administrator):
    late = history.record(
        make_association(school), actor=administrator, action="test", sentence="Было", on=date(2021, 3, 1)
    )
    assert late.effective_on == date(2021, 3, 1)
    assert timezone.localtime(late.recorded_at).date() == timezone.localdate()


def test_what_nobody_did_was_done_by_the_system(school):
    assert history.record(make_association(school), actor=None, action="test", sentence="Само").actor_name == "Система"


def test_an_edit_keeps_only_what_changed_in_words(school, administrator):
    employee = make_employee(school, position="учитель", gender="f")
    edit_employee(employee.pk, actor=administrator, position="методист", gender="f")
    assert HistoryEntry.objects.of(employee).first().changes == {"должность": ["учитель", "методист"]}


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: HistoryEntry.objects.filter(pk=entry.pk).update(sentence="Ничего не было"),
        lambda entry: HistoryEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: entry.delete(),
        lambda entry: entry.save(),
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(entry, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(entry)
    assert HistoryEntry.objects.get(pk=entry.pk).sentence == "Объединение создано"


def test_plain_sql_is_refused_too(entry):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM vsoko_historyentry")


# --- страница -------------------------------------------------------------------------------------------------------


def page_of(obj):
    return reverse("history", args=[obj._meta.label_lower, obj.pk])


def test_who_sees_the_record_reads_its_history(client, entry, administrator):
    client.force_login(administrator)
    page = client.get(page_of(entry.subject)).content.decode()
    assert "Объединение создано" in page
    assert entry.subject.get_absolute_url() in page


def test_another_school_finds_nothing(client, entry):
    client.force_login(make_user(make_school(), Role.DIRECTOR))
    assert client.get(page_of(entry.subject)).status_code == 404


def test_colleagues_do_not_read_who_changed_a_card(client, school, administrator):
    teacher = make_user(school, Role.TEACHER)
    client.force_login(teacher)
    assert client.get(teacher.employee.get_absolute_url()).status_code == 200
    assert client.get(page_of(teacher.employee)).status_code == 404
    client.force_login(administrator)
    assert client.get(page_of(teacher.employee)).status_code == 200


@pytest.mark.parametrize("label", ["roadmap.nothing", "nothing", "vsoko.user", "vsoko.school", "vsoko.historyentry.x"])
def test_what_has_no_page_of_its_own_has_no_history_page(client, administrator, label):
    client.force_login(administrator)
    assert client.get(reverse("history", args=[label, administrator.pk])).status_code == 404


def test_a_long_history_has_pages_and_a_fixed_price(client, administrator, django_assert_num_queries):
    association = make_association(administrator.school)
    for number in range(60):
        writer = User.objects.create_user(f"writer{number}", school=administrator.school)
        history.record(association, actor=writer, action="test", sentence=f"Запись {number}.")
    client.force_login(administrator)
    address = page_of(association)
    assert address in client.get(association.get_absolute_url()).content.decode()
    with django_assert_num_queries(7):
        first = client.get(address)
    assert "Запись 59." in first.content.decode()
    assert "Запись 9." not in first.content.decode()
    assert "Запись 9." in client.get(address, {"page": 2}).content.decode()


def test_what_a_record_keeps_for_itself_is_stored_and_not_shown(school):
    paper = make_paper(school, author=make_user(school, Role.DEPUTY_EDU))
    entry = history.record(
        paper, actor=None, action="test", sentence="Утверждён",
        changes={"имя утвердившего": ["", "П.А. Линейкин"], "SHA-256 содержания": ["", "9f2c"], "номер": ["", "12"]},
    )  # fmt: skip
    entry = HistoryEntry.objects.get(pk=entry.pk)
    assert entry.told_changes == {"номер": ["", "12"]}
    assert set(entry.changes) == {"имя утвердившего", "SHA-256 содержания", "номер"}


@pytest.mark.parametrize("model", [one for one in apps.get_models() if hasattr(one, "UNTOLD")])
def test_only_fields_that_are_there_are_left_untold(model):
    assert {field.name for field in model._meta.fields} >= set(model.UNTOLD)


def test_a_sentence_before_a_remark_has_one_full_stop():
    entry = HistoryEntry(actor_name="Скрепкина Т.Ю.", recorded_at=timezone.now(), effective_on=date(2026, 1, 12))
    for entry.sentence in ("Действие убрано: Ввести графы.", "Действие убрано: Ввести графы"):
        entry.comment = "Не нужно."
        page = render_to_string("includes/trail.html", {"entries": [entry]})
        assert "Ввести графы. <q>Не нужно.</q>" in page


def test_a_long_text_is_folded_and_a_short_change_stands_open():
    entry = HistoryEntry(actor_name="Скрепкина Т.Ю.", recorded_at=timezone.now(), effective_on=date(2026, 1, 12))
    entry.changes = {"текст": ["", "Слово. " * 60], "номер": ["", "12"]}
    page = render_to_string("includes/trail.html", {"entries": [entry]})
    folded = page[page.index("<details>") : page.index("</details>")]
    assert "Слово." in folded
    assert "Слово." not in page.replace(folded, "")
    assert "Номер: пусто → 12" in page.replace(folded, "")
