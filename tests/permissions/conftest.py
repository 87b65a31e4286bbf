"""Two schools with a record behind every address, for the tests that try the table of rights."""

import logging

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings

from tests.permissions.frames import keep_no_copies, leave_out_frame


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Both schools, written once for this module and taken back after it: no test leaves a change in them."""
    # Named on the command line, this file is read before Django is ready.
    from tests.permissions.visits import Schools

    tasks = settings.TASKS | {"default": settings.TASKS["waiting"]}
    with django_db_blocker.unblock(), override_settings(TASKS=tasks), transaction.atomic():
        yield Schools()
        transaction.set_rollback(True)


@pytest.fixture
def schools(made, db, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")
    return made


@pytest.fixture
def strip(monkeypatch):
    """Return a function: from now on pages lack their frame and refusals their page, which cost more than the rest."""

    def strip():
        leave_out_frame(monkeypatch)
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


@pytest.fixture
def uncopied(monkeypatch):
    keep_no_copies(monkeypatch)
