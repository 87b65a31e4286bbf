"""What whoever signs reads before signing: the plan, the report, the analysis in plain lines, frozen with the signature."""

from datetime import date

import pytest
from django.urls import reverse

from audits.paper_words import report_words, row
from audits.papers.finding import answer_of
from audits.services import analysis, plans
from audits.services.report import report_facts
from roadmap.models import Document
from roadmap.services.content import printed_as
from roadmap.services.documents import agree_visa, approve_document
from roadmap.sheet import sheet_of
from tests.audits.life import acknowledged, add_action
from tests.worlds import make_finding, reported_audit

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def text_on_sheet(client, user, document):
    client.force_login(user)
    html = client.get(reverse("tray-detail", args=[document.pk])).content.decode()
    return html[html.index('<article class="a4') : html.index("</article>")]


def test_a_plan_is_read_row_by_row_and_keeps_what_was_signed(client, world):
    audit = reported_audit(world)
    finding = make_finding(world, audit)
    acknowledged(world, finding)
    plan = plans.create_plan(actor=world.chair, audit=audit)
    action = add_action(world, plan, finding)
    plans.submit_plan(plan.pk, actor=world.chair, on=date(2021, 5, 20))
    paper = plan.documents.get()
    agree_visa(paper.visas.get().pk, actor=world.head)
    sheet = text_on_sheet(client, world.director, paper)
    assert sheet.startswith('<article class="a4 a4--wide"')
    assert "___" not in client.get(paper.get_absolute_url()).content.decode().split("<article")[0]
    for words in (
        finding.number,
        "В форме нет графы",
        "Ввести графы.",
        world.teacher.employee.short_name,
        "15.06.2021",
    ):
        assert words in sheet
    approve_document(paper.pk, actor=world.director)
    before = sheet_of(Document.objects.get(pk=paper.pk))
    action.text = "Другое."
    action.save()
    assert sheet_of(Document.objects.get(pk=paper.pk)) == before


def test_a_report_says_what_was_found_and_concluded(world):
    audit = reported_audit(world, conclusion="Работа ведётся.")
    finding = make_finding(world, audit)
    words = report_words(report_facts(audit))
    assert (
        f"{finding.number} ¶ незначительное | {finding.title}. ¶ Требование: {finding.requirement} ¶ Установлено:"
        in words
    )
    assert "9. Вывод\nРабота ведётся.\n" in words
    assert ".." not in words


@pytest.mark.parametrize(
    ("gender", "words"), [("f", "ознакомлена, согласна, 20.05.2021"), ("m", "ознакомлен, согласен, 20.05.2021")]
)
def test_a_card_speaks_of_one_person(world, gender, words):
    finding = make_finding(world, reported_audit(world))
    finding.acknowledged_on = date(2021, 5, 20)
    finding.audit.auditee.gender = gender
    assert answer_of(finding) == words


def test_an_analysis_is_read_by_its_sections_and_printed_itself(client, world):
    written = analysis.gather_analysis(world.roadmap.pk, actor=world.head, as_of=date(2021, 12, 20))
    for key in ("conclusions", "measures"):
        analysis.write_section(written.pk, actor=world.head, key=key, text="Сделано многое.")
    analysis.submit_analysis(written.pk, actor=world.head)
    paper = written.documents.get()
    sheet = text_on_sheet(client, world.director, paper)
    assert "14. Выводы" in sheet
    assert "Сделано многое." in sheet
    # The figures of the PDF stand there as well, and so in Word: no section of numbers is left without its table.
    for words in ("Дорожная карта: план и факт", "Показатели ВСОКО", "Перечень обязательных документов", "Реестр"):
        assert words in sheet
    assert printed_as(paper) == (written, "analysis")
    laid = sheet_of(Document.objects.get(pk=paper.pk))
    assert not laid["wide"]  # no table of the text turns all its pages on their side
    Document.objects.filter(pk=paper.pk).update(dated=date(2021, 12, 24))
    heads = [part["basis"][1] for part in sheet_of(Document.objects.get(pk=paper.pk))["appendices"]]
    assert heads == ["от 24.12.2021"] * 4


def test_a_cell_does_not_break_its_table():
    assert row("а | б", "в\nг", "") == "а / б | в г | —"
