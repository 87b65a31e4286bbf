"""Every kind of page: axe finds nothing, none is wider than its window; the keyboard is enough."""

import logging
from collections import defaultdict

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.template.response import TemplateResponse
from django.urls import reverse

from tests.permissions.table import ROLES, TABLE
from tests.permissions.visits import Schools, Visitor, undrawn
from tests.worlds import make_world

WIDTHS = (390, 1366)
ALIKE = "tbody > tr:nth-child(n+9)"
FRAME = (".top", ".menu", ".foot")


@pytest.fixture
def pages(transactional_db, settings, caplog):
    """Return one page of each kind, a template with its form, as {visitor: addresses}, with real records behind them."""
    caplog.set_level(logging.CRITICAL, "django.request")
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    with transaction.atomic():
        schools = Schools()
    with undrawn():
        return one_of_each_kind(schools)


def one_of_each_kind(schools):
    pages, kinds = defaultdict(list), set()
    for label, (opened, _) in TABLE.items():
        visitor = schools.people[ROLES[opened.index(200)]] if 200 in opened else schools.anonymous
        kind = kind_of(visitor.get(schools.url(label)))
        if kind and kind not in kinds:
            kinds.add(kind)
            pages[visitor].append(schools.url(label))
    return pages


def kind_of(response):
    """Return the template of a page, drawn or not, and what form it has; None of what is no page."""
    if isinstance(response, TemplateResponse):
        template = response.resolve_template(response.template_name).template
        return template.name, type(response.context_data.get("form"))
    return (response.templates[0].name, type(response.context.get("form"))) if response.templates else None


def test_every_page_can_be_read(pages, new_context, live_server):
    wrong = []
    for visitor, addresses in pages.items():
        page = come_as(visitor, new_context(), live_server)
        for place, address in enumerate(addresses):
            page.goto(address)
            wrong += complaints(page, passed_over=FRAME if place else ())
    assert wrong == []


def come_as(visitor, context, live_server):
    """Return an empty page of a browser that has the visitor's cookies."""
    kept = [{"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in visitor.cookies.items()]
    context.add_cookies(kept)
    return context.new_page()


def complaints(page, passed_over):
    """Yield what is wrong with an open page; of rows that are made alike, the first are looked at.

    The frame is the same on all pages of a person: it is passed over after the first.
    """
    # Preloading style sheets it would break the CSP itself, and be complained of.
    options = {"resultTypes": ["violations"], "preload": False}
    for violation in (
        Axe().run(page, {"exclude": [[part] for part in (ALIKE, *passed_over)]}, options).response["violations"]
    ):
        yield f"{page.url}: {violation['id']} {[node['target'] for node in violation['nodes'][:3]]}"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            yield f"{page.url} at {width}: wider than its window by {over}"


def test_the_keyboard_alone_is_enough(transactional_db, new_context, live_server):
    """From the desk through the menu to a record, without a mouse."""
    page = come_as(Visitor(make_world().head), new_context(), live_server)
    page.goto(reverse("desk"))
    for link in ("Консультации", "Записать консультацию"):
        tab_to(page, link)
        press_enter(page)
    tab_to(page, "МО")
    page.keyboard.press("ArrowDown")
    tab_to(page, "О чём")
    page.keyboard.press("Control+A")
    page.keyboard.type("О чек-листе для объединения")
    tab_to(page, "Записать консультацию")
    press_enter(page)
    page.get_by_text("Консультация записана.").wait_for()


def press_enter(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page, words):
    """Press Tab until what is in focus begins with the words, or has that label."""
    for _ in range(120):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(e => (e.labels?.[0]?.innerText || e.getAttribute('aria-label') || e.innerText || '').trim())"
            "(document.activeElement)"
        )
        if " ".join(name.split()).startswith(words):
            return
    raise AssertionError(f"{page.url}: Tab never comes to «{words}»")
