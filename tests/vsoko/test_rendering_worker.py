"""The whole way of a PDF: queued in the database, made by the worker with real fonts, kept as it left the press."""

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from roadmap.models import Document, DocumentKind
from tests.factories import make_school, make_user
from tests.pango import needs_pango
from vsoko.models import Rendering
from vsoko.registries import PdfSource, pdf_sources
from vsoko.rendering import request_rendering

pytestmark = [
    pytest.mark.printed,
    pytest.mark.django_db(transaction=True),
    needs_pango,
]


def test_the_worker_makes_what_was_asked_for(settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    source = PdfSource(
        model=Document,
        template="pdf/base.html",
        content=lambda owner: {"title": owner.title},
        name=lambda owner: "приказ.pdf",
    )
    monkeypatch.setitem(pdf_sources, "paper", source)
    school = make_school()
    director = make_user(school, "director")
    kind = DocumentKind.objects.filter(school=school).first()
    paper = Document.objects.create(school=school, kind=kind, author=director, title="О создании ВСОКО")
    rendering = request_rendering(paper, "paper", actor=director)
    assert rendering.state == Rendering.State.QUEUED
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    rendering.refresh_from_db()
    assert rendering.state == Rendering.State.DONE, rendering.problem
    assert rendering.file.file.read(5) == b"%PDF-"
    assert [result.status for result in DBTaskResult.objects.all()] == ["SUCCESSFUL"]
