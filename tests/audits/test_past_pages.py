"""Earlier years on the screen: the blank, the look at every row, the press, the way back; and pages of what was brought."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from audits.models import Action, Audit, CorrectivePlan, Finding, PastImport
from tests.audits.past_books import HEADS, action_row, finding_row, past_book
from tests.worlds import make_world
from vsoko.models import StoredFile

pytestmark = pytest.mark.django_db
CONFIRM = "past-import-confirm"


@pytest.fixture
def world(client):
    world = make_world()
    client.force_login(world.deputy)
    return world


def upload(client, content, name="gody.xlsx"):
    return client.post(reverse("past-import"), {"upload": SimpleUploadedFile(name, content)})


def faults(client, content):
    """Return the sentences beside the file of a refused upload."""
    answer = upload(client, content)
    assert answer.status_code == 422
    assert not StoredFile.objects.exists()
    return answer.context["form"].errors["upload"]


def confirm(client):
    return client.post(reverse(CONFIRM), {"seen": client.get(reverse(CONFIRM)).context["mark"]}, follow=True)


def bring(client, world, number="12", **cells):
    assert (
        upload(client, past_book([finding_row(world, number, **cells)], [action_row(world, number)])).status_code == 302
    )
    return confirm(client)


def told(answer):
    return [str(message).replace("\u00a0", " ") for message in answer.context["messages"]]


def text(answer):
    return answer.content.decode().replace("\u00a0", " ")


def test_the_register_leads_here_those_who_may(client, world):
    link = reverse("past-import")
    assert link in text(client.get(reverse("finding-list")))
    client.force_login(world.chair)
    assert link not in text(client.get(reverse("finding-list")))


def test_the_blank_explains_its_columns_offers_lists_and_is_read_back(client, world):
    blank = b"".join(client.get(reverse("past-import-blank")).streaming_content)
    book = load_workbook(io.BytesIO(blank))
    assert book.sheetnames == ["Несоответствия", "Действия", "Списки"]
    for title, head in HEADS.items():
        hints, titles = list(book[title].values)[:2]
        assert list(titles) == head
        assert all(hints)
    lists = {column[0]: column for column in zip(*book["Списки"].values, strict=True)}
    assert world.association.name in lists["школа в целом"]
    assert book["Списки"].sheet_state == "hidden"
    offered = [one.formula1 for one in book["Несоответствия"].data_validations.dataValidation]
    assert offered[0] == "'Списки'!$A$1:$A$2"
    assert faults(client, blank) == [
        "gody.xlsx: Под заголовком нет ни одной записи: впишите строки и загрузите файл снова."
    ]
    # What is typed under the head of the blank itself is understood.
    for place, cell in enumerate(finding_row(world), start=1):
        book["Несоответствия"].cell(3, place, cell)
    file = io.BytesIO()
    book.save(file)
    assert upload(client, file.getvalue()).url == reverse(CONFIRM)


def test_a_look_shows_every_row_and_writes_nothing(client, world):
    content = past_book(
        [[*finding_row(world), "важно"]], [action_row(world)],
        heads={"Реестр": [*HEADS["Несоответствия"], "Примечание"], "План": HEADS["Действия"]},
    )  # fmt: skip
    assert upload(client, content).url == reverse(CONFIRM)
    page = text(client.get(reverse(CONFIRM)))
    for words in (
        "Реестр, строка 2", "План, строка 2", "Решения без срока", "Кто отвечал: Дробинина А.И.",
        "Класс: незначительное несоответствие", "Дата: 12.03.2020", "графы «Примечание» не читаются",
        "Записать: 1 запись, 1 действие",
    ):  # fmt: skip
        assert words in page
    assert not Finding.objects.exists()


def test_one_press_writes_and_the_same_file_has_nothing_to_add(client, world):
    answer = bring(client, world)
    assert told(answer) == ["Прошлые годы записаны: 1 запись, 1 действие."]
    assert "Последняя загрузка" in text(answer)
    # Pressed twice: the second press finds no file that waits.
    assert client.post(reverse(CONFIRM), {"seen": "x"}).status_code == 404
    assert told(bring(client, world)) == ["Всё из этого файла уже записано: добавлять нечего."]
    assert (PastImport.objects.count(), StoredFile.objects.count(), Finding.objects.count()) == (1, 1, 1)


def test_a_bad_row_refuses_the_file_with_its_place(client, world):
    content = past_book(
        [finding_row(world, "13", subject="МО поваров"), finding_row(world, title=None)], [action_row(world)]
    )
    # What the table itself lacks and what the school does not know are told together.
    unknown, bare = faults(client, content)
    assert unknown.startswith("Несоответствия, строка 2: Объекта «МО поваров» в школе нет")
    assert bare == "Несоответствия, строка 3: Графа «Суть» пуста: заполните её."


def test_what_has_changed_since_the_look_is_not_written_unseen(client, world):
    upload(client, past_book([finding_row(world)]))
    seen = client.get(reverse(CONFIRM)).context["mark"]
    bring(client, world, title="Иначе")
    upload(client, past_book([finding_row(world), finding_row(world, "13")]))
    answer = client.post(reverse(CONFIRM), {"seen": seen})
    assert answer.status_code == 422
    assert "записи школы изменились" in text(answer)
    assert Finding.objects.count() == 1
    assert "в файле иначе Суть" in text(answer)


def test_the_last_load_is_taken_back(client, world):
    bring(client, world)
    url = reverse("past-import-undo")
    page = client.get(url)
    assert "gody.xlsx" in text(page)
    assert Finding.objects.count() == 1
    shown = page.context["form"]["shown"].value()
    answer = client.post(url, {"shown": shown}, follow=True)
    assert told(answer) == ["Загрузка отменена: её записей больше нет."]
    assert not any(model.objects.exists() for model in (Finding, Audit, CorrectivePlan, Action))
    assert client.post(url, {"shown": shown}).status_code == 404
    # Another load has come since the page was opened: that one is not taken back unseen.
    bring(client, world)
    assert client.post(url, {"shown": shown}).status_code == 422
    assert Finding.objects.count() == 1


def test_a_refused_undo_says_what_stands_in_the_way(client, world):
    bring(client, world)
    finding = Finding.objects.get()
    client.post(reverse("finding-comment", args=[finding.pk]), {"text": "Помним."})
    url = reverse("past-import-undo")
    answer = client.post(url, {"shown": PastImport.objects.get().pk})
    assert answer.status_code == 422
    assert "с загруженным уже работали — 12: Решения без срока" in text(answer)


def test_every_page_of_what_was_brought_opens_and_says_where_it_is_from(client, world):
    # As little as a row may say: without a day of its term, what was done and how it shows.
    action = action_row(world, due_on=None, accepted_on=None, report=None, sign=None)
    upload(client, past_book([finding_row(world, title="=1+1", evidence_text=None, cause=None, branch=None)], [action]))
    confirm(client)
    finding, action = Finding.objects.get(), Action.objects.get()
    pages = [
        reverse("finding-detail", args=[finding.pk]), reverse("audit-detail", args=[finding.audit_id]),
        reverse("action-detail", args=[action.pk]), reverse("plan-detail", args=[action.plan_id]),
    ]  # fmt: skip
    for url in pages:
        page = text(client.get(url))
        assert "еренесено с бумаги" in page or "еренесён с бумаги" in page, url
        assert "None" not in page, url
    others = [
        reverse("finding-trace", args=[finding.pk]), reverse("audit-report", args=[finding.audit_id]),
        reverse("audit-checklist", args=[finding.audit_id]), reverse("plan-progress", args=[action.plan_id]),
        reverse("finding-list"), reverse("audit-list"), reverse("plan-list"), reverse("action-list"),
        f"{reverse('finding-analysis')}?year={finding.audit.roadmap_id}", reverse("desk"),
        reverse("roadmap-detail", args=[finding.audit.roadmap_id]),
        reverse("year-folder", args=[finding.audit.roadmap_id]), reverse("audit-export"), reverse("action-export"),
        f"{reverse('item-list')}?state=all",
    ]  # fmt: skip
    for url in others:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert answer.streaming or "None" not in text(answer), url
    # Nobody controls here what was done on paper.
    assert "Исправить протоколы" not in text(client.get(f"{reverse('item-list')}?state=all"))
    assert "перенесено с бумаги" in text(client.get(reverse("finding-list")))
    (cell,) = [
        cell
        for row in load_workbook(io.BytesIO(b"".join(client.get(reverse("finding-export")).streaming_content))).active
        for cell in row
        if cell.value == "=1+1"
    ]
    assert cell.data_type == "s"


def test_another_school_sees_nothing_of_it(client, world):
    bring(client, world)
    other = make_world()
    client.force_login(other.deputy)
    assert "gody.xlsx" not in text(client.get(reverse("past-import")))
    assert client.get(reverse("past-import-undo")).status_code == 404
    assert client.get(reverse("finding-detail", args=[Finding.objects.get().pk])).status_code == 404
    assert client.get(reverse("file-download", args=[PastImport.objects.get().source_file_id])).status_code == 404


@pytest.mark.one_database
def test_the_look_comes_by_pages_and_costs_the_same_for_one_row_and_for_many(
    client, world, django_assert_max_num_queries
):
    bring(client, world, "0")
    upload(
        client,
        past_book([finding_row(world, str(n)) for n in range(120)], [action_row(world, str(n)) for n in range(120)]),
    )
    pages = []
    for number in (1, 2):
        with django_assert_max_num_queries(15):
            answer = client.get(reverse(CONFIRM), {"page": number})
        assert answer.context["wanted"]
        pages.append(text(answer))
    first, second = pages
    assert "Несоответствия добавятся: 119" in first
    assert "Действия добавятся: 119" in first
    assert "страница 1 из 2" in first
    assert "Действия, строка 83" not in first
    assert "Действия, строка 121" in second
    assert "Несоответствия, строка 2" not in second
    with django_assert_max_num_queries(15):
        client.get(reverse("past-import"))
