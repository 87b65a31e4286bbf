"""What an address gives to nobody's surprise: to strangers nothing, to junk no error; and each stands in the table."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.urls import get_resolver, reverse

from tests.permissions.table import TABLE
from tests.permissions.visits import MARK, SUBJECTS, checksums, login_url, undone

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parent.parent.parent


def names(resolver):
    for pattern in resolver.url_patterns:
        yield from names(pattern) if hasattr(pattern, "url_patterns") else [pattern.name]


def test_every_address_is_in_the_table():
    assert set(names(get_resolver())) == {label.split()[0] for label in TABLE}
    assert set(TABLE) == set(SUBJECTS)


def asked():
    """Return the names that our code asks the address for, after the question mark."""
    sources = [path.read_text() for room in ("vsoko", "roadmap", "audits") for path in (ROOT / room).rglob("*.py")]
    return sorted({name for text in sources for name in re.findall(r'GET(?:\.get\(|\[)"(\w+)"', text)})


@pytest.mark.one_database
def test_no_junk_in_an_address_is_an_error(schools, bare, uncopied):
    """What is no number though it looks like one, and a number that no database holds: by turns, so that each name gets both."""
    wrong, names = [], asked()
    for turn, label in enumerate(SUBJECTS):
        url = schools.url(label).split("?")[0]
        junk = {name: ("²", "9" * 20)[(turn + place) % 2] for place, name in enumerate(names)}
        response = schools.people["deputy"].get(f"{url}?{urlencode(junk)}")
        if response.status_code >= 500:
            wrong.append(label)
    assert wrong == []


@pytest.mark.one_database
def test_who_has_not_logged_in_is_asked_to(schools):
    wrong, before = [], checksums()
    for label, subject in SUBJECTS.items():
        url = schools.url(label)
        for method in ("get", "post"):
            with undone() as written:
                response = getattr(schools.anonymous, method)(url)
                # A button has no page of its own to come back to.
                away = response.status_code == 302 and response.url in {login_url(url), login_url(reverse("desk"))}
                if away is subject.public:
                    wrong.append(
                        f"{label}: {method} gets {response.status_code} {response.headers.get('Location', '')}"
                    )
                if written.changed(before):
                    wrong.append(f"{label}: {method} without a login writes to {written}")
    assert wrong == []


@pytest.mark.one_database
def test_a_school_is_invisible_to_another(schools, uncopied):
    """Whoever holds every role elsewhere finds none of its records, and none of its words on the own pages."""
    assert MARK in schools.people["director"].get(schools.url("employee-list")).content.decode()
    wrong, before = [], checksums()
    for label, subject in SUBJECTS.items():
        url = schools.url(label)
        for method in ("get", "post"):
            with undone() as written:
                response = getattr(schools.stranger, method)(url)
                if subject.foreign and written.changed(before):
                    wrong.append(f"{label}: {method} from another school writes to {written}")
            if subject.foreign and response.status_code != 404:
                wrong.append(f"{label}: {method} gets {response.status_code}")
            elif response.status_code >= 500:
                wrong.append(f"{label}: {method} fails")
            elif not subject.secret and not response.streaming and MARK in response.content.decode():
                wrong.append(f"{label}: {method} shows a record of another school")
    assert wrong == []
