"""PDF of a record: asked for once, made by a task, kept as bytes, shown to whoever sees the record."""

import errno
import hashlib
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Document, DocumentKind
from tests.factories import make_school, make_user
from vsoko import rendering as renderings
from vsoko.models import Rendering, StoredFile
from vsoko.pdf import PdfUnavailable
from vsoko.registries import PdfSource, pdf_sources
from vsoko.rendering import INTERRUPTED, request_rendering
from vsoko.workflow import TransitionError

pytestmark = [pytest.mark.django_db, pytest.mark.printed]


@pytest.fixture
def printed(monkeypatch):
    """The PDF stands for itself: bytes that tell what was given to the template. Returns the list of printed papers."""
    papers = []

    def render_pdf(template, context, *, files=None):
        papers.append((template, context, files))
        return b"%PDF " + context["title"].encode()

    monkeypatch.setattr(renderings, "render_pdf", render_pdf)
    monkeypatch.setattr(renderings, "pdf_available", lambda: True)
    return papers


@pytest.fixture
def source(monkeypatch):
    source = PdfSource(
        model=Document,
        template="pdf/paper.html",
        content=lambda owner: {"title": owner.title, "dated": owner.dated},
        context=lambda content: content | {"figure": "<svg/>"},
        name=lambda owner: f"{owner.title}.pdf",
        files=lambda owner: {"seal.png": b"seal"},
    )
    monkeypatch.setitem(pdf_sources, "paper", source)
    monkeypatch.setattr(Document, "get_absolute_url", lambda self: f"/paper/{self.pk}/")
    return source


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def director(school):
    return make_user(school, "director")


@pytest.fixture
def paper(school, director, source):
    kind = DocumentKind.objects.filter(school=school).first()
    return Document.objects.create(school=school, kind=kind, author=director, title="О создании ВСОКО")


@pytest.fixture
def queued(monkeypatch):
    """Tasks wait as they do for a worker; returns their arguments."""
    waiting = []
    monkeypatch.setattr(type(renderings.make), "enqueue", lambda self, *args: waiting.append(args))
    return waiting


def ask(client, paper, purpose="paper", **more):
    return client.post(reverse("rendering-request", args=[purpose, paper.pk]), **more)


def test_the_made_pdf_is_kept_with_its_hash(paper, director, printed):
    rendering = request_rendering(paper, "paper", actor=director)
    assert rendering.state == Rendering.State.DONE
    assert rendering.started_at <= rendering.finished_at
    stored = rendering.file
    data = stored.file.read()
    assert data == "%PDF О создании ВСОКО".encode()
    assert (stored.sha256, stored.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert (stored.name, stored.content_type, stored.school) == (
        "О создании ВСОКО.pdf",
        "application/pdf",
        paper.school,
    )
    content = {"title": "О создании ВСОКО", "dated": None, "figure": "<svg/>"}
    assert printed == [("pdf/paper.html", content, {"seal.png": b"seal"})]


def test_unchanged_content_is_not_made_twice(paper, director, printed):
    first = request_rendering(paper, "paper", actor=director)
    paper.text = "Не печатается"
    paper.save()
    assert request_rendering(paper, "paper", actor=director) == first
    assert len(printed) == 1


@pytest.mark.parametrize("change", ["title", "pictures", "template"])
def test_whatever_the_pdf_shows_makes_a_new_one_when_it_changes(paper, director, printed, source, change, monkeypatch):
    request_rendering(paper, "paper", actor=director)
    if change == "title":
        paper.title = "Об утверждении"
        paper.save()
    else:
        new = {"pictures": {"files": lambda owner: {"seal.png": b"new"}}, "template": {"template": "pdf/new.html"}}
        facts = {**vars(source), **new[change]}
        monkeypatch.setitem(pdf_sources, "paper", PdfSource(**facts))
    request_rendering(paper, "paper", actor=director)
    assert len(printed) == 2
    assert Rendering.objects.count() == StoredFile.objects.count() == 2


def test_what_waits_is_not_queued_twice(paper, director, printed, queued):
    first = request_rendering(paper, "paper", actor=director)
    assert (first.state, request_rendering(paper, "paper", actor=director)) == (Rendering.State.QUEUED, first)
    assert queued == [(first.pk,)]


@pytest.mark.parametrize("state", ["queued", "running"])
def test_what_has_lost_its_worker_is_queued_again(paper, director, printed, queued, state):
    rendering = request_rendering(paper, "paper", actor=director)
    long_ago = timezone.now() - timedelta(minutes=16)
    Rendering.objects.update(state=state, requested_at=long_ago, started_at=long_ago if state == "running" else None)
    again = request_rendering(paper, "paper", actor=director)
    assert (again, again.state, again.started_at) == (rendering, Rendering.State.QUEUED, None)
    assert queued == [(rendering.pk,)] * 2


def test_a_task_taken_over_from_a_dead_worker_is_finished(paper, director, printed, queued):
    rendering = request_rendering(paper, "paper", actor=director)
    Rendering.objects.update(state=Rendering.State.RUNNING, started_at=timezone.now())
    renderings.make.call(rendering.pk)
    rendering.refresh_from_db()
    assert rendering.state == Rendering.State.DONE


def test_a_task_that_comes_twice_makes_one_file(paper, director, printed):
    rendering = request_rendering(paper, "paper", actor=director)
    renderings.make.call(rendering.pk)
    assert StoredFile.objects.count() == 1


def test_content_changed_while_waiting_is_not_passed_off_as_what_was_asked_for(paper, director, printed, queued):
    rendering = request_rendering(paper, "paper", actor=director)
    Document.objects.update(title="Другое")
    renderings.make.call(rendering.pk)
    rendering.refresh_from_db()
    assert (rendering.state, printed) == (Rendering.State.FAILED, [])
    assert rendering.problem == "Пока PDF готовился, содержание изменилось: закажите его ещё раз."


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PdfUnavailable(), "apt-get install"),
        (KeyError("x"), "номер подготовки"),
        (OSError(errno.ENOSPC, "No space left on device"), "На сервере закончилось место"),
    ],
)
def test_failure_is_a_sentence_and_may_be_tried_again(paper, director, printed, monkeypatch, error, sentence):
    def broken(*args, **kwargs):
        raise error

    working = renderings.render_pdf
    monkeypatch.setattr(renderings, "render_pdf", broken)
    rendering = request_rendering(paper, "paper", actor=director)
    assert rendering.state == Rendering.State.FAILED
    assert sentence in rendering.problem
    monkeypatch.setattr(renderings, "render_pdf", working)
    again = request_rendering(paper, "paper", actor=director)
    assert (again, again.state, again.problem) == (rendering, Rendering.State.DONE, "")


def test_without_pango_nothing_is_queued_and_the_page_says_why(client, paper, director, printed, monkeypatch):
    monkeypatch.setattr(renderings, "pdf_available", lambda: False)
    with pytest.raises(TransitionError, match="apt-get install libpango"):
        request_rendering(paper, "paper", actor=director)
    client.force_login(director)
    response = ask(client, paper)
    assert response.url == f"/paper/{paper.pk}/"
    assert not Rendering.objects.exists()


def test_the_command_line_takes_the_kept_bytes_or_makes_them(paper, director, printed):
    made = renderings.rendered_bytes(paper, "paper")
    rendering = request_rendering(paper, "paper", actor=director)
    assert (made, len(printed)) == (renderings.rendered_bytes(paper, "paper"), 2)
    paper.title = "Новое"
    paper.save()
    assert renderings.rendered_bytes(paper, "paper") == "%PDF Новое".encode()
    assert Rendering.objects.get() == rendering


def test_asked_for_on_a_page_waited_for_and_opened(client, paper, director, printed, queued):
    client.force_login(director)
    status = ask(client, paper).url
    waiting = client.get(status).content.decode()
    assert f'hx-get="{status}"' in waiting
    renderings.make.call(Rendering.objects.get().pk)
    ready = client.get(status).content.decode()
    link = reverse("rendering-file", args=[Rendering.objects.get().pk])
    assert (f'hx-get="{status}"' in ready, link in ready) == (False, True)
    opened = client.get(link)
    assert b"".join(opened.streaming_content) == "%PDF О создании ВСОКО".encode()
    assert (opened["Content-Type"], opened["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert opened["Content-Disposition"].startswith("inline")


def test_the_page_that_asks_again_gets_the_fragment_alone(client, paper, director, printed):
    client.force_login(director)
    status = ask(client, paper).url
    fragment = client.get(status, headers={"hx-request": "true"}).content.decode()
    assert fragment.strip().startswith('<div class="note note--done" id="rendering"')


def test_looking_changes_nothing_even_when_the_worker_is_lost(client, paper, director, printed, queued):
    client.force_login(director)
    status = ask(client, paper).url
    Rendering.objects.update(requested_at=timezone.now() - timedelta(minutes=16))
    page = client.get(status).content.decode()
    assert INTERRUPTED in page
    assert reverse("rendering-request", args=["paper", paper.pk]) in page
    assert Rendering.objects.get().state == Rendering.State.QUEUED
    assert client.get(reverse("rendering-request", args=["paper", paper.pk])).status_code == 405


def test_a_pdf_is_as_secret_as_its_record(client, paper, director, printed, school):
    rendering = request_rendering(paper, "paper", actor=director)
    strangers = [make_user(make_school(), "director"), make_user(school, "teacher")]
    for user in strangers:
        client.force_login(user)
        assert ask(client, paper).status_code == 404
        assert client.get(reverse("rendering", args=[rendering.pk])).status_code == 404
        assert client.get(reverse("rendering-file", args=[rendering.pk])).status_code == 404
    client.logout()
    for url in (reverse("rendering", args=[rendering.pk]), reverse("rendering-file", args=[rendering.pk])):
        assert client.get(url).url.startswith(reverse("login"))
    assert Rendering.objects.count() == 1


def test_an_unfinished_file_and_an_unknown_purpose_are_not_found(client, paper, director, printed, queued):
    rendering = request_rendering(paper, "paper", actor=director)
    client.force_login(director)
    assert client.get(reverse("rendering-file", args=[rendering.pk])).status_code == 404
    assert ask(client, paper, purpose="nothing").status_code == 404


def test_a_row_of_the_latest_is_found_by_owner_and_purpose(paper, director, printed):
    assert renderings.rendering_of(paper, "paper") is None
    request_rendering(paper, "paper", actor=director)
    paper.title = "Новое"
    paper.save()
    latest = request_rendering(paper, "paper", actor=director)
    assert renderings.rendering_of(paper, "paper") == latest
    assert latest.owner_type == ContentType.objects.get_for_model(Document)
