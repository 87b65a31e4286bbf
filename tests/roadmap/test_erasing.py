"""What is kept about a person, on a page and in files; and how a person who has left is erased while signed papers stay whole."""

import io
import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from audits.models import PastImport
from roadmap import reading_sheet
from roadmap.models import Employee, RosterImport
from roadmap.permissions import Role
from roadmap.services.acknowledgements import acknowledge
from roadmap.services.erasing import erase
from roadmap.services.people import bring_back, dismiss, edit_employee
from roadmap.services.personal import namings, whole
from tests.factories import approve_paper, make_employee, make_paper, make_school, make_user
from vsoko import history
from vsoko.files import store_bytes
from vsoko.models import HistoryEntry, Notification, SearchEntry, StoredFile, User
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = [pytest.mark.django_db, pytest.mark.searched]
BASIS = "Заявление от 01.06.2026"


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def administrator(school):
    return make_user(school, Role.ADMINISTRATOR, last_name="Кнопкин")


@pytest.fixture
def leaving(school, administrator):
    """Return a reader of a signed paper, named in history in several ways."""
    user = make_user(school, Role.TEACHER, last_name="Тетрадкина", first_name="Анна", patronymic="Ивановна")
    deputy = make_user(school, Role.DEPUTY_EDU, last_name="Чернильникова")
    order = make_paper(
        school, author=deputy, readers=[user.employee], title="О школе", text="Поручить Тетрадкиной А.И."
    )
    user.order = approve_paper(order, director=make_user(school, Role.DIRECTOR, last_name="Линейкин"))
    acknowledge(user.order.pk, actor=user)
    edit_employee(user.employee.pk, actor=administrator, consent_on=date(2026, 1, 12), email="tetradkina@example.org")
    history.record(
        user.order, actor=deputy, action="test", sentence="Передано А.И. Тетрадкиной",
        comment="Анна Ивановна больна; Тетрадкина Анна Ивановна просит отсрочки. Тетрадкинаа А.И. — другая.",
        changes={"ответственный": ["Тетрадкина\xa0А.И.", ["Кнопкин"]]},
    )  # fmt: skip
    return user


def test_a_person_sees_all_that_is_kept_about_the_own_self_and_takes_it_along(client, school, leaving, administrator):
    person = leaving.employee
    address = reverse("employee-data", args=[person.pk])
    client.force_login(leaving)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address).content.decode()
    assert len(queries) <= 15
    for word in ("12.01.2026", "tetradkina@example.org", "История: кто", "Ознакомления: сотрудник", "№\xa0152-ФЗ"):
        assert word.lower() in page.lower(), word
    assert "Стереть персональные данные" not in page
    kept = json.loads(client.get(reverse("employee-data-json", args=[person.pk])).content)
    assert kept["Карточка"]["фамилия"] == "Тетрадкина"
    kinds = {row["вид"] for row in kept["Записи"]}
    assert "назначения: сотрудник" in kinds
    book = b"".join(client.get(reverse("employee-data-xlsx", args=[person.pk])).streaming_content)
    rows = list(load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True))
    assert ("Вход", "логин", leaving.username) in rows
    assert sum(row[0] == "Записи" for row in rows) == len(kept["Записи"])
    # Every kind has words of its own: none of a programmer's.
    assert not [words for *_, words, _ in namings() if any("a" <= letter <= "z" for letter in words)]

    for user, code in ((administrator, 200), (make_user(school, Role.TEACHER), 403), (make_user(make_school()), 404)):
        client.force_login(user)
        assert client.get(address).status_code == code


def test_who_has_left_is_erased_and_what_was_signed_stays_whole(client, school, leaving, administrator):
    person, order = leaving.employee, leaving.order
    frozen, hashed = order.content, order.content_hash
    listed = store_bytes(
        "Тетрадкина".encode(), name="люди.csv", content_type="text/csv", school=school, actor=administrator
    )
    former = {"roadmap.employee": {str(person.pk): {"last_name": "Тетрадкина"}, "0": {"last_name": "Кнопкин"}}}
    load = RosterImport.objects.create(school=school, source_file=listed, loaded_by=administrator, former=former)
    years = store_bytes("Тетрадкина".encode(), name="г.xlsx", content_type="x", school=school, actor=administrator)
    past = PastImport.objects.create(school=school, source_file=years, loaded_by=administrator)
    with pytest.raises(TransitionError, match="кто уволен"):
        erase(person.pk, actor=administrator, basis=BASIS)
    dismiss(person.pk, actor=administrator, on=timezone.localdate() - timedelta(days=10))
    address = reverse("employee-erase", args=[person.pk])
    client.force_login(administrator)
    assert "ещё не вышел" in client.get(address).content.decode()
    with pytest.raises(TransitionError, match="ещё не вышел"):
        erase(person.pk, actor=administrator, basis=BASIS)
    type(school).objects.filter(pk=school.pk).update(erase_after_days=10)
    with pytest.raises(NotAllowed):
        erase(person.pk, actor=User.objects.get(name__startswith="Чернильникова"), basis=BASIS)
    assert client.post(address, {"basis": BASIS}).status_code == 422  # without the mark
    assert Employee.objects.get(pk=person.pk).last_name == "Тетрадкина"

    assert client.post(address, {"basis": BASIS, "sure": "on"}).status_code == 302
    name = f"Сотрудник № {person.pk}"
    card, login = Employee.objects.get(pk=person.pk), User.objects.get(pk=leaving.pk)
    assert (card.short_name, card.full_name, card.email, card.consent_on) == (name, name, "", None)
    assert (login.name, login.email, login.is_active, login.has_usable_password()) == (name, "", False, False)
    assert not Notification.objects.filter(recipient=login).exists()
    load.refresh_from_db()
    assert load.former == {"roadmap.employee": {"0": {"last_name": "Кнопкин"}}}
    past.refresh_from_db()
    assert "стёрт" in past.source_file.name
    assert not StoredFile.objects.filter(pk__in=[listed.pk, years.pk]).exists()
    assert "стёрт" in load.source_file.file.read().decode()
    order.refresh_from_db()
    assert (order.content, order.content_hash) == (frozen, hashed)
    assert "Тетрадкиной А.И." in order.text
    [reader] = reading_sheet.content_of(order)["rows"]
    assert (reader["name"], reader["sign"]) == ("Тетрадкина Анна Ивановна", "электронно")

    told = HistoryEntry.objects.get(action="test")
    assert told.sentence == f"Передано {name}"
    assert told.comment == f"Анна Ивановна больна; {name} просит отсрочки. Тетрадкинаа А.И. — другая."
    assert told.changes == {"ответственный": [name, ["Кнопкин"]]}
    assert {entry.actor_name for entry in HistoryEntry.objects.filter(actor=login)} == {name}
    of_card = HistoryEntry.objects.of(card)
    assert (of_card[0].comment, of_card[0].actor_name) == (BASIS, str(administrator))
    assert not any("tetradkina@" in json.dumps(entry.changes) for entry in of_card)
    assert "Тетрадкин" not in json.dumps(whole(card), ensure_ascii=False)
    assert not SearchEntry.objects.filter(label__contains="Тетрадкина").exists()
    # The history is closed again, and nothing of it brings the person back.
    with pytest.raises(DatabaseError), transaction.atomic():
        HistoryEntry.objects.filter(pk=told.pk).update(sentence="Другое")
    for step in (
        lambda: erase(card.pk, actor=administrator, basis=BASIS),
        lambda: bring_back(card.pk, actor=administrator),
    ):
        with pytest.raises(TransitionError, match="стёрты"):
            step()
    assert client.get(card.get_absolute_url()).status_code == 200


def test_the_name_of_a_namesake_stays_in_history(school, leaving, administrator):
    make_employee(school, "Тетрадкина", first_name="Алла", patronymic="Игоревна")
    type(school).objects.filter(pk=school.pk).update(erase_after_days=0)
    dismiss(leaving.employee.pk, actor=administrator, on=timezone.localdate())
    erase(leaving.employee.pk, actor=administrator, basis=BASIS)
    assert "Тетрадкиной" in HistoryEntry.objects.get(action="test").sentence
