"""Gathering the year takes the same queries whatever the year holds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import Finding
from audits.reports.figures import gather
from tests.audits.test_analysis import DAY, answer
from tests.builders.audits import make_finding as acted_on
from tests.factories import make_association
from tests.worlds import make_finding, reported_audit

pytestmark = pytest.mark.django_db


def queries_of_gathering(world):
    with CaptureQueriesContext(connection) as queries:
        gather(world.roadmap, DAY)
    return len(queries)


@pytest.mark.one_database
def test_gathering_takes_the_same_queries_for_any_number_of_rows(world):
    audit = reported_audit(world)
    answer(audit, "yes", "no")
    make_finding(world, audit)
    few = queries_of_gathering(world)
    for _ in range(30):
        another = reported_audit(world, association=make_association(world.school))
        answer(another, "yes", "no")
        make_finding(world, another)
    assert queries_of_gathering(world) == few


@pytest.mark.one_database
def test_gathering_takes_the_same_queries_for_thirty_findings_and_for_three_thousand(world):
    first = acted_on(world, "closed")
    copies_of(first, 29)
    few = queries_of_gathering(world)
    copies_of(first, 2970)
    assert queries_of_gathering(world) == few
    figures = gather(world.roadmap, DAY)
    assert (figures["findings"]["total"], len(figures["findings"]["register"])) == (3000, 3000)
    assert (figures["actions"]["total"], figures["actions"]["checked"]) == (3000, 3000)


def copies_of(finding, number):
    """Write so many nonconformities like this one, each with its cause, its action and its check of effect."""
    related = [list(getattr(finding, name).all())[0] for name in ("causes", "actions", "checks")]
    start = finding.audit.findings.count() + 1
    made = Finding.objects.bulk_create(
        fresh(finding, sequence=start + n, number=f"{finding.audit.number}/{start + n}") for n in range(number)
    )
    for row in related:
        type(row).objects.bulk_create(fresh(row, finding=copy) for copy in made)


def fresh(row, **fields):
    """Return an unsaved copy of a row with other values."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    copy = type(row)(**{name: getattr(row, name) for name in names})
    for name, value in fields.items():
        setattr(copy, name, value)
    return copy
