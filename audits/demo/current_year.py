"""The year that is under way today, whatever day it is: opened from the archive of 2021, told up to this morning."""

from datetime import date, timedelta

from audits.demo.auditing import AuditStory
from audits.demo.clock import later
from audits.demo.developing import goals_story
from audits.demo.papers import paper_story
from audits.demo.people import hire
from audits.demo.surveying import survey_story
from audits.demo.texts import load
from audits.demo.world import ADMINISTRATOR, DEPUTY, DIRECTOR, HEAD
from audits.demo.year_2021 import consultation_story
from audits.models import AnnualAnalysis, ImprovementItem
from audits.services import next_year
from audits.services.criteria import create_criterion
from audits.services.exemptions import grant_exemption
from audits.services.planning import edit_audit
from audits.services.programme_changes import start_change, submit_change
from audits.services.programmes import create_programme, submit_programme
from roadmap.models import CourseProgramme, Document, Roadmap
from roadmap.services.activities import create_activity, drop_activity, edit_activity, start_activity
from roadmap.services.associations import add_members
from roadmap.services.editions import create_edition, propose_change, submit_edition
from roadmap.services.meetings import prepare_meeting
from roadmap.services.people import dismiss
from roadmap.services.references import save_reference
from roadmap.services.roadmaps import create_roadmap, submit_roadmap
from roadmap.services.training import add_training
from roadmap.services.working_group import form_group
from vsoko.models import CalendarPeriod

BEHIND, AHEAD = 100, 21  # days that the story needs: behind today for audits and checks, ahead for what is planned
AUDITS_BEGIN = 82  # so many days before today the quiet part of the year ends


def label_of(today):
    """Return the label of a year in whose middle the day lies: the calendar year, near its ends the school year."""
    if (today - date(today.year, 1, 1)).days >= BEHIND and (date(today.year, 12, 31) - today).days >= AHEAD:
        return str(today.year)
    first = today.year if today.month >= 9 else today.year - 1
    return f"{first}/{first + 1}"


def begin(world):
    """Give the world the days of the current year and return its label, first and last day."""
    label = label_of(world.clock.today)
    first, last = next_year.period_of(label)
    world.quiet_from = first + timedelta(days=3)
    world.quiet_to = world.clock.today - timedelta(days=AUDITS_BEGIN)
    return label, first, last


def between_story(world, first):
    """What happened to the staff and the programmes between the archive and the current year."""
    admin, cast = world.user(ADMINISTRATOR), world.cast
    yield date(2023, 8, 31)
    dismiss(cast["Ластикова"].pk, actor=admin, on=date(2023, 8, 31))
    yield date(2023, 9, 1)
    newcomer = hire(cast, admin, load("current_year")["newcomer"], since=date(2023, 9, 1))
    association = cast.association("МО учителей начальных классов")
    add_members(association.pk, actor=admin, employees=[newcomer], since=date(2023, 9, 1))
    renewed = date(first.year if first.month > 8 else first.year - 1, 8, 30)
    yield renewed
    for course in CourseProgramme.objects.filter(school=cast.school):
        save_reference(CourseProgramme, actor=admin, school=cast.school, pk=course.pk, updated_on=renewed)


def opening_story(world, label, first, last):
    """Accepted measures of 2021 and its yearly rows become the new roadmap; the deputy sets days, the director approves."""
    told = load("current_year")
    yield first - timedelta(days=20)
    world.roadmap = draft_of(world, label)
    for row in told["row"]:
        activity = row_of(world, row["begins"])
        days = {name: end_or_day(world, row[name], last) for name in ("starts", "ends")}
        edit_activity(
            activity.pk, actor=world.user(DEPUTY), stage=row["stage"], starts_on=days["starts"], ends_on=days["ends"],
            term_text="",
        )  # fmt: skip
    added = told["added"]
    create_activity(
        world.roadmap.pk,
        actor=world.user(DEPUTY),
        number=added["number"],
        title=added["title"],
        expected_result=added["expected_result"],
        starts_on=world.day(added["starts"]),
        ends_on=world.day(added["ends"]),
        responsible=[{"role": "", "employee": world.cast[added["responsible"]].pk}],
    )
    yield first - timedelta(days=14)
    write_calendar(world, told["calendar"], first, last)
    document = submit_roadmap(world.roadmap.pk, actor=world.user(DEPUTY))
    yield first - timedelta(days=10)
    world.sign(document)
    world.roadmap.refresh_from_db()


def write_calendar(world, told, first, last):
    """Let the deputy write vacations and exams of the year into the calendar of the school."""
    for year in sorted({first.year, last.year}):
        for row in told:
            starts, ends = date(year, *row["starts"]), date(year, *row["ends"])
            if first <= starts <= last:
                save_reference(
                    CalendarPeriod, actor=world.user(DEPUTY), school=world.cast.school, kind=row["kind"],
                    name=row["name"], starts_on=starts, ends_on=ends,
                )  # fmt: skip


def draft_of(world, label):
    """Return the draft of the new year; while the analysis waits for its approval, measures are copied and not carried."""
    analysis, deputy = AnnualAnalysis.objects.get(roadmap=world.roadmap), world.user(DEPUTY)
    if analysis.state == AnnualAnalysis.State.APPROVED:
        return next_year.open_next_year(analysis.pk, actor=deputy, label=label)
    first, last = next_year.period_of(label)
    roadmap = create_roadmap(
        world.cast.school, actor=deputy, label=label, title=f"Дорожная карта ВСОКО на {Roadmap(label=label).year_words}",
        period_from=first, period_to=last, predecessor=world.roadmap,
    )  # fmt: skip
    measures = analysis.improvements.filter(state=ImprovementItem.State.APPROVED)
    calendar = CalendarPeriod.objects.calendar(world.cast.school.pk)
    rows = [*measures, *next_year.yearly_rows(world.roadmap)]
    for number, row in enumerate(rows, start=1):
        measure = isinstance(row, ImprovementItem)
        facts = (
            next_year.measure_facts(row, number, roadmap, calendar)
            if measure
            else next_year.yearly_facts(row, number, roadmap, calendar)
        )
        create_activity(roadmap.pk, actor=deputy, **facts)
    return roadmap


def row_of(world, begins):
    return world.roadmap.activities.get(title__startswith=begins)


def end_or_day(world, told, last):
    return last if told == "end" else min(world.day(told), last)


def year_story(world, last):
    """Everything of the current year that has happened by today."""
    told = load("current_year")
    for paper in told["paper"]:
        yield paper_story(world, paper)
    yield group_story(world)
    yield training_story(world, told["training"])
    yield exemption_story(world, told["exemption"])
    for consultation in told["consultation"]:
        yield consultation_story(world, consultation)
    yield programme_story(world, told)
    yield rows_story(world, told, last)
    yield criterion_story(world, told["criterion"])
    yield meeting_story(world, told["meeting"])
    yield survey_story(world, "present")
    yield goals_story(world)


def criterion_story(world, told):
    """The head adds a question by memory: the act it cites has been replaced meanwhile."""
    yield world.day(told["on"])
    words = {name: value for name, value in told.items() if name != "on"}
    create_criterion(world.cast.school, actor=world.user(HEAD), **words)


def meeting_story(world, told):
    """The deputy prepares the next meeting of the council: its decisions are still to be taken."""
    yield world.day(told["prepared"])
    prepare_meeting(
        world.cast.school, actor=world.user(DEPUTY), variant=told["body"], held_on=world.day(told["held"]),
        chair=world.cast[told["chair"]], roadmap=world.roadmap,
    )  # fmt: skip


def group_story(world):
    yield world.day(0.32)
    form_group(
        world.roadmap,
        actor=world.user(DEPUTY),
        head=world.cast[HEAD],
        secretary=world.cast["Азбукина"],
        auditors=world.cast.all(["Азбукина", "Колбина", "Палитрова", "Пеналова", "Словарева"]),
        since=world.clock.day,
        document=Document.objects.get(roadmap=world.roadmap, kind__code="D03"),
        end_former=True,
    )


def training_story(world, told):
    """The head writes down what the auditors have learnt: of one it ends soon, of one it is over."""
    yield world.day(told["on"])
    for surname, days in told["until"].items():
        until = world.day(days)
        finished = until - timedelta(days=365 * told["years"])
        words = {name: told[name] for name in ("programme", "organisation", "hours")}
        add_training(
            world.cast[surname],
            actor=world.user(HEAD),
            certificate="",
            finished_on=finished,
            valid_until=until,
            **words,
        )


def exemption_story(world, told):
    """The director lets one auditor look at her own association: nobody else knows its programmes."""
    yield world.day(told["on"])
    grant_exemption(
        world.cast.school, actor=world.user(DIRECTOR), employee=world.cast[told["employee"]], reason=told["reason"],
        association=world.cast.association(told["association"]), until=world.day(told["until"]),
    )  # fmt: skip


def programme_story(world, told):
    """The programme of the year; later the head proposes to move the audit of the school."""
    yield world.day(0.8)
    programme = create_programme(world.roadmap.pk, actor=world.user(HEAD), **told["programme"])
    stories = [AuditStory(world, audit) for audit in told["audit"] if "basis" not in audit]
    yield world.day(0.86)
    programme = submit_programme(programme.pk, actor=world.user(HEAD))
    yield world.day(0.92)
    world.agree(world.paper_of(programme, "D06"))
    yield world.day(0.96)
    world.sign(world.paper_of(programme, "D06"))
    for one in stories:
        yield one.story()
    for audit in told["audit"]:
        if "basis" in audit:
            yield unscheduled_story(world, audit)
    yield change_story(world, programme, told["change"])


def unscheduled_story(world, told):
    yield world.day(told["starts"] - 8)
    yield AuditStory(world, told).story()


def change_story(world, programme, told):
    yield world.day(told["started"])
    head = world.user(HEAD)
    start_change(programme.pk, actor=head, reason=told["reason"], goals=programme.goals, scope=programme.scope)
    audit = programme.audits.get(subject="school")
    edit_audit(
        audit.pk,
        actor=head,
        team=[member.employee for member in audit.team.select_related("employee")],
        sampled_programmes=[],
        ends_on=later(audit.ends_on, told["days"]),
    )
    yield world.day(told["submitted"])
    submit_change(programme.pk, actor=world.user(HEAD))


def rows_story(world, told, last):
    """Rows that no form carries out: one is begun, one proves unnecessary, for one another day is proposed."""
    dropped, change = told["added"]["dropped"], told["edition"]
    yield world.day(dropped["on"])
    drop_activity(row_of(world, told["added"]["title"]).pk, actor=world.user(DEPUTY), comment=dropped["why"])
    yield world.day(change["drafted"])
    activity = row_of(world, change["begins"])
    start_activity(activity.pk, actor=world.cast.user("Мелкова"))
    edition = create_edition(world.roadmap.pk, actor=world.user(DEPUTY), reason=change["reason"])
    moved = min(activity.ends_on + timedelta(days=change["days"]), last)
    propose_change(edition.pk, activity.pk, actor=world.user(DEPUTY), fields={"ends_on": moved.isoformat()})
    yield world.day(change["submitted"])
    submit_edition(edition.pk, actor=world.user(DEPUTY))
