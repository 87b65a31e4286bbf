"""Answers from the workbook of a form service: understood by words, refused with row and sentence, never taken twice."""

import io
import zipfile
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from audits.models import FreeAnswer, GivenAnswer, Response
from audits.services.survey_responses import import_responses
from audits.survey_sheets import MOST_ROWS, parse_answers, understood
from roadmap.importing.archives import MAX_XML, MEBI
from roadmap.importing.readers import MAX_BYTES
from tests.builders.surveys import QUESTIONS, make_course, make_survey
from tests.worlds import make_world
from vsoko.models import HistoryEntry, StoredFile

pytestmark = pytest.mark.django_db
HEAD = [text for _, text, _ in QUESTIONS]
ROW = ["да", "5", "нет", "вечером", "Больше кружков."]


@pytest.fixture
def world(client):
    world = make_world()
    client.force_login(world.head)
    return world


@pytest.fixture
def survey(world):
    return make_survey(world, "open")


def book(*rows, head=HEAD):
    """Return the bytes of a workbook as a form service exports it: figures are figures and moments are moments."""
    made, file = Workbook(), io.BytesIO()
    for row in [head, *rows]:
        made.active.append(row)
    made.save(file)
    return file.getvalue()


def parsed(survey, *rows, head=HEAD):
    return parse_answers(
        book(*rows, head=head), "otvety.xlsx", list(survey.questions.all()), survey.course_programmes.all()
    )


def upload(client, survey, content, name="otvety.xlsx"):
    url = reverse("survey-import", args=[survey.pk])
    return client.post(url, {"upload": SimpleUploadedFile(name, content)})


def faults(client, survey, content, name="otvety.xlsx"):
    answer = upload(client, survey, content, name)
    assert answer.status_code == 422
    assert not StoredFile.objects.exists()
    return answer.context["form"].errors["upload"]


def confirm(client, survey):
    return client.post(reverse("survey-import-confirm", args=[survey.pk]), follow=True)


def take(client, survey, content):
    """Upload a file, look at the preview, press the button; return what the page says."""
    assert upload(client, survey, content).status_code == 302
    assert client.get(reverse("survey-import-confirm", args=[survey.pk])).status_code == 200
    return [str(message) for message in confirm(client, survey).context["messages"]]


def test_a_file_is_looked_at_and_then_taken_whole(client, world, survey):
    content = book(ROW, ["нет", 1, "да", "днём", None], [None, None, None, None, None])
    upload(client, survey, content)
    page = client.get(reverse("survey-import-confirm", args=[survey.pk]))
    assert (page.context["wanted"], page.context["known"]) == (2, 0)
    assert page.context["shown"][0] == (2, None, ["да", "5", "нет", "вечером", "Больше кружков."])
    assert not Response.objects.exists()
    assert [str(one) for one in confirm(client, survey).context["messages"]] == ["Загружено: 2\u00a0анкеты."]
    assert list(survey.responses.order_by("number").values_list("number", "source")) == [(1, "file"), (2, "file")]
    assert list(GivenAnswer.objects.order_by("pk").values_list("value", flat=True)) == [
        "yes", "5", "no", "1", "no", "1", "yes", "0",
    ]  # fmt: skip
    assert FreeAnswer.objects.get().text == "Больше кружков."
    assert HistoryEntry.objects.of(survey).get().sentence == "Загружено анкет из файла: 2"
    assert not StoredFile.objects.exists()
    assert confirm(client, survey).status_code == 404


def test_the_next_export_adds_only_what_is_new(client, world, survey):
    moments = [datetime(2021, 3, 2, 10, 0, second) for second in range(3)]
    head = ["Отметка времени", *HEAD]
    rows = [[moment, *ROW] for moment in moments]
    assert take(client, survey, book(*rows[:2], head=head)) == ["Загружено: 2\u00a0анкеты."]
    assert take(client, survey, book(*rows, head=head)) == ["Загружено: 1\u00a0анкета. Уже были здесь: 2."]
    assert "добавлять нечего" in take(client, survey, book(*rows[2:], head=head))[0]
    assert survey.responses.count() == 3


def test_equal_rows_without_a_moment_are_as_many_questionnaires(client, world, survey):
    assert len({row.key for row in parsed(survey, ROW, ROW, ROW).rows}) == 3
    take(client, survey, book(ROW, ROW))
    take(client, survey, book(ROW, ROW, ROW))
    assert survey.responses.count() == 3


def test_a_second_press_takes_nothing_twice(world, survey):
    rows = parsed(survey, ROW, ROW).rows
    assert import_responses(survey.pk, actor=world.head, rows=rows) == (2, 0)
    assert import_responses(survey.pk, actor=world.head, rows=rows) == (0, 2)


def test_columns_are_known_by_their_words(world, survey):
    head = [
        "1. Расписание  удобно *", "Отметьте [Как вы оцениваете школу?]", "Скажите / Знаете ли вы о сайте школы",
        "КОГДА УДОБНЕЕ ЗАНЯТИЯ?:", "Что изменить",
    ]  # fmt: skip
    found = parsed(survey, ROW, head=head)
    assert (found.problems, found.remarks) == ([], [])
    assert [question.text for _, question in found.columns] == HEAD


def test_what_is_missing_personal_or_unread_is_told(world, survey):
    found = parsed(
        survey, ["да", "a@b.ru", "Кляксин", "7"], head=["Расписание удобно", "Адрес почты", "Ваше имя", "Баллы"]
    )
    told = " ".join(found.remarks)
    assert "Вопроса «Как вы оцениваете школу?» в файле нет" in told
    assert "личными сведениями («Адрес почты», «Ваше имя»)" in told
    assert "Не читаются графы: «Баллы»" in told
    (row,) = found.rows
    assert list(row.answers.values()) == ["yes"]


def test_personal_columns_do_not_make_a_row_another(world, survey):
    one, two = (parsed(survey, [*ROW, mail], head=[*HEAD, "Email"]).rows[0].key for mail in ("a@b.ru", "c@d.ru"))
    assert one == two


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("kind", "words", "value"),
    [
        ("agree", "Скорее  да", "rather_yes"), ("agree", "затрудняюсь", "unsure"), ("agree", "НЕТ.", "no"),
        ("scale", "5", "5"), ("scale", "4.0", "4"), ("scale", "3 — средне", "3"), ("scale", "5 (отлично)", "5"),
        ("yes_no", "Да", "yes"), ("yes_no", "ЛОЖЬ", "no"), ("choice", "Днём", "0"), ("choice", "Днем", "0"),
    ],
)  # fmt: skip
def test_answers_are_understood_as_people_and_services_write_them(world, survey, kind, words, value):
    assert understood(survey.questions.get(kind=kind), words) == (value, "")


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("kind", "words", "sentence"),
    [
        ("agree", "пожалуй", "«пожалуй» не подходит к вопросу «Расписание удобно»: впишите «да», «скорее да»"),
        ("scale", "отлично", "впишите число от 1 до 5"), ("scale", "6", "впишите число от 1 до 5"),
        ("scale", "55", "число от 1 до 5"), ("scale", "-1", "число от 1 до 5"), ("yes_no", "2", "впишите «да», «нет»"),
        ("choice", "утром", "впишите «днём», «вечером»"), ("text", "я" * 2001, "сократите его до 2000"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_with_its_row(client, world, survey, kind, words, sentence):
    place = [one for one, *_ in QUESTIONS].index(kind)
    bad = [*ROW[:place], words, *ROW[place + 1 :]]
    (fault,) = faults(client, survey, book(ROW, bad, ROW))
    assert "строка 3: " in fault
    assert sentence in fault
    assert not Response.objects.exists()


def test_every_fault_of_a_file_is_named_up_to_twenty(client, world, survey):
    found = faults(client, survey, book(*(["пожалуй", *ROW[1:]] for _ in range(25))))
    assert len(found) == 21
    assert found[-1] == "И ещё 5\u00a0мест."


def test_a_column_tells_the_programme(client, world):
    one, two = make_course(world, "Шахматы"), make_course(world, "Хор")
    survey = make_survey(world, "open", courses=[one, two])
    head = ["Программа", *HEAD]
    assert [row.course for row in parsed(survey, ["хор", *ROW], ["«Шахматы»", *ROW], ["", *ROW], head=head).rows] == [
        two, one, None,
    ]  # fmt: skip
    upload(client, survey, book(["хор", *ROW], head=head))
    page = client.get(reverse("survey-import-confirm", args=[survey.pk])).content.decode()
    assert "<td>«Хор»</td>" in page
    StoredFile.objects.all().delete()
    (fault,) = faults(client, survey, book(["Лепка", *ROW], head=head))
    assert "Программы «Лепка» в этом анкетировании нет" in fault
    assert "Графы с программой нет" in " ".join(parsed(survey, ROW).remarks)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "otvety.xlsx", "Файл пуст"),
        (b"PK\x03\x04broken", "otvety.xlsx", "Файл повреждён"),
        (b"%PDF-1.4", "otvety.xlsx", "документ PDF"),
        ("Расписание удобно;да".encode(), "otvety.csv", "сохраните таблицу как .xlsx"),
        (book(["да"], head=["Чужой вопрос"]), "otvety.xlsx", "нет ни одного вопроса этой анкеты"),
        (book(), "otvety.xlsx", "нет ни одной анкеты"),
        (book([None] * 5), "otvety.xlsx", "нет ни одной анкеты"),
        (book(ROW, head=[*HEAD, HEAD[0]]), "otvety.xlsx", "стоит в двух графах"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused_in_words(client, world, survey, content, name, sentence):
    assert any(sentence in fault for fault in faults(client, survey, content, name))


def test_a_file_too_large_or_swelling_is_not_opened(client, world, survey):
    assert "больше 10 МБ" in faults(client, survey, b"PK" + b"\0" * MAX_BYTES)[0]
    bomb, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(book(ROW)))
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in source.infolist():
            body = source.read(part)
            packed.writestr(part, body + b" " * (MAX_XML + 1) if part.filename.endswith("sheet1.xml") else body)
    assert len(bomb.getvalue()) < MEBI
    assert "слишком велик внутри" in faults(client, survey, bomb.getvalue())[0]


@pytest.mark.one_database
def test_ten_thousand_rows_are_too_many_and_as_many_as_may_be_are_taken(client, world, survey):
    (fault,) = faults(client, survey, book(*(["да"] for _ in range(10_000)), head=HEAD[:1]))
    assert f"больше {MOST_ROWS} строк" in fault
    take(client, survey, book(*(["да"] for _ in range(MOST_ROWS - 1)), head=HEAD[:1]))
    assert survey.responses.count() == MOST_ROWS - 1


def test_a_file_of_one_survey_is_not_taken_into_another(client, world, survey):
    other = make_survey(world, "open")
    upload(client, survey, book(ROW))
    assert confirm(client, other).status_code == 404
    assert not Response.objects.exists()


def test_a_survey_closed_meanwhile_takes_nothing(client, world, survey):
    upload(client, survey, book(ROW))
    survey.state, survey.closed_on = "closed", survey.ends_on
    survey.save()
    assert confirm(client, survey).status_code == 403
    assert not Response.objects.exists()
