"""An auditor with a phone: the network goes and comes back, the login runs out once, and every answer is stored once."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from audits.models import Evidence
from audits.services import answers, audits
from roadmap.permissions import Role
from tests.audits.planned import plan, short_template
from tests.factories import PASSWORD, make_user
from tests.permissions.subjects import PNG
from tests.worlds import make_world
from vsoko.models import Session

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
QUESTIONS = 30
NO = (4, 12, 21)
MOST_TAPS = 75
PHOTO = {"name": "foto.png", "mimeType": "image/png", "buffer": PNG}


def leave_idle():
    """Let the term of the school pass without a request."""
    Session.objects.update(seen_at=timezone.now() - timedelta(hours=9))


@pytest.fixture
def audit():
    world = make_world()
    template = short_template(world, *(f"T-{number:02d}" for number in range(QUESTIONS)))
    audit = plan(world, unscheduled=True, basis="Поручение директора.", template=template)
    audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))
    audit.username = world.auditor.username
    return audit


def enter(page, username):
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def all_is_sent(page):
    expect(page.locator("#unsent")).to_be_hidden()
    expect(page.locator("#saved.saved--wait")).to_have_count(0)


@pytest.mark.browser_context_args(**PHONE)
def test_thirty_answers_of_a_phone_are_stored_once_whatever_happens(page, audit):
    path = reverse("audit-checklist", args=[audit.pk])
    page.goto(path)
    enter(page, audit.username)
    page.wait_for_url(f"**{path}*")
    items = list(audit.items.all())
    taps = 0
    for number, item in enumerate(items):
        row = page.locator(f"#q{item.pk}")
        if number == 10:
            page.context.set_offline(True)
        if number == 15:
            expect(page.locator("#unsent")).to_contain_text("Не отправлено")
            expect(page.locator("#left-n")).to_have_text(str(QUESTIONS - 15))
            page.context.set_offline(False)
            all_is_sent(page)
        if number == 20:
            leave_idle()
        if number == 24:
            expect(page.locator("#unsent")).to_contain_text("Вход закончился")
            page.get_by_role("link", name="Войти и отправить").tap()
            taps += 1
            # The first field has the cursor, the second is tapped; the keyboard's own key sends.
            expect(page.locator("[name=username]")).to_be_focused()
            taps += 1
            enter(page, audit.username)
            page.wait_for_url(f"**{path}*")
            all_is_sent(page)
        # The page counts an answer as soon as it is given: that the last one has come to the server is seen by its own reply.
        with (
            page.expect_response(f"**{reverse('audit-answer', args=[item.pk])}") if item == items[-1] else nullcontext()
        ):
            row.locator(f"label.{'no' if number in NO else 'yes'}").tap()
        taps += 1
        if number in NO:
            # The place for evidence has opened by itself; the field, the camera, its shutter, and the shot is taken.
            with page.expect_file_chooser() as chooser:
                row.locator("input[type=file]").tap()
            chooser.value.set_files(PHOTO)
            taps += 4
        if number + 1 < len(items):
            row.locator(".q__go").tap()
            taps += 1
    expect(page.locator("#left-n")).to_have_text("0")
    all_is_sent(page)
    assert taps <= MOST_TAPS
    stored = list(audit.items.values_list("answer", flat=True))
    assert stored == ["no" if number in NO else "yes" for number in range(QUESTIONS)]
    proofs = Evidence.objects.filter(item__audit=audit).values_list("item__code", flat=True)
    assert sorted(proofs) == [f"T-{number:02d}" for number in NO]


@pytest.mark.browser_context_args(**PHONE, java_script_enabled=False)
def test_without_scripts_three_sections_are_stored_once_though_the_login_ran_out(page, audit):
    path = reverse("audit-checklist", args=[audit.pk])
    items = list(audit.items.all())
    for number, item in enumerate(items):
        item.section = f"Раздел {number // 10}"
        item.save()
    page.goto(path)
    enter(page, audit.username)
    for section in range(3):
        page.wait_for_url(f"**{path}*" if section == 0 else f"**{path}?section={section}")
        for number in range(section * 10, section * 10 + 10):
            row = page.locator(f"#q{items[number].pk}")
            row.locator(f"label.{'no' if number in NO else 'yes'}").tap()
            if number in NO:
                row.locator(".q__ev > summary").tap()
                row.locator("input[type=file]").set_input_files(PHOTO)
        save = page.get_by_role("button", name="Сохранить")
        if section == 1:
            leave_idle()
            save.tap()
            expect(page.get_by_text("Отправленное не потеряно")).to_be_visible()
            enter(page, audit.username)
            expect(page.get_by_text("Вернулись ответы")).to_contain_text("10")
            expect(page.get_by_text("Вернётся с ответом: foto.png")).to_have_count(1)
        save.tap()
    page.wait_for_url(f"**{reverse('audit-detail', args=[audit.pk])}")
    stored = list(audit.items.values_list("answer", "version"))
    assert stored == [("no" if number in NO else "yes", 1) for number in range(QUESTIONS)]
    proofs = Evidence.objects.filter(item__audit=audit).values_list("item__code", flat=True)
    assert sorted(proofs) == [f"T-{number:02d}" for number in NO]


def test_the_same_answer_given_again_replaces_the_colleagues_that_was_shown(page, audit):
    group = audit.roadmap.working_group
    second = make_user(audit.school, Role.AUDITOR, group=group, last_name="Глобусова")
    audit.team.create(employee=second.employee)
    path = reverse("audit-checklist", args=[audit.pk])
    page.goto(path)
    enter(page, audit.username)
    page.wait_for_url(f"**{path}*")
    item = audit.items.first()
    answers.answer_item(item.pk, actor=second, version=0, answer="no", note="Подписи нет.")
    row = page.locator(f"#q{item.pk}")
    row.locator("label.yes").click()
    expect(row.locator(".q__err")).to_contain_text("Глобусова")
    expect(row.locator(".q__err")).to_contain_text("«нет», заметка: «Подписи нет.»")
    item.refresh_from_db()
    assert item.answer == "no"
    row.locator("label.yes").click()
    expect(row.locator(".q__err")).to_be_empty()
    all_is_sent(page)
    item.refresh_from_db()
    assert (item.answer, item.version) == ("yes", 2)


def test_a_blank_is_entered_by_a_column_of_digits(page, audit):
    path = f"{reverse('audit-checklist', args=[audit.pk])}?section=all"
    page.goto(path)
    enter(page, audit.username)
    page.wait_for_url(f"**{path}*")
    for digit in "1235":
        page.keyboard.press(digit)
    page.keyboard.press("k")
    page.keyboard.press("4")
    expect(page.locator("#left-n")).to_have_text(str(QUESTIONS - 4))
    expect(page.locator("#saved")).to_contain_text("Сохранено")
    all_is_sent(page)
    assert list(audit.items.values_list("answer", flat=True))[:5] == ["yes", "partly", "no", "na", "unchecked"]
    page.goto(reverse("audit-blank", args=[audit.pk]))
    expect(page.locator(".blank__qr svg")).to_be_visible()
