import pytest

from tests.factories import PASSWORD, make_school
from vsoko.models import User


@pytest.fixture
def teacher(transactional_db):
    return User.objects.create_user("line", PASSWORD, school=make_school(), name="Линейкин Л.Л.")


def test_the_gate_opens_by_keyboard_and_leads_to_the_desk(page, log_in, axe, teacher):
    page.goto("/")
    axe(page)
    log_in("line", PASSWORD)
    assert page.url.endswith("/")
    axe(page)


def test_a_wrong_password_says_what_to_try(page, axe, teacher):
    page.goto("/login/")
    page.fill("[name=username]", "line")
    page.fill("[name=password]", "wrong")
    page.press("[name=password]", "Enter")
    page.get_by_text("проверьте раскладку").first.wait_for()
    assert page.input_value("[name=username]") == "line"
    axe(page)
