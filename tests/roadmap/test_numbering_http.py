"""Fifty approvals at the same moment: the product itself, on PostgreSQL, clicked at by fifty separate processes."""

from collections import Counter
from datetime import date

import pytest
from django.urls import reverse

from roadmap.models import Document, DocumentItem, NumberSeries
from roadmap.permissions import Role
from roadmap.services.drafts import kind_of
from tests.clicking import click_at_once, cookies_of, started
from tests.factories import make_employee, make_school, make_user
from vsoko.models import HistoryEntry

SERVERS = 2  # each with its own threads and connections, as behind a proxy
ONCE, SPOILED, TWICE = 34, 10, 3  # papers: 34 + 10 + 2 × 3 clicks are fifty


@pytest.fixture
def ports(tmp_path):
    with started(tmp_path, SERVERS) as ports:
        yield ports


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_fifty_approvals_at_once_give_numbers_without_gap_or_double(ports):
    """Some fail after they have taken a number, some papers are clicked at twice: each number stands on one paper."""
    school = make_school()
    deputy = make_user(school, Role.DEPUTY_EDU)
    worker = make_employee(school)

    papers = Document.objects.bulk_create(
        Document(
            school=school, kind=kind_of(school, "D04"), author=deputy, signer=deputy.employee, title=f"Протокол {number}",
            body_name="Педагогический совет", dated=date(2020, 12, 14), text="РЕШИЛИ:", state=Document.State.ON_APPROVAL,
        )
        for number in range(ONCE + SPOILED + TWICE)
    )  # fmt: skip
    once, spoiled, twice = papers[:ONCE], papers[ONCE:-TWICE], papers[-TWICE:]
    # Such a point cannot be given any more: the approval stops there, when the paper has got its number already.
    DocumentItem.objects.bulk_create(
        DocumentItem(document=paper, position=1, number="1", text="Доложить.", responsible=worker, state="cancelled")
        for paper in spoiled
    )
    # Failures and doubles stand among the others, so that each meets its rivals in the middle of their work.
    order = [*twice, *once[:12], *spoiled[:5], *once[12:24], *spoiled[5:], *once[24:], *twice]
    assert len(order) == 50

    cookies = cookies_of(deputy)
    approvals = [
        (ports[number % len(ports)], cookies, [(reverse("document-approve", args=[paper.pk]), "")])
        for number, paper in enumerate(order)
    ]
    statuses = click_at_once(approvals)

    assert Counter(status for answered in statuses for status in answered) == {
        "302": ONCE + TWICE,
        "422": SPOILED + TWICE,
    }
    approved = Document.objects.filter(state=Document.State.APPROVED)
    assert set(approved) == {*once, *twice}
    assert sorted(int(paper.number) for paper in approved) == list(range(1, ONCE + TWICE + 1))
    assert NumberSeries.objects.get().last == ONCE + TWICE
    assert {(paper.state, paper.number) for paper in Document.objects.filter(pk__in=[p.pk for p in spoiled])} == {
        ("on_approval", "")
    }
    for paper in twice:
        assert [entry.action for entry in HistoryEntry.objects.of(paper)].count("roadmap.document.approve") == 1
