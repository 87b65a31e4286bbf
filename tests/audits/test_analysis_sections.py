"""Sections written by several people, how far each is, and where the inputs of the management review stand."""

from datetime import date

import pytest
from django.urls import reverse

from audits.models import AnalysisSection
from audits.reports.content import paper_content, paper_context
from audits.reports.outline import BY_KEY
from audits.reports.readiness import readiness, told
from audits.services import analysis as service
from tests.audits.year_of_analysis import gathered
from tests.worlds import make_finding, reported_audit

pytestmark = pytest.mark.django_db


def section_url(world, key):
    return reverse("analysis-section", args=[world.roadmap.pk, key])


def opened(client, user, url):
    """Return what the form offers to this person: its values, as a browser would send them back."""
    client.force_login(user)
    form = client.get(url).context["form"]
    return {name: form[name].value() for name in ("text", "version")}


def test_two_people_write_different_sections_at_once(world, client):
    gathered(world)
    risks, resources = section_url(world, "risks"), section_url(world, "resources")
    first, second = opened(client, world.head, risks), opened(client, world.auditor, resources)
    client.force_login(world.head)
    assert client.post(risks, first | {"text": "Риск один."}).status_code == 302
    client.force_login(world.auditor)
    assert client.post(resources, second | {"text": "Кадров хватает."}).status_code == 302
    assert dict(AnalysisSection.objects.values_list("key", "text")) == {
        "risks": "Риск один.", "resources": "Кадров хватает.",
    }  # fmt: skip


@pytest.mark.parametrize("before", ["", "Прежний текст."])
def test_the_second_on_one_section_is_shown_the_words_of_the_first_and_decides(world, client, before):
    analysis, url = gathered(world), section_url(world, "risks")
    if before:
        service.write_section(analysis.pk, actor=world.head, key="risks", text=before)
    first, second = opened(client, world.head, url), opened(client, world.auditor, url)
    client.force_login(world.head)
    client.post(url, first | {"text": "Слова первого."})

    client.force_login(world.auditor)
    answer = client.post(url, second | {"text": "Слова второго."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert AnalysisSection.objects.get().text == "Слова первого."
    assert "Слова первого." in page
    assert world.head.employee.last_name in page
    assert answer.context["form"]["text"].value() == "Слова второго."

    again = {name: answer.context["form"][name].value() for name in ("text", "version")}
    assert client.post(url, again | {"text": "Слова первого и второго."}).status_code == 302
    assert AnalysisSection.objects.get().text == "Слова первого и второго."


def test_whoever_was_shown_the_first_is_asked_again_where_a_third_has_written(world, client):
    analysis, url = gathered(world), section_url(world, "risks")
    stale = opened(client, world.auditor, url)
    service.write_section(analysis.pk, actor=world.head, key="risks", text="Первый.")
    client.force_login(world.auditor)
    shown = client.post(url, stale | {"text": "Второй."}).context["form"]
    service.write_section(analysis.pk, actor=world.deputy, key="risks", text="Третий.")
    answer = client.post(url, {"text": "Второй.", "version": shown["version"].value()})
    assert answer.status_code == 422
    assert "Третий." in answer.content.decode()
    assert AnalysisSection.objects.get().text == "Третий."


def test_the_same_words_twice_and_a_page_without_a_version_lose_nothing(world, client):
    analysis, url = gathered(world), section_url(world, "risks")
    form = opened(client, world.head, url) | {"text": "Риск."}
    assert [client.post(url, form).status_code for _ in range(2)] == [302, 302]
    assert client.post(url, {"text": "Без версии."}).status_code == 422
    assert client.post(url, {"text": "Без версии.", "version": "чушь"}).status_code == 422
    assert AnalysisSection.objects.get(analysis=analysis).text == "Риск."


def test_every_input_of_the_review_has_sections_that_exist():
    assert len(told()["inputs"]) == 12
    for one in told()["inputs"]:
        assert one["sections"]
        assert set(one["sections"]) <= set(BY_KEY)


def test_readiness_follows_what_is_written_and_gathered(world, client):
    analysis = gathered(world)

    def now():
        return readiness(paper_context(paper_content(analysis)))

    kinds = {row["key"]: row["kind"] for row in now()["rows"]}
    assert (kinds["introduction"], kinds["risks"], kinds["school"]) == ("draft", "empty", "empty")
    inputs = {one["name"]: one["filled"] for one in now()["inputs"]}
    risks = "Результативность действий по рискам и возможностям"
    assert not inputs[risks]
    service.write_section(analysis.pk, actor=world.head, key="risks", text="Риск.")
    assert {one["name"] for one in now()["inputs"] if one["filled"]} - {n for n, f in inputs.items() if f} == {risks}
    assert now()["written"] == 1
    assert sum(one["n"] for one in now()["counts"]) == 15


def test_the_page_of_readiness_leads_to_each_section(world, client):
    make_finding(world, reported_audit(world))
    gathered(world)
    client.force_login(world.auditor)
    page = client.get(reverse("analysis-readiness", args=[world.roadmap.pk])).content.decode()
    for key in BY_KEY:
        assert section_url(world, key) in page
        assert f"?section={key}" in page
    assert "ГОСТ" in page
    analysis = world.roadmap.analysis
    type(analysis).objects.update(state="approved", approved_on=date(2021, 12, 24), approved_by=world.director)
    assert (
        section_url(world, "risks")
        not in client.get(reverse("analysis-readiness", args=[world.roadmap.pk])).content.decode()
    )
