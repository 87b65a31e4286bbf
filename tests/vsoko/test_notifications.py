"""Letters: a row once for each fact, mailed by whoever claims it, again only where the sending was not confirmed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from tests.factories import make_school
from vsoko import mailing, notifications
from vsoko.models import Notification, User

pytestmark = pytest.mark.django_db


class DeadServer(EmailBackend):
    def open(self):
        raise OSError("нет ответа")


@pytest.fixture
def user():
    return User.objects.create_user("linejkin", school=make_school(), name="Линейкин П.А.", email="l@school.example")


def tell(user, key="7:1", title="Приказ о создании ВСОКО"):
    notifications.waits_for_signature([user], title=title, url="/tray/7/", key=key)


def test_a_fact_is_told_once(user):
    tell(user)
    tell(user)
    tell(user, key="7:2")
    assert Notification.objects.filter(recipient=user).count() == 2


def test_who_has_no_address_finds_it_on_the_page_and_who_may_not_enter_nowhere(user):
    silent = User.objects.create_user("silent", school=user.school)
    gone = User.objects.create_user("gone", school=user.school, email="g@school.example", is_active=False)
    notifications.assigned([silent, gone], title="Составить список", url="/items/1/", key="item:1")
    assert mailing.send_pending() == (0, 0)
    assert [row.recipient for row in Notification.objects.all()] == [silent]


def test_a_letter_says_what_waits_and_where(user, settings):
    settings.SITE_URL = "http://192.168.1.5:8000"
    tell(user, title="О создании\nВСОКО")
    assert mailing.send_pending() == (1, 0)
    [letter] = mail.outbox
    assert letter.to == ["l@school.example"]
    assert letter.subject == "ВСОКО. На подпись: О создании ВСОКО"
    for words in (letter.body, letter.alternatives[0].content):
        assert "http://192.168.1.5:8000/tray/7/" in words
    assert letter.extra_headers["Message-ID"] == f"<vsoko-{Notification.objects.get().pk}@localhost>"


def test_what_is_sent_is_not_sent_again(user):
    tell(user)
    call_command("send_notifications", verbosity=0)
    call_command("send_notifications", verbosity=0)
    assert len(mail.outbox) == 1


def test_a_dead_server_undoes_nothing_and_is_tried_again(user, settings):
    tell(user)
    alive, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.vsoko.test_notifications.DeadServer"
    assert mailing.send_pending() == (0, 1)
    settings.EMAIL_BACKEND = alive
    assert mailing.send_pending() == (1, 0)


def test_a_row_held_by_another_sender_is_left_to_it_until_that_one_is_late(user):
    tell(user)
    Notification.objects.update(claimed_at=timezone.now())
    assert mailing.send_pending() == (0, 0)
    Notification.objects.update(claimed_at=timezone.now() - mailing.STALE - timedelta(seconds=1))
    assert mailing.send_pending() == (1, 0)


def test_what_was_read_on_the_page_needs_no_letter(user):
    tell(user)
    Notification.objects.update(read_at=timezone.now())
    assert mailing.send_pending() == (0, 0)


def test_by_choice_one_letter_in_the_morning_says_it_all(user):
    User.objects.filter(pk=user.pk).update(digest=True)
    user.refresh_from_db()
    tell(user, title="Приказ о <группе>")
    tell(user, key="7:2", title="Положение")
    day = timezone.localdate()
    for _ in range(2):
        mailing.gather_digests(user.school, day)
        mailing.send_pending()
    tell(user, key="7:3", title="План")
    mailing.gather_digests(user.school, day)
    mailing.send_pending()
    [letter] = mail.outbox
    assert letter.subject.startswith("ВСОКО. Сводка на ")
    assert "На подпись: Приказ о <группе>" in letter.body
    assert "На подпись: Положение" in letter.body
    assert "Приказ о &lt;группе&gt;" in letter.alternatives[0].content
    mailing.gather_digests(user.school, day + timedelta(days=1))
    mailing.send_pending()
    assert "На подпись: План" in mail.outbox[1].body
