"""Criteria as workbooks: out under the filter, and in after a look at every row."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from audits.criteria_sheets import parse_criteria
from audits.models import Criterion
from audits.services import criteria as service
from audits.services.criteria_import import import_criteria, intents_of, mark_of
from tests.audits.workbooks import HEAD, OWN, workbook
from tests.worlds import make_world
from vsoko.models import HistoryEntry, StoredFile
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
CONFIRM = "criterion-import-confirm"


@pytest.fixture
def world(client):
    world = make_world()
    client.force_login(world.head)
    return world


def export(client, **query):
    return b"".join(client.get(reverse("criterion-export"), query).streaming_content)


def upload(client, content, name="kriterii.xlsx"):
    return client.post(reverse("criterion-import"), {"upload": SimpleUploadedFile(name, content)})


def faults(client, content, name="kriterii.xlsx"):
    """Return the sentences beside the file of a refused upload."""
    answer = upload(client, content, name)
    assert answer.status_code == 422
    assert not StoredFile.objects.exists()
    return answer.context["form"].errors["upload"]


def confirm(client):
    return client.post(reverse(CONFIRM), {"seen": client.get(reverse(CONFIRM)).context["mark"]}, follow=True)


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def everything():
    return list(Criterion.objects.order_by("pk").values()), HistoryEntry.objects.count()


def test_the_export_holds_what_the_filter_shows_and_no_formulas(client, world):
    service.create_criterion(
        world.school, actor=world.head, code="ШК-01", section="Своё", question="=1+1", requirement="Устав",
        applies_to="school", responsible=world.teacher.employee,
    )  # fmt: skip
    sheet = load_workbook(io.BytesIO(export(client, origin="own"))).active
    head, row = sheet.iter_rows()
    cells = {title.value: cell for title, cell in zip(head, row, strict=True)}
    assert (cells["Вопрос"].value, cells["Вопрос"].data_type) == ("=1+1", "s")
    assert cells["Кто отвечает"].value == world.teacher.employee.short_name
    assert cells["Чей вопрос"].value == "вопрос школы"
    assert tuple(title.value for title in head)[: len(HEAD)] == HEAD


def test_an_export_taken_back_changes_nothing(client, world):
    service.create_criterion(
        world.school, actor=world.head, code="ШК-01", section="Кадровые условия", question="=1+1  и\n\nещё",
        requirement="Устав", applies_to="school",
    )  # fmt: skip
    before = everything()
    assert upload(client, export(client, section="Кадровые условия")).url == reverse(CONFIRM)
    page = client.get(reverse(CONFIRM))
    assert page.context["wanted"] == 0
    assert "«Кто отвечает»" in page.content.decode()
    confirm(client)
    assert everything() == before


def test_new_and_changed_questions_are_shown_row_by_row_and_written_at_once(client, world):
    content = workbook(
        ("MO-01", "Документация и планирование МО", "=Есть ли приказ?", "273-ФЗ, ст. 28", None, "МО", "да"), OWN
    )
    upload(client, content)
    page = client.get(reverse(CONFIRM)).content.decode().replace("\u00a0", " ")
    assert "Критерии, строка 2" in page
    assert "Добавятся: 1. Изменятся: 1. Без изменений: 0." in page
    assert not Criterion.objects.filter(code="ШК-01").exists()
    assert told(confirm(client)) == ["Критерии из файла записаны: добавлено 1, изменено 1."]
    changed = Criterion.objects.get(school=world.school, code="MO-01")
    assert (changed.question, changed.hint, changed.edition) == ("=Есть ли приказ?", "", 2)
    assert [act.code for act in changed.acts.all()] == ["273-fz"]
    own = Criterion.objects.get(school=world.school, code="ШК-01")
    assert (own.source_code, own.applies_to, own.is_active) == ("", "association", True)
    assert HistoryEntry.objects.of(own).get().sentence == "Критерий добавлен из файла"
    assert not StoredFile.objects.exists()
    # The same file once more.
    before = everything()
    upload(client, content)
    assert told(confirm(client)) == ["Файл не отличается от ваших критериев: менять нечего."]
    assert everything() == before


def test_a_second_press_finds_the_work_of_the_first(world):
    rows = parse_criteria(workbook(OWN), "a.xlsx").rows
    seen = mark_of(intents_of(world.school, rows)[0])
    assert import_criteria(world.school, rows, actor=world.head, seen=seen) == (1, 0)
    assert import_criteria(world.school, rows, actor=world.head, seen=seen) == (0, 0)
    with pytest.raises(NotAllowed):
        import_criteria(world.school, rows, actor=world.chair, seen=seen)


def test_what_a_colleague_has_changed_meanwhile_is_not_overwritten_unseen(world):
    rows = parse_criteria(workbook(("MO-01", "Есть ли приказ?"), head=("Код", "Вопрос")), "a.xlsx").rows
    seen = mark_of(intents_of(world.school, rows)[0])
    criterion = Criterion.objects.get(school=world.school, code="MO-01")
    service.edit_criterion(criterion.pk, actor=world.deputy, question="Где приказ?")
    with pytest.raises(TransitionError, match="критерии изменились"):
        import_criteria(world.school, rows, actor=world.head, seen=seen)
    criterion.refresh_from_db()
    assert criterion.question == "Где приказ?"


def test_the_blank_has_the_columns_that_are_read(client, world):
    blank = b"".join(client.get(reverse("criterion-import-blank")).streaming_content)
    assert list(load_workbook(io.BytesIO(blank)).active.values) == [HEAD]
    assert faults(client, blank) == [
        "kriterii.xlsx: Под заголовком нет ни одного критерия: впишите строки и загрузите файл снова."
    ]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (lambda: b"x", "kriterii.csv", "Файлы такого вида не читаются: сохраните таблицу как .xlsx."),
        (lambda: b"%PDF-1.7", "kriterii.xlsx", "Внутри файла документ PDF"),
        (lambda: workbook(OWN)[:900], "kriterii.xlsx", "Файл повреждён"),
        (lambda: workbook(OWN, head=None), "kriterii.xlsx", "Не найдены графы «Код» и «Вопрос»"),
        (lambda: workbook(OWN, head=(*HEAD[:6], "Код")), "kriterii.xlsx", "Критерии, строка 1: Графа стоит дважды"),
        (lambda: workbook(*[("Ш", "?")] * 5000, head=HEAD[:3:2]), "kriterii.xlsx", "больше 1500 строк"),
    ],
)
def test_a_bad_file_gets_one_sentence(client, world, content, name, sentence):
    (told,) = faults(client, content(), name)
    assert sentence in told


def test_each_fault_is_named_by_its_sheet_and_row_and_nothing_is_taken(client, world):
    before = everything()
    content = workbook(
        OWN,
        OWN,
        ("", *OWN[1:]),
        ("ШК-02", "Своё", "я" * 2001, "Устав", None, "кружок", "иногда"),
        ("ШК-03", "Своё", "", "Устав", None, "школа", "да"),
        ("MO-01", "Своё", "Есть ли?", "Устав", None, "школа", "да"),
        title="Наши",
    )
    assert [sentence.split(": ")[:2] for sentence in faults(client, content)] == [
        ["Наши, строка 3", "Код ШК-01 уже стоит в строке 2 листа «Наши»"],
        ["Наши, строка 4", "Нет кода"],
        ["Наши, строка 5", "В графе «Вопрос» 2001 знаков"],
        ["Наши, строка 5", "«кружок» не подходит для графы «Относится к»"],
        ["Наши, строка 5", "«иногда» не подходит для графы «Применяется»"],
        ["Наши, строка 6", "Графа «Вопрос» пуста"],
    ]
    assert everything() == before


def test_faults_against_the_criteria_of_the_school_are_named_too(client, world):
    asked = workbook(("MO-01", "Есть ли?", "школа"), head=("Код", "Вопрос", "Относится к"))
    (sentence,) = faults(client, asked)
    assert "MO-01 стоит в чек-листе «Аудит методического объединения»" in sentence
    (sentence,) = faults(client, workbook(("ШК-01", "Есть ли?"), head=("Код", "Вопрос")))
    assert sentence == "Критерии, строка 2: Критерия ШК-01 ещё нет, а графы «Раздел» в книге нет: добавьте её."


@pytest.mark.one_database
def test_the_preview_comes_by_pages_and_costs_the_same_for_one_row_and_for_many(
    client, world, django_assert_max_num_queries
):
    upload(client, workbook(*[(f"Ш-{number}", *OWN[1:]) for number in range(210)]))
    with django_assert_max_num_queries(15):
        page = client.get(reverse(CONFIRM), {"page": 2})
    assert page.context["wanted"] == 210
    words = page.content.decode()
    assert "страница 2 из 2" in words
    assert "Добавятся: 210" in words
    assert ("Ш-209" in words, "Ш-1<" in words) == (True, False)
