"""What an audit cites: acts of its own day, whatever the criteria of today name."""

from datetime import date

import pytest
from django.urls import reverse

from audits.citations import cited_by
from audits.models import Criterion
from audits.services import audits
from roadmap.models import LegalAct
from tests.audits.planned import approve_programme, begin_programme, plan, short_template

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MAY = date(2021, 5, 14)


@pytest.mark.parametrize(
    ("requirement", "cited"),
    [
        ("Положение о МО", "Положение о МО"),
        ("273-ФЗ, ст. 47 ч. 6.1; приказ Минпросвещения России от 06.11.2024 № 779", "273-ФЗ, ст. 47 ч. 6.1"),
        ("Постановление Правительства РФ от 30.04.2024 № 556; Положение о ВСОКО", "Положение о ВСОКО"),
        ("Приказ Рособрнадзора от 04.08.2023 № 1493", ""),
        # By its number alone an act is known from the register.
        ("273-ФЗ, ст. 29; приказ Рособрнадзора № 1493", "273-ФЗ, ст. 29"),
        ("Приказ Минпросвещения России № 467", "Приказ Минпросвещения России № 467"),
        ("Приказ Минпросвещения России № 115", "Приказ Минпросвещения России № 115"),
        ("Инструкция по делопроизводству; ГОСТ Р 7.0.97-2025", "Инструкция по делопроизводству"),
        ("ГОСТ Р ИСО 9001-2015, п. 10.2", "ГОСТ Р ИСО 9001-2015, п. 10.2"),
        ("152-ФЗ, ст. 9 (в ред. 156-ФЗ от 24.06.2025, с 01.09.2025)", "152-ФЗ, ст. 9"),
        # What is still to come in an act of that day is no act of another day.
        ("Положение о порядке (действует до 01.09.2027)", "Положение о порядке (действует до 01.09.2027)"),
    ],
)
def test_a_requirement_is_cited_without_acts_of_later_days(world, requirement, cited):
    assert cited_by(MAY, requirement, LegalAct.objects.filter(school=world.school)) == cited


def test_a_later_edition_is_left_out_and_its_act_stays(world):
    requirement = "Приказ Рособрнадзора от 04.08.2023 № 1493 в ред. приказа от 03.07.2025 № 1353"
    acts = LegalAct.objects.filter(school=world.school)
    assert cited_by(date(2024, 3, 1), requirement, acts) == "Приказ Рособрнадзора от 04.08.2023 № 1493"
    assert cited_by(date(2026, 3, 1), requirement, acts) == requirement


def test_questions_are_copied_with_the_acts_of_the_audits_day(world, client):
    programme = begin_programme(world)
    audit = plan(world, template=short_template(world, "A-1", "A-2"))
    approve_programme(world, programme)
    written = {"A-1": "273-ФЗ, ст. 29; приказ Рособрнадзора от 04.08.2023 № 1493", "A-2": "ГОСТ Р 7.0.97-2025"}
    for code, requirement in written.items():
        Criterion.objects.filter(code=code).update(requirement=requirement)
    audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))
    first, second = audit.items.all()
    assert (first.requirement, second.requirement) == ("273-ФЗ, ст. 29", "")
    assert first.requirement_words == "273-ФЗ, ст. 29. Критерий A-1: «Есть ли A-1?»"
    assert second.requirement_words == "Критерий A-2: «Есть ли A-2?»"
    assert Criterion.objects.get(code="A-1").requirement == written["A-1"]
    client.force_login(world.auditor)
    page = client.get(reverse("audit-checklist", args=[audit.pk])).content.decode()
    assert page.count("Основание:") == 1
    assert "7.0.97-2025" not in page
