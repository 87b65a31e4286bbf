"""Points of orders about audits complete themselves when their audit, plan, programme or measures have come."""

from datetime import date

import pytest

from audits.models import AnnualAnalysis
from audits.services import audits, next_year, plans, programmes
from roadmap.models import DocumentItem
from roadmap.services.documents import create_document, kind_of
from tests.audits.drafting import draft, signed
from tests.audits.life import acknowledged, add_action
from tests.audits.planned import approve_paper, begin_programme, plan, short_template
from tests.audits.signing import sign_plan
from tests.builders.audits import make_analysis, make_checked
from vsoko.models import HistoryEntry

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
S = DocumentItem.State
ORDERED = date(2021, 5, 4)


def order(world, condition, about=None):
    """Return the point with that condition of a signed order about the record."""
    point = {"text": "Сделать.", "responsible": world.head.employee, "condition": condition}
    code = "D07" if about is not None and not isinstance(about, AnnualAnalysis) else "D22" if about else "D01"
    paper = create_document(
        kind_of(world.school, code), actor=world.deputy, about=about, title="О деле", text="ПРИКАЗЫВАЮ:", items=[point],
        roadmap=world.roadmap if about is None else about.roadmap,
    )  # fmt: skip
    return signed(paper, by=world.director, on=ORDERED).items.get()


def fresh(item):
    return DocumentItem.objects.get(pk=item.pk)


def test_a_point_about_the_programme_is_done_when_the_director_approves_it(world):
    item = order(world, "programme")
    programme = begin_programme(world)
    plan(world, template=short_template(world, "AA-01"))
    programmes.submit_programme(programme.pk, actor=world.head, on=date(2021, 5, 5))
    assert fresh(item).state == S.PLANNED
    approve_paper(world, programme, on=date(2021, 5, 6))
    item = fresh(item)
    assert (item.state, item.done_on, item.report) == (
        S.ACCEPTED, date(2021, 5, 6), "Программа аудитов утверждена 06.05.2021",
    )  # fmt: skip
    entry = HistoryEntry.objects.of(item).get(to_state=S.ACCEPTED)
    assert (entry.actor, entry.sentence) == (world.director, "Выполнено")


def test_documents_are_prepared_when_the_audit_begins(world):
    audit = plan(world, unscheduled=True, basis="Обращение.", template=short_template(world, "AA-01"))
    paper = signed(draft(audit, "D07", actor=world.head), by=world.director, on=ORDERED)
    item = paper.items.get(condition="begun")
    assert item.state == S.PLANNED
    audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))
    assert fresh(item).report == f"Аудит № {audit.number} начат 11.05.2021"


def test_points_about_an_audit_are_done_when_its_report_is_handed_in(world):
    audit, other = make_checked(world, "in_progress"), make_checked(world, "in_progress")
    paper = signed(draft(audit, "D07", actor=world.head), by=world.director, on=ORDERED)
    foreign = order(world, "report", other)
    audits.report_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 17))
    done = paper.items.get(condition="report")
    assert done.state == S.ACCEPTED
    assert done.report == f"Аудит № {audit.number} проведён, отчёт сдан 17.05.2021"
    assert fresh(foreign).state == S.PLANNED


def test_a_point_about_the_plan_is_done_when_the_plan_is_handed_in(world):
    audit = make_checked(world, "reported")
    item, finding = order(world, "plan", audit), audit.findings.get()
    acknowledged(world, finding)
    corrective = plans.create_plan(actor=world.chair, audit=audit)
    add_action(world, corrective, finding)
    assert fresh(item).state == S.PLANNED
    plans.submit_plan(corrective.pk, actor=world.chair, on=date(2021, 5, 20))
    assert fresh(item).report == f"План корректирующих мероприятий № {audit.number} представлен 20.05.2021"


def test_a_point_about_measures_is_done_when_they_are_in_the_next_roadmap(world):
    analysis = make_analysis(world, "approved")
    analysis.improvements.create(school=world.school, text="Обучить.", source_text="Вывод 3", state="accepted")
    item = order(world, "measures", analysis)
    sign_plan(world, analysis)
    assert fresh(item).state == S.PLANNED
    following = next_year.open_next_year(analysis.pk, actor=world.deputy, label="2031")
    assert fresh(item).state == S.ACCEPTED
    assert following.year_words in fresh(item).report
