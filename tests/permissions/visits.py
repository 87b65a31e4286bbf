"""Two schools with a record behind every address, people of each, and a watch over what their requests write."""

import hashlib
import re
from contextlib import contextmanager
from datetime import date
from unittest import mock
from urllib.parse import quote

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.forms import FileField
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

from roadmap.permissions import Role
from tests.factories import make_user
from tests.permissions import (
    of_audits,
    of_cards,
    of_criteria,
    of_findings,
    of_goals,
    of_indicators,
    of_measures,
    of_openings,
    of_papers,
    of_people,
    of_programmes,
    of_proofs,
    of_register,
    of_selfchecks,
    of_surveys,
    of_teams,
    of_year,
)
from tests.permissions.subjects import shared
from tests.permissions.table import FORBIDDEN, ROLES
from tests.worlds import make_world
from vsoko.registries import frame_parts

SUBJECTS = (
    of_people.SUBJECTS
    | of_year.SUBJECTS
    | of_papers.SUBJECTS
    | of_audits.SUBJECTS
    | of_register.SUBJECTS
    | of_criteria.SUBJECTS
    | of_findings.SUBJECTS
    | of_indicators.SUBJECTS
    | of_goals.SUBJECTS
    | of_measures.SUBJECTS
    | of_cards.SUBJECTS
    | of_openings.SUBJECTS
    | of_selfchecks.SUBJECTS
    | of_surveys.SUBJECTS
    | of_teams.SUBJECTS
    | of_programmes.SUBJECTS
    | of_proofs.SUBJECTS
)
# Who is inside, and who was refused, is written at any request.
ASIDE = {"vsoko_session", "vsoko_refusal"}
OURS = {
    model._meta.db_table: model
    for label in ("vsoko", "roadmap", "audits")
    for model in apps.get_app_config(label).get_models()
    if model._meta.db_table not in ASIDE
}
MARK = "Пристань"
SPEAKING = {
    "title",
    "text",
    "name",
    "last_name",
    "topic",
    "question",
    "fact",
    "goals",
    "objectives",
    "reason",
    "full_name",
}
WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
MOST_QUERIES = 15
OF_RIBBON = 1


class Visitor:
    """A browser of one person; cookies are as after the login at every request, whatever the one before did."""

    def __init__(self, user=None):
        self.client = Client(raise_request_exception=False)
        if user:
            self.client.force_login(user)
        self.cookies = self.client.cookies.copy()

    def get(self, url):
        return self._send("get", url)

    def post(self, url, data=None):
        return self._send("post", url, data or {})

    def _send(self, method, url, *data):
        self.client.cookies = self.cookies.copy()
        return getattr(self.client, method)(url, *data)


class Schools:
    """The school in which everything is tried, with its people, and a person of another who holds every role there."""

    def __init__(self):
        self.own, self.other = make_world(), make_world()
        stranger = make_user(self.other.school, *Role.values, association=self.other.association)
        for world in (self.own, self.other):
            for subject in SUBJECTS.values():
                if subject.make:
                    self.record(subject, world)
        mark(self.own.school)
        self.people = {role: Visitor(user) for role, user in self.own.people.items()}
        self.stranger, self.anonymous = Visitor(stranger), Visitor()

    @staticmethod
    def record(subject, world):
        return shared(world, subject.make, subject.state) if subject.make else None

    def url(self, label):
        subject = SUBJECTS[label]
        return subject.url(label, self.own, self.record(subject, self.own))


def mark(school, words=MARK):
    """Add the words to all names and texts of a school's records, so that a page of another school betrays a leak."""
    for model in OURS.values():
        texts = [
            field.name
            for field in model._meta.fields
            if field.name in SPEAKING and isinstance(field, models.CharField | models.TextField) and not field.choices
        ]
        own = [row.pk for row in model.objects.all() if getattr(row, "school_id", None) == school.pk]
        if texts and own:
            model.objects.filter(pk__in=own).update(**{name: Concat(F(name), Value(f" {words}")) for name in texts})


def login_url(url):
    return f"{reverse('login')}?next={quote(url)}"


@contextmanager
def undone():
    """Everything inside is taken back; yields what it asked of the database and which tables it wrote to."""
    asked = Asked()
    with transaction.atomic(), connection.execute_wrapper(asked.watch):
        yield asked
        transaction.set_rollback(True)


@contextmanager
def undrawn():
    """Pages inside are answered and not drawn, which costs more than all that is known of them before."""

    def leave(response):
        response.content = b""
        return response

    with mock.patch.object(SimpleTemplateResponse, "render", leave):
        yield


class Asked:
    """How many `queries` there were; true and in words, what they wrote to: tables of ours and of libraries."""

    def __init__(self):
        self.queries = 0
        self.tables = []

    def watch(self, execute, sql, params, many, context):
        found = WRITE.match(sql)
        # A login is seen to be used once a minute, whatever the page: that is no query of the page.
        if found is None or found[1] not in ASIDE:
            self.queries += 1
        if found:
            self.tables.append(found[1])
        return execute(sql, params, many, context)

    def too_much(self):
        """Return whether a page asked more than it may; one whose ribbon was left out has that counted."""
        return self.queries + (0 if "year" in frame_parts else OF_RIBBON) > MOST_QUERIES

    def changed(self, before):
        """Return whether any row of the tables written to is not what it was, by their `checksums` before."""
        return any(before.get(table) != now for table, now in checksums(set(self.tables)).items())

    def __bool__(self):
        return bool(set(self.tables) - ASIDE)

    def __str__(self):
        return ", ".join(sorted(set(self.tables)))


def checksums(tables=None):
    """Return {table: a hash of all its rows} of these tables that are ours, or of all of them."""
    return {
        table: hashlib.sha256(repr(list(model.objects.order_by("pk").values_list())).encode()).hexdigest()
        for table, model in OURS.items()
        if tables is None or table in tables
    }


def offered(response):
    """Return what the form of a page would send untouched."""
    context = response.context or {}
    forms = [context["form"]] if "form" in context and context["form"] is not None else []
    if "points" in context:
        forms += [context["points"].management_form, *context["points"].forms]
    data = {}
    for field in (field for form in forms for field in form if not isinstance(field.field, FileField)):
        value = field.value()
        if value is True:
            data[field.html_name] = "on"
        elif isinstance(value, list | tuple):
            data[field.html_name] = [str(one) for one in value]
        elif value is not None and value is not False:
            data[field.html_name] = f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)
    return data


def form_of(schools, url, opened, expected):
    """Return the untouched form as the first role sees it that may open the page and send it."""
    for role, get, post in zip(ROLES, opened, expected, strict=True):
        if get == 200 and post not in FORBIDDEN:
            return offered(schools.people[role].get(url))
    return {}
