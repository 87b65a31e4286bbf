"""The first year of the school's ВСОКО, from its real roadmap to the analysis that the director approves."""

from datetime import date

from audits.demo.auditing import AuditStory
from audits.demo.drafting import issue, issue_to_readers
from audits.demo.measuring import past_story
from audits.demo.papers import paper_story
from audits.demo.surveying import survey_story
from audits.demo.texts import load
from audits.demo.world import DEPUTY, DIRECTOR, HEAD, SECRETARY
from audits.models import Finding
from audits.services import improvements, publishing
from audits.services.analysis import gather_analysis, submit_analysis, write_section
from audits.services.programmes import create_programme, submit_programme
from audits.services.system_indicators import count_system
from roadmap.importing.parse import parse_roadmap
from roadmap.models import CourseProgramme, Document, DocumentItem
from roadmap.models.association import Focus
from roadmap.services import items
from roadmap.services.consultations import record_consultation
from roadmap.services.import_roadmap import import_roadmap
from roadmap.services.references import save_reference
from roadmap.services.roadmaps import close_roadmap, confirm_terms, submit_roadmap
from roadmap.services.school import DATA
from roadmap.services.uploads import keep_upload
from roadmap.services.working_group import form_group
from vsoko.pdf import pdf_available
from vsoko.wording import percent

LABEL = "2021"
SOURCE = DATA / "roadmap-school-463.txt"


def plan_story(world):
    """The real roadmap is imported, its years are confirmed, the director approves it."""
    yield date(2020, 11, 30)
    deputy, content = world.user(DEPUTY), SOURCE.read_bytes()
    parsed = parse_roadmap(content, SOURCE.name, LABEL)
    kept = keep_upload(content, name=SOURCE.name, actor=deputy)
    outcome = import_roadmap(parsed, school=world.cast.school, actor=deputy, source_file=kept)
    world.roadmap = confirm_terms(outcome.roadmap.pk, actor=deputy)
    yield date(2020, 12, 2)
    document = submit_roadmap(world.roadmap.pk, actor=world.user(DEPUTY))
    yield date(2020, 12, 4)
    world.sign(document)
    world.roadmap.refresh_from_db()


def year_story(world):
    """Everything that the roadmap names, each row by its own form."""
    told = load("papers_2021")
    for paper in told["paper"]:
        yield paper_story(world, paper)
    yield group_story(world)
    for consultation in told["consultation"]:
        yield consultation_story(world, consultation)
    yield programme_story(world)
    yield course_story(world)
    yield past_story(world)
    yield survey_story(world, "past")
    yield analysis_story(world)


def group_story(world):
    yield date(2021, 1, 15)
    form_group(
        world.roadmap,
        actor=world.user(DEPUTY),
        head=world.cast[HEAD],
        secretary=world.cast["Азбукина"],
        auditors=world.cast.all(["Азбукина", "Колбина", "Палитрова", "Пеналова"]),
        since=date(2021, 1, 15),
        document=Document.objects.get(school=world.cast.school, kind__code="D03"),
    )


def consultation_story(world, told):
    yield world.day(told["on"])
    record_consultation(
        world.roadmap,
        actor=world.user(DIRECTOR),
        activity=world.activity("consultation"),
        held_on=world.day(told["on"]),
        consultant=world.cast[told.get("by", DIRECTOR)],
        association=world.cast.association(told["association"]),
        focus=Focus(told["focus"]) if told["focus"] else "",
        topic=told["topic"],
        outcome=told["outcome"],
    )


def programme_story(world):
    """The programme names all audits but the unscheduled one, which is planned when it proves necessary."""
    told = load("audits_2021")
    yield date(2021, 4, 12)
    programme = create_programme(world.roadmap.pk, actor=world.user(HEAD), **told["programme"])
    stories = [AuditStory(world, audit) for audit in told["audit"] if "basis" not in audit]
    yield date(2021, 4, 14)
    programme = submit_programme(programme.pk, actor=world.user(HEAD))
    yield date(2021, 4, 15)
    world.agree(world.paper_of(programme, "D06"))
    yield date(2021, 4, 16)
    world.sign(world.paper_of(programme, "D06"))
    for one in stories:
        yield one.story()
    yield date(2021, 10, 1)
    for audit in told["audit"]:
        if "basis" in audit:
            yield AuditStory(world, audit).story()


def course_story(world):
    """In August the authors renew their programmes."""
    yield date(2021, 8, 31)
    for course in CourseProgramme.objects.filter(school=world.cast.school):
        save_reference(
            CourseProgramme, actor=world.user(DEPUTY), school=world.cast.school, pk=course.pk,
            updated_on=date(2021, 8, 31),
        )  # fmt: skip


def analysis_story(world):
    """The year is gathered, people write what figures cannot say, measures are decided, the director approves."""
    told = load("analysis_2021")
    yield date(2021, 12, 21)
    count_system(world.roadmap.pk, actor=world.user(HEAD))
    analysis = gather_analysis(world.roadmap.pk, actor=world.user(HEAD))
    words = words_of(analysis.figures)
    for key, text in told["section"].items():
        author = told["author"].get(key, HEAD)
        write_section(analysis.pk, actor=world.user(author), key=key, text=text.strip().format_map(words))
    decide_measures(world, analysis, told["measure"])
    yield date(2021, 12, 22)
    analysis = submit_analysis(analysis.pk, actor=world.user(HEAD))
    if pdf_available():
        yield date(2021, 12, 24)
        world.sign(world.paper_of(analysis, "D15"))
    yield date(2021, 12, 27)
    # The order of results, registered the same day, gives it its number.
    issue(world, analysis, "D16", DEPUTY, numbered=False)
    if pdf_available():
        analysis.refresh_from_db()
        yield issue_to_readers(world, analysis, "D22", DEPUTY)
        yield date(2021, 12, 30)
        publish(world, analysis)


def publish(world, analysis):
    """The director opens the version for the site, the secretary reports it, as the order of results says."""
    publishing.publish_analysis(analysis, actor=world.user(DIRECTOR))
    point = DocumentItem.objects.get(
        document__kind__code="D22", document__school=world.cast.school, condition="", responsible__isnull=False
    )
    items.report_item(
        point.pk, actor=world.user(SECRETARY), comment="Версия без персональных данных размещена 30.12.2021."
    )
    items.accept_item(point.pk, actor=world.user(DIRECTOR))


def words_of(figures):
    """Return the figures that people quote in what they write."""
    return {
        "closed": figures["programme"]["closed"],
        "index": percent(figures["associations"]["index"]),
        "school_index": percent(figures["school"]["index"]),
        "total": figures["findings"]["total"],
        "major": figures["findings"]["major"],
        "actions": figures["actions"]["accepted"],
    }


def decide_measures(world, analysis, told):
    """What the programme proposes is decided one by one; people add what the year has taught them."""
    deputy, decided = world.user(DEPUTY), load("analysis_2021")["decided"]
    for item in analysis.improvements.all():
        kind = item.source_key.partition(":")[0]
        if kind == "wish":
            wish = decided["wish"]
            improvements.edit_improvement(
                item.pk, actor=deputy, responsible=world.cast[wish["responsible"]], due_on=wish["due_on"]
            )
            improvements.accept_improvement(item.pk, actor=world.user(DIRECTOR))
        else:
            improvements.decline_improvement(item.pk, actor=deputy, comment=decided[kind])
    findings = {finding.number: finding for finding in Finding.objects.filter(audit__roadmap=world.roadmap)}
    for row in told:
        item = improvements.create_improvement(
            analysis.pk,
            actor=deputy,
            text=row["text"],
            expected_result=row["expected_result"],
            source_text=row["source_text"],
            source_finding=findings.get(row.get("finding")),
            responsible=world.cast[row["responsible"]],
            due_on=row["due_on"],
        )
        improvements.accept_improvement(item.pk, actor=world.user(DIRECTOR))


def closing_story(world):
    """The year becomes an archive."""
    yield date(2022, 1, 10)
    close_roadmap(world.roadmap.pk, actor=world.user(DEPUTY))
    world.roadmap.refresh_from_db()
