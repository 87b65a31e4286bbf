"""What a browser makes of planning: the choice of auditors is asked anew by the script, the months stand in their columns."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.audits.planned import begin_programme, plan
from tests.factories import PASSWORD, join, make_association
from tests.worlds import make_world

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mark_survives_another_association_and_says_why_it_may_not_stay(page, log_in):
    world = make_world()
    other = make_association(world.school)
    auditor = world.auditor.employee
    join(other, auditor)
    log_in(world.head.username, PASSWORD)
    page.goto(f"{reverse('audit-create')}?association={world.association.pk}")
    people = page.locator("#people")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.fill("#id_starts_on", "2021-05-11")
        page.locator("#id_starts_on").blur()
    mark = people.locator(f"input[name=team][value='{auditor.pk}']")
    mark.check()
    for association, stands in ((other, True), (world.association, False)):
        page.select_option("#id_association", str(association.pk))
        warning = people.get_by_text(f"{auditor.last_name}").filter(has_text="Снимите отметку")
        expect(warning).to_have_count(int(stands))
        expect(mark).to_be_checked()
        expect(mark).to_be_enabled()


@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844})
def test_on_a_phone_the_days_of_an_audit_stand_under_their_month(page, log_in):
    """An empty cell holds its place there, too: without it May stood under January."""
    world = make_world()
    programme = begin_programme(world)
    plan(world)
    log_in(world.head.username, PASSWORD)
    page.goto(reverse("programme-detail", args=[programme.pk]))
    months = page.locator(".months")
    days, may = (one.bounding_box() for one in (months.get_by_text("11–14"), months.get_by_text("май", exact=True)))
    assert may["x"] <= days["x"] + days["width"] / 2 <= may["x"] + may["width"]
