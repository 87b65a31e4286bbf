"""What an empty list says: a year is where a page leads to, the other filters are what a person has asked for."""

import pytest
from django.urls import reverse

from tests.worlds import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LISTS = ("audit-list", "finding-list", "action-list", "document-list", "consultation-list", "survey-list", "wish-list")


@pytest.fixture
def shown(client):
    """Return f(name, **query): the words of a list that has no rows."""
    world = make_world()
    client.force_login(world.head)

    def shown(name, **query):
        return client.get(reverse(name), {"year": world.roadmap.pk} | query).content.decode()

    return shown


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_year_says_what_to_do_next(shown, name):
    words = shown(name)
    assert "пока нет." in words
    assert "ничего не нашлось" not in words
    assert f'<a href="{reverse(name)}">Показать все годы</a>' in words


@pytest.mark.parametrize("name", ["audit-list", "finding-list", "document-list"])
def test_a_word_looked_for_in_a_year_is_a_filter(shown, name):
    assert "По этому отбору ничего не нашлось" in shown(name, q="журнал")
