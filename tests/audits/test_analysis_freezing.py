"""What approval freezes: whatever changes afterwards, what is served stays; a later edition supersedes, and both stay."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse

from audits.models import AnnualAnalysis, ChecklistTemplate, Criterion, Finding, Indicator, Measurement
from audits.reports.content import paper_content
from audits.services import analysis as service
from audits.services import findings, publishing
from roadmap.archive import entries as archived
from roadmap.models import Activity, AssociationMember, DocumentKind, Employee, Skeleton, Training
from roadmap.services.documents import approve_document
from roadmap.sheet import sheet_of
from tests.audits.measuring import enter
from tests.audits.test_analysis import CLOSED, answer, approved
from tests.worlds import make_finding, reported_audit
from vsoko import rendering
from vsoko.models import Rendering
from vsoko.rendering import rendering_of
from vsoko.workflow import TransitionError

pytestmark = [pytest.mark.django_db, pytest.mark.printed]


@pytest.mark.one_database
def test_approval_freezes_content_page_and_bytes(world, client, monkeypatch):
    """Whatever is changed afterwards, and whatever may be deleted: what is served stays, and nothing is rendered again."""
    audit = reported_audit(world, state="closed", **CLOSED)
    answer(audit, "yes", "no")
    finding = make_finding(world, audit)
    enter(world, "A05", "2020/2021", data={"part": 215, "whole": 493})
    enter(world, "A05", "2020/2021", whose="city", number=Decimal("39.9"), note="Сборник РЦОКО, 2021")
    Training.objects.create(
        school=world.school, employee=world.auditor.employee, programme="Внутренний аудит", organisation="Академия",
        hours=36, finished_on=date(2021, 4, 1),
    )  # fmt: skip
    analysis = approved(world)
    publishing.publish_analysis(analysis, actor=world.director, on=date(2021, 12, 27))
    before, served = paper_content(analysis), served_to(client, world, analysis)
    assert len(served) == 7
    assert all(served.values())

    school, person = world.school, world.director.employee
    school.short_name, school.full_name, school.city = "Другая школа", "Совсем другая школа", "Другой город"
    school.save()
    Employee.objects.filter(school=school).update(position="сторож", left_on=date(2022, 8, 31))
    person.last_name = "Иначев"
    person.save()
    world.association.name = "МО переименованное"
    world.association.save()
    Criterion.objects.update(code=Concat(Value("Z"), "code"), question="Иначе?", is_active=False)
    ChecklistTemplate.objects.update(name=Concat(Value("Иной "), "name"))
    Skeleton.objects.update(title="Иная заготовка", text="Иначе.")
    DocumentKind.objects.update(title="Иной вид", case_index="99-99 Иное")
    Indicator.objects.update(name="Иной показатель", target="не больше 1 %", goal=1, direction="down", is_active=False)
    Activity.objects.update(title="Иное мероприятие", term_text="никогда")
    Finding.objects.update(title="Иное", grade="major")
    findings.acknowledge_finding(finding.pk, actor=world.chair)
    audit.items.update(answer="yes", section="Иной раздел")
    audit.strengths = "Иные сильные стороны."
    audit.save()
    for gone in (Measurement, Training, AssociationMember, Skeleton, ChecklistTemplate):
        gone.objects.filter(school=school).delete() if hasattr(gone, "school") else gone.objects.all().delete()
    audit.items.all().delete()
    monkeypatch.setattr(rendering, "render_pdf", lambda *told, **more: pytest.fail("rendered again"))

    after = AnnualAnalysis.objects.get(pk=analysis.pk)
    assert paper_content(after) == before
    assert served_to(client, world, after) == served
    client.post(reverse("rendering-request", args=["analysis", analysis.pk]))
    assert Rendering.objects.filter(purpose="analysis").count() == 1
    with pytest.raises(TransitionError):
        service.gather_analysis(world.roadmap.pk, actor=world.head)
    with pytest.raises(TransitionError):
        service.write_section(analysis.pk, actor=world.head, key="risks", text="Позже.")


def served_to(client, world, analysis):
    """Return what a reader and a stranger are given: pages, files, hashes."""
    client.force_login(world.head)
    year, key = [world.roadmap.pk], [world.school.code, "2021"]
    made, paper = rendering_of(analysis, "analysis"), analysis.documents.get()
    page = client.get(reverse("analysis-detail", args=year), {"section": "all"}).content.decode()
    council = client.get(reverse("analysis-version", args=[*year, "council"])).content.decode()
    kept = {
        "page": page[page.index('<div class="editor">') : page.index("Документ и PDF")],
        "council": council[council.index('id="version"') : council.index("<h2>PDF</h2>")],
        "pdf": streamed(client.get(reverse("rendering-file", args=[made.pk]))),
        "hashes": (made.file.sha256, made.content_hash, paper.content_hash),
        "sheet": sheet_of(paper),
    }
    client.logout()
    return kept | {
        "public page": client.get(reverse("public-analysis", args=key)).content,
        "public pdf": streamed(client.get(reverse("public-analysis-pdf", args=key))),
    }


@pytest.mark.one_database
def test_a_later_edition_supersedes_and_both_stay(world, client):
    """While it is written, readers have the one in force; then each has its own words and its own bytes."""
    analysis = approved(world)
    first, bytes_of_first = analysis.documents.get(), rendering_of(analysis, "analysis").file.file.read()
    council = reverse("analysis-version", args=[world.roadmap.pk, "council"])
    reopen = reverse("analysis-reopen", args=[world.roadmap.pk])
    client.force_login(world.head)
    assert client.post(reopen, {"comment": ""}).status_code == 422
    assert client.post(reopen, {"comment": "Нашли ошибку в выводах."}).status_code == 302
    service.write_section(analysis.pk, actor=world.head, key="conclusions", text="Сделано не всё.")
    client.force_login(world.teacher)
    page = client.get(council).content.decode()
    assert ("Сделано многое." in page, "Сделано не всё." in page) == (True, False)

    service.submit_analysis(analysis.pk, actor=world.head, on=date(2021, 12, 27))
    second = analysis.documents.get(state="on_approval")
    approve_document(second.pk, actor=world.director, on=date(2021, 12, 28))
    assert {paper.pk: paper.state for paper in analysis.documents.all()} == {
        first.pk: "superseded", second.pk: "approved",
    }  # fmt: skip
    assert "Сделано не всё." in client.get(council).content.decode()
    client.force_login(world.head)
    assert reopen in client.get(analysis.get_absolute_url()).content.decode()
    served = {}
    for paper in (first, second):
        shown = client.get(paper.get_absolute_url())
        served[paper.pk] = streamed(client.get(shown.context["pdf"]["url"]))
        assert ("Сделано не всё." in shown.content.decode()) == (paper == second)
    assert served[first.pk] == bytes_of_first != served[second.pk]
    entries = {entry.title: entry.file for entry in archived(world.roadmap) if entry.case == first.kind.case_index}
    assert [file.file.read() for title, file in entries.items() if "заменено" in title] == [bytes_of_first]


def streamed(answer):
    return b"".join(answer.streaming_content)
