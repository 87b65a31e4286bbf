"""Two auditors answer one audit at the same time, two hundred times each: the product itself, two separate processes."""

from collections import Counter

import pytest
from django.urls import reverse

from audits.models import ChecklistItem, Criterion
from roadmap.permissions import Role
from tests.builders.audits import make_checked
from tests.clicking import click_at_once, cookies_of, started
from tests.factories import make_user
from tests.worlds import make_world

OWN, SHARED = (
    95,
    10,
)  # questions that one of them answers twice, and those that both answer once: two hundred answers of each
NUMBERS = range(2 * OWN + SHARED)


def long_audit(world, helper):
    """Return the questions of a running audit, in their order."""
    audit = make_checked(world, "in_progress", nonconformity=False)
    audit.items.all().delete()
    audit.team.create(employee=helper.employee)
    facts = {"section": "Один раздел", "question": "Есть?", "requirement": "Положение о МО"}
    criteria = Criterion.objects.bulk_create(
        Criterion(school=world.school, code=f"L-{number}", applies_to="association", **facts) for number in NUMBERS
    )
    ChecklistItem.objects.bulk_create(
        ChecklistItem(audit=audit, criterion=criterion, position=number, code=criterion.code, **facts)
        for number, criterion in enumerate(criteria)
    )
    return list(audit.items.all())


def pages(items, note):
    """Return what the open page sends for each of these questions, one after another."""
    return [
        (
            reverse("audit-answer", args=[item.pk]),
            f"&q{item.pk}-answer=yes&q{item.pk}-note={note}&q{item.pk}-version=0&q{item.pk}-key={note}-{item.pk:016x}",
        )
        for item in items
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_hundred_answers_of_each_of_two_auditors_none_is_lost(tmp_path):
    world = make_world()
    helper = make_user(world.school, Role.AUDITOR, group=world.roadmap.working_group, last_name="Глобусова")
    items = long_audit(world, helper)
    shared, first, second = items[:SHARED], items[SHARED : SHARED + OWN], items[SHARED + OWN :]
    with started(tmp_path, 1) as [port]:
        statuses = click_at_once([
            (port, cookies_of(who), [*pages(shared, f"a{who.pk}"), *pages(own, "b"), *pages(own, "c")])
            for who, own in ((world.auditor, first), (helper, second))
        ])  # fmt: skip

    assert [len(answered) for answered in statuses] == [200, 200]
    # Of two answers to one question the earlier is kept, and the later one is shown it.
    assert Counter(statuses[0]) + Counter(statuses[1]) == {"200": 4 * OWN + SHARED, "409": SHARED}
    for place in range(SHARED):
        assert {answered[place] for answered in statuses} == {"200", "409"}
    stored = {item.pk: item for item in ChecklistItem.objects.select_related("answered_by")}
    for kept in (stored[item.pk] for item in shared):
        assert (kept.answer, kept.note, kept.version) == ("yes", f"a{kept.answered_by_id}", 1)
    for who, own in ((world.auditor, first), (helper, second)):
        kept = [stored[item.pk] for item in own]
        assert {(item.answer, item.note, item.answered_by, item.version) for item in kept} == {("yes", "c", who, 2)}
