"""The choice of auditors, asked anew by the script whenever the conditions of an audit change."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

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
