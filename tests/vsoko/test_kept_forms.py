"""Forms sent when the login had already ended: nothing is written, what was typed waits for its author and goes with one press."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from roadmap.models import Appointment, Association, Employee
from tests.factories import PASSWORD
from tests.vsoko.test_accounts import enter
from tests.worlds import make_world
from vsoko import kept_forms, reminders
from vsoko.models import KeptForm
from vsoko.wording import NBSP

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
UNSENT = reverse("kept-forms")


@pytest.fixture
def world():
    return make_world()


def sent(page, **more):
    """Return (address, fields) of the first form on the page of what was not sent, as its button sends it."""
    form = html.fromstring(page.content.decode()).xpath("//main//form[.//input[@name='kept-form']]")[0]
    return form.action, dict(form.fields) | more


def post_too_late(browser, world, user, address, form):
    enter(browser, user.username, PASSWORD)
    with time_machine.travel(timezone.now() + timedelta(minutes=world.school.idle_minutes + 1)):
        return browser.post(address, form)


def test_what_was_typed_waits_for_its_author_and_goes_with_one_press(client, world):
    create = reverse("association-create")
    form = {"name": "МО учителей черчения", "since": "2021-01-11", "basis": "Приказ № 3", "old_password": "тайный"}
    away = post_too_late(client, world, world.administrator, create, form)
    assert away.url == f"{reverse('login')}?next={UNSENT}"
    gate = client.get(away.url).content.decode()
    assert "Отправленное не потеряно" in gate
    assert not Association.objects.filter(name=form["name"]).exists()
    assert "тайный" not in str(KeptForm.objects.get().fields)

    # A colleague at the same computer sees none of it and comes to the own desk; its author comes to it from any link.
    enter(client, world.deputy.username, PASSWORD)
    assert client.get(UNSENT).url == reverse("desk")
    kept = KeptForm.objects.get()
    assert client.post(reverse("kept-form-drop", args=[kept.pk])).status_code == 404
    client.post(reverse("logout"))
    asked_for = {"username": world.administrator.username, "password": PASSWORD, "next": create}
    assert client.post(reverse("login"), asked_for).url == UNSENT
    page = client.get(UNSENT)
    assert form["name"] in page.content.decode()
    # What the page refuses stands typed in its answer; the form itself has gone.
    address, fields = sent(page)
    assert address == create
    assert client.post(address, fields | {"name": ""}).status_code == 422
    assert not KeptForm.objects.exists()
    kept.save(force_insert=True)
    assert client.post(*sent(client.get(UNSENT))).status_code == 302
    assert Association.objects.filter(name=form["name"]).exists()
    assert client.get(UNSENT).url == reverse("desk")


def test_a_file_is_asked_for_again_and_a_button_without_words_leaves_nothing(client, world):
    upload = reverse("roster-import")
    content = "ФИО;Должность\nРейсшина Анна Ивановна;учитель\n".encode()
    late = post_too_late(
        client, world, world.administrator, upload, {"upload": SimpleUploadedFile("люди.csv", content)}
    )
    assert late.status_code == 302
    enter(client, world.administrator.username, PASSWORD)
    page = client.get(UNSENT)
    assert "Приложите снова: люди.csv" in page.content.decode()
    address, fields = sent(page, upload=SimpleUploadedFile("люди.csv", content))
    assert client.post(address, fields).url == reverse("roster-import-confirm")
    assert not Employee.objects.filter(last_name="Рейсшина").exists()

    button = post_too_late(client, world, world.administrator, reverse("notification-read-all"), {})
    assert button.url == f"{reverse('login')}?next=/"
    part = client.get(reverse("copy-list"), headers={"hx-request": "true"})
    assert (part["HX-Refresh"], part.content) == ("true", b"")
    assert not KeptForm.objects.exists()


def test_a_form_older_than_the_login_comes_back_unless_it_stood_elsewhere(world):
    browser, create = Client(enforce_csrf_checks=True), reverse("association-create")
    browser.force_login(world.administrator)
    form = {"name": "МО учителей черчения", "csrfmiddlewaretoken": "0" * 64}
    for origin in ("https://example.org", "null"):
        assert browser.post(create, form, headers={"Origin": origin}).status_code == 403
    assert not KeptForm.objects.exists()
    assert browser.post(create, form, headers={"Origin": "http://testserver"}).url == UNSENT
    page = browser.get(UNSENT)
    assert form["name"] in page.content.decode()
    drop = reverse("kept-form-drop", args=[KeptForm.objects.get().pk])
    assert browser.post(drop, sent(page)[1]).url == UNSENT
    assert not KeptForm.objects.exists()
    assert Association.objects.filter(name=form["name"]).count() == 0


def test_what_its_author_may_write_no_more_stays_with_its_words_and_the_reason(client, world):
    edit, words = reverse("association-edit", args=[world.association.pk]), "МО учителей черчения и графики"
    assert post_too_late(client, world, world.administrator, edit, {"name": words}).status_code == 302
    kept = KeptForm.objects.get()

    # The login ends once more under the same form: it is not kept twice.
    enter(client, world.administrator.username, PASSWORD)
    again = sent(client.get(UNSENT))
    with time_machine.travel(timezone.now() + timedelta(minutes=world.school.idle_minutes + 1)):
        assert client.post(*again).url == f"{reverse('login')}?next={UNSENT}"
    assert KeptForm.objects.get() == kept

    enter(client, world.administrator.username, PASSWORD)
    Appointment.objects.filter(employee=world.administrator.employee).update(role="teacher")
    for path, why in ((edit, "объединения ведут"), ("/associations/999999/edit/", "больше не видите")):
        KeptForm.objects.update(path=path)
        page = client.post(*sent(client.get(UNSENT)), follow=True)
        told = page.content.decode().replace(NBSP, " ")
        assert page.redirect_chain == [(UNSENT, 302)]
        assert f"«{kept}» не отправлено." in told
        assert why in told
        assert "Вписанное осталось здесь" in told
        assert words in "".join(html.fromstring(told).xpath("//blockquote//text()"))
        assert KeptForm.objects.get() == kept


def test_a_form_of_another_tab_waits_for_whoever_was_inside(client, world):
    create, form = reverse("association-create"), {"name": "МО учителей черчения", "since": "2021-01-11"}
    enter(client, world.administrator.username, PASSWORD)
    with time_machine.travel(timezone.now() + timedelta(minutes=world.school.idle_minutes + 1)):
        assert client.get(reverse("association-list")).url.startswith(reverse("login"))
        assert client.post(create, form).url == f"{reverse('login')}?next={UNSENT}"
        assert KeptForm.objects.get().user == world.administrator
        name = client.cookies[kept_forms.AUTHOR]
        stranger = Client()
        stranger.cookies[kept_forms.AUTHOR] = name.value.replace(str(world.administrator.pk), str(world.director.pk), 1)
        assert stranger.post(create, form).url == f"{reverse('login')}?next=/associations/new/"
    assert (name["httponly"], name["samesite"]) == (True, "Lax")
    assert KeptForm.objects.count() == 1
    # After the login the browser names nobody any more.
    assert enter(client, world.administrator.username, PASSWORD).cookies[kept_forms.AUTHOR].value == ""
    client.post(reverse("logout"))
    client.post(create, form)
    assert KeptForm.objects.count() == 1


def test_nothing_waits_for_ever(world):
    KeptForm.objects.create(user=world.teacher, path="/", fields=[["text", "Слова"]], kept_at=timezone.now())
    morning = timezone.localtime().replace(hour=7)
    reminders.send_morning(morning + timedelta(days=kept_forms.KEPT_DAYS - 1))
    assert KeptForm.objects.exists()
    reminders.send_morning(morning + timedelta(days=kept_forms.KEPT_DAYS + 1))
    assert not KeptForm.objects.exists()
