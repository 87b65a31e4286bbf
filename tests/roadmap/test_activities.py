"""Rows of a roadmap: edited in a draft, proved by evidence, moved by the facts of their stage, late by the calendar."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from roadmap.models import Activity, ActivityEvidence, Document
from roadmap.numbers import gaps, spoken
from roadmap.permissions import Role
from roadmap.progress import with_progress
from roadmap.services import activities
from roadmap.services.documents import approve_document, create_document, kind_of, submit_document
from roadmap.services.roadmaps import submit_roadmap
from roadmap.standing import standing_of
from tests.factories import make_employee, make_user
from tests.roadmap.years import make_year
from vsoko.models import HistoryEntry, StoredFile
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


def create(world, **fields):
    fields = {"title": "Обучение аудиторов", "starts_on": "", "ends_on": "2021-03-31"} | fields
    return activities.create_activity(world.roadmap.pk, actor=world.deputy, **fields)


def approved_paper(world, code="D01", on=date(2021, 2, 3), **fields):
    kind = kind_of(world.school, code)
    paper = create_document(
        kind, actor=world.deputy, title="О создании ВСОКО", text="Приказываю создать.", roadmap=world.roadmap, **fields
    )
    submit_document(paper.pk, actor=world.deputy, on=on)
    approve_document(paper.pk, actor=world.director, on=on)
    return paper


def standing(row, today):
    return standing_of(with_progress(Activity.objects.select_related("roadmap")).get(pk=row.pk), today)


# --- черновик -------------------------------------------------------------------------------------------------------


def test_row_takes_its_place_by_number_and_numbers_stay():
    world = make_year("other", "other", "other", approved=False)
    Activity.objects.filter(pk=world.rows[2].pk).update(number="9")
    for number in ("8", "10", "1.1", "", "0"):
        create(world, number=number)
    assert [row.number for row in world.roadmap.activities.all()] == ["0", "1", "1.1", "2", "8", "9", "10", ""]


def test_draft_row_is_changed_with_the_difference_in_its_history():
    world = make_year(approved=False)
    employee = make_employee(world.school, "Линейкина")
    named = [{"role": "chair", "employee": employee.pk, "name": str(employee)}]
    activities.edit_activity(
        world.rows[0].pk, actor=world.deputy, title="Новое название", ends_on="2021-11-30", responsible=named
    )
    changes = HistoryEntry.objects.of(world.rows[0]).get().changes
    assert changes == {
        "мероприятие": [world.rows[0].title, "Новое название"],
        "окончание": ["31.12.2021", "30.11.2021"],
        "ответственные": [[], [str(employee)]],
    }
    assert world.rows[0].responsible.get().is_main


def test_same_words_write_no_history():
    world = make_year(approved=False)
    activities.edit_activity(world.rows[0].pk, actor=world.deputy, title=world.rows[0].title)
    assert not HistoryEntry.objects.of(world.rows[0]).exists()


def test_term_set_by_hand_is_no_longer_inferred():
    world = make_year(approved=False)
    Activity.objects.update(term_inferred=True)
    activities.edit_activity(world.rows[0].pk, actor=world.deputy, title="Другое")
    assert Activity.objects.get().term_inferred
    activities.edit_activity(world.rows[0].pk, actor=world.deputy, ends_on="2021-11-30")
    assert not Activity.objects.get().term_inferred


def test_deleted_row_stays_in_the_history_of_the_roadmap():
    world = make_year("other", "audits", approved=False)
    activities.delete_activity(world.rows[0].pk, actor=world.deputy, comment="Дважды внесено.")
    entry = HistoryEntry.objects.of(world.roadmap).first()
    assert (str(world.rows[0]) in entry.sentence, entry.comment) == (True, "Дважды внесено.")
    assert list(world.roadmap.activities.all()) == [world.rows[1]]


@pytest.mark.parametrize(("state", "sentence"), [("on_approval", "на утверждении"), ("approved", "редакцией")])
def test_rows_are_edited_in_a_draft_only(state, sentence):
    world = make_year(approved=False)
    paper = submit_roadmap(world.roadmap.pk, actor=world.deputy)
    if state == "approved":
        approve_document(paper.pk, actor=world.director)
    for step in (
        lambda: create(world),
        lambda: activities.edit_activity(world.rows[0].pk, actor=world.deputy, title="Другое"),
        lambda: activities.delete_activity(world.rows[0].pk, actor=world.deputy),
    ):
        with pytest.raises(TransitionError, match=sentence):
            step()


def test_teacher_writes_no_rows():
    world = make_year(approved=False)
    with pytest.raises(NotAllowed):
        activities.edit_activity(world.rows[0].pk, actor=world.teacher, title="Другое")


# --- номера ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        (["1", "6", "9"], [[], ["2", "3", "4", "5"], ["7", "8"]]),
        (["2.2", "2.4"], [[], ["2.3"]]),
        (["1", "2", "1", "3"], [[], [], [], []]),
        (["", "а", "5"], [[], [], []]),
    ],
)
def test_left_out_numbers_stand_before_the_row_that_skips_them(numbers, missing):
    assert gaps(numbers) == missing


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], ""),
        (["7"], "7"),
        (["7", "8"], "7 и 8"),
        (["1", "2", "3"], "1–3"),
        (["1", "2", "3", "5", "9"], "1–3, 5 и 9"),
    ],
)
def test_numbers_are_said_as_people_say_them(numbers, words):
    assert spoken(numbers) == words


# --- срок -----------------------------------------------------------------------------------------------------------


def test_lateness_follows_the_calendar_and_is_not_stored():
    world = make_year()
    Activity.objects.update(starts_on=date(2021, 5, 1), ends_on=date(2021, 5, 31))
    row = Activity.objects.get()
    assert (row.is_late(date(2021, 5, 31)), row.is_late(date(2021, 6, 1))) == (False, True)
    assert standing(row, date(2021, 4, 30)).word == "впереди"
    assert standing(row, date(2021, 5, 1)).word == "пора начинать"
    assert standing(row, date(2021, 6, 2)).sentence.replace("\u00a0", " ") == "просрочено на 2 рабочих дня"
    assert standing(row, date(2022, 6, 2)).sentence == "просрочено с 31.05.2021"
    assert Activity.objects.get(pk=world.rows[0].pk).state == "planned"


@pytest.mark.parametrize("step", [activities.drop_activity, activities.cancel_activity, activities.finish_activity])
def test_row_that_is_over_is_never_late(step):
    world = make_year()
    row = step(world.rows[0].pk, actor=world.deputy, comment="Есть причина.", on=date(2021, 2, 1))
    assert not row.is_late(date(2022, 6, 2))
    assert standing(row, date(2022, 6, 2)).shape in ("done", "void")


def test_draft_roadmap_is_not_late():
    world = make_year(approved=False)
    assert standing(world.rows[0], date(2022, 6, 2)).shape == "plan"


# --- свидетельства --------------------------------------------------------------------------------------------------


def test_reference_with_its_own_date_is_kept_and_said_in_history():
    world = make_year()
    evidence = activities.add_evidence(
        world.rows[0].pk, actor=world.deputy, reference="Журнал методработы, с. 12", dated=date(2021, 2, 3)
    )
    assert (str(evidence), evidence.dated) == ("Журнал методработы, с. 12", date(2021, 2, 3))
    assert "с. 12" in HistoryEntry.objects.of(world.rows[0]).first().sentence


def test_file_is_checked_before_anything_is_kept():
    world = make_year()
    with pytest.raises(TransitionError, match="не то, что обещает имя"):
        activities.add_evidence(
            world.rows[0].pk, actor=world.deputy, upload=SimpleUploadedFile("приказ.pdf", b"MZ no document")
        )
    assert not ActivityEvidence.objects.exists()
    assert not StoredFile.objects.exists()


def test_evidence_is_something():
    world = make_year()
    with pytest.raises(TransitionError, match="Приложите файл"):
        activities.add_evidence(world.rows[0].pk, actor=world.deputy, reference="  ")


def test_evidence_is_given_by_who_answers_or_the_group():
    world = make_year()
    auditor = make_user(world.school, Role.AUDITOR)
    activities.add_evidence(world.rows[0].pk, actor=auditor, reference="Протокол № 3")
    with pytest.raises(NotAllowed):
        activities.add_evidence(world.rows[0].pk, actor=world.teacher, reference="Протокол № 3")


# --- что случилось --------------------------------------------------------------------------------------------------


def test_paper_in_force_finishes_its_row_on_its_day():
    world = make_year("decision")
    approved_paper(world, activity=world.rows[0], on=date(2021, 2, 3))
    row = Activity.objects.get(pk=world.rows[0].pk)
    entry = HistoryEntry.objects.of(row).first()
    assert (row.state, row.done_on) == ("done", date(2021, 2, 3))
    assert (entry.actor, entry.actor_name) == (None, "Система")


def test_facts_of_before_the_approval_count_with_it():
    world = make_year("decision", "other", approved=False)
    approved_paper(world, activity=world.rows[0], on=date(2020, 12, 10))
    assert Activity.objects.get(pk=world.rows[0].pk).state == "planned"
    paper = submit_roadmap(world.roadmap.pk, actor=world.deputy)
    approve_document(paper.pk, actor=world.director, on=date(2020, 12, 14))
    states = dict(world.roadmap.activities.values_list("stage", "state"))
    assert states == {"decision": "done", "other": "planned"}


def test_row_returned_to_work_by_a_person_is_not_finished_by_the_old_facts():
    world = make_year("decision")
    paper = approved_paper(world, activity=world.rows[0])
    activities.resume_activity(world.rows[0].pk, actor=world.deputy, comment="Приказ без приложения.")
    row = Activity.objects.get(pk=world.rows[0].pk)
    assert (row.state, row.done_on) == ("in_progress", None)
    assert standing(row, date(2021, 3, 1)).word == "возвращено в работу"
    assert Document.objects.get(pk=paper.pk).activity == row
