"""A parsed roadmap in the database: a new year, a draft replaced, a change proposed, people found."""

from datetime import date

import pytest

from audits.models import AnnualAnalysis, ImprovementItem
from roadmap.importing.parse import parse_roadmap
from roadmap.models import Activity, Edition, Roadmap
from roadmap.services.edition_changes import in_words
from roadmap.services.import_roadmap import ConfirmationNeeded, import_roadmap
from tests.factories import appoint, make_employee, make_roadmap, make_school, make_user
from tests.roadmap.importing_files import SEED, parse_rows
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db

FIRST = ("1", "Приказ", "Приказ", "Директор", "январь 2021")
SECOND = ("2", "Аудит", "Отчёт", "Рабочая группа", "май 2021")


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def deputy(school):
    return make_user(school, "deputy_edu", last_name="Линейкина")


def seed():
    return parse_roadmap(SEED.read_bytes(), SEED.name, "2021")


def load(school, actor, *rows, **options):
    return import_roadmap(parse_rows(*rows), school=school, actor=actor, **options)


def responsible(activity):
    return [(row.role, row.employee and row.employee.last_name, row.is_main) for row in activity.responsible.all()]


def test_the_seed_becomes_a_draft_with_all_that_the_source_says(school, deputy):
    outcome = import_roadmap(seed(), school=school, actor=deputy)
    roadmap = Roadmap.objects.get(school=school)
    assert (outcome.roadmap, outcome.count, outcome.created) == (roadmap, 10, True)
    assert (roadmap.label, roadmap.state, roadmap.title) == ("2021", "draft", "Дорожная карта ВСОКО на 2021 год")
    assert (roadmap.period_from, roadmap.period_to) == (date(2021, 1, 1), date(2021, 12, 31))
    rows = list(roadmap.activities.all())
    assert [row.number for row in rows] == ["1", "2", "3", "4", "5", "6", "9", "10", "11", "12"]
    assert [row.position for row in rows] == list(range(1, 11))
    assert [row.term_inferred for row in rows] == [True] * 3 + [False] * 7
    assert (rows[0].starts_on, rows[0].ends_on, rows[0].term_text) == (date(2020, 12, 1), date(2020, 12, 31), "декабрь")
    assert rows[8].source_result == rows[8].expected_result
    assert "Возможно, пропущен союз «и»" in rows[8].remarks
    assert responsible(rows[6]) == [("chair", None, True), ("working_group", None, False)]


def test_posts_become_the_people_who_hold_them_during_the_activity(school, deputy):
    for name, facts in {
        "Циркулев": {"ends_on": date(2020, 12, 30)},
        "Пеналова": {"starts_on": date(2020, 12, 31), "ends_on": date(2021, 1, 31)},
        "Ластикова": {"starts_on": date(2021, 2, 1)},
    }.items():
        appoint(make_employee(school, name), "director", **facts)
    other = make_school()
    appoint(make_employee(other, "Чужая"), "director")
    rows = list(import_roadmap(seed(), school=school, actor=deputy).roadmap.activities.all())
    assert responsible(rows[0]) == [("director", "Пеналова", True)]
    assert responsible(rows[5]) == [("director", "Ластикова", True)]
    assert responsible(rows[1]) == [("deputy_edu", "Линейкина", True), ("deputy_upbringing", None, False)]


def test_names_become_employees_and_unknown_ones_a_remark(school, deputy):
    make_employee(school, "Тетрадкин", first_name="Пётр", patronymic="Ильич")
    make_employee(school, "Ручкина", first_name="Анна", patronymic="Ивановна")
    make_employee(school, "Ручкина", first_name="Алла", patronymic="Игоревна")
    make_employee(school, "Мелков", left_on=date(2020, 1, 1))
    people = "Линейкина А.И., П.И. Тетрадкин, Ручкина А.И., Мелков А.И."
    (row,) = load(school, deputy, ("1", "Аудит", "", f"Зам. директора по УВР {people}", "май")).roadmap.activities.all()
    assert responsible(row) == [("deputy_edu", "Линейкина", True), ("", "Тетрадкин", False)]
    assert row.remarks.splitlines() == [
        "«Ручкина А.И.» среди сотрудников не один: назначьте ответственного.",
        "«Мелков А.И.» среди сотрудников нет: назначьте ответственного.",
    ]


def test_a_term_that_is_not_understood_ends_with_the_period_and_says_so(school, deputy):
    (row,) = load(school, deputy, ("1", "Аудит", "", "Директор", "по средам")).roadmap.activities.all()
    assert (row.starts_on, row.ends_on) == (None, date(2021, 12, 31))
    assert row.remarks.splitlines()[-1] == "До правки окончанием стоит последний день периода карты."


def test_history_knows_who_loaded_the_file(school, deputy):
    roadmap = load(school, deputy, FIRST, SECOND).roadmap
    assert [(entry.sentence, entry.actor) for entry in HistoryEntry.objects.of(roadmap)] == [
        ("Карта загружена из файла: 2\u00a0мероприятия", deputy),
        ("Карта создана", deputy),
    ]
    (entry,) = HistoryEntry.objects.of(roadmap.activities.first())
    assert entry.sentence == "Мероприятие добавлено в карту"


def test_a_draft_is_replaced_only_after_a_confirmation(school, deputy):
    roadmap = load(school, deputy, FIRST, SECOND).roadmap
    with pytest.raises(ConfirmationNeeded) as refusal:
        load(school, deputy, FIRST)
    assert str(refusal.value) == ("На 2021 год уже есть черновик карты (2\u00a0мероприятия): подтвердите его замену.")
    assert roadmap.activities.count() == 2


def test_a_row_that_is_in_both_stays_itself(school, deputy):
    first, second = load(school, deputy, FIRST, SECOND).roadmap.activities.all()
    rows = (("1", "Педсовет", "", "Директор", "март"), ("2", "Приказ", "", "Секретарь", "апрель"))
    outcome = load(school, deputy, *rows, replace=True)
    council, order = outcome.roadmap.activities.all()
    assert order == first
    assert (order.number, order.responsible_text, order.ends_on) == ("2", "Секретарь", date(2021, 4, 30))
    assert council.number == "1"
    assert not Activity.objects.filter(pk=second.pk).exists()
    sentences = [entry.sentence for entry in HistoryEntry.objects.of(outcome.roadmap)]
    assert "Удалено мероприятие: 2. Аудит" in sentences


def test_a_row_that_carries_out_last_years_analysis_stays_after_those_of_the_file(school, deputy):
    last = make_roadmap(school, "2020")
    roadmap = load(school, deputy, FIRST, SECOND).roadmap
    measure = roadmap.activities.get(number="1")
    analysis = AnnualAnalysis.objects.create(school=school, roadmap=last)
    ImprovementItem.objects.create(school=school, analysis=analysis, text="Мера", activity=measure)
    outcome = load(school, deputy, ("5", "Педсовет", "", "Директор", "март"), replace=True)
    assert (outcome.count, outcome.kept) == (1, [measure])
    assert [row.number for row in roadmap.activities.all()] == ["5", "1"]


def test_the_next_year_follows_the_one_before(school, deputy):
    before = make_roadmap(school, "2020")
    make_roadmap(school, "2016")
    assert load(school, deputy, FIRST).roadmap.predecessor == before


def approved(school, director, *rows):
    roadmap = load(school, director, *rows).roadmap
    Roadmap.objects.filter(pk=roadmap.pk).update(state="approved", approved_on=date(2021, 1, 11), approved_by=director)
    return roadmap


def test_an_approved_roadmap_gets_a_proposal_and_stays_as_it_is(school, deputy):
    third = ("3", "Анализ", "Анализ", "Директор", "декабрь 2021")
    roadmap = approved(school, deputy, FIRST, SECOND, third)
    Activity.objects.filter(roadmap=roadmap, number="1").update(title="Приказ о создании ВСОКО", starts_on=None)
    outcome = load(school, deputy, FIRST, (*SECOND[:4], "июнь 2021"), ("4", "Педсовет", "", "", "май"))
    edition = Edition.objects.get(pk=outcome.edition.pk)
    assert (outcome.count, edition.target, edition.state) == (3, roadmap, "draft")
    assert [(change["op"], change["label"]) for change in edition.changes] == [
        ("change", "2. Аудит"),
        ("add", "4. Педсовет"),
        ("cancel", "3. Анализ"),
    ]
    assert in_words(edition.changes[0]) == [
        ("Срок (как в документе)", "май 2021", "июнь 2021"),
        ("Начало", "01.05.2021", "01.06.2021"),
        ("Окончание", "31.05.2021", "30.06.2021"),
    ]
    assert [row.number for row in roadmap.activities.all()] == ["1", "2", "3"]


def test_an_approved_roadmap_and_the_same_file_give_nothing_to_do(school, deputy):
    approved(school, deputy, FIRST)
    outcome = load(school, deputy, FIRST)
    assert (outcome.count, outcome.edition, Edition.objects.count()) == (0, None, 0)


@pytest.mark.parametrize(
    ("state", "sentence"), [("on_approval", "Карта на утверждении"), ("closed", "Карта на 2021 год закрыта")]
)
def test_a_roadmap_on_approval_or_closed_refuses_the_file(school, deputy, state, sentence):
    roadmap = approved(school, deputy, FIRST)
    Roadmap.objects.filter(pk=roadmap.pk).update(state=state)
    with pytest.raises(TransitionError, match=sentence):
        load(school, deputy, SECOND, replace=True)


def test_who_does_not_plan_the_year_loads_nothing(school):
    with pytest.raises(NotAllowed):
        load(school, make_user(school, "chair"), FIRST)
    assert not Roadmap.objects.exists()


def test_a_file_with_problems_is_refused_here_too(school, deputy):
    with pytest.raises(TransitionError, match="строка 3: У пункта 2 нет названия"):
        load(school, deputy, FIRST, ("2", "", "", "", "май"))
    assert not Roadmap.objects.exists()
