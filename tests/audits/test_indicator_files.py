"""Values from tables: our own columns and the summary of an electronic journal, looked at before they are taken."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from audits.indicator_sheets import TITLES, parse_values
from audits.indicator_terms import Term
from audits.models import Measurement, ValuesImport
from audits.services.indicator_import import import_values, intents_of, mark_of
from audits.services.measurements import FACTS, edit_value, version_of
from roadmap.services.uploads import keep_upload
from tests.audits.measuring import enter, indicator, marks
from tests.audits.workbooks import workbook
from tests.worlds import make_world
from vsoko.models import HistoryEntry, StoredFile
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
CONFIRM = "indicator-import-confirm"
OWN_HEAD = ("Код", "Период", "Класс", "Значение", "Числитель", "Знаменатель", "Источник", "Чьё значение")
TERM = Term("2026/2027", "q1")
JOURNAL = (
    "Отчёт об успеваемости;;;;;;;;\n"
    "Класс;Предмет;Учитель;Кол-во учащихся;Кол-во «5»;Кол-во «4»;Кол-во «3»;Кол-во «2»;н/а\n"
    "7А;Математика;Дробинина А.И.;25;5;10;8;1;1\n"
    "7Б;Русский язык;Тетрадкина А.И.;20;4;10;6;0;0\n"
    "Итого;;;45;9;20;14;1;1\n"
)


@pytest.fixture
def world(client):
    world = make_world()
    client.force_login(world.deputy)
    return world


def upload(client, content, name="pokazateli.xlsx"):
    sent = {"upload": SimpleUploadedFile(name, content), "year": TERM.year, "part": TERM.part}
    return client.post(reverse("indicator-import"), sent)


def faults(client, content, name="pokazateli.xlsx"):
    """Return the sentences beside the file of a refused upload."""
    answered = upload(client, content, name)
    assert answered.status_code == 422
    assert not StoredFile.objects.exists()
    return answered.context["form"].errors["upload"]


def confirm(client):
    answered = client.post(reverse(CONFIRM), {"seen": client.get(reverse(CONFIRM)).context["mark"]}, follow=True)
    return [str(message) for message in answered.context["messages"]]


def everything():
    return list(Measurement.objects.order_by("pk").values()), HistoryEntry.objects.count()


@pytest.mark.one_database
@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig"])
def test_the_summary_of_a_journal_gives_every_value_counted_from_marks(client, world, encoding):
    assert upload(client, JOURNAL.encode(encoding), "journal.csv").url == reverse(CONFIRM)
    page = client.get(reverse(CONFIRM)).content.decode().replace("\u00a0", " ")
    assert "Добавятся: 8. Изменятся: 0. Без изменений: 0." in page
    assert "«Учитель»" in page
    assert not Measurement.objects.exists()
    assert confirm(client) == ["Значения из файла записаны: добавлено 8, изменено 0."]
    assert StoredFile.objects.get() == ValuesImport.objects.get().source_file
    first = Measurement.objects.get(indicator__code="A01", school_class="7А")
    assert (first.term, first.scope, first.subject, first.note) == (TERM, "class", "Математика", "Электронный журнал")
    assert (first.value, first.denominator) == (92, 25)
    assert Measurement.objects.get(indicator__code="A04", school_class="7Б").value == Decimal("3.9")
    before = everything()
    upload(client, JOURNAL.encode(encoding), "journal-2.csv")
    assert confirm(client) == ["Файл не отличается от того, что уже внесено: записывать нечего."]
    assert everything() == before


def test_a_table_with_names_of_pupils_is_refused(client, world):
    for head in ("ФИО ученика", "Ученик", "Фамилия, имя", "Обучающийся"):
        named = f"Класс;{head};5;4;3;2\n7А;Тетрадкин Пётр;1;0;0;0\n"
        (sentence,) = faults(client, named.encode("cp1251"), "journal.csv")
        assert "имена учеников" in sentence


def test_our_own_table_adds_and_changes_values_and_a_zero_is_one(client, world):
    enter(world, "A20", "2025/2026", number=Decimal(97), note="Журнал")
    content = workbook(
        ("A20", "2025/26 учебный год", None, "98,5", None, None, None, None),
        ("A12", "2026 год", None, None, 0, 52, "Приказ", None),
        ("A06", "2026 год", None, "4,1", None, None, "Сборник", "район"),
        ("A20", "2026/27 учебный год, I четверть", "7А", 0, None, None, None, None),
        ("A16", "2026 год", None, None, None, None, None, None),
        head=OWN_HEAD,
    )
    upload(client, content)
    page = client.get(reverse(CONFIRM)).content.decode().replace("\u00a0", " ")
    assert "Добавятся: 3. Изменятся: 1." in page
    assert "Значение: 97 % → 98,5 %" in page
    assert "Строк без чисел: 1" in page
    assert confirm(client) == ["Значения из файла записаны: добавлено 3, изменено 1."]
    changed = Measurement.objects.get(indicator__code="A20", scope="school")
    assert (changed.value, changed.note) == (Decimal("98.5"), "Журнал")
    assert Measurement.objects.get(indicator__code="A20", scope="class").value == 0
    assert Measurement.objects.get(whose="district").note == "Сборник"
    entry = (
        HistoryEntry.objects.of(indicator(world, "A20")).filter(sentence__startswith="Значение изменено по файлу").get()
    )
    assert entry.changes["значение"] == ["97\u00a0%", "98,5\u00a0%"]


def test_each_fault_is_named_by_its_sheet_and_row_and_nothing_is_taken(client, world):
    content = workbook(
        ("A20", "2025/26 учебный год", None, "много", None, None, None, None),
        ("A20", "когда-то", None, "98", None, None, None, None),
        ("", "2026 год", None, "98", None, None, None, None),
        ("A06", "2026 год", None, "4,1", None, None, "Сборник", "сосед"),
        head=OWN_HEAD,
        title="Наши",
    )
    assert [sentence.split(": ")[:2] for sentence in faults(client, content)] == [
        ["Наши, строка 2", "«много» в графе «Значение»"],
        ["Наши, строка 3", "«когда-то» — не период"],
        ["Наши, строка 4", "Нет кода"],
        ["Наши, строка 5", "«сосед» не подходит для графы «Чьё значение»"],
    ]
    against = workbook(
        ("Я99", "2026 год", None, "98", None, None, None, None),
        ("S01", "2026 год", None, "98", None, None, None, None),
        ("A20", "2026/27 учебный год", None, "101", None, None, None, None),
        ("A12", "2026 год", None, None, 60, 52, None, None),
        ("A06", "2026 год", None, "4,1", None, None, None, "район"),
        ("A22", "2026/27 учебный год", None, "9", None, None, None, None),
        ("A22", "2026/27 учебный год", None, "8", None, None, None, None),
        head=OWN_HEAD,
    )
    told = faults(client, against)
    wanted = ("Я99 в школе нет", "S01 программа считает сама", "больше 100", "Часть больше целого", "Назовите источник",
              "уже стоит в строке 7")  # fmt: skip
    assert sorted(word for word in wanted if any(word in sentence for sentence in told)) == sorted(wanted)
    assert len(told) == 6
    assert not Measurement.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"x", "a.docx", "Файлы такого вида не читаются: сохраните таблицу как .xlsx или .csv."),
        (b"%PDF-1.7", "a.csv", "Внутри файла документ PDF"),
        ("Имя;Возраст\nПётр;12\n".encode("cp1251"), "a.csv", "Не найдено ни одного значения"),
        ("Класс;Класс;5;4;3;2\n7А;7А;1;1;1;1\n".encode(), "a.csv", "Графа стоит дважды"),
        (b"", "a.csv", "Файл пуст"),
    ],
)
def test_a_bad_file_gets_one_sentence(client, world, content, name, sentence):
    (told,) = faults(client, content, name)
    assert sentence in told


def test_the_blank_is_read_back_when_it_is_filled(client, world):
    blank = b"".join(client.get(reverse("indicator-import-blank")).streaming_content)
    sheet = load_workbook(io.BytesIO(blank)).active
    rows = list(sheet.values)
    assert list(rows[0]) == list(TITLES.values())
    assert len(rows) == 1 + 55
    at = {title: place for place, title in enumerate(rows[0])}
    filled = [list(row) for row in rows[1:]]
    for row in filled:
        assert row[at["Период"]] or row[at["Код"]] == "U07"
    next(row for row in filled if row[0] == "A02")[at["«5»"] : at["н/а"]] = [6, 8, 4, 1]
    assert upload(client, workbook(*filled, head=rows[0])).status_code == 302
    assert confirm(client) == ["Значения из файла записаны: добавлено 1, изменено 0."]
    assert Measurement.objects.get().numerator == 14


def test_a_second_press_finds_the_work_of_the_first(world):
    rows = parse_values(JOURNAL.encode(), "journal.csv", TERM).rows
    seen = mark_of(intents_of(world.school, rows)[0])
    stored = keep_upload(JOURNAL.encode(), name="journal.csv", actor=world.head, instead_of=None)
    load = import_values(world.school, rows, actor=world.head, stored=stored, seen=seen)
    assert (load.added_total, load.changed_total) == (8, 0)
    assert import_values(world.school, rows, actor=world.head, stored=stored, seen=seen) is None
    with pytest.raises(NotAllowed):
        import_values(world.school, rows, actor=world.chair, stored=stored, seen=seen)


def test_what_a_colleague_has_written_meanwhile_is_not_overwritten_unseen(world):
    rows = parse_values(JOURNAL.encode(), "journal.csv", TERM).rows
    seen = mark_of(intents_of(world.school, rows)[0])
    enter(
        world, "A01", TERM.year, part=TERM.part, scope="class", school_class="7А", subject="Математика",
        data=marks(5, 9, 9, 1, 1), actor=world.deputy,
    )  # fmt: skip
    with pytest.raises(TransitionError, match="значения изменились"):
        import_values(world.school, rows, actor=world.head, stored=None, seen=seen)
    assert Measurement.objects.count() == 1


def test_the_last_file_is_taken_back_whole_or_not_at_all(client, world):
    former = enter(world, "A02", "2020/2021", data=marks(10, 30, 50, 10), actor=world.deputy)
    before = Measurement.objects.values(*FACTS, "primary").get()
    head = ("Код", "Период", "«5»", "«4»", "«3»", "«2»", "н/а")
    rows = [("A02", "2020/2021 учебный год", 20, 30, 40, 10, 0), ("A02", "2021/2022 учебный год", 9, 9, 1, 1, 0)]
    upload(client, workbook(*rows, head=head))
    assert confirm(client) == ["Значения из файла записаны: добавлено 1, изменено 1."]
    undo = reverse("indicator-import-undo")
    page = client.get(reverse("indicator-import")).content.decode()
    assert undo in page
    assert client.get(reverse("file-download", args=[ValuesImport.objects.get().source_file_id])).status_code == 200
    shown = client.get(undo).context["form"]["shown"].value()
    added = Measurement.objects.exclude(pk=former.pk).get()
    # Whoever has changed one of the values since keeps all of them.
    edit_value(added.pk, actor=world.head, year=added.year, primary=added.primary, note="Пересчитано")
    refused = client.post(undo, {"shown": shown})
    assert refused.status_code == 422
    assert "после загрузки изменили" in refused.content.decode()
    assert Measurement.objects.count() == 2

    load = ValuesImport.objects.get()
    load.written[str(added.pk)]["version"] = version_of(Measurement.objects.get(pk=added.pk))
    load.save()
    assert client.post(undo, {"shown": shown}).url == reverse("indicator-list")
    assert Measurement.objects.values(*FACTS, "primary").get() == before
    told = [entry.sentence for entry in HistoryEntry.objects.of(former.indicator)]
    assert sum("загрузка отменена" in sentence for sentence in told) == 2
    assert client.post(undo, {"shown": shown}).status_code == 404


@pytest.mark.one_database
def test_the_preview_costs_the_same_for_one_row_and_for_many(client, world, django_assert_max_num_queries):
    lines = [f"{number}А;Математика;5;10;8;1;1" for number in range(100)]
    upload(client, "\n".join(["Класс;Предмет;5;4;3;2;н/а", *lines]).encode("cp1251"), "journal.csv")
    with django_assert_max_num_queries(15):
        page = client.get(reverse(CONFIRM))
    assert page.context["wanted"] == 400
    assert "страница 1 из 2" in page.content.decode()


def test_the_export_holds_what_the_filter_shows_as_its_reader_may_read_it(client, world):
    enter(world, "A02", "2020/2021", data=marks(10, 30, 50, 10))
    enter(world, "A01", "2020/2021", data=marks(1, 1, 1, 1))

    def rows(**query):
        book = b"".join(client.get(reverse("indicator-export"), query).streaming_content)
        head, *rows = load_workbook(io.BytesIO(book)).active.values
        return [dict(zip(head, row, strict=True)) for row in rows]

    assert len(rows()) == 69
    row = next(row for row in rows(group="A") if row["Код"] == "A02")
    assert (row["Значение"], row["Когда"], row["Как стоит"]) == ("40\u00a0%", "2020/21 учебный год", "хуже порога")
    client.force_login(world.teacher)
    assert rows(q="A01")[0]["Значение"] == "мало данных"
