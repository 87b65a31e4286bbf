"""Who gets what from every address: the table in tests/permissions/table.txt, tried with real records of two schools."""

import logging
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import get_resolver

from tests.permissions.table import ROLES, TABLE
from tests.permissions.visits import MARK, SUBJECTS, Schools, checksum, login_url, offered, undone
from vsoko.registries import frame_parts

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {403, 404, 405, 409, 422}


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Both schools, written once for this module and taken back after it: no test leaves a change in them."""
    tasks = dict.fromkeys(("default", "waiting"), {"BACKEND": "django_tasks.backends.dummy.DummyBackend"})
    with django_db_blocker.unblock(), override_settings(TASKS=tasks), transaction.atomic():
        yield Schools()
        transaction.set_rollback(True)


@pytest.fixture
def schools(made, db, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")
    return made


@pytest.fixture
def strip(monkeypatch):
    """Return a function: from now on pages lack the year's ribbon and refusals their page, which cost more than the rest.

    They are the same at every address, and other tests read them.
    """

    def strip():
        monkeypatch.delitem(frame_parts, "year")
        for status in (403, 404):
            monkeypatch.setattr(f"vsoko.urls.handler{status}", plain(status), raising=False)

    return strip


def plain(status):
    def refuse(request, exception):
        return HttpResponse(status=status)

    return refuse


@pytest.fixture
def bare(strip):
    strip()


def names(resolver):
    for pattern in resolver.url_patterns:
        yield from names(pattern) if hasattr(pattern, "url_patterns") else [pattern.name]


def test_every_address_is_in_the_table():
    assert set(names(get_resolver())) == {label.split()[0] for label in TABLE}
    assert set(TABLE) == set(SUBJECTS)


def is_tried(statuses, place):
    """Return whether the role is tried on this database: rights are the same on both, so one gets through on the other."""
    if connection.vendor == "sqlite":
        return True
    return place == next((number for number, status in enumerate(statuses) if status not in FORBIDDEN), 0)


def test_what_each_role_may_open(schools, strip):
    """And opening costs little and changes nothing: not one statement writes, and all rows are as they were."""
    wrong, before = [], checksum()
    for place, role in enumerate(ROLES):
        if place == 1:
            strip()
        for label, (expected, _) in TABLE.items():
            if not is_tried(expected, place):
                continue
            with undone() as asked:
                got = schools.people[role].get(schools.url(label)).status_code
            if got != expected[place]:
                wrong.append(f"{label}: {role} gets {got}, not {expected[place]}")
            if asked:
                wrong.append(f"{label}: writes to {asked} for {role}")
            if asked.too_much():
                wrong.append(f"{label}: asks {asked.queries} times for {role}")
    assert wrong == []
    assert checksum() == before


def test_what_each_role_may_do(schools, bare):
    """What is refused changes nothing; what is done changes something."""
    wrong, before = [], checksum()
    for label, (opened, expected) in TABLE.items():
        subject, url = SUBJECTS[label], schools.url(label)
        form = form_of(schools, url, opened, expected)
        for place, (role, status) in enumerate(zip(ROLES, expected, strict=True)):
            if not is_tried(expected, place):
                continue
            with undone() as written:
                got = schools.people[role].post(url, form | subject.typed(schools.own)).status_code
                if got in FORBIDDEN and written and checksum() != before:
                    wrong.append(f"{label}: refuses {role}, yet writes to {written}")
            if got != status:
                wrong.append(f"{label}: {role} gets {got}, not {status}")
            if got not in FORBIDDEN and bool(written) is subject.quiet:
                wrong.append(f"{label}: {role} gets {got}, and what is written is: {written or 'nothing'}")
    assert wrong == []


def asked():
    """Return the names that our code asks the address for, after the question mark."""
    sources = [path.read_text() for room in ("vsoko", "roadmap", "audits") for path in (ROOT / room).rglob("*.py")]
    return sorted({name for text in sources for name in re.findall(r'GET(?:\.get\(|\[)"(\w+)"', text)})


@pytest.mark.one_database
@pytest.mark.parametrize("junk", ["²", "99999999999999999999"])
def test_no_junk_in_an_address_is_an_error(schools, bare, junk):
    wrong = []
    for label in SUBJECTS:
        url = schools.url(label).split("?")[0]
        response = schools.people["deputy"].get(f"{url}?{urlencode(dict.fromkeys(asked(), junk))}")
        if response.status_code >= 500:
            wrong.append(label)
    assert wrong == []


def form_of(schools, url, opened, expected):
    """Return the untouched form as the first role sees it that may open the page and send it."""
    for role, get, post in zip(ROLES, opened, expected, strict=True):
        if get == 200 and post not in FORBIDDEN:
            return offered(schools.people[role].get(url))
    return {}


@pytest.mark.one_database
def test_who_has_not_logged_in_is_asked_to(schools):
    wrong, before = [], checksum()
    for label, subject in SUBJECTS.items():
        url = schools.url(label)
        for method in ("get", "post"):
            with undone() as written:
                response = getattr(schools.anonymous, method)(url)
                away = response.status_code == 302 and response.url == login_url(url)
                if away is subject.public:
                    wrong.append(
                        f"{label}: {method} gets {response.status_code} {response.headers.get('Location', '')}"
                    )
                if written and checksum() != before:
                    wrong.append(f"{label}: {method} without a login writes to {written}")
    assert wrong == []


@pytest.mark.one_database
def test_a_school_is_invisible_to_another(schools):
    """Whoever holds every role elsewhere finds none of its records, and none of its words on the own pages."""
    assert MARK in schools.people["director"].get(schools.url("employee-list")).content.decode()
    wrong, before = [], checksum()
    for label, subject in SUBJECTS.items():
        url = schools.url(label)
        for method in ("get", "post"):
            with undone() as written:
                response = getattr(schools.stranger, method)(url)
                if subject.foreign and written and checksum() != before:
                    wrong.append(f"{label}: {method} from another school writes to {written}")
            if subject.foreign and response.status_code != 404:
                wrong.append(f"{label}: {method} gets {response.status_code}")
            elif response.status_code >= 500:
                wrong.append(f"{label}: {method} fails")
            elif not subject.secret and not response.streaming and MARK in response.content.decode():
                wrong.append(f"{label}: {method} shows a record of another school")
    assert wrong == []


@pytest.mark.one_database
def test_a_form_takes_nothing_of_another_school(schools, bare):
    """Whatever a form lets choose is chosen among the records of the own school, whichever number the browser sends."""
    wrong, before, tried = [], checksum(), 0
    for label, (opened, expected) in TABLE.items():
        subject, url = SUBJECTS[label], schools.url(label)
        own, foreign = subject.typed(schools.own), subject.typed(schools.other)
        form = form_of(schools, url, opened, expected)
        role = next((role for role, status in zip(ROLES, expected, strict=True) if status == 302), None)
        if own == foreign or role is None or "upload" in own or "file" in own:
            continue
        tried += 1
        with undone() as written:
            got = schools.people[role].post(url, form | foreign).status_code
            # A page of many rows passes over the rows it does not have and goes on: 302, and nothing is written.
            if got not in FORBIDDEN | {302} or (written and checksum() != before):
                wrong.append(f"{label}: {role} gets {got} for {foreign}")
    assert wrong == []
    assert tried > 20
