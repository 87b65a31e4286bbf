"""The register of findings: its filters and order, what is kept and printed of it, what is done with marked rows."""

import io
import os
import tracemalloc
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from audits import finding_pdf
from audits.models import EffectivenessCheck, Finding
from audits.services import checkers, reminders
from audits.views.registers import FindingExport
from tests.builders.audits import make_check, make_finding
from tests.builders.many import many_findings
from tests.factories import make_association
from vsoko import rendering
from vsoko.models import HistoryEntry, Notification, Rendering, SavedFilter
from vsoko.spreadsheet import write
from vsoko.views import spreadsheet
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
MOST = 15
LIST = "finding-list"


@pytest.fixture
def head(client, world):
    client.force_login(world.head)
    return client


def titles(client, **query):
    return [row.title for row in client.get(reverse(LIST), query).context["object_list"]]


def sample(world):
    """Write four findings that differ in all that can be filtered by."""
    outside = make_association(world.school, "МО учителей труда")
    late = make_finding(world, "in_progress", title="просроченное", section="Журналы", grade="major")
    other = {"section": "", "criterion": None, "registered_on": date(2021, 9, 1)}
    new = make_finding(world, "open", title="новое", **other)
    Finding.objects.filter(pk=new.pk).update(association=outside, repeat_of=late)
    make_finding(world, "closed", title="закрытое", section="Кадры")
    make_finding(world, "recorded", title="наблюдение", section="Кадры")
    return late, new, outside


@pytest.mark.one_database
def test_every_filter_narrows_the_list_and_stands_in_the_address(world, head):
    late, new, outside = sample(world)
    teacher, chair = world.teacher.employee.pk, world.chair.employee.pk
    expected = [
        ({"association": outside.pk}, {"новое"}),
        ({"section": "Кадры"}, {"закрытое", "наблюдение"}),
        ({"section": "none"}, {"новое"}),
        ({"criterion": late.criterion_id}, {"просроченное"}),
        ({"criterion": "none"}, {"новое"}),
        ({"grade": "major"}, {"просроченное"}),
        ({"grade": "nonconformity"}, {"просроченное", "новое", "закрытое"}),
        ({"state": "closed"}, {"закрытое"}),
        ({"responsible": teacher}, {"просроченное", "закрытое"}),
        ({"responsible": chair, "state": "unread"}, {"новое"}),
        ({"overdue": "true"}, {"просроченное", "новое"}),
        ({"repeat": "true"}, {"новое"}),
        ({"since": "2021-06-01", "until": "2021-12-31"}, {"новое"}),
        ({"branch": "rules"}, {"просроченное", "закрытое"}),
        ({"branch": "none"}, {"новое"}),
        ({"step": "planned"}, {"просроченное", "закрытое"}),
        ({"age": "more"}, {"просроченное", "новое"}),
        ({"age": "30"}, set()),
    ]
    wrong = {str(query): found for query, told in expected if (found := set(titles(head, **query))) != told}
    assert wrong == {}


@pytest.mark.one_database
def test_days_in_the_wrong_order_are_said_beside_the_field_and_lose_nothing(world, head):
    sample(world)
    page = head.get(reverse(LIST), {"since": "2021-12-31", "until": "2021-06-01", "q": "новое"})
    assert page.context["filter"].form.errors["since"] == ["Первый день позже последнего: поменяйте дни местами."]
    assert 'value="2021-12-31"' in page.content.decode()


@pytest.mark.one_database
def test_the_hundredth_of_an_audit_stands_after_the_ninety_ninth(world, head):
    for sequence in (100, 99):
        made = make_finding(world, "recorded", title=str(sequence))
        Finding.objects.filter(pk=made.pk).update(
            audit=Finding.objects.first().audit, sequence=sequence, number=f"2021-01/{sequence}"
        )
    assert titles(head) == titles(head, sort="number") == ["99", "100"]
    assert [row.title for row in Finding.objects.by_number()] == ["99", "100"]


def test_a_click_on_a_head_sorts_and_a_second_turns_round(world, head):
    sample(world)
    assert titles(head, sort="grade")[0] == "просроченное"
    assert titles(head, sort="-grade")[0] == "наблюдение"
    page = head.get(reverse(LIST), {"sort": "grade", "step": "found", "page": "1"}).content.decode()
    assert 'aria-sort="ascending"' in page
    assert 'href="?sort=-grade&amp;step=found"' in page


@pytest.mark.one_database
def test_the_counts_show_all_states_whatever_is_chosen(world, head):
    sample(world)
    counts = {row["label"]: row["n"] for row in head.get(reverse(LIST), {"state": "closed"}).context["counts"]}
    assert (counts["Все"], counts["Открытые"], counts["Закрытые"], counts["Черновики"]) == (4, 2, 1, 0)


def test_the_price_does_not_grow_with_the_register(world, head):
    sample(world)
    chosen = {"association": world.association.pk, "year": world.roadmap.pk, "grade": "minor", "sort": "-due"}
    many_findings(world, 30)
    prices = []
    head.get(reverse(LIST))  # what a process asks once is no part of the price
    for number in (0, 2970):
        many_findings(world, number)
        prices.append([])
        for query in ({}, chosen):
            with CaptureQueriesContext(connection) as asked:
                assert len(head.get(reverse(LIST), query).context["object_list"]) >= 30
            prices[-1].append(len(asked))
    assert prices[0] == prices[1]
    assert max(prices[0]) <= MOST


@pytest.mark.one_database
def test_memory_stays_flat_however_long_the_table_is(world, rf, monkeypatch):
    """Four times the rows must not take more: they are read in portions, let go and written to a file."""
    monkeypatch.setattr(spreadsheet, "CHUNK", 25)
    many_findings(world, 400)
    request = rf.get("/")
    request.user = world.head
    export = FindingExport()
    export.setup(request)
    rows, peaks = export.get_queryset().order_by("id"), []
    for number in (100, 100, 400):
        with open(os.devnull, "wb") as nowhere:
            tracemalloc.start()
            write(nowhere, "Реестр", export.columns, spreadsheet.flowing(rows[:number]))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[2] < 1.3 * peaks[1]


@pytest.mark.one_database
def test_the_table_for_excel_is_what_the_page_shows_and_only_text(world, head):
    sample(world)
    many_findings(world, 2)
    pks = [row.pk for row in Finding.objects.filter(title__startswith="=")]

    def sheet(**query):
        answer = head.get(reverse("finding-export"), query)
        return load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active

    def column(sheet, title):
        place = next(cell.column for cell in sheet[1] if cell.value == title)
        return [row[place - 1] for row in sheet.iter_rows(min_row=2)]

    chosen = {"grade": "nonconformity", "sort": "-number"}
    assert [cell.value for cell in column(sheet(**chosen), "Суть")] == titles(head, **chosen)
    marked = column(sheet(id=pks), "Суть")
    assert [(cell.data_type, cell.value[0], cell.quotePrefix) for cell in marked] == [("s", "=", True)] * 2


@pytest.mark.one_database
def test_the_pdf_holds_what_the_page_shows(world, head, monkeypatch):
    sample(world)
    papers = []
    monkeypatch.setattr(rendering, "pdf_available", lambda: True)
    monkeypatch.setattr(rendering, "render_pdf", lambda *told, **more: papers.append(told[1]) or b"%PDF")
    query = "grade=nonconformity&sort=-number"
    answer = head.post(f"{reverse('finding-print')}?{query}")
    made = Rendering.objects.get()
    assert answer.url == reverse("rendering", args=[made.pk])
    rendering.make.call(made.pk)
    assert [row["title"] for row in papers[0]["rows"]] == titles(head, grade="nonconformity", sort="-number")
    assert papers[0]["conditions"] == [["Класс", "любое несоответствие"]]
    head.post(f"{reverse('finding-print')}?{query}")
    assert (Rendering.objects.count(), SavedFilter.objects.count()) == (1, 1)
    monkeypatch.setattr("audits.views.finding_register.MOST_PRINTED", 2)
    refused = head.post(f"{reverse('finding-print')}?{query}", follow=True).content.decode()
    assert "сузьте отбор или выгрузите его в Excel" in refused


def test_the_paper_fits_its_sheet(world):
    """The page is wide, and no cell stands over its edge: six columns of long words on A4."""
    from vsoko.pdf import lay_out

    many_findings(world, 3)
    kept = SavedFilter.objects.create(school=world.school, user=world.head, listing=LIST)
    page = lay_out("pdf/finding_register.html", finding_pdf.content(kept)).pages[-1]
    assert page.width > page.height
    assert max(box.position_x + box.width for box in page._page_box.descendants()) <= page.width


@pytest.mark.one_database
def test_a_filter_is_kept_under_a_name_by_its_owner_alone(world, head):
    url = f"{reverse('saved-create', args=[LIST])}?state=open&page=3&other=1"
    for _ in range(2):
        assert head.post(url, {"name": "Открытые"}).url == f"{reverse(LIST)}?state=open"
    kept = SavedFilter.objects.get()
    refused = head.post(f"{reverse('saved-create', args=[LIST])}?grade=major", {"name": "Открытые"})
    assert (refused.status_code, "Отбор с таким названием уже есть" in refused.content.decode()) == (422, True)
    assert 'aria-current="page">Открытые</a>' in head.get(kept.get_absolute_url()).content.decode()
    head.post(reverse("saved-rename", args=[kept.pk]), {"name": "Все открытые"})
    head.force_login(world.deputy)
    assert "Все открытые" not in head.get(reverse(LIST)).content.decode()
    assert head.post(reverse("saved-delete", args=[kept.pk])).status_code == 404
    head.force_login(world.head)
    head.post(reverse("saved-delete", args=[kept.pk]))
    assert not SavedFilter.objects.exists()


@pytest.mark.one_database
def test_a_reminder_goes_once_a_day_to_whoever_owes_the_next_step(world, head):
    for user in world.people.values():
        user.email = f"{user.username}@example.org"
        user.save()
    unread, acted = make_finding(world, "open"), make_finding(world, "in_progress")
    waiting, closed = make_finding(world, "verifying"), make_finding(world, "closed")
    pks = [row.pk for row in (unread, acted, waiting, closed)]
    url = f"{reverse('finding-remind')}?" + "&".join(f"id={pk}" for pk in pks)
    assert head.get(url).status_code == 200
    assert not Notification.objects.exists()
    for _ in range(2):
        head.post(url)
    told = {row.recipient: row.text for row in Notification.objects.filter(channel="email")}
    assert set(told) == {world.chair, world.teacher, world.auditor}
    assert told[world.teacher] == f"{acted.number}, выполнить действие и отчитаться: {acted.title}"
    assert Notification.objects.filter(channel="email").count() == 3
    said = HistoryEntry.objects.filter(action=reminders.ACTION)
    assert sorted(entry.subject_id for entry in said) == sorted(pks[:3])
    with pytest.raises(NotAllowed):
        reminders.remind(pks, actor=world.auditor, visible=Finding.objects.visible_to(world.auditor))


@pytest.mark.one_database
def test_nothing_marked_is_said_and_the_filter_stays(world, head):
    answer = head.get(reverse("finding-remind"), {"back": "state=open"}, follow=True)
    assert answer.redirect_chain == [(f"{reverse(LIST)}?state=open", 302)]
    assert "Отметьте в списке хотя бы одну запись" in answer.content.decode()


@pytest.mark.one_database
def test_a_checker_is_named_for_all_marked_or_for_none(world, head):
    first, second = make_check(world, checker=None).finding, make_check(world, checker=None).finding
    url = f"{reverse('finding-assign')}?id={first.pk}&id={second.pk}"
    second.actions.update(responsible=world.deputy.employee)
    refused = head.post(url, {"checker": world.deputy.employee.pk})
    assert refused.status_code == 422
    assert f"Никто не назначен. {second.number}: " in refused.content.decode()
    assert not EffectivenessCheck.objects.exclude(checker=None).exists()
    head.post(url, {"checker": world.auditor.employee.pk})
    named = EffectivenessCheck.objects.values_list("checker", flat=True)
    assert set(named) == {world.auditor.employee.pk}
    with pytest.raises(TransitionError):
        checkers.assign_checkers(Finding.objects.all(), actor=world.deputy, checker=world.head.employee)
