"""A load of earlier years taken back: whole, and only while nothing stands on it."""

from datetime import date

import pytest

from audits.models import Finding
from audits.services.comments import add_comment
from audits.services.past_undo import undo_import
from roadmap.models import Roadmap
from tests.audits.past_books import MODELS, action_row, everything, finding_row, load
from tests.worlds import make_finding, make_world, reported_audit
from vsoko.models import SearchEntry, StoredFile
from vsoko.workflow import TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def test_undo_takes_all_of_the_last_load_and_nothing_else(world):
    load(world, [finding_row(world, "1")], [])
    before = [list(model.objects.order_by("pk").values()) for model in MODELS[:6]]
    past = load(
        world, [finding_row(world, "2"), finding_row(world, "3", found_on=date(2019, 3, 1))], [action_row(world, "1")]
    )
    undone = undo_import(past.pk, actor=world.head)
    assert [list(model.objects.order_by("pk").values()) for model in MODELS[:6]] == before
    assert (undone.undone_by, undone.years.count()) == (world.head, 0)
    assert set(Roadmap.objects.values_list("label", flat=True)) == {"2020", "2021"}
    assert StoredFile.objects.filter(pk=past.source_file_id).exists()
    assert SearchEntry.objects.filter(label__startswith="3").count() == 0
    with pytest.raises(TransitionError, match="уже отменили"):
        undo_import(past.pk, actor=world.head)
    # And the file may come again.
    assert load(world, [finding_row(world, "2")], [])


def later_repeat(world, finding):
    make_finding(world, reported_audit(world), repeat_of=finding)


def control_audit(world, finding):
    reported_audit(world, based_on=finding.audit)


@pytest.mark.parametrize("build", [later_repeat, control_audit])
def test_undo_is_refused_where_something_stands_on_the_load(world, build):
    past = load(world, [finding_row(world)], [action_row(world)])
    build(world, Finding.objects.get())
    before = everything()
    with pytest.raises(TransitionError, match="Отменить нельзя: на загруженное уже опирается"):
        undo_import(past.pk, actor=world.deputy)
    assert everything() == before


def test_undo_is_refused_where_people_have_worked_with_the_load(world):
    past = load(world, [finding_row(world)], [])
    add_comment(Finding.objects.get().pk, actor=world.head, text="Помним.")
    with pytest.raises(TransitionError, match="с загруженным уже работали — 12: Решения без срока"):
        undo_import(past.pk, actor=world.deputy)
