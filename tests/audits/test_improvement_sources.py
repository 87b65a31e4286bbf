"""What the year leaves for the improvement plan: each source proposes its measure once, with what it stands on."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from audits.models import Criterion, ImprovementItem
from audits.services import improvements
from audits.services.analysis import gather_analysis
from roadmap.models import Training
from tests.audits.measuring import enter
from tests.audits.test_analysis import answer
from tests.builders.audits import make_check
from tests.builders.audits import make_finding as acted_on
from tests.builders.goals import make_goal
from tests.builders.surveys import make_wish
from tests.worlds import make_finding, reported_audit

pytestmark = pytest.mark.django_db


def gathered(world):
    return gather_analysis(world.roadmap.pk, actor=world.head, as_of=date(2021, 12, 20))


def plain(words):
    return words.replace("\u00a0", " ")


def test_each_source_of_the_year_is_proposed_once_with_what_it_stands_on(world, client):
    audit = reported_audit(world)
    answer(audit, "yes", "no")
    covered = audit.items.first().criterion
    Criterion.objects.filter(pk=covered.pk).update(section="Журналы и учёт занятий")
    repeated = make_finding(world, audit, repeat_of=make_finding(world, audit, state="withdrawn"))
    denied = acted_on(world, "closed")
    make_check(world, "not_effective", finding=denied, round=1)
    goal = make_goal(
        world, base_year="2019/2020", targets={"2020/2021": 50}, responsible=world.deputy.employee
    )  # fmt: skip
    enter(world, "B05", "2020/2021", data={"part": 45, "whole": 100})
    enter(world, "A20", "2020/2021", number=Decimal(50))
    wish = make_wish(world, "accepted")
    make_wish(world, "new")
    Training.objects.create(
        school=world.school, employee=world.head.employee, programme="Аудит", organisation="Центр", hours=36,
        finished_on=date(2021, 3, 1), valid_until=date(2022, 3, 1),
    )  # fmt: skip
    for _ in range(2):
        analysis = gathered(world)
    rows = list(analysis.improvements.all())
    found = {row.source_key: row for row in rows}
    assert len(found) == len(rows)

    def told(key):
        return plain(found[key].source_text)

    assert told(f"finding:{repeated.pk}") == f"Несоответствие {repeated.number}: не закрыто, повторное"
    day = denied.checks.get(state="not_effective").checked_on
    expected = f"Несоответствие {denied.number}: действия признаны не результативными {day:%d.%m.%Y}"
    assert told(f"finding:{denied.pk}") == expected
    assert told(f"goal:{goal.pk}") == "Цель программы развития отстаёт: 45 % (2020/2021), план 50 %"
    assert found[f"goal:{goal.pk}"].responsible == world.deputy.employee
    assert found[f"wish:{wish.pk}"].text == wish.text
    assert told(f"training:{world.head.employee.pk}") == "Обучение аудиторов (S10): действует по 01.03.2022"
    assert told(f"training:{world.auditor.employee.pk}").endswith("обучение не подтверждено")
    signals = [plain(row.source_text) for row in rows if row.source_key.startswith("indicator:")]
    assert "Показатель A20: 50 % — хуже порога 95 %" in signals
    assert any(words.startswith("Показатель S01: ") for words in signals)
    assert not any("S10" in words for words in signals)
    section = told("criteria:Журналы и учёт занятий")
    assert section.startswith("Раздел «Журналы и учёт занятий»: не проверены ")
    assert covered.code not in found["criteria:Журналы и учёт занятий"].text

    client.force_login(world.deputy)
    page = client.get(reverse("improvement-list", args=[world.roadmap.pk])).content.decode()
    for address in (goal.get_absolute_url(), wish.get_absolute_url(), world.auditor.employee.get_absolute_url()):
        assert f'<a href="{address}">' in page


def test_what_is_declined_with_a_reason_is_not_proposed_again(world):
    wish = make_wish(world, "accepted")
    item = gathered(world).improvements.get(source_key=f"wish:{wish.pk}")
    improvements.decline_improvement(item.pk, actor=world.deputy, comment="Нет помещения.")
    analysis = gathered(world)
    assert analysis.improvements.get(source_key=f"wish:{wish.pk}").state == ImprovementItem.State.DECLINED
