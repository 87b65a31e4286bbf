"""The first stage of the demo, its plan, and what it leaves where it may not or cannot begin."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audits.demo import telling
from audits.demo.year_2021 import SOURCE
from audits.models import Audit
from roadmap.models import Activity, Association, CourseProgramme, Document, Roadmap
from roadmap.models.association import Focus
from vsoko.models import HistoryEntry, School, StoredFile, User


def test_the_first_stage_is_an_approved_roadmap_and_nothing_done(db, capsys):
    call_command("demo", stage="plan")
    school, roadmap = School.objects.get(), Roadmap.objects.get()
    assert school.is_demo
    assert school.full_name in " ".join(SOURCE.read_text(encoding="utf-8").split())
    assert (roadmap.state, roadmap.approved_on) == (Roadmap.State.APPROVED, date(2020, 12, 4))
    assert list(roadmap.activities.values_list("number", flat=True)) == [*"123456", "9", "10", "11", "12"]
    assert set(roadmap.activities.values_list("state", flat=True)) == {Activity.State.PLANNED}
    assert list(Document.objects.values_list("kind__code", flat=True)) == ["D00"]
    assert Association.objects.count() == 6
    assert set(CourseProgramme.objects.values_list("focus", flat=True)) == set(Focus.values)
    assert not Audit.objects.exists()
    assert capsys.readouterr().out.splitlines()[-1] == "Учебная школа готова."


def test_a_school_that_is_there_stays_as_it_is(db):
    call_command("demo", stage="plan", verbosity=0)
    before = HistoryEntry.objects.count(), User.objects.count(), StoredFile.objects.count()
    with pytest.raises(CommandError, match="уже есть школа"):
        call_command("demo")
    assert before == (HistoryEntry.objects.count(), User.objects.count(), StoredFile.objects.count())


@pytest.mark.one_database
def test_a_failure_leaves_an_empty_database(db, monkeypatch):
    def break_off(world):
        yield date(2020, 12, 1)
        raise ValueError("the order is not there")

    own_clock = timezone.now
    monkeypatch.setattr(telling.year_2021, "plan_story", break_off)
    with pytest.raises(ValueError, match="not there"):
        call_command("demo")
    assert not School.objects.exists()
    assert timezone.now is own_clock
