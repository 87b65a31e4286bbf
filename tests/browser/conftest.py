import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.urls import reverse
from playwright.sync_api import expect

from tests import servers
from tests.browser.chromium import ARGUMENTS, CHROMIUM

PATIENCE = 120_000  # spent only where a test fails, and a loaded machine is slow
expect.set_options(timeout=PATIENCE)
REFUSALS = (409, 422)  # a script is answered in words
REPLACED = (
    "htmx:sendAbort",
    "htmx:afterRequest",
)  # a question is given up for a newer one, and the library says so aloud


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(__file__.rpartition("/")[0]):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip("Chromium не найден"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def site(live_server, tmp_path_factory):
    """Return where people come in: the server of the test, or with ON_SERVERS=1 several processes behind nginx."""
    if os.environ.get("ON_SERVERS") != "1":
        yield live_server.url
        return
    with servers.running(tmp_path_factory.mktemp("servers")) as both:
        yield both.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, site):
    """Pages are named by their path: page.goto("/")."""
    return {
        **browser_context_args,
        "base_url": site,
        "ignore_https_errors": True,  # nginx of a test has a certificate of its own
        "locale": "ru-RU",
        "timezone_id": "Europe/Moscow",
        "viewport": {"width": 1366, "height": 900},
    }


@pytest.fixture(autouse=True, scope="session")
def kept_files():
    """Style sheets, scripts and fonts are kept by the browser between pages, as they are in a school."""
    serve = StaticFilesHandler.serve

    def serve_to_keep(self, request):
        response = serve(self, request)
        response["Cache-Control"] = "max-age=3600"
        return response

    StaticFilesHandler.serve = serve_to_keep
    yield
    StaticFilesHandler.serve = serve


@pytest.fixture
def new_context(new_context):
    """Every context is watched: a script error, a refusal by the CSP or a missing file fails the test."""
    complaints = []

    def watched(**options):
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda message: complain_of_message(message, complaints))
        context.on("response", lambda response: complain_of_response(response, complaints))
        return context

    yield watched
    assert not complaints, "\n".join(complaints)


def complain_of_message(message, complaints):
    # What failed to load is judged by the response: a page that answers 403 or 404 is often the very thing tested.
    if message.type == "error" and not message.text.startswith(("Failed to load resource", *REPLACED)):
        complaints.append(f"{message.page.url}: {message.text}")


def complain_of_response(response, complaints):
    if response.status in REFUSALS:
        return
    of_a_page = response.request.resource_type == "document"
    if response.status >= 500 or (response.status >= 400 and not of_a_page):
        complaints.append(f"{response.status} {response.url}")


@pytest.fixture
def log_in(page):
    """Return a function that leaves whoever is logged in and enters by the form as a person would."""

    def log_in(username, password):
        page.context.clear_cookies()
        page.goto(reverse("login"))
        page.fill("[name=username]", username)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: reverse("login") not in url)
        return page

    return log_in


@pytest.fixture
def axe():
    """Return a function that asserts that axe finds no violation on the page."""

    def check(page, context=None):
        # Preloading style sheets it would break the CSP itself, and be complained of.
        found = Axe().run(page, context, {"resultTypes": ["violations"], "preload": False})
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check
