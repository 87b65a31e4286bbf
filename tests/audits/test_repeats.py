"""The same fault again: found when a nonconformity is registered, and said on both cards (domain text, section 4.6)."""

from datetime import date

import pytest
from django.urls import reverse

from audits.models import Finding
from audits.services import findings
from audits.services.repeats import find_repeat, neighbours
from roadmap.models import CourseProgramme
from tests.audits.life import fresh
from tests.factories import make_association
from tests.worlds import make_finding, reported_audit

pytestmark = pytest.mark.django_db
CLOSED_ON = date(2021, 7, 12)


@pytest.fixture
def closed(world):
    facts = {"state": "closed", "closed_on": CLOSED_ON, "closed_by": world.auditor}
    return make_finding(world, reported_audit(world), **facts)


@pytest.fixture
def later(world):
    return reported_audit(world, state="in_progress", reported_on=None)


def draft(world, audit, closed, **fields):
    facts = {"criterion": closed.criterion, "state": "draft", "number": "", "sequence": None, "registered_on": None}
    return make_finding(world, audit, **(facts | fields))


@pytest.mark.parametrize(
    ("day", "repeats"),
    [
        (CLOSED_ON, True),
        (date(2022, 7, 12), True),
        (date(2022, 7, 13), False),
        (date(2021, 7, 11), False),
    ],
)
def test_a_repeat_is_found_at_registration_from_the_day_of_closing_to_the_last_of_twelve_months(
    world, closed, later, day, repeats
):
    again = draft(world, later, closed)
    findings.register_findings(later, actor=world.auditor, on=day)
    assert fresh(again).repeat_of == (closed if repeats else None)
    assert list(Finding.objects.repeated()) == ([again] if repeats else [])


def test_another_subject_criterion_or_an_unclosed_one_is_no_repeat(world, closed, later):
    day = date(2021, 9, 1)
    elsewhere = reported_audit(world, association=make_association(world.school))
    whole = reported_audit(world, subject="school", association=None)
    assert find_repeat(draft(world, later, closed), day) == closed
    assert find_repeat(draft(world, elsewhere, closed), day) is None
    assert find_repeat(draft(world, whole, closed), day) is None
    assert find_repeat(make_finding(world, later), day) is None
    for state in ("withdrawn", "open", "verifying"):
        Finding.objects.filter(pk=closed.pk).update(state=state)
        assert find_repeat(draft(world, later, closed), day) is None


def test_a_course_programme_is_one_subject_by_itself_and_in_the_sample_of_its_association(world, closed, later):
    facts = {"school": world.school, "focus": "arts", "association": world.association}
    course, other = (CourseProgramme.objects.create(name=name, **facts) for name in ("Хор", "Театр"))
    day = date(2021, 9, 1)
    Finding.objects.filter(pk=closed.pk).update(course_programme=course)
    itself = reported_audit(world, subject="programme", course_programme=course)
    assert find_repeat(draft(world, itself, closed), day) == closed
    assert find_repeat(draft(world, later, closed, course_programme=course), day) == closed
    assert find_repeat(draft(world, later, closed, course_programme=other), day) is None
    assert find_repeat(draft(world, later, closed), day) is None


def test_both_cards_and_the_register_say_it_until_the_repeat_is_withdrawn(world, client, closed, later):
    again = draft(world, later, closed)
    findings.register_findings(later, actor=world.auditor, on=date(2021, 9, 1))
    again.refresh_from_db()
    client.force_login(world.head)

    def pages():
        return [client.get(one.get_absolute_url()).content.decode() for one in (closed, again)]

    first, second = pages()
    assert f'Повторилось: <a href="{again.get_absolute_url()}"' in first
    assert f'Повторяет <a href="{closed.get_absolute_url()}"' in second
    only = f"{reverse('finding-list')}?repeat=true"
    assert again.number in client.get(only).content.decode()

    findings.withdraw_finding(again.pk, actor=world.head, comment="Это другой протокол.", on=date(2021, 9, 2))
    first, second = pages()
    assert "Повторилось" not in first
    assert "Снято 02.09.2021, больше ничего не требуется" in second
    assert "Это другой протокол." in second
    assert again.number not in client.get(only).content.decode()


def test_neighbours_are_told_here_and_elsewhere_and_only_those_that_are_seen(world, closed, later):
    same = {"criterion": closed.criterion}
    own = make_finding(world, reported_audit(world), **same)
    other = reported_audit(world, association=make_association(world.school), auditee=world.head.employee)
    strange = make_finding(world, other, **same)
    draft(world, later, closed)
    assert neighbours(closed, Finding.objects.visible_to(world.head)) == ([own], [strange])
    assert neighbours(closed, Finding.objects.visible_to(world.chair)) == ([own], [])
