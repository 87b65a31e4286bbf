"""A walk by the links and forms that pages offer: none is refused, none breaks, and nothing of another school stands there."""

import re
from collections import deque
from contextlib import nullcontext
from functools import cache
from urllib.parse import urlencode, urljoin

import pytest
from django.urls import resolve, reverse
from lxml import html

from tests.permissions.table import ROLES
from tests.permissions.visits import OURS, mark, undone, undrawn

pytestmark = [pytest.mark.long, pytest.mark.one_database]
ALIEN = "Чужестранье"
HOST = "http://testserver"
# They are of no page: files of the pages themselves, and the way out.
ASIDE = ("/static/", "/logout/")
OF_RECORD = re.compile(r"/.*?/\d+/")
name_of = cache(lambda path: resolve(path).view_name)


class Walk:
    """What one role comes to from the desk: each view, each filter once, and each form, sent empty.

    Where the record is in a state in which nobody has come to that view yet (`known` to all the walks), once more.
    """

    def __init__(self, name, visitor, states, known):
        self.name, self.visitor, self.states, self.known = name, visitor, states, known
        self.noted, self.seen, self.waiting, self.wrong = set(), set(), deque(), []
        self.step("get", reverse("desk"))

    def go_on(self):
        while self.waiting:
            self.step(*self.waiting.popleft())

    def step(self, method, url, origin=""):
        with undone(), undrawn() if method == "post" else nullcontext():
            response = getattr(self.visitor, method)(url)
            status = response.status_code
            # A form without its fields may ask for nothing that is there; what is offered is never forbidden.
            refused = {403, 405} if method == "post" else {403, 404, 405}
            if status >= 500 or status in refused:
                self.wrong.append(f"{self.name}: {method} {url} of {origin} gets {status}")
            if method == "post" or response.streaming or "html" not in response["Content-Type"]:
                return  # what was posted is taken back, with the page that it leads to
            if response.has_header("Location"):
                self.note("get", urljoin(url, response["Location"]), url)
        words = response.content.decode()
        if ALIEN in words:
            self.wrong.append(f"{self.name}: {url} names another school")
        if status == 200:
            self.read(url, html.document_fromstring(words.encode(), parser=html.HTMLParser(encoding="utf-8")))

    def read(self, url, page):
        for link in page.xpath("//a/@href | //@hx-get"):
            self.note("get", urljoin(url, link), url)
        for form in page.forms:
            action = urljoin(url, form.action or "")
            if form.method == "POST":
                self.note("post", action, url)
            else:
                self.note("get", f"{action.split('?')[0]}?{urlencode(form.form_values())}", url, form=True)

    def note(self, method, url, origin, form=False):
        """Remember where to go, unless that view, and somebody a record in that state, has been seen."""
        url = url.removeprefix(HOST).partition("#")[0]
        if (method, url) in self.noted or not url.startswith("/") or url.startswith(ASIDE):
            return
        self.noted.add((method, url))
        path = url.partition("?")[0]
        view, record = (method, name_of(path), form), OF_RECORD.match(path)
        state = (*view, record and self.states.get(record[0]))
        if view not in self.seen or state not in self.known:
            self.seen.add(view)
            self.known.add(state)
            self.waiting.append((method, url, origin))


def states():
    """Return {address of a record: its state} of all that have both."""
    kinds = [model for model in OURS.values() if hasattr(model, "State") and hasattr(model, "get_absolute_url")]
    return {row.get_absolute_url(): row.state for model in kinds for row in model.objects.all()}


def test_nothing_that_a_page_offers_is_refused_or_breaks_and_none_names_a_stranger(schools, strip, monkeypatch):
    with undone():
        mark(schools.other.school, ALIEN)
        known, told = set(), states()
        walks = [Walk(role, schools.people[role], told, known) for role in ROLES]
        strip()  # the desk of each has shown it
        for walk in walks:
            walk.go_on()
    assert [words for walk in walks for words in walk.wrong] == []
    assert min(len(walk.seen) for walk in walks) > 40
