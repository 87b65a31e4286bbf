"""A self-check posted when the login had run out: it changes nothing, and comes back to its author after the next login."""

import pytest
from django.urls import reverse

from audits.models import OwnDraft, SelfAnswer
from audits.services.drafts import ticket_for
from tests.audits.selfchecking import about_to_be_audited, hand_in, own
from tests.worlds import make_world

pytestmark = pytest.mark.django_db
NOTE = "Подписи нет."


@pytest.fixture
def audit(world):
    return about_to_be_audited(world)


@pytest.fixture
def url(audit):
    return reverse("audit-selfcheck", args=[audit.pk])


@pytest.fixture
def post_logged_out(client, world, url):
    """Return f(**words) that answers the first question by the form of a page whose reader is not logged in any more."""
    client.force_login(world.chair)
    opened = client.get(url)
    row = opened.context["sheet"].rows[0]

    def post(ticket=None, **words):
        client.logout()
        typed = {"version": row.version, "was": row.was, "answer": "no", "note": NOTE} | words
        data = {f"{row.prefix}-{name}": value for name, value in typed.items()}
        return client.post(url, data | {"ticket": opened.context["ticket"] if ticket is None else ticket})

    return post


def come_back(client, user, url):
    """Return the page after the login, and what a person sends by its button."""
    client.force_login(user)
    page = client.get(url)
    data = {}
    for row in page.context["sheet"].rows:
        data |= {f"{row.prefix}-{name}": value for name, value in row.values.items()}
        data |= {f"{row.prefix}-version": row.version, f"{row.prefix}-was": row.was}
        if row.returned:
            data[f"{row.prefix}-returned"] = "1"
    return page, data


def test_answers_posted_after_the_login_ran_out_come_back_and_are_saved_once(client, world, url, post_logged_out):
    away = post_logged_out()
    assert away.url.startswith(reverse("login"))
    assert "Отправленное не потеряно" in client.get(away.url).content.decode()
    assert not SelfAnswer.objects.exists()
    page, data = come_back(client, world.chair, url)
    text = page.content.decode()
    assert f"{NOTE}</textarea>" in text
    assert "Вернулись ответы, отправленные, когда вход закончился: 1." in text
    for _ in range(2):
        assert client.post(url, data).status_code == 302
    answer = SelfAnswer.objects.get()
    assert (answer.answer, answer.note, answer.answered_by) == ("no", NOTE, world.chair)
    assert not OwnDraft.objects.exists()
    assert "Вернулись" not in client.get(url).content.decode()


def test_what_another_section_kept_waits_for_its_own_page(client, world, audit, url, post_logged_out):
    post_logged_out()
    client.force_login(world.chair)
    other = client.get(f"{url}?section=1")
    assert "Вернулись" not in other.content.decode()
    row = other.context["sheet"].rows[0]
    client.post(f"{url}?section=1", {f"{row.prefix}-answer": "yes", f"{row.prefix}-was": row.was})
    assert NOTE in client.get(url).content.decode()


def test_a_refused_answer_stays_kept(client, world, url, post_logged_out):
    post_logged_out(note="о" * 1001)
    _, data = come_back(client, world.chair, url)
    assert client.post(url, data).status_code == 422
    assert OwnDraft.objects.get().words


def test_a_returned_answer_never_replaces_another_persons(client, world, audit, url, post_logged_out):
    post_logged_out()
    type(audit).objects.filter(pk=audit.pk).update(auditee=world.teacher.employee)
    own(world, audit, actor=world.teacher, A_1="yes")
    _, data = come_back(client, world.chair, url)
    response = client.post(url, data)
    assert response.status_code == 422
    assert "здесь ответили" in response.content.decode()
    assert SelfAnswer.objects.get().answer == "yes"


def test_after_the_handing_in_nothing_is_offered_to_be_sent(client, world, audit, url, post_logged_out):
    post_logged_out()
    own(world, audit, A_2="yes")
    hand_in(world, audit)
    client.force_login(world.chair)
    assert NOTE not in client.get(url).content.decode()


def test_another_person_at_the_same_computer_sees_no_draft(client, world, audit, url, post_logged_out):
    post_logged_out()
    type(audit).objects.filter(pk=audit.pk).update(auditee=world.teacher.employee)
    page, _ = come_back(client, world.teacher, url)
    assert NOTE not in page.content.decode()


def test_a_stranger_leaves_no_draft(world, audit, post_logged_out):
    elsewhere = about_to_be_audited(make_world())
    for ticket in ("", "forged", ticket_for(world.chair, elsewhere), ticket_for(world.auditor, audit)):
        assert post_logged_out(ticket=ticket).status_code == 302
    assert not OwnDraft.objects.exists()
