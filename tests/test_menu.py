"""The menu: whoever is led to a page may open it, and nobody is led to pages on which they have no work."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from roadmap.permissions import Role
from tests.factories import make_user
from tests.permissions.table import ROLES, TABLE
from tests.worlds import reported_audit

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def labels(client, user):
    """Return the entries of the menu as this person sees them, with their addresses."""
    client.force_login(user)
    sections = client.get(reverse("desk")).context["menu"]
    return {item["label"]: item["url"] for section in sections for item in section["items"]}


def test_every_entry_opens_for_whom_it_is_shown(client, world):
    """As the table of rights has it, which is tried on the pages themselves."""
    refused = [
        (role, label)
        for role, user in world.people.items()
        for label, url in labels(client, user).items()
        if TABLE[resolve(url).url_name][0][ROLES.index(role)] != 200
    ]
    assert refused == []


def test_a_teacher_has_what_a_teacher_needs(client, world):
    names = (
        "desk", "item-list", "roadmap-current", "action-list", "analysis-list", "survey-list", "document-list", "association-list",
        "employee-list",
    )  # fmt: skip
    assert list(labels(client, world.teacher).values()) == [reverse(name) for name in names]


def test_a_teacher_who_answers_in_an_audit_finds_it_with_its_consequences(client, world):
    author = make_user(world.school, Role.TEACHER)
    audits = {"Аудиты", "Несоответствия", "Планы"}
    assert not audits & set(labels(client, author))
    reported_audit(world, association=None, subject="school", auditee=author.employee)
    assert audits <= set(labels(client, author))
    assert not audits & set(labels(client, world.teacher))


@pytest.mark.parametrize("name", ["head", "auditor", "chair"])
def test_who_carries_the_cycle_has_all_its_pages(client, world, name):
    shown = labels(client, getattr(world, name))
    assert {"Аудиты", "Несоответствия", "Планы", "Консультации", "Критерии", "Рабочая группа"} <= set(shown)


def test_whether_audits_concern_somebody_is_asked_once_a_page(client, world):
    client.force_login(world.administrator)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("profile"))
    asked = [one["sql"] for one in queries if 'FROM "audits_audit"' in one["sql"] and "auditee_id" in one["sql"]]
    assert len(asked) == 1
