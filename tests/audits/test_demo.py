"""The school of the demo: what each stage holds, and that it holds on any day of the year."""

import re
from collections import Counter
from datetime import date, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audits.citations import cited_by
from audits.demo import clock, papers, telling
from audits.demo.texts import DATA as TOLD
from audits.demo.texts import load, read
from audits.demo.world import World
from audits.management.commands import demo as command
from audits.models import Action, ActionDueChange, AnnualAnalysis, Audit, CorrectivePlan, Finding, ImprovementItem
from audits.models.checklist import Answer
from audits.models.finding import NONCONFORMITIES
from roadmap.models import (
    Acknowledgement,
    Activity,
    Consultation,
    Document,
    DocumentItem,
    DocumentItemDueChange,
    Employee,
    LegalAct,
    Roadmap,
    WorkingGroup,
)
from tests.audits.archive_copy import assert_whole_on_paper
from tests.audits.links import links_of, met_behind_links
from tests.permissions.frames import keep_no_copies, leave_out_frame
from tests.permissions.visits import Visitor
from vsoko import demo_logins, registries
from vsoko.models import HistoryEntry, School, User

NAMED = re.compile(r"([А-ЯЁ][а-яё]+)[ \u00a0][А-ЯЁ]\.[А-ЯЁ]\.")  # «Чернильникова М.А.», declined too
# Its services are tried on both databases by their own tests.
pytestmark = [pytest.mark.long, pytest.mark.one_database]
BUILT = datetime(2026, 6, 1, 9, tzinfo=timezone.get_default_timezone())


def quiet(line):
    """Take a line of progress and say nothing."""


@pytest.fixture(scope="module")
def past(django_db_setup, django_db_blocker):
    """The school with its closed year, written once for this module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(BUILT):
            world = telling.tell("closed", quiet)
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module", params=["2026-08-31", "2027-01-01"])
def told_up_to(request, past, django_db_blocker):
    """The day up to which the present year is told, once for all tests of that day; the next day finds the archive alone."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(noon(request.param), tick=False):
            telling.tell_present(World(past.cast, clock.Clock(), Roadmap.objects.get(label="2021")), quiet)
        yield request.param
        transaction.set_rollback(True)


@pytest.fixture
def today(told_up_to, db):
    with time_machine.travel(noon(told_up_to), tick=False):
        yield date.fromisoformat(told_up_to)


def noon(day):
    return f"{day}T12:00:00+03:00"


# --- the beginning --------------------------------------------------------------------------------------------------


def test_without_pango_the_analysis_waits_and_the_present_year_begins_all_the_same(db, monkeypatch, capsys):
    def short_year(world):
        for paper in load("papers_2021")["paper"]:
            if paper.get("stage") in ("regulation", "group"):
                yield papers.paper_story(world, paper)
        yield telling.year_2021.group_story(world)
        yield telling.year_2021.analysis_story(world)

    monkeypatch.setattr(telling.year_2021, "year_story", short_year)
    monkeypatch.setattr(telling.current_year, "year_story", lambda world, last: iter(()))
    for module in (telling.year_2021, command):
        monkeypatch.setattr(module, "pdf_available", lambda: False)
    call_command("demo")
    assert AnnualAnalysis.objects.get().state == AnnualAnalysis.State.ON_APPROVAL
    assert "остался на утверждении" in capsys.readouterr().out
    measures = ImprovementItem.objects.filter(state=ImprovementItem.State.APPROVED)
    present = Roadmap.objects.get(state=Roadmap.State.APPROVED)
    assert set(measures.values_list("text", flat=True)) < set(present.activities.values_list("title", flat=True))


@pytest.mark.parametrize("login", demo_logins.ROLES)
def test_every_login_of_the_page_opens(past, db, client, login):
    assert client.login(username=login, password=demo_logins.PASSWORD)
    assert client.get(reverse("desk")).status_code == 200


# --- the closed year ------------------------------------------------------------------------------------------------


def test_the_closed_year_is_carried_out_row_by_row(past, db):
    roadmap = Roadmap.objects.get(label="2021")
    states = set(roadmap.activities.values_list("state", flat=True))
    assert (roadmap.state, states) == (Roadmap.State.CLOSED, {Activity.State.DONE})
    late = [row.number for row in roadmap.activities.all() if row.done_on > row.ends_on]
    assert late == []
    assert Consultation.objects.count() == 6
    assert not Acknowledgement.objects.filter(done_on=None).exists()
    group = WorkingGroup.objects.get(roadmap=roadmap)
    assert group.appointments.values("employee").distinct().count() == 5
    assert group.document.kind.code == "D03"


def test_the_regulation_cites_the_minutes_of_the_council_that_adopted_it(past, db):
    content = Document.objects.get(kind__code="D02").content
    (lines,) = [grip["lines"] for grip in content["grips"] if grip["is"] == "accepted"]
    assert lines[-1].replace("\u00a0", " ").startswith("протокол от 24.12.2020 №")
    assert School.objects.get().founder


def test_eight_audits_leave_about_thirty_findings_of_every_class(past, db):
    audits = Audit.objects.all()
    assert Counter(audits.values_list("state", flat=True)) == {Audit.State.CLOSED: 8}
    assert Counter(audits.values_list("subject", "unscheduled")) == {
        ("association", False): 6,
        ("association", True): 1,
        ("school", False): 1,
    }
    answers = Counter(row for audit in audits for row in audit.items.values_list("answer", flat=True))
    assert set(answers) == set(Answer.values)
    assert answers["yes"] / sum(answers.values()) > 0.6
    grades = Counter(Finding.objects.values_list("grade", flat=True))
    assert sum(grades.values()) == pytest.approx(30, abs=6)
    assert set(grades) == {"major", "minor", "observation", "opportunity", "good_practice"}
    assert grades["minor"] > grades["major"] > 0


def test_audits_of_the_archive_cite_no_act_of_a_later_day(past, db):
    acts = list(LegalAct.objects.all())
    for audit in Audit.objects.prefetch_related("items", "findings"):
        for one in [*audit.items.all(), *audit.findings.all()]:
            assert cited_by(audit.ends_on, one.requirement, acts) == one.requirement, one


def test_every_nonconformity_has_its_cause_and_a_checked_effect(past, db):
    found = Finding.objects.filter(grade__in=NONCONFORMITIES).exclude(state=Finding.State.WITHDRAWN)
    assert set(found.values_list("state", flat=True)) == {Finding.State.CLOSED}
    assert all(len(cause.whys) >= 2 for finding in found for cause in finding.causes.all())
    assert found.filter(returns=1).count() == 1
    assert found.exclude(repeat_of=None).count() == 1
    for finding in found.prefetch_related("actions", "checks"):
        last = max(action.done_on for action in finding.actions.all())
        assert (finding.current_check.checked_on - last).days >= 30
        assert not finding.actions.filter(responsible=finding.current_check.checker).exists()
    assert set(CorrectivePlan.objects.values_list("state", flat=True)) == {CorrectivePlan.State.COMPLETED}


def test_the_analysis_is_approved_with_words_in_every_section_and_its_pdf(past, db, client):
    analysis = AnnualAnalysis.objects.get()
    assert (analysis.state, analysis.approved_on) == (AnnualAnalysis.State.APPROVED, date(2021, 12, 24))
    texts = analysis.documents.get().content["owner"]["texts"]
    assert [key for key, words in texts.items() if words["draft"] or not words["text"]] == []
    assert not any("{" in words["text"] for words in texts.values())
    assert_whole_on_paper(analysis, client)
    assert set(analysis.improvements.values_list("state", flat=True)) == {"approved", "declined"}


def test_history_is_of_the_days_on_which_things_happened(past, db):
    days = HistoryEntry.objects.values_list("effective_on", "recorded_at")
    assert {day.year for day, _ in days} == {2020, 2021, 2022}  # in January the year is closed
    # A role may be given on the eve of its first day; all else is written down on the day itself.
    assert {(day - timezone.localtime(moment).date()).days for day, moment in days} == {0, 1}
    assert not HistoryEntry.objects.filter(effective_on__week_day__in=[1, 7]).exists(), "nobody works on days off"


# --- its words ------------------------------------------------------------------------------------------------------


def test_people_are_invented_and_pupils_are_not_named(past, db):
    """Surnames come from a pencil case; no text names a person who is not one of the staff."""
    surnames = {person["name"].split()[0] for person in read("people")["person"]}
    assert len(surnames) == Employee.objects.count() == pytest.approx(30, abs=4)
    school = read("people")["school"]["full_name"]
    told = [path.read_text(encoding="utf-8").replace(school, "") for path in TOLD.glob("*.toml")]
    named = {name for text in told for name in NAMED.findall(text)}
    assert len(named) > 5
    assert {name for name in named if name[:5] not in {surname[:5] for surname in surnames}} == set()


# --- today ----------------------------------------------------------------------------------------------------------


def test_the_present_year_has_something_in_every_state_and_for_everybody(today, client):
    roadmap = Roadmap.objects.current(today)
    assert roadmap.period_from < today < roadmap.period_to
    assert roadmap.predecessor.state == Roadmap.State.CLOSED
    assert ImprovementItem.objects.filter(activity__roadmap=roadmap, state="carried").exists()

    findings = Finding.objects.filter(audit__roadmap=roadmap)
    assert set(findings.values_list("state", flat=True)) == set(Finding.State.values)
    assert findings.filter(returns=1, state=Finding.State.OPEN).exists()
    actions = Action.objects.filter(plan__roadmap=roadmap)
    assert set(Action.State.values) - set(actions.values_list("state", flat=True)) == {Action.State.CANCELLED}
    assert [action for action in actions if action.is_late(today)]
    assert actions.filter(returned=1).exists()
    assert actions.filter(notes__isnull=False, state=Action.State.IN_PROGRESS).distinct().count() == 2
    handed = actions.get(handovers__isnull=False)
    assert handed.responsible == handed.handovers.get().handed_to
    audits = roadmap.audits.all()
    assert set(audits.values_list("state", flat=True)) == set(Audit.State.values)
    running = audits.get(state=Audit.State.IN_PROGRESS)
    assert {"unchecked", "yes"} <= set(running.items.values_list("answer", flat=True))
    rows = roadmap.activities.all()
    assert set(rows.values_list("state", flat=True)) == set(Activity.State.values) - {Activity.State.CANCELLED}
    assert [row for row in rows if row.is_late(today)]

    papers = Document.objects.filter(roadmap=roadmap)
    assert {"draft", "on_visa", "on_approval", "approved", "registered"} <= set(papers.values_list("state", flat=True))
    assert [paper for paper in papers.select_related("kind") if paper.awaits_number]
    assert Document.objects.filter(state=Document.State.SUPERSEDED).exists()
    assert {"planned", "in_progress", "done", "accepted"} <= set(
        DocumentItem.objects.filter(document__roadmap=roadmap).values_list("state", flat=True)
    )
    assert DocumentItemDueChange.objects.filter(state="asked").exists()
    assert ActionDueChange.objects.filter(state="asked").exists()
    assert HistoryEntry.objects.latest("effective_on").effective_on <= today

    for login in demo_logins.ROLES:
        user = User.objects.get(username=login)
        duties = [duty for source in registries.desk_sources.values() for duty in source.duties(user, today)]
        assert duties, login
        client.force_login(user)
        page = client.get(reverse("desk")).content.decode()
        assert duties[0].url in page, login


@pytest.mark.parametrize("told_up_to", ["2027-01-01"], indirect=True)
def test_no_link_leads_to_a_refusal(today, monkeypatch):
    """Whoever follows it; nor to a page that costs much."""
    visitors = {login: Visitor(User.objects.get(username=login)) for login in demo_logins.ROLES}
    desks = {login: [*links_of(visitor.get(reverse("desk")))] for login, visitor in visitors.items()}
    leave_out_frame(monkeypatch)
    keep_no_copies(monkeypatch)
    wrong = [f"{who}: {met}" for who, visitor in visitors.items() for met in met_behind_links(visitor, desks[who])]
    assert wrong == []
