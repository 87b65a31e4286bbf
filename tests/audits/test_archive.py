"""Audits in the folder of a year: evidence by the number of its audit, no official secrets, and what an audit still owes."""

from datetime import date

import pytest

from audits import archive
from audits.models import ChecklistItem, Criterion, Evidence
from tests.builders.roadmap import make_paper
from tests.permissions.subjects import stored
from tests.worlds import make_finding, make_world, reported_audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit(world):
    return reported_audit(world)


def proof(world, name, **owner):
    return Evidence.objects.create(file=stored(world, name), dated=date(2021, 5, 12), **owner)


def item_of(world, audit, code):
    criterion = Criterion.objects.get(school=world.school, code=code)
    return ChecklistItem.objects.create(
        audit=audit, position=1, criterion=criterion, code=code, section="Раздел", question="Есть ли?",
        requirement="Положение",
    )  # fmt: skip


def test_evidence_lies_by_the_number_of_its_audit(world, audit):
    finding = make_finding(world, audit)
    proof(world, "protokol.pdf", item=item_of(world, audit, "MO-01"))
    proof(world, "foto.png", finding=finding)
    Evidence.objects.create(finding=finding, reference="Протокол № 2, в деле МО")
    rows = [(row.case, row.folder, row.title) for row in archive.entries(world.roadmap)]
    assert rows == [
        ("02-03 Материалы внутренних аудитов", f"Аудит {audit.number}", "Свидетельство к вопросу MO-01: protokol.pdf"),
        (
            "02-03 Материалы внутренних аудитов",
            f"Аудит {audit.number}",
            f"Свидетельство к заключению {finding.number}: foto.png",
        ),
    ]


def test_a_file_beside_an_official_secret_is_withheld(world, audit):
    """Nobody can attach it any more; what was attached before the rule, or moved here from elsewhere, stays out too."""
    proof(world, "pasport.pdf", item=item_of(world, audit, "BZ-01"))
    [row] = archive.entries(world.roadmap)
    assert row.withheld == "служебные сведения, файл не прилагается"
    plain = item_of(world, audit, "MO-01")
    [items] = [rows for rows in archive.records(world.roadmap) if rows.model is ChecklistItem]
    assert list(items) == [plain]


def test_what_an_audit_owes_is_named_once_for_each_audit(world, audit):
    assert archive.missing(world.roadmap) == [
        f"Аудит № {audit.number}: приказ о проведении аудита, план аудита, чек-лист с ответами, отчёт об аудите"
    ]
    make_paper(world, "approved", code="D08", about=audit)
    make_paper(world, "draft", code="D07", about=audit)
    assert archive.missing(world.roadmap) == [
        f"Аудит № {audit.number}: приказ о проведении аудита, чек-лист с ответами, отчёт об аудите"
    ]


def test_evidence_of_another_year_stays_there(world, audit):
    proof(world, "protokol.pdf", item=item_of(world, audit, "MO-01"))
    assert list(archive.entries(make_world().roadmap)) == []
