"""Who opens the form of which paper: the kind's makers, narrowed to those whom the record concerns."""

import pytest
from django.urls import reverse

from tests.builders.audits import make_analysis, make_checked, make_finding
from tests.worlds import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

WHO = {
    "D07": {"director", "deputy", "head"},
    "D08": {"head", "auditor"},
    "D09": {"head", "auditor"},
    "D10": {"head", "auditor"},
    "D13": {"deputy", "head", "chair", "teacher"},  # the chair answers for the subject, the teacher has done the work
    "D16": {"deputy", "head"},
    "D18": {"head", "auditor"},
    "D20": {"deputy", "head"},
    "D21": {"deputy", "chair"},
    "D22": {"deputy", "head"},
}


def about(world, code):
    """Return the record, as the address names it, from which that paper can be made now."""
    if code in ("D10", "D13"):
        return f"finding-{make_finding(world, 'verifying').pk}"
    if code in ("D16", "D22"):
        return f"analysis-{make_analysis(world, 'approved').pk}"
    if code == "D21":
        return f"association-{world.association.pk}"
    return f"audit-{make_checked(world, 'reported').pk}"


@pytest.mark.parametrize("code", WHO)
def test_the_form_opens_for_those_who_make_the_paper(client, world, code):
    url = f"{reverse('document-create', args=[code])}?about={about(world, code)}"
    answers = {}
    for role, person in world.people.items():
        client.force_login(person)
        answers[role] = client.get(url).status_code
    assert {role for role, status in answers.items() if status == 200} == WHO[code]
    assert set(answers.values()) <= {200, 403, 404}


@pytest.mark.parametrize("code", WHO)
def test_another_school_sees_nothing(client, world, code):
    url = f"{reverse('document-create', args=[code])}?about={about(world, code)}"
    stranger = make_world()
    for person in (stranger.director, stranger.deputy, stranger.head, stranger.chair):
        client.force_login(person)
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("address", ["audit-0", "audit-x", "plan-1", "audit", "finding-1"])
def test_an_address_of_nothing_is_not_found(client, world, address):
    client.force_login(world.head)
    assert client.get(f"{reverse('document-create', args=['D07'])}?about={address}").status_code == 404
