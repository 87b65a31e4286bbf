"""The analysis for its readers: nobody is named to the council, and strangers learn nothing of the few."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from audits.models import AnalysisPublication, AnnualAnalysis
from audits.reports.content import paper_content, paper_context
from audits.reports.versions import COUNCIL, SITE, VERSIONS, version_content
from audits.services import analysis as service
from audits.services import improvements, publishing
from roadmap.models import Acknowledgement
from roadmap.services.acknowledgements import ask_to_read
from roadmap.services.documents import approve_document
from tests.audits.test_analysis import CLOSED, answer
from tests.audits.year_of_analysis import DAY, busy_year, gathered
from tests.factories import join, make_association, make_employee
from tests.worlds import make_finding, make_world, reported_audit
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
SMALL, LARGE = "МО учителей музыки", "МО учителей математики"


@pytest.fixture
def world():
    """A year with an association of two and one of four, answers of both, and people named wherever one can write."""
    world = make_world()
    busy_year(world)
    world.small = make_association(world.school, SMALL)
    world.large = make_association(world.school, LARGE)
    for association, size in ((world.small, 2), (world.large, 4)):
        for _ in range(size):
            join(association, make_employee(world.school))
    for association, answers in ((world.small, ["yes"] * 8 + ["no"] * 5), (world.large, ["yes"] * 11 + ["partly"])):
        strengths = f"Всё сделала {world.teacher.employee.full_name}. Хорошо у {association.name}."
        audit = reported_audit(world, state="closed", association=association, strengths=strengths, **CLOSED)
        answer(audit, *answers)
        make_finding(world, audit, title=f"Нет решения по {association.name}, {world.chair.employee.short_name}")
    return world


def named_everywhere(world):
    """Gather and write, naming each person of the school in some form."""
    analysis = gathered(world)
    people = [person.employee for person in world.people.values()]
    told = ". ".join(
        f"{one.short_name} и {one.full_name} работали с {one.last_name}; отметили {one.signature}" for one in people
    )
    text = f"{told}. Поручить Линейкину П.С., Пеналовой, Дробининой и Кнопкину. {SMALL} отстаёт: индекс 61,5. {LARGE} растёт."
    for key in ("conclusions", "measures", "risks"):
        service.write_section(analysis.pk, actor=world.head, key=key, text=text)
    improvements.create_improvement(
        analysis.pk, actor=world.head, source_text="Вывод 3", text=f"Обучить: {people[4].full_name}",
        responsible=people[5],
    )  # fmt: skip
    return AnnualAnalysis.objects.get(pk=analysis.pk)


def approved(world):
    analysis = named_everywhere(world)
    world.roadmap.audits.filter(state="planned").update(state="cancelled")
    service.submit_analysis(analysis.pk, actor=world.head, on=DAY)
    approve_document(analysis.documents.get().pk, actor=world.director, on=date(2021, 12, 24))
    return AnnualAnalysis.objects.get(pk=analysis.pk)


def paper(content):
    return render_to_string("pdf/analysis.html", paper_context(content)).replace("\u00a0", " ")


def words_of(world):
    """Return all surnames of the school: of those who work in it and of those who have left."""
    return [one.last_name for one in world.director.employee.__class__.objects.filter(school=world.school)]


def assert_nobody_named(world, text):
    for surname in words_of(world):
        assert not re.search(rf"\b{surname}", text), surname
        assert not re.search(rf"\b{surname.rstrip('а')}(?:а|у|ым|е|ой)?\b", text), surname


@pytest.mark.one_database
@pytest.mark.parametrize("version", VERSIONS.values(), ids=VERSIONS)
def test_no_surname_of_anybody_stands_in_a_version_for_readers(world, client, version):
    make_employee(world.school, "Ластиков", gender="m", left_on=date(2021, 3, 1))
    analysis = named_everywhere(world)
    service.write_section(
        analysis.pk, actor=world.head, key="resources", text="Ушёл Ластиков И.П. Работал с Ластиковым."
    )
    full = paper(paper_content(analysis))
    assert all(surname in full for surname in ("Линейкин", "Пеналова", "Ластиков"))
    assert_nobody_named(world, paper(version_content(analysis, version)))
    client.force_login(world.director)
    page = client.get(reverse("analysis-version", args=[world.roadmap.pk, version.key])).content.decode()
    assert_nobody_named(world, page[page.index('id="version"') : page.index("<h2>PDF</h2>")])


def test_a_change_of_name_after_the_approval_brings_no_former_name_back(world):
    analysis = approved(world)
    for person in world.people.values():
        person.employee.last_name = "Переименованный"
        person.employee.save()
    for version in VERSIONS.values():
        text = paper(version_content(analysis, version))
        assert not re.search("Линейкин|Пеналов|Дробинин|Циркулев|Тетрадкин|Скрепкин|Кнопкин|Чернильников", text)


def test_posts_stand_where_names_stood(world):
    analysis = gathered(world)
    head = world.head.employee
    head.position = "заместитель директора"
    head.save()
    text = f"Отметил {head.short_name} Поручено {head.last_name}у."
    service.write_section(analysis.pk, actor=world.head, key="risks", text=text)
    told = version_content(AnnualAnalysis.objects.get(), COUNCIL)["texts"]["risks"]["text"]
    assert told == "Отметил заместитель директора. Поручено заместителю директора."


def test_the_site_tells_nothing_of_two_people_nor_what_it_could_be_computed_from(world):
    analysis = named_everywhere(world)
    full, site = paper_content(analysis), version_content(analysis, SITE)
    rows = {row["name"]: row for row in full["figures"]["associations"]["rows"]}
    assert rows[SMALL]["index"] == 61.5
    assert [row["name"] for row in site["figures"]["associations"]["rows"]] == [LARGE]
    text = paper(site)
    assert LARGE in text
    assert not re.search("музык", text, re.IGNORECASE)
    assert "61,5" not in text
    # The totals of all associations, and each breakdown whose rest would be the hidden one.
    figures = site["figures"]
    assert (figures["associations"]["index"], figures["associations"]["given"]) == (None, None)
    assert (figures["findings"]["by_subject"], figures["findings"]["register"], figures["findings"]["checked"]) == (
        [], [], None,
    )  # fmt: skip
    assert {row["nonconformities"] for row in figures["programme"]["rows"]} == {None}
    assert "Несоответствия по объектам" not in text
    index = f"{full['figures']['associations']['index']:.1f}".replace(".", ",")
    assert index in paper(full)
    assert index not in text
    indicators = {row["code"]: row for row in paper_context(site)["indicators"]}
    assert indicators["S03"]["value"] is None
    assert not re.search(rf"ответов: {full['figures']['associations']['given']}\b", text)


def test_the_site_tells_no_share_of_fewer_than_ten(world):
    analysis = named_everywhere(world)
    shown = paper_context(version_content(analysis, SITE))
    for row in shown["indicators"]:
        assert (
            row["value"] is None or row["whole"] is None or row["whole"] >= 10 or row["code"] in ("S01", "S02", "S11")
        )
    done = shown["figures"]["actions"]
    assert paper_content(analysis)["figures"]["actions"]["in_time_share"] is not None
    assert (done["in_time_share"], done["effective_share"], done["mean_days"]) == (None, None, None)
    assert "В срок выполнено" not in shown["texts"]["actions"]["text"]


def test_associations_are_all_told_where_none_is_small(world):
    for _ in range(3):
        for association in (world.small, world.association):
            join(association, make_employee(world.school))
    analysis = named_everywhere(world)
    figures = version_content(analysis, SITE)["figures"]
    names = {row["name"] for row in figures["associations"]["rows"]}
    assert names == {SMALL, LARGE}  # the third has two answers
    assert figures["associations"]["index"] is None


def test_only_the_director_publishes_and_only_what_is_approved(world):
    draft = gathered(world)
    with pytest.raises(TransitionError, match="только утверждённый"):
        publishing.publish_analysis(draft, actor=world.director)
    assert not AnalysisPublication.objects.exists()
    analysis = approved(world)
    for name, person in world.people.items():
        if name != "director":
            with pytest.raises(NotAllowed):
                publishing.publish_analysis(analysis, actor=person)
    with pytest.raises(NotAllowed):
        publishing.publish_analysis(analysis, actor=make_world().director)
    assert not AnalysisPublication.objects.exists()


@pytest.mark.one_database
@pytest.mark.printed
def test_what_is_published_is_read_without_a_login_until_it_is_taken_back(world, client):
    analysis = approved(world)
    page = reverse("public-analysis", args=[world.school.code, "2021"])
    pdf = reverse("public-analysis-pdf", args=[world.school.code, "2021"])
    assert [client.get(url).status_code for url in (page, pdf)] == [404, 404]
    client.force_login(world.director)
    assert client.post(reverse("analysis-publish", args=[world.roadmap.pk]), {"on": "2021-12-27"}).status_code == 302
    client.logout()

    answer = client.get(page)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert_nobody_named(world, text)
    assert "<svg" in text
    assert "музык" not in text.lower()
    made = client.get(pdf)
    assert b"".join(made.streaming_content).startswith(b"%PDF-")
    assert client.get(reverse("public-analysis", args=[make_world().school.code, "2021"])).status_code == 404

    client.force_login(world.director)
    taken = reverse("analysis-withdraw", args=[world.roadmap.pk])
    assert client.post(taken, {"comment": ""}).status_code == 422
    assert client.post(taken, {"comment": "Нашли ошибку."}).status_code == 302
    client.logout()
    assert [client.get(url).status_code for url in (page, pdf)] == [404, 404]
    told = HistoryEntry.objects.of(analysis.publication).values_list("sentence", "comment")
    assert list(told) == [
        ("Версия для сайта снята с публикации", "Нашли ошибку."), ("Версия для сайта опубликована", ""),
    ]  # fmt: skip


def test_a_newer_edition_is_published_over_the_older_one_in_one_act(world, client):
    """While it is written the approved one is read as approved; the director's act changes the page, history keeps both."""
    analysis = approved(world)
    publishing.publish_analysis(analysis, actor=world.director, on=date(2021, 12, 27))
    page, publish = reverse("public-analysis", args=[world.school.code, "2021"]), reverse(
        "analysis-publish", args=[world.roadmap.pk]
    )  # fmt: skip
    site = reverse("analysis-version", args=[world.roadmap.pk, SITE.key])
    with pytest.raises(TransitionError, match="новой, которая её заменит, пока нет"):
        publishing.publish_analysis(analysis, actor=world.director)

    service.reopen_analysis(analysis.pk, actor=world.head, comment="Уточнены выводы.")
    service.write_section(analysis.pk, actor=world.head, key="conclusions", text="Новый вывод.")
    client.force_login(world.director)
    shown = client.get(site).content.decode()
    assert "новая редакция пишется" in shown
    assert "роект" not in shown
    assert "Новый вывод" not in shown
    assert client.get(publish).context["blockers"]

    service.submit_analysis(analysis.pk, actor=world.head)
    approve_document(analysis.documents.get(state="on_approval").pk, actor=world.director)
    assert "Новый вывод" not in client.get(page).content.decode()
    shown = client.get(site).content.decode()
    assert "Новый вывод" in shown
    assert f'href="{publish}"' in shown
    assert client.post(publish, {"comment": "", "on": "2022-01-20"}).status_code == 302
    assert "Новый вывод" in client.get(page).content.decode()
    told = HistoryEntry.objects.of(AnalysisPublication.objects.get()).values_list("sentence", "effective_on")
    assert list(told) == [
        ("Опубликована новая редакция вместо прежней", date(2022, 1, 20)),
        ("Версия для сайта опубликована", date(2021, 12, 27)),
    ]  # fmt: skip
    assert client.get(publish).context["blockers"]


def test_nothing_moves_what_is_published(world, client):
    analysis = approved(world)
    publishing.publish_analysis(analysis, actor=world.director)
    page = reverse("public-analysis", args=[world.school.code, "2021"])
    before = client.get(page).content
    world.school.short_name = "Другая школа"
    world.school.save()
    world.large.name = "МО переименованное"
    world.large.save()
    world.director.employee.last_name = "Иначев"
    world.director.employee.save()
    assert client.get(page).content == before


@pytest.mark.one_database
def test_the_full_text_is_for_the_director_and_the_group_wherever_it_stands(world, client):
    analysis = approved(world)
    paper, request = analysis.documents.get(), reverse("rendering-request", args=["analysis", analysis.pk])
    version = reverse("analysis-version", args=[world.roadmap.pk, COUNCIL.key])
    with pytest.raises(TransitionError, match="знакомить с ним некого"):
        ask_to_read(paper.pk, actor=world.head, readers=[world.teacher.employee])
    Acknowledgement.objects.create(
        document=paper, employee=world.teacher.employee
    )  # of before, or of a mark in its kind
    paper.kind.open_to_staff = True
    paper.kind.save()
    for person in (world.teacher, world.chair, world.secretary, world.administrator):
        client.force_login(person)
        assert client.get(analysis.get_absolute_url()).url == version
        page = client.get(version).content.decode()
        assert "Полный анализ" not in page
        assert_nobody_named(world, page[page.index('id="version"') : page.index("<h2>PDF</h2>")])
        assert client.post(request).status_code == 403
        assert client.get(paper.get_absolute_url()).status_code == 404
        assert paper not in client.get(reverse("document-list")).context["object_list"]
        found = client.get(reverse("search"), {"q": paper.title}).content.decode()
        assert f'href="{paper.get_absolute_url()}"' not in found
        assert client.get(reverse("year-folder-file", args=[world.roadmap.pk])).status_code == 403
    for person in (world.director, world.deputy, world.head, world.auditor):
        client.force_login(person)
        assert client.get(analysis.get_absolute_url()).status_code == 200
        assert client.get(paper.get_absolute_url()).status_code == 200
        assert paper in client.get(reverse("document-list")).context["object_list"]
