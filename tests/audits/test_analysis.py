"""The annual analysis: figures worked out by hand, words of people kept, and nothing moves it after approval."""

import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.urls import reverse

from audits.models import AnnualAnalysis, ChecklistItem
from audits.reports.content import paper_content, paper_context
from audits.reports.figures import gather
from audits.services import analysis as service
from roadmap.models import (
    Document,
)
from roadmap.services.documents import approve_document, return_document
from roadmap.sheet import sheet_of
from tests.factories import make_criterion
from tests.worlds import make_finding, make_world, reported_audit
from vsoko.registries import desk_sources
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db

DAY = date(2021, 12, 20)


def answer(audit, *answers, section="Документация"):
    """Write a checklist with these answers."""
    for position, given in enumerate(answers, start=audit.items.count() + 1):
        criterion = make_criterion(audit.school)
        ChecklistItem.objects.create(
            audit=audit, position=position, criterion=criterion, code=criterion.code, section=section, question="?",
            requirement="Т", answer=given, answered_by=audit.lead.user, answered_at="2021-05-12T10:00Z",
        )  # fmt: skip


def gathered(world):
    return service.gather_analysis(world.roadmap.pk, actor=world.head, as_of=DAY)


def written(world):
    analysis = gathered(world)
    for key in ("conclusions", "measures"):
        service.write_section(analysis.pk, actor=world.head, key=key, text="Сделано многое.")
    return analysis


def approved(world):
    analysis = written(world)
    service.submit_analysis(analysis.pk, actor=world.head, on=DAY)
    approve_document(analysis.documents.get().pk, actor=world.director, on=date(2021, 12, 24))
    return AnnualAnalysis.objects.get(pk=analysis.pk)


CLOSED = {
    "report_approved_on": date(2021, 5, 20),
    "acknowledged_on": date(2021, 5, 21),
    "closed_on": date(2021, 5, 25),
}


def test_unchecked_and_running_audits_do_not_count(world):
    running = reported_audit(world, state="in_progress", reported_on=None)
    answer(running, "no", "no")
    figures = gather(world.roadmap, DAY)
    assert figures["associations"]["rows"] == []
    assert figures["associations"]["index"] is None
    assert figures["findings"]["checked"] == 0


def test_findings_are_counted_by_criterion_and_withdrawn_ones_are_not(world):
    audit = reported_audit(world)
    first = make_criterion(world.school, "MO-88")
    for _ in range(3):
        make_finding(world, audit, criterion=first)
    make_finding(world, audit, grade="major")
    make_finding(world, audit, state="withdrawn")
    make_finding(world, audit, grade="observation", state="recorded")
    found = gather(world.roadmap, DAY)["findings"]
    assert (found["total"], found["major"], found["minor"], found["withdrawn"]) == (4, 1, 3, 1)
    assert found["by_criterion"][0] | {"title": ""} == {
        "id": first.pk, "code": "MO-88", "title": "", "count": 3, "share": 75.0, "running": 75.0, "subjects": 1,
    }  # fmt: skip
    assert len(found["register"]) == 6


def test_the_analysis_is_not_counted_against_itself(world, client):
    world.roadmap.activities.exclude(stage="analysis").update(state="done", done_on=date(2021, 12, 1))
    own = world.roadmap.activities.get(stage="analysis")
    make_finding(world, reported_audit(world))
    analysis = service.gather_analysis(world.roadmap.pk, actor=world.head, as_of=date(2022, 1, 20))
    note = f"Пункт {own.number} не в счёт: это сам анализ."
    content = paper_context(paper_content(analysis))
    done = next(row for row in content["indicators"] if row["code"] == "S11")
    assert (done["part"], done["whole"], done["value"]) == (9, 9, 100.0)
    assert (analysis.figures["roadmap"]["late"], analysis.figures["roadmap"]["note"]) == (0, note)
    missing = {row["code"]: row["excused"] for row in analysis.figures["documents"] if not row["present"]}
    assert (missing["D15"], missing["D16"]) == ("этот документ", "составляется по итогам этого анализа")
    assert missing["D12"] == missing["D01"] == ""
    paper = " ".join(render_to_string("pdf/analysis.html", content).replace("\u00a0", " ").split())
    assert note in paper
    assert "<td>Анализ ВСОКО</td><td>да</td><td>этот документ</td>" in paper
    client.force_login(world.head)
    page = client.get(reverse("analysis-detail", args=[world.roadmap.pk]), {"section": "roadmap"}).content.decode()
    assert note in page.replace("\u00a0", " ")
    assert "выполнено 9 из 9" in re.sub("<[^>]+>", "", page)


def test_papers_of_nonconformities_are_not_missing_where_there_were_none(world):
    missing = {row["code"]: row["excused"] for row in gather(world.roadmap, DAY)["documents"]}
    assert (missing["D12"], missing["D13"], missing["D11"]) == ("несоответствий не было", "несоответствий не было", "")


def test_a_year_without_audits_still_comes_out_and_says_so(world):
    content = paper_context(paper_content(gathered(world)))
    sections = {section["key"]: section for section in content["sections"]}
    assert [section["number"] for section in content["sections"]] == list(range(1, 16))
    assert not sections["associations"]["has_rows"]
    assert sections["findings"]["text"] == "Ответов по критериям за период нет, судить о несоответствиях не по чему."
    assert content["no_data"] == "Данные за период не представлены."


def test_gathering_again_keeps_what_people_wrote(world):
    analysis = gathered(world)
    service.write_section(analysis.pk, actor=world.auditor, key="findings", text="Мы разобрали причины.")
    make_finding(world, reported_audit(world))
    again = gathered(world)
    assert again.figures["findings"]["total"] == 1
    text = paper_content(again)["texts"]["findings"]
    assert text == {"text": "Мы разобрали причины.", "draft": False}


def test_only_the_group_and_leaders_gather_and_write(world):
    for stranger in (world.teacher, world.chair, world.secretary, world.administrator):
        with pytest.raises(NotAllowed):
            service.gather_analysis(world.roadmap.pk, actor=stranger)
    analysis = gathered(world)
    with pytest.raises(NotAllowed):
        service.write_section(analysis.pk, actor=world.chair, key="conclusions", text="Всё хорошо.")


def test_without_conclusions_measures_or_with_a_running_audit_it_is_not_submitted(world):
    analysis = gathered(world)
    with pytest.raises(TransitionError, match="выводы"):
        service.submit_analysis(analysis.pk, actor=world.head)
    service.write_section(analysis.pk, actor=world.head, key="conclusions", text="Вывод.")
    with pytest.raises(TransitionError, match="меры"):
        service.submit_analysis(analysis.pk, actor=world.head)
    service.write_section(analysis.pk, actor=world.head, key="measures", text="Мера.")
    running = reported_audit(world, state="in_progress", reported_on=None)
    with pytest.raises(TransitionError, match=running.number):
        service.submit_analysis(analysis.pk, actor=world.head)
    assert not Document.objects.filter(kind__code="D15").exists()


def test_a_returned_analysis_is_written_on_and_sent_again(world):
    analysis = written(world)
    service.submit_analysis(analysis.pk, actor=world.head)
    with pytest.raises(TransitionError, match="на утверждении"):
        service.write_section(analysis.pk, actor=world.head, key="risks", text="Риск.")
    return_document(analysis.documents.get().pk, actor=world.director, comment="Добавьте риски.")
    service.write_section(analysis.pk, actor=world.head, key="risks", text="Риск.")
    service.submit_analysis(analysis.pk, actor=world.head)
    assert analysis.documents.count() == 1


def test_page_and_pdf_name_the_same_approval_and_no_number_is_awaited(world, client):
    """The PDF is frozen with the approval: a number that a journal gives later could never stand on it."""
    analysis = approved(world)
    document = analysis.documents.get()
    content = paper_content(analysis)
    sheet = sheet_of(document)
    assert sheet["grips"] == content["approval"]["grips"]
    assert (sheet["name"], sheet["title"]) == ("АНАЛИЗ ВСОКО", "за 2021 год")
    signature = world.director.employee.signature.replace("\u00a0", " ")
    grip = f"УТВЕРЖДАЮ<br>Директор<br>{world.school.short_name}<br>____________ {signature}<br>24.12.2021"
    client.force_login(world.head)
    page = client.get(document.get_absolute_url()).content.decode()
    paper = render_to_string("pdf/analysis.html", paper_context(content))
    for shown in (page, paper):
        assert grip in shown.replace("\u00a0", " ")
        assert "УТВЕРЖДЕНО" not in shown
    assert (document.number, document.awaits_number, document.dated) == ("", False, date(2021, 12, 24))
    duties = [duty for source in desk_sources.values() for duty in source.duties(world.secretary, date(2021, 12, 27))]
    assert document.get_absolute_url() not in [duty.url for duty in duties]


def test_the_title_page_of_a_draft_leaves_the_approval_to_be_written(world):
    paper = render_to_string("pdf/analysis.html", paper_context(paper_content(gathered(world))))
    assert "УТВЕРЖДАЮ<br>Директор" in paper
    assert world.director.employee.last_name not in paper


def test_the_stage_of_the_roadmap_is_done_with_the_approval(world):
    approved(world)
    row = world.roadmap.activities.get(stage="analysis")
    assert (row.state, row.done_on) == ("done", date(2021, 12, 24))


@pytest.mark.one_database
def test_command_writes_the_same_bytes_as_the_page_keeps(world, tmp_path):
    approved(world)
    paths = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for path in paths:
        call_command("annual_analysis", "2021", out=str(path), verbosity=0)
    first, second = (path.read_bytes() for path in paths)
    assert first.startswith(b"%PDF-")
    assert first == second
    with pytest.raises(CommandError, match="проверьте его имя и папку"):
        call_command("annual_analysis", "2021", out=str(tmp_path / "нет" / "a.pdf"))


def test_command_says_what_is_missing(world, tmp_path):
    with pytest.raises(CommandError, match="соберите данные года"):
        call_command("annual_analysis", "2021", out=str(tmp_path / "a.pdf"))
    make_world()
    with pytest.raises(CommandError, match="--school"):
        call_command("annual_analysis", "2021", out=str(tmp_path / "a.pdf"))
