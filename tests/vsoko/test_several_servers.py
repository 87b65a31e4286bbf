"""Two processes of pages and two workers with nothing in common but a database and a store of files, behind nginx with TLS."""

import json
import os
import re
from urllib.parse import urlencode

import pytest
import requests
from django.conf import settings as configured
from django.urls import reverse

from tests import servers
from tests.builders.roadmap import make_paper
from tests.factories import PASSWORD
from tests.permissions.subjects import PNG
from tests.proxy import NGINX
from tests.worlds import make_world
from vsoko.models import StoredFile
from vsoko.pdf import pdf_available

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (NGINX and pdf_available()) and os.environ.get("CI") != "true", reason="nginx или Pango не найдены"
    ),
]


class Browser(requests.Session):
    """Comes in by nginx, as people do."""

    def __init__(self, both):
        super().__init__()
        # Nothing of the machine's own: it may name other authorities for certificates.
        self.trust_env, self.verify, self.url = False, both.certificate, both.url

    def open(self, path):
        return self.get(f"{self.url}{path}", timeout=servers.PATIENCE)

    def submit(self, path, data=None, **how):
        secret = {"csrfmiddlewaretoken": self.cookies.get(configured.CSRF_COOKIE_NAME)}
        return self.post(
            f"{self.url}{path}", (data or {}) | secret, headers={"Referer": f"{self.url}{path}"}, timeout=servers.PATIENCE,
            allow_redirects=False, **how,
        )  # fmt: skip

    def log_in(self, username, password=PASSWORD):
        self.open(reverse("login"))
        return self.submit(reverse("login"), {"username": username, "password": password})


def test_whoever_answers_knows_what_the_other_was_told(tmp_path, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    world = make_world()
    for person in (world.deputy, world.teacher):
        person.set_password(PASSWORD)
        person.save()
    paper = make_paper(world, "approved")
    with servers.running(tmp_path) as both:
        browser = Browser(both)
        assert browser.log_in(world.deputy.username).status_code == 302
        for number in (0, 1):
            assert both.ask(number, "/", browser).status_code == 200, "logged in on one, known to the other"

        files = {"file": ("скан.png", PNG, "image/png")}
        assert (
            browser.submit(reverse("document-scan", args=[paper.pk]), {"on": "2021-01-15"}, files=files).status_code
            == 302
        )
        scan = StoredFile.objects.get(name="скан.png")
        there = both.bucket.Object(scan.file.name).get()["Body"].read()
        for number in (0, 1):
            assert both.ask(number, reverse("file-download", args=[scan.pk]), browser).content == there

        both.processes["web0"].kill()
        both.processes["job0"].kill()
        asked = browser.submit(reverse("rendering-request", args=["document", paper.pk]))
        assert asked.status_code == 302, "one process is gone, and nobody notices"
        made = f"{asked.headers['Location']}file/"
        pdf = servers.wait_for(lambda: (got := browser.open(made)).status_code == 200 and got.content, both)
        assert pdf.startswith(b"%PDF-")

        flood = Browser(both)
        for _ in range(configured.AXES_FAILURE_LIMIT):
            flood.log_in(world.teacher.username, "не тот пароль")
        assert flood.log_in(world.teacher.username).status_code != 302
        assert browser.open(f"/search/?{urlencode({'q': 'Тайна'})}").status_code == 200
        assert browser.open("/no-such-page/?who=Taina").status_code == 404
        assert browser.open("/readyz").json() == dict.fromkeys(("database", "migrations", "storage", "worker"), "ok")

    left = {path.relative_to(tmp_path).parts[1] for name in both.processes for path in (tmp_path / name).rglob("*")}
    assert left == {"static"}, "nothing of the school lies on a machine"
    lines = both.said().splitlines()
    for line in lines:
        assert {"level", "logger", "message", "path"} & set(json.loads(line)), line
    answered = {line["server"] for line in map(json.loads, lines) if "server" in line}
    assert len(answered) > 1, "both have answered"
    assert not re.search(rf"Taina|Тайна|\?|{world.teacher.username}", "\n".join(lines))
