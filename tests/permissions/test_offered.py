"""A walk by the links and forms that pages offer: none is refused, none breaks, and nothing of another school stands there."""

from collections import deque
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.urls import resolve, reverse
from lxml import html

from tests.permissions.table import ROLES
from tests.permissions.visits import mark, undone

pytestmark = [pytest.mark.long, pytest.mark.one_database]
ALIEN = "Чужестранье"
HOST = "http://testserver"
# They are of no page: files of the pages themselves, and the way out.
ASIDE = ("/static/", "/logout/")


class Walk:
    """What one role comes to from the desk: each view once, each form once, sent empty. Whoever comes first asks the filters."""

    def __init__(self, name, visitor, asked):
        self.name, self.visitor, self.asked = name, visitor, asked
        self.seen, self.waiting, self.wrong = set(), deque(), []
        self.step("get", reverse("desk"))

    def go_on(self):
        while self.waiting:
            self.step(*self.waiting.popleft())

    def step(self, method, url, origin=""):
        with undone():
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
        """Remember where to go, unless it has been there: at the same view, or by the same filter."""
        parts = urlsplit(urljoin(HOST, url))
        if f"{parts.scheme}://{parts.netloc}" != HOST or parts.path.startswith(ASIDE):
            return
        kind, known = (method, resolve(parts.path).view_name), self.asked if form else self.seen
        if kind not in known:
            known.add(kind)
            self.waiting.append((method, f"{parts.path}?{parts.query}".rstrip("?"), origin))


def test_nothing_that_a_page_offers_is_refused_or_breaks_and_none_names_a_stranger(schools, strip):
    with undone():
        mark(schools.other.school, ALIEN)
        asked = set()
        walks = [Walk(role, schools.people[role], asked) for role in ROLES]
        strip()  # the desk of each has shown it
        for walk in walks:
            walk.go_on()
    assert [words for walk in walks for words in walk.wrong] == []
    assert min(len(walk.seen) for walk in walks) > 40
