"""Two years one after the other: the second tells what became of the decisions of the first, and plans the third from itself."""

from datetime import date

import pytest
from django.urls import reverse

from audits.models import AnnualAnalysis
from audits.reports.draft_texts import draft_text
from audits.services import analysis as service
from audits.services import improvements
from audits.services.next_year import open_next_year
from roadmap.models.activity import Stage
from roadmap.services.activities import drop_activity, finish_activity
from roadmap.services.documents import approve_document
from roadmap.services.roadmaps import submit_roadmap
from tests.audits.signing import sign_plan
from tests.worlds import make_finding, reported_audit

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def approved(world, roadmap, day, words="Вывод."):
    """Write, hand in and sign the analysis of a year; return it."""
    analysis = service.gather_analysis(roadmap.pk, actor=world.head, as_of=day)
    for key in ("conclusions", "measures"):
        service.write_section(analysis.pk, actor=world.head, key=key, text=words)
    service.submit_analysis(analysis.pk, actor=world.head, on=day)
    approve_document(analysis.documents.get(state="on_approval").pk, actor=world.director, on=day)
    return AnnualAnalysis.objects.get(pk=analysis.pk)


def accept(world, item, due_on):
    improvements.accept_improvement(
        item.pk, actor=world.deputy, responsible=world.chair.employee, due_on=due_on
    )  # fmt: skip
    return item


def test_the_second_analysis_tells_the_decisions_of_the_first_and_its_roadmap_each_source(world, client):
    """Four decisions: one done, one not needed, one undone, one for the year after; what was declined is no decision."""
    finding = make_finding(world, reported_audit(world))
    first = approved(world, world.roadmap, date(2021, 12, 20))
    undone = first.improvements.get(source_activity=world.roadmap.activities.get(stage=Stage.STAFF))
    training = list(first.improvements.filter(source_key__startswith="training:"))
    section = first.improvements.filter(source_key__startswith="indicator:").first()
    for item, due_on in (
        (first.improvements.get(source_finding=finding), date(2022, 3, 1)),
        (undone, date(2022, 4, 1)), (training[0], date(2022, 5, 4)), (section, date(2023, 5, 4)),
    ):  # fmt: skip
        accept(world, item, due_on)
    improvements.decline_improvement(training[1].pk, actor=world.deputy, comment="Уволен.")
    sign_plan(world, first, on=date(2021, 12, 21))
    roadmap = open_next_year(first.pk, actor=world.deputy, label="2022")
    sources = {
        "1": finding.get_absolute_url(), "2": undone.source_activity.get_absolute_url(),
        "3": training[0].source_url,
    }  # fmt: skip
    client.force_login(world.deputy)
    rows = {row.number: row for row in roadmap.activities.all()}
    for number, row in rows.items():
        page = client.get(row.get_absolute_url()).content.decode()
        source = sources.get(number) or row.former.get_absolute_url()
        assert f'<a href="{source}">' in page, number

    approve_document(submit_roadmap(roadmap.pk, actor=world.deputy).pk, actor=world.director, on=date(2022, 1, 10))
    finish_activity(rows["1"].pk, actor=world.deputy, on=date(2022, 3, 1), comment="Протоколы.")
    drop_activity(rows["3"].pk, actor=world.deputy, on=date(2022, 5, 4), comment="Обучена.")
    second = service.gather_analysis(roadmap.pk, actor=world.head, as_of=date(2022, 12, 20))
    told = [(row["state"], row["result"].replace("\u00a0", " ")) for row in second.figures["previous"]]
    assert told == [
        ("выполнено", "01.03.2022"), ("не выполнено", "срок был 01.04.2022"),
        ("не требуется", "Обучена."), ("ждёт своего года", f"срок 04.05.2023; {section.expected_result}"),
    ]  # fmt: skip
    assert second.figures["improvement"] == {"done": 1, "total": 3}
    assert draft_text("previous", second.figures).replace("\u00a0", " ") == (
        "Из 4 мероприятий прошлого анализа выполнено 1, не требовалось или отменено 1, ждут своего года 1, не выполнено 1. "
        "Почему не выполнено, нужно проверить."
    )
    page = client.get(reverse("analysis-detail", args=[roadmap.pk]), {"section": "previous"}).content.decode()
    for row in (rows["1"], rows["2"], rows["3"]):
        assert f'<a href="{row.get_absolute_url()}">' in page
    again = approved(world, roadmap, date(2022, 12, 20))
    left = again.improvements.get(source_activity=rows["2"])
    assert left.text == rows["2"].title  # «Завершить» is said once
    accept(world, left, date(2023, 3, 1))
    sign_plan(world, again, on=date(2022, 12, 21))
    third = open_next_year(again.pk, actor=world.deputy, label="2023")
    assert [row.improvement.analysis for row in third.activities.exclude(improvement=None)] == [first, again]
    page = client.get(third.activities.get(number="2").get_absolute_url()).content.decode()
    assert f'<a href="{rows["2"].get_absolute_url()}">' in page
