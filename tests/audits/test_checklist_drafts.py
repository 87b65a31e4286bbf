"""Answers posted when the login had run out: they change nothing, and come back to their author after the next login."""

from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audits.models import AnswerDraft
from audits.services import answers, audits
from audits.services.drafts import ticket_for
from roadmap.permissions import Role
from tests.audits.planned import plan, short_template
from tests.factories import make_user
from tests.permissions.subjects import png
from vsoko.models import KeptForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(world):
    return make_user(world.school, Role.AUDITOR, group=world.roadmap.working_group, last_name="Глобусова")


def start(world, **fields):
    audit = plan(world, unscheduled=True, basis="Поручение директора.", **fields)
    return audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))


@pytest.fixture
def audit(world, second):
    return start(world, template=short_template(world, "A-1"), team=[second.employee])


def item_of(audit):
    return audit.items.get()


@pytest.fixture
def post_logged_out(client, world, audit):
    """Return f(**words) that posts one answer by the form of a page whose reader is not logged in any more."""
    client.force_login(world.auditor)
    url = reverse("audit-checklist", args=[audit.pk])
    opened = client.get(url)
    row = opened.context["sheet"].rows[0]

    def post(**words):
        client.logout()
        typed = {"version": row.version, "was": row.was, "key": row.key, "answer": "no"} | words
        ticket = typed.pop("ticket", opened.context["ticket"])
        return client.post(url, {"ticket": ticket} | {f"{row.prefix}-{name}": value for name, value in typed.items()})

    return post


def come_back(client, user, audit):
    """Return the page after the login, and what a person sends by its button."""
    client.force_login(user)
    page = client.get(reverse("audit-checklist", args=[audit.pk]))
    data = {}
    for row in page.context["sheet"].rows:
        data |= {f"{row.prefix}-{name}": value for name, value in row.values.items()}
        data |= {f"{row.prefix}-version": row.version, f"{row.prefix}-was": row.was, f"{row.prefix}-key": row.key}
        if row.draft:
            data[f"{row.prefix}-draft"] = row.draft.pk
    return page, data


def test_answers_posted_after_the_login_ran_out_come_back_with_their_photo(client, world, audit, post_logged_out):
    away = post_logged_out(note="Подписи нет.", file=png())
    assert away.url.startswith(reverse("login"))
    assert item_of(audit).answer == "unchecked"
    page, data = come_back(client, world.auditor, audit)
    text = page.content.decode()
    assert "Подписи нет.</textarea>" in text
    assert "Вернётся с ответом: foto.png" in text
    for _ in range(2):
        assert client.post(page.request["PATH_INFO"], data).status_code == 302
    item = item_of(audit)
    assert (item.answer, item.note, item.version, item.evidence.count()) == ("no", "Подписи нет.", 1, 1)
    assert not AnswerDraft.objects.exists()


def test_a_returned_answer_never_replaces_a_colleagues(client, world, audit, second, post_logged_out):
    post_logged_out()
    answers.answer_item(item_of(audit).pk, actor=second, version=0, answer="yes")
    page, data = come_back(client, world.auditor, audit)
    assert client.post(page.request["PATH_INFO"], data).status_code == 422
    assert item_of(audit).answer == "yes"


def test_another_person_at_the_same_computer_sees_no_draft(client, audit, second, post_logged_out):
    post_logged_out(note="Подписи нет.")
    page, _ = come_back(client, second, audit)
    assert "Подписи нет." not in page.content.decode()


def test_a_refused_photo_leaves_the_words_and_its_sentence(client, world, audit, post_logged_out):
    post_logged_out(note="Подписи нет.", file=SimpleUploadedFile("foto.png", b"GIF89a"))
    page, _ = come_back(client, world.auditor, audit)
    assert "Фотографию не удалось прочесть" in page.content.decode()


def test_a_stranger_leaves_no_drafts(world, audit, second, post_logged_out):
    elsewhere = start(world, template=short_template(world, "Z-1", name="Иной"))
    for ticket in ("", "forged", ticket_for(world.auditor, elsewhere), ticket_for(world.head, audit)):
        assert post_logged_out(ticket=ticket).status_code == 302
    assert not AnswerDraft.objects.exists()


def test_who_is_off_the_team_by_then_keeps_the_words(client, world, audit, second):
    client.force_login(second)
    url = reverse("audit-checklist", args=[audit.pk])
    opened = client.get(url)
    row = opened.context["sheet"].rows[0]
    typed = {"ticket": opened.context["ticket"], f"{row.prefix}-answer": "no", f"{row.prefix}-note": "Подписи нет."}
    audit.team.all().delete()
    with time_machine.travel(timezone.now() + timedelta(minutes=world.school.idle_minutes + 1)):
        assert client.post(url, typed).url == f"{reverse('login')}?next={reverse('kept-forms')}"
    assert "Подписи нет." in KeptForm.objects.get(user=second).texts()
    assert not AnswerDraft.objects.exists()


@pytest.mark.parametrize("again", [False, True], ids=["both cookies lost", "login made anew in another tab"])
def test_a_page_whose_mark_is_no_longer_good_loses_nothing(world, audit, again):
    client = Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})
    client.force_login(world.auditor)
    url = reverse("audit-checklist", args=[audit.pk])
    opened = client.get(url)
    row = opened.context["sheet"].rows[0]
    words = {"version": row.version, "was": row.was, "key": row.key, "answer": "no", "note": "Подписи нет."}
    typed = {f"{row.prefix}-{name}": value for name, value in words.items()}
    typed |= {"ticket": opened.context["ticket"], "csrfmiddlewaretoken": opened.context["csrf_token"]}
    alone = reverse("audit-answer", args=[row.item.pk])
    del client.cookies[settings.CSRF_COOKIE_NAME]
    if not again:
        client.logout()
        # The page's script is told to ask for the login, too: it keeps the answer until then.
        assert client.post(alone, typed).url.startswith(reverse("login"))
    assert client.post(url, typed).url == (url if again else f"{reverse('login')}?next={url}")
    assert item_of(audit).answer == "unchecked"
    page, _ = come_back(client, world.auditor, audit)
    assert "Подписи нет.</textarea>" in page.content.decode()
    # Without the sealed note of the page, or with another's login, it is refused as any other.
    client.force_login(world.head if again else world.auditor)
    refused = client.post(url, typed if again else typed | {"ticket": ""})
    assert refused.status_code == 403
    assert "Страница устарела" in refused.content.decode()
