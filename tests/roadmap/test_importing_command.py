import io

import pytest
from django.core.management import call_command

from roadmap.models import Activity, Edition, Roadmap
from tests.factories import make_school, make_user
from tests.roadmap.importing_files import SEED, text
from vsoko.models import HistoryEntry, StoredFile

pytestmark = pytest.mark.django_db

ROW = ("1", "Приказ", "Приказ", "Директор", "до 20 апреля 2021")


@pytest.fixture
def school():
    return make_school("s463")


@pytest.fixture
def run(capsys):
    def call(file, *arguments):
        """Return (exit code, lines of output, lines of errors)."""
        out, errors = io.StringIO(), io.StringIO()
        try:
            call_command("import_roadmap", str(file), *arguments, stdout=out, stderr=errors)
        except SystemExit as end:
            return end.code, out.getvalue().splitlines(), errors.getvalue().splitlines()
        return 0, out.getvalue().splitlines(), errors.getvalue().splitlines()

    return call


@pytest.fixture
def file(tmp_path):
    def write(*rows):
        path = tmp_path / "карта.txt"
        path.write_bytes(text(*rows))
        return path

    return write


def test_the_seed_is_printed_line_by_line_and_stored(run, school):
    code, lines, errors = run(SEED, "--year", "2021")
    assert (code, len(lines), lines[-1]) == (0, 11, "Импортировано мероприятий: 10")
    assert lines[0].split("\t") == [
        "1", "Решение о создании внутренней системы оценки качества образования (далее ВСОКО)",
        "2020-12-01", "2020-12-31", "director", "decision", "Год определён автоматически.",
    ]  # fmt: skip
    assert lines[3].split("\t")[2:] == ["2021-01-01", "2021-01-31", "deputy_edu, deputy_upbringing", "group", ""]
    assert errors == ["Пункты 7 и 8 в исходном документе отсутствуют."]
    roadmap = Roadmap.objects.get(school=school, label="2021")
    assert roadmap.activities.count() == 10
    assert roadmap.source_file.file.read() == SEED.read_bytes()
    assert HistoryEntry.objects.of(roadmap).first().actor_name == "Система"


def test_a_dry_run_stores_nothing(run, school):
    code, lines, _ = run(SEED, "--year", "2021", "--dry-run")
    assert (code, lines[-1]) == (0, "Будет импортировано мероприятий: 10")
    assert not Roadmap.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_start_is_empty_where_the_term_is_only_an_end(run, school, file):
    _, lines, _ = run(file(ROW), "--year", "2021", "--dry-run")
    assert lines[0].split("\t")[2:4] == ["", "2021-04-20"]


def test_who_is_named_and_not_posted_stands_in_the_remarks(run, school, file):
    _, lines, _ = run(file((*ROW[:3], "Иванов И.И.", ROW[4])), "--year", "2021", "--dry-run")
    assert lines[0].split("\t")[4:] == ["", "decision", "По имени: Иванов И.И."]


def test_a_bad_file_names_every_place_and_imports_nothing(run, school, file):
    path = file(ROW, ("2", "", "", "", "май"), ("3", "Аудит", "", "", "31 февраля 2021"))
    code, lines, errors = run(path, "--year", "2021")
    assert (code, lines) == (1, [])
    assert errors == [
        "карта.txt, строка 3: У пункта 2 нет названия мероприятия: впишите его или удалите строку.",
        "карта.txt, строка 4: Даты «31 февраля 2021» не бывает: исправьте срок.",
    ]
    assert not Roadmap.objects.exists()


@pytest.mark.parametrize(
    ("name", "year", "sentence"),
    [("нет.txt", "2021", "Файл «"), ("карта.txt", "2021/2023", "В учебном году «2021/2023» годы идут не подряд")],
)
def test_a_missing_file_and_an_impossible_year_are_one_sentence(run, school, file, name, year, sentence):
    code, _, errors = run(file(ROW).with_name(name), "--year", year)
    assert (code, len(errors)) == (1, 1)
    assert errors[0].startswith(sentence)


def test_of_several_schools_one_must_be_named(run, school, file):
    make_school("s100")
    code, _, errors = run(file(ROW), "--year", "2021")
    assert (code, errors) == (1, ["Школ несколько: добавьте --school и код одной из них: s100, s463."])
    code, _, errors = run(file(ROW), "--year", "2021", "--school", "s5")
    assert (code, errors) == (1, ["Школы с кодом «s5» нет: укажите один из кодов: s100, s463."])
    assert run(file(ROW), "--year", "2021", "--school", "s100")[0] == 0
    assert Roadmap.objects.get().school.code == "s100"


def test_without_a_school_the_way_to_one_is_said(run, file):
    code, _, errors = run(file(ROW), "--year", "2021")
    assert (code, len(errors)) == (1, 1)
    assert "нет ни одной школы" in errors[0]


def test_a_draft_is_replaced_when_nobody_objects(run, school, file, monkeypatch):
    run(SEED, "--year", "2021")
    code, lines, errors = run(file(ROW), "--year", "2021")
    assert (code, errors[-1]) == (1, "Ничего не изменено: ответьте «да» или добавьте --replace.")
    monkeypatch.setattr("builtins.input", lambda prompt: "нет")
    assert run(file(ROW), "--year", "2021")[0] == 1
    assert (Activity.objects.count(), StoredFile.objects.count()) == (10, 1)
    monkeypatch.setattr("builtins.input", lambda prompt: "да")
    assert run(file(ROW), "--year", "2021")[1][-1] == "Импортировано мероприятий: 1"
    assert run(SEED, "--year", "2021", "--replace")[1][-1] == "Импортировано мероприятий: 10"


def test_into_an_approved_year_a_change_is_proposed(run, school, file):
    run(file(ROW), "--year", "2021")
    director = make_user(school, "director")
    Roadmap.objects.update(state="approved", approved_on="2021-01-11", approved_by=director)
    code, lines, errors = run(file((*ROW[:4], "май 2021")), "--year", "2021")
    assert (code, lines[-1]) == (0, "Импортировано мероприятий: 1")
    assert errors == ["Карта на 2021 год утверждена: предложена редакция № 1, передайте её на утверждение."]
    assert Edition.objects.get().reason == "Загружен новый файл карты «карта.txt»."
