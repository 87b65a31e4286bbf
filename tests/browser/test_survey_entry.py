"""A pile of questionnaires is typed by digits, without a mouse: each marks an answer and goes on to the next question."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from audits.models import GivenAnswer
from tests.builders.surveys import make_survey
from tests.factories import PASSWORD
from tests.worlds import make_world

pytestmark = pytest.mark.django_db(transaction=True)


def test_digits_mark_answers_and_the_next_sheet_begins_anew(page, log_in):
    world = make_world()
    survey = make_survey(world, "open")
    log_in(world.head.username, PASSWORD)
    page.goto(reverse("response-create", args=[survey.pk]))
    for digit in "2401":
        page.keyboard.press(digit)
    expect(page.locator("textarea")).to_be_focused()
    # A digit in words is a digit.
    page.keyboard.type("Парты в 2 классе.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Анкета № 1 записана")).to_be_visible()
    expect(page.locator(".entry__line").first.locator("input").first).to_be_focused()
    assert list(GivenAnswer.objects.order_by("question__position").values_list("value", flat=True)) == [
        "rather_yes", "4", "0",
    ]  # fmt: skip
    assert survey.responses.get().free.get().text == "Парты в 2 классе."
