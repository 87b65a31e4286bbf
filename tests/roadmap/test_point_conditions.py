"""A point completes itself when the system sees it done; one written by hand waits for its responsible."""

from datetime import date

import pytest

from roadmap.models import DocumentItem
from roadmap.services import acknowledgements
from roadmap.services.documents import approve_document, create_document, kind_of, submit_document
from tests.factories import approve_paper, make_paper
from vsoko.models import HistoryEntry

pytestmark = pytest.mark.django_db
S = DocumentItem.State
WRITTEN, READ = date(2021, 1, 12), date(2021, 1, 20)


def order(world, *conditions, readers=()):
    """Return the points of an approved order: one for each condition, all given to the teacher."""
    points = [
        {"text": f"Пункт {name}.", "responsible": world.teacher.employee, "condition": name} for name in conditions
    ]
    paper = create_document(
        kind_of(world.school, "D01"), actor=world.deputy, title="О ВСОКО", text="ПРИКАЗЫВАЮ:", items=points,
        readers=readers, roadmap=world.roadmap,
    )  # fmt: skip
    return list(approve_paper(paper, director=world.director, on=WRITTEN).items.all())


def fresh(item):
    return DocumentItem.objects.get(pk=item.pk)


def test_a_point_is_done_when_the_last_reader_has_read(world):
    readers = [world.teacher.employee, world.chair.employee]
    (item,) = order(world, "acquainted", readers=readers)
    acknowledgements.acknowledge(item.document_id, actor=world.teacher, on=READ)
    assert fresh(item).state == S.PLANNED
    acknowledgements.acknowledge(item.document_id, actor=world.chair, on=READ)
    item = fresh(item)
    assert (item.state, item.done_on, item.accepted_on) == (S.ACCEPTED, READ, READ)
    entry = HistoryEntry.objects.of(item).get(to_state=S.ACCEPTED)
    assert (entry.sentence, entry.comment) == ("Выполнено", "Ознакомлены все: 2, последний 20.01.2021")
    assert (entry.actor, entry.effective_on) == (world.chair, READ)


def test_a_point_that_asks_for_a_paper_is_done_when_the_paper_is_handed_in(world):
    (item,) = order(world, "regulation")
    draft = make_paper(world.school, "D02", author=world.deputy, title="Положение", roadmap=world.roadmap)
    assert fresh(item).state == S.PLANNED
    submit_document(draft.pk, actor=world.deputy, on=READ)
    assert fresh(item).report == "Проект Положения передан 20.01.2021"


def test_a_paper_of_another_year_completes_nothing(world):
    (item,) = order(world, "regulation")
    draft = make_paper(world.school, "D02", author=world.deputy, title="Положение")
    submit_document(draft.pk, actor=world.deputy, on=READ)
    assert fresh(item).state == S.PLANNED


def test_what_was_done_before_the_order_is_done_on_its_day(world):
    early = make_paper(world.school, "D03", author=world.deputy, title="О группе", roadmap=world.roadmap)
    submit_document(early.pk, actor=world.deputy, on=date(2021, 1, 11))
    (item,) = order(world, "group")
    assert (fresh(item).state, fresh(item).done_on) == (S.ACCEPTED, WRITTEN)


def test_minutes_of_the_briefing_complete_their_point(world):
    (item, other) = order(world, "briefing", "staff")
    minutes = make_paper(
        world.school, "D04", author=world.deputy, roadmap=world.roadmap,
        activity=world.roadmap.activities.get(stage="briefing"), dated=READ,
    )  # fmt: skip
    submit_document(minutes.pk, actor=world.deputy, on=READ)
    approve_document(minutes.pk, actor=world.deputy, on=READ)
    assert fresh(item).report == "Председатели МО ознакомлены, протокол от 20.01.2021 №\u00a01"
    assert fresh(other).state == S.PLANNED


def test_a_point_written_by_hand_never_completes_itself(world):
    hand, itself = order(world, "", "acquainted", readers=[world.teacher.employee])
    acknowledgements.acknowledge(hand.document_id, actor=world.teacher, on=READ)
    assert (fresh(hand).state, fresh(itself).state) == (S.PLANNED, S.ACCEPTED)


def test_a_point_that_is_reported_already_waits_for_its_acceptance(world):
    (item,) = order(world, "acquainted", readers=[world.teacher.employee])
    DocumentItem.objects.filter(pk=item.pk).update(state=S.DONE, done_on=READ)
    acknowledgements.acknowledge(item.document_id, actor=world.teacher, on=READ)
    assert fresh(item).state == S.DONE
