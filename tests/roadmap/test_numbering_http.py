"""Fifty approvals at the same moment: the product itself, on PostgreSQL, clicked at by fifty separate processes."""

import os
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.urls import reverse

from roadmap.models import Document, DocumentItem, NumberSeries
from roadmap.permissions import Role
from roadmap.services.drafts import kind_of
from tests.factories import make_employee, make_school, make_user
from tests.vsoko.test_launch import free_port, read_until, run
from vsoko import sitting
from vsoko.models import HistoryEntry

CLICKER = Path(__file__).with_name("clicker.py")
SERVERS = 2  # each with its own threads and connections, as behind a proxy
TOKEN = "a" * 32
ONCE, SPOILED, TWICE = 34, 10, 3  # papers: 34 + 10 + 2 × 3 clicks are fifty


@pytest.fixture
def ports(tmp_path):
    """Start the product on the database of this test and yield where it listens; it is stopped before the flush."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    with started(tmp_path, url) as ports:
        yield ports


@contextmanager
def started(folder, url):
    servers = []
    try:
        for number in range(SERVERS):
            data = folder / str(number)
            data.mkdir()
            servers.append((port := free_port(), run(data, port, DATABASE_URL=url)))
        for _, server in servers:
            read_until(server, "ВСОКО открыта")
        yield [port for port, _ in servers]
    finally:
        for _, server in servers:
            server.terminate()
        for _, server in servers:
            server.communicate(timeout=600)


def cookies_of(user):
    """Return the cookies of somebody who has logged in and given the password in this sitting."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "vsoko.backends.SchoolBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[sitting.KEY] = time.time()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def click_at_once(ports, papers, cookies):
    """Return the statuses of the answers: one process for each paper, all of them told to send at the same moment."""
    clickers = []
    for number, paper in enumerate(papers):
        path = reverse("document-approve", args=[paper.pk])
        arguments = [str(ports[number % len(ports)]), path, cookies, f"csrfmiddlewaretoken={TOKEN}"]
        command = [sys.executable, "-I", "-S", str(CLICKER), *arguments]
        clickers.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    for clicker in clickers:
        assert clicker.stdout.readline() == "ready\n"
    for clicker in clickers:
        clicker.stdin.write("\n")
        clicker.stdin.flush()
    return [clicker.communicate(timeout=600)[0].strip() for clicker in clickers]


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

    statuses = click_at_once(ports, order, cookies_of(deputy))

    assert Counter(statuses) == {"302": ONCE + TWICE, "422": SPOILED + TWICE}
    approved = Document.objects.filter(state=Document.State.APPROVED)
    assert set(approved) == {*once, *twice}
    assert sorted(int(paper.number) for paper in approved) == list(range(1, ONCE + TWICE + 1))
    assert NumberSeries.objects.get().last == ONCE + TWICE
    assert {(paper.state, paper.number) for paper in Document.objects.filter(pk__in=[p.pk for p in spoiled])} == {
        ("on_approval", "")
    }
    for paper in twice:
        assert [entry.action for entry in HistoryEntry.objects.of(paper)].count("roadmap.document.approve") == 1
