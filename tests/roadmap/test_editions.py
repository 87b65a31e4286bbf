"""An approved roadmap changes by editions: a reason, changes as «было → станет», the director's approval, then the rows."""

from datetime import date

import pytest

from roadmap import workflow
from roadmap.models import Activity, Document, Edition
from roadmap.services import activities, editions
from roadmap.services.content import content_of
from roadmap.services.documents import approve_document, recall_document, return_document
from roadmap.services.edition_changes import in_words
from roadmap.services.rows import facts_of
from tests.factories import make_employee
from tests.roadmap.years import make_year
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError, perform

pytestmark = pytest.mark.django_db

REASON = "Педагогический совет перенёс аудиты."


@pytest.fixture
def world():
    return make_year("consultation", "audits")


@pytest.fixture
def edition(world):
    return editions.create_edition(world.roadmap.pk, actor=world.deputy, reason=REASON)


def fields(row, **changed):
    return facts_of(row) | changed


def propose(world, edition, **changed):
    row = world.rows[1]
    return editions.propose_change(edition.pk, row.pk, actor=world.deputy, fields=fields(row, **changed))


def approve(world, edition, on=date(2021, 6, 1)):
    paper = editions.submit_edition(edition.pk, actor=world.deputy, on=on)
    approve_document(paper.pk, actor=world.director, on=on)
    edition.refresh_from_db()


def test_change_reaches_the_row_with_the_approval_only(world, edition):
    propose(world, edition, title="Проведение аудитов в объединениях", ends_on="2021-11-30")
    paper = editions.submit_edition(edition.pk, actor=world.deputy)
    row = Activity.objects.get(pk=world.rows[1].pk)
    assert row.ends_on == date(2021, 12, 31)
    approve_document(paper.pk, actor=world.director, on=date(2021, 6, 1))
    row.refresh_from_db()
    assert (row.title, row.ends_on) == ("Проведение аудитов в объединениях", date(2021, 11, 30))
    entry = HistoryEntry.objects.of(row).first()
    assert entry.changes["окончание"] == ["31.12.2021", "30.11.2021"]
    assert (entry.effective_on, REASON in entry.comment) == (date(2021, 6, 1), True)


def test_edition_keeps_only_what_differs_and_says_it_in_words(world, edition):
    changed = propose(world, edition, ends_on="2021-11-30", stage="other")
    assert in_words(changed.changes[0]) == [
        ("Окончание", "31.12.2021", "30.11.2021"), ("Чем исполняется", "аудиты", "другое"),
    ]  # fmt: skip


def test_addition_takes_its_place_by_number(world, edition):
    editions.propose_row(edition.pk, actor=world.deputy, fields=fields(world.rows[0], number="1.5", title="Обучение"))
    approve(world, edition)
    assert [row.number for row in world.roadmap.activities.all()] == ["1", "1.5", "2"]


def test_cancellation_cancels_with_its_reason(world, edition):
    editions.propose_cancellation(edition.pk, world.rows[0].pk, actor=world.deputy, reason="Проведено в прошлом году.")
    approve(world, edition)
    row = Activity.objects.get(pk=world.rows[0].pk)
    assert (row.state, row.reason) == ("cancelled", "Проведено в прошлом году.")
    assert HistoryEntry.objects.of(row).first().actor == world.director


def test_responsible_change_names_people(world, edition):
    pencil = make_employee(world.school, "Карандашева")
    named = [{"role": "", "employee": pencil.pk, "name": str(pencil)}]
    propose(world, edition, responsible=named)
    approve(world, edition)
    assert [one.employee for one in world.rows[1].responsible.all()] == [pencil]
    assert HistoryEntry.objects.of(world.rows[1]).first().changes["ответственные"] == [[], [str(pencil)]]


def test_approved_edition_keeps_the_roadmap_as_it_became(world, edition):
    propose(world, edition, title="Другое название")
    approve(world, edition)
    assert (edition.state, edition.approved_on) == ("approved", date(2021, 6, 1))
    assert [row["title"] for row in edition.snapshot["activities"]] == [world.rows[0].title, "Другое название"]
    before = Document.objects.get(owner_id=edition.pk, kind__code="D00", title__startswith="Изменение").content["owner"]
    assert [row["title"] for row in before["before"]["activities"]] == [row.title for row in world.rows]


def test_later_change_of_a_row_takes_the_place_of_the_earlier(world, edition):
    propose(world, edition, title="Первая мысль")
    changed = propose(world, edition, ends_on="2021-10-31")
    assert [change["fields"] for change in changed.changes] == [{"ends_on": "2021-10-31"}]


def test_same_words_are_no_change(world, edition):
    with pytest.raises(TransitionError, match="ничего не изменили"):
        propose(world, edition)


def test_change_can_be_taken_back(world, edition):
    propose(world, edition, title="Другое название")
    assert editions.take_back(edition.pk, 0, actor=world.deputy).changes == []
    with pytest.raises(TransitionError, match="уже нет"):
        editions.take_back(edition.pk, 0, actor=world.deputy)


def test_one_edition_is_under_way_at_a_time(world, edition):
    with pytest.raises(TransitionError, match="уже готовится"):
        editions.create_edition(world.roadmap.pk, actor=world.deputy, reason="Ещё одна.")
    editions.drop_edition(edition.pk, actor=world.deputy)
    assert editions.create_edition(world.roadmap.pk, actor=world.deputy, reason="Ещё одна.").number == 2


def test_empty_edition_is_not_submitted(world, edition):
    with pytest.raises(TransitionError, match="ни одной правки"):
        editions.submit_edition(edition.pk, actor=world.deputy)


def test_returned_edition_is_changed_and_goes_as_the_same_paper(world, edition):
    propose(world, edition, title="Первая мысль")
    paper = editions.submit_edition(edition.pk, actor=world.deputy)
    with pytest.raises(TransitionError, match="уже передано"):
        propose(world, edition, title="Вторая мысль")
    return_document(paper.pk, actor=world.director, comment="Назовите иначе.")
    propose(world, edition, title="Вторая мысль")
    again = editions.submit_edition(edition.pk, actor=world.deputy)
    assert (again.pk, "Вторая мысль" in content_of(again)["text"]) == (paper.pk, True)


def test_dropped_edition_takes_its_returned_paper_along(world, edition):
    propose(world, edition, title="Другое название")
    paper = editions.submit_edition(edition.pk, actor=world.deputy)
    recall_document(paper.pk, actor=world.deputy)
    editions.drop_edition(edition.pk, actor=world.deputy)
    paper.refresh_from_db()
    assert paper.state == "annulled"


def test_row_finished_meanwhile_stops_its_cancellation_whole(world, edition):
    propose(world, edition, title="Другое название")
    editions.propose_cancellation(edition.pk, world.rows[0].pk, actor=world.deputy, reason="Не нужна.")
    paper = editions.submit_edition(edition.pk, actor=world.deputy)
    activities.finish_activity(world.rows[0].pk, actor=world.deputy)
    with pytest.raises(TransitionError):
        approve_document(paper.pk, actor=world.director)
    edition.refresh_from_db()
    assert (edition.state, Activity.objects.get(pk=world.rows[1].pk).title) == ("on_approval", world.rows[1].title)


def test_done_row_is_not_offered_for_cancellation(world, edition):
    activities.finish_activity(world.rows[0].pk, actor=world.deputy)
    with pytest.raises(TransitionError, match="отменить нельзя"):
        editions.propose_cancellation(edition.pk, world.rows[0].pk, actor=world.deputy, reason="Не нужна.")


def test_row_of_another_roadmap_is_not_changed(world, edition):
    foreign = make_year().rows[0]
    with pytest.raises(Activity.DoesNotExist):
        editions.propose_change(edition.pk, foreign.pk, actor=world.deputy, fields=fields(foreign, title="Чужое"))


def test_draft_roadmap_has_no_editions():
    world = make_year(approved=False)
    with pytest.raises(TransitionError, match="черновик правьте прямо"):
        editions.create_edition(world.roadmap.pk, actor=world.deputy, reason=REASON)


def test_teacher_proposes_nothing(world, edition):
    for step in (
        lambda: editions.create_edition(world.roadmap.pk, actor=world.teacher, reason=REASON),
        lambda: editions.propose_row(edition.pk, actor=world.teacher, fields=fields(world.rows[0])),
        lambda: editions.edit_reason(edition.pk, actor=world.teacher, reason="Иначе."),
        lambda: editions.submit_edition(edition.pk, actor=world.teacher),
        lambda: editions.drop_edition(edition.pk, actor=world.teacher),
    ):
        with pytest.raises(NotAllowed):
            step()


WRONG = [(row.name, state) for row in workflow.EDITION for state in Edition.State.values if state not in row.sources]


@pytest.mark.one_database
@pytest.mark.parametrize(("name", "state"), WRONG)
def test_edition_step_from_a_wrong_state_is_refused(world, edition, name, state):
    Edition.objects.filter(pk=edition.pk).update(state=state)
    with pytest.raises(TransitionError):
        perform(workflow.EDITION[name], edition.pk, actor=None, queryset=editions.editions())
    edition.refresh_from_db()
    assert edition.state == state
