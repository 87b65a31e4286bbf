"""The pages of programmes, audits and criteria: what they show to whom, and that they cost the same for many rows."""

from datetime import date

import pytest
from django.urls import reverse

from audits import workflow
from audits.models import Audit, AuditProgramme, ChecklistTemplate, Evidence
from roadmap.models import Appointment
from roadmap.permissions import Role
from tests.audits.opening import announce
from tests.audits.planned import approve_paper, begin_programme, conditions, many_audits, plan, short_template
from tests.builders.audits import make_checked, make_finding
from tests.factories import appoint, join, make_association, make_user
from tests.worlds import make_world
from vsoko.files import store_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MOST = 15


@pytest.fixture
def enter(client):
    """Return f(user) that logs in and gives f(name, *args, **query) back: the page as its response."""

    def log_in(user):
        client.force_login(user)
        return lambda name, *args, **query: client.get(reverse(name, args=args), query)

    return log_in


# --- planning -------------------------------------------------------------------------------------------------------


def typed(world, **fields):
    """Return the form of an audit as a browser sends it."""
    data = conditions(world, **fields)
    sent = {}
    for name, value in data.items():
        if name == "subject" or value in (None, False):
            continue
        values = value if isinstance(value, list) else [value]
        sent[name] = [getattr(one, "pk", one) for one in values]
    return sent


def test_an_audit_is_planned_from_its_page(world, client):
    client.force_login(world.head)
    response = client.post(reverse("audit-create"), typed(world))
    audit = Audit.objects.get()
    assert response.url == audit.get_absolute_url()
    assert (audit.number, audit.auditee) == ("2021-01", world.chair.employee)


def test_the_reason_stands_beside_the_name_before_anything_is_sent(world, client):
    join(world.association, world.auditor.employee, starts_on=date(2020, 9, 1))
    client.force_login(world.head)
    response = client.post(reverse("audit-create"), typed(world) | {"refresh": "1", "objectives": "Особая цель"})
    text = response.content.decode()
    assert response.status_code == 200
    assert "Не может: член этого МО с 01.09.2020" in text
    assert "Особая цель" in text
    assert not Audit.objects.exists()


def marks(form, name):
    """Return the numbers of people whose marks a browser would send."""
    options = [one.data for one in form[name].subwidgets]
    return {row["value"] for row in options if row["selected"] and not row["attrs"].get("disabled")}


@pytest.mark.parametrize(("place", "elsewhere"), [("lead", "team"), ("team", "lead")])
def test_marks_stay_when_the_people_are_asked_anew_and_it_says_what_stands_against_them(
    world, client, place, elsewhere
):
    other = make_association(world.school)
    barred, second = (make_user(world.school, Role.AUDITOR).employee for _ in range(2))
    join(other, barred, starts_on=date(2020, 9, 1))
    named = {"lead": barred, "team": [second]} if place == "lead" else {"lead": second, "team": [barred]}
    client.force_login(world.head)
    for association, stands in ((world.association, False), (other, True), (world.association, False)):
        sent = typed(world, **named, association=association) | {"refresh": "1"}
        response = client.post(reverse("audit-create"), sent)
        form = response.context["form"]
        assert (marks(form, place), marks(form, elsewhere)) == ({barred.pk}, {second.pk})
        warning = f"{barred.short_name} не может проверять: член этого МО с 01.09.2020."
        assert (warning in form[place].help_text, warning in response.content.decode()) == (stands, stands)
        assert form[elsewhere].help_text == ""


def test_who_leaves_the_group_by_the_days_of_the_audit_is_named_not_dropped(world, client):
    leaving = make_user(world.school).employee
    group = world.auditor.employee.appointments.get().working_group
    appoint(leaving, Role.AUDITOR, group=group, ends_on=date(2021, 5, 31))
    client.force_login(world.head)
    sent = typed(world, team=[leaving], starts_on=date(2021, 6, 7), ends_on=date(2021, 6, 9))
    form = client.post(reverse("audit-create"), sent | {"refresh": "1"}).context["form"]
    assert marks(form, "team") == {leaving.pk}
    assert f"{leaving.short_name} не может проверять: на дни аудита не входит" in form["team"].help_text
    refused = client.post(reverse("audit-create"), sent).context["form"]
    assert "не входит в рабочую группу" in refused.errors["team"][0]


def test_the_form_says_when_there_is_nobody_to_audit(world, enter):
    Appointment.objects.filter(role__in=[Role.AUDITOR, Role.GROUP_HEAD]).update(ends_on=date(2020, 12, 31))
    assert "нет аудиторов" in enter(world.deputy)("audit-create").content.decode()


def test_a_barred_lead_is_refused_beside_the_field_and_nothing_typed_is_lost(world, client):
    join(world.association, world.auditor.employee)
    client.force_login(world.head)
    response = client.post(reverse("audit-create"), typed(world, objectives="Особая цель"))
    assert response.status_code == 422
    assert "член этого МО" in response.context["form"].errors["lead"][0]
    assert "Особая цель" in response.content.decode()


def test_days_in_disorder_are_refused_beside_the_field(world, client):
    client.force_login(world.head)
    response = client.post(reverse("audit-create"), typed(world, ends_on=date(2021, 5, 1)))
    assert "раньше, чем начинается" in response.context["form"].errors["ends_on"][0]


def test_the_form_offers_sampled_programmes_of_the_association_only(world, enter):
    own = world.association.course_programmes.create(school=world.school, name="Лепка", focus="arts")
    make_association(world.school).course_programmes.create(school=world.school, name="Хор", focus="arts")
    form = enter(world.head)("audit-create", association=world.association.pk).context["form"]
    assert list(form.fields["sampled_programmes"].queryset) == [own]


@pytest.mark.parametrize("who", ["director", "auditor", "chair", "teacher", "secretary", "administrator"])
def test_others_do_not_open_the_planning(world, enter, who):
    assert enter(world.people[who])("audit-create").status_code == 403


# --- who sees what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "who", "status"),
    [
        ("in_progress", "auditor", 200),
        ("in_progress", "director", 200),
        ("in_progress", "chair", 403),
        ("reported", "chair", 200),
        ("reported", "teacher", 404),
    ],
)
@pytest.mark.parametrize("name", ["audit-checklist", "audit-report"])
def test_who_answers_for_the_subject_reads_only_what_is_reported(world, enter, name, state, who, status):
    audit = make_checked(world, state)
    assert enter(world.people[who])(name, audit.pk).status_code == status


def test_evidence_of_a_running_audit_is_closed_to_the_chair(world, enter):
    audit = make_checked(world, "in_progress")
    stored = store_bytes(b"%PDF", name="a.pdf", content_type="application/pdf", school=world.school, actor=None)
    Evidence.objects.create(item=audit.items.first(), file=stored)
    assert enter(world.chair)("file-download", stored.pk).status_code == 404
    assert enter(world.auditor)("file-download", stored.pk).status_code == 200
    Audit.objects.filter(pk=audit.pk).update(state="reported", reported_on=date(2021, 5, 17))
    assert enter(world.chair)("file-download", stored.pk).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["audit-detail", "audit-edit", "audit-start", "audit-checklist", "audit-report", "audit-cancel", "audit-blank"],
)
def test_another_school_sees_nothing(world, enter, name):
    audit = make_checked(world, "in_progress")
    assert enter(make_world().head)(name, audit.pk).status_code == 404


def test_the_chair_sees_own_audits_only(world, enter):
    own = make_checked(world, "reported")
    many_audits(world, 1)
    rows = enter(world.chair)("audit-list").context["rows"]
    assert [audit for audit, _ in rows] == [own]


# --- steps ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "who", "words"),
    [
        ("planned", "auditor", "Начать аудит"),
        ("planned", "director", "Аудит пройдёт"),
        ("planned", "chair", "Начать самопроверку"),
        ("in_progress", "director", "Аудит идёт"),
        ("reported", "chair", "Ознакомиться с отчётом"),
        ("reported", "director", "Утвердите отчёт"),
        ("reported", "auditor", "ещё не утверждён директором"),
    ],
)
def test_a_card_names_one_next_step_for_whoever_looks(world, enter, state, who, words):
    audit = make_checked(world, state)
    announce(world, audit)
    response = enter(world.people[who])("audit-detail", audit.pk)
    assert words in response.content.decode()
    assert response.content.decode().count("btn-primary") <= 1


def test_the_report_is_read_before_it_is_acknowledged_and_each_nonconformity_is_answered_next(world, enter, client):
    audit = make_checked(world, "reported", strengths="План выполняется.", conclusion="Соответствует с отклонениями.")
    make_finding(world, "open", audit=audit)
    first, second = audit.findings.order_by("number")
    page = enter(world.chair)("audit-acknowledge", audit.pk).content.decode()
    button = page.index(f">{workflow.ACKNOWLEDGE_AUDIT.label}</button>")
    for told in (
        audit.strengths,
        audit.conclusion,
        *(row.fact for row in (first, second)),
        first.number,
        second.number,
    ):
        assert 0 < page.index(told) < button
    assert reverse("rendering-request", args=["audit_report", audit.pk]) in page

    address = client.post(reverse("audit-acknowledge", args=[audit.pk]), {"on": "2021-05-18"}).url
    assert address == f"{audit.get_absolute_url()}#findings"
    for finding, left in ((first, 2), (second, 1)):
        step = client.get(address).context["next"]
        assert (step["url"], step["title"][-1]) == (finding.get_absolute_url(), str(left))
        client.post(reverse("finding-acknowledge", args=[finding.pk]), {"on": "2021-05-18"})
    assert "план" in client.get(address).context["next"]["title"]


def test_a_report_that_is_not_in_is_not_shown_to_be_acknowledged(world, enter):
    audit = make_checked(world, "in_progress", strengths="План выполняется.")
    page = enter(world.chair)("audit-acknowledge", audit.pk).content.decode()
    assert "Сейчас это невозможно" in page
    assert audit.strengths not in page


def test_the_page_of_start_says_who_may_not_audit(world, enter):
    audit = make_checked(world, "planned")
    join(world.association, world.auditor.employee)
    text = enter(world.head)("audit-start", audit.pk).content.decode()
    assert "член этого МО" in text
    assert "Записываем…" not in text


def test_the_whole_way_by_pages(world, client):
    """Plan, begin, answer, report: every button of the pages does what it says."""
    short_template(world, "A-1")
    programme = begin_programme(world)
    client.force_login(world.head)
    template = ChecklistTemplate.objects.get(name="Короткий")
    client.post(reverse("audit-create"), typed(world, template=template))
    client.post(reverse("programme-submit", args=[programme.pk]))
    programme.refresh_from_db()
    assert programme.state == AuditProgramme.State.ON_APPROVAL
    approve_paper(world, programme)
    audit = Audit.objects.get()
    client.force_login(world.auditor)
    client.post(reverse("audit-start", args=[audit.pk]), {"on": "2021-05-11"})
    item = audit.items.get()
    client.post(reverse("audit-checklist", args=[audit.pk]), {f"q{item.pk}-answer": "yes", f"q{item.pk}-version": "0"})
    client.post(reverse("audit-report", args=[audit.pk]), {"strengths": "Анализ ВПР.", "conclusion": "Соответствует."})
    client.post(reverse("audit-report-submit", args=[audit.pk]), {"on": "2021-05-14"})
    audit.refresh_from_db()
    assert (audit.state, audit.reported_on) == (Audit.State.REPORTED, date(2021, 5, 14))
    assert audit.strengths == "Анализ ВПР."


def test_a_proposed_conclusion_stays_a_proposal_until_it_is_rewritten(world, client):
    audit = make_checked(world, "in_progress", conclusion="")
    client.force_login(world.auditor)
    shown = client.get(reverse("audit-report", args=[audit.pk])).context["form"]["conclusion"].value()
    client.post(reverse("audit-report", args=[audit.pk]), {"strengths": "", "conclusion": shown})
    audit.refresh_from_db()
    assert audit.conclusion == ""
    client.post(reverse("audit-report", args=[audit.pk]), {"strengths": "", "conclusion": "Своими словами."})
    audit.refresh_from_db()
    assert audit.conclusion == "Своими словами."


def test_the_programme_of_the_open_year_is_one_click_away(world, enter):
    get = enter(world.head)
    assert "Составить программу" in get("programme-current").content.decode()
    programme = begin_programme(world)
    assert get("programme-current").url == programme.get_absolute_url()


def test_the_programme_names_what_it_does_not_cover(world, enter):
    programme = begin_programme(world)
    other = make_association(world.school, "МО учителей труда")
    plan(world)
    table = enter(world.head)("programme-detail", programme.pk).context["table"]
    assert (table.uncovered, table.misses_school) == ([other], True)
