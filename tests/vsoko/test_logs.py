"""What a log may say: where something went wrong, and nothing about anybody."""

import json
import logging

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tests.factories import PASSWORD, make_school, make_user
from vsoko import environment
from vsoko.logs import JsonLine, Line
from vsoko.views.desk import Desk

NAME, MAIL = "Линейкин", "lineykin@school.example"


def told(formatter, name, message, *args, error=None):
    exc_info = (type(error), error, error.__traceback__) if error else None
    return formatter.format(logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, exc_info))


def raised():
    try:
        raise ValueError(f"Key (email)=({MAIL}) of {NAME} exists")
    except ValueError as error:
        return error


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_failing_page_leaves_one_line_of_json_without_anybody_in_it(client, monkeypatch, caplog):
    director = make_user(make_school(), "director", last_name=NAME, email=MAIL)
    client.raise_request_exception = False
    client.force_login(director)

    def fail(self, **kwargs):
        raise ValueError(f"{self.request.user.get_full_name()} {MAIL} {PASSWORD} {self.request.GET}")

    monkeypatch.setattr(Desk, "get_context_data", fail)
    assert client.get("/", {"q": NAME, "mail": MAIL}).status_code == 500
    client.post("/login/", {"username": director.username, "password": PASSWORD})
    client.get(f"/no-such-page/?q={MAIL}")
    lines = [JsonLine().format(record) for record in caplog.records]
    for secret in (NAME, MAIL, PASSWORD, director.username, "?q"):
        assert secret not in "\n".join(lines)
    line = next(line for line in map(json.loads, lines) if "error" in line)
    assert (line["level"], line["logger"], line["error"]) == ("ERROR", "django.request", "ValueError")
    assert line["message"] == "Internal Server Error: /"
    assert line["place"][-1].startswith("tests/vsoko/test_logs.py:")
    assert {"time", "process"} < set(line)


@pytest.mark.parametrize("formatter", [Line("%(message)s"), JsonLine()])
@pytest.mark.parametrize(
    ("message", "args", "kept", "hidden"),
    [
        ("Not Found: %s", ["/feeds/kq81z/duties.ics"], "Not Found: /feeds/", "kq81z"),
        ("Not Found: %s", ["/invite/Mw/c9-77d/"], "/invite/Mw/", "c9-77d"),
        ("GET /search/?q=Lineykin&page=2 failed", [], "GET /search/", "Lineykin"),
        ("refused: {'%s': (550, b'no')}", [MAIL], "refused", "lineykin"),
    ],
)
def test_keys_questions_and_addresses_stand_in_no_log(formatter, message, args, kept, hidden):
    line = told(formatter, "django.request", message, *args)
    assert kept in line
    assert hidden not in line


def test_values_that_people_typed_are_hidden_and_those_of_the_code_are_not():
    def message(*record):
        return json.loads(told(JsonLine(), *record))["message"]

    assert message("vsoko.mailing", "Письмо %s не принято: %s", 17, "Иван Петров") == "Письмо 17 не принято: …"
    assert message("vsoko.rendering", "Rendering %s failed", 5) == "Rendering 5 failed"
    assert message("library", f"cannot send to {NAME}") == "cannot send to …"
    assert message("library", raised()) == "ValueError"
    assert message("library", "%(path)s %(who)s", {"path": "/a/b", "who": "A Name"}) == "/a/b …"
    error = json.loads(told(JsonLine(), "vsoko", "Сбой", error=raised()))
    assert (error["error"], NAME in str(error), MAIL in str(error)) == ("ValueError", False, False)
    assert NAME in told(Line("%(message)s"), "vsoko", "Сбой", error=raised()), "who stands there sees it in full"


def test_the_form_of_the_log_is_chosen_by_the_environment(monkeypatch):
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "line"
    monkeypatch.setenv("LOG_FORMAT", "json")
    assert environment.choice("LOG_FORMAT", ["line", "json"]) == "json"
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match="line или json"):
        environment.choice("LOG_FORMAT", ["line", "json"])
