"""How a value stands: against its goal, the year before and others; what is a signal; what of the few is shown."""

from datetime import date
from decimal import Decimal

from audits.indicator_standing import standings
from audits.indicator_words import change, told
from audits.models import Indicator
from audits.services.system_indicators import count_system
from tests.audits.measuring import enter, indicator, marks
from tests.worlds import reported_audit
from vsoko.models import HistoryEntry

NBSP = "\u00a0"


def history_of(one):
    return list(HistoryEntry.objects.of(one))


def stand(world, code, user=None):
    one = indicator(world, code)
    return standings([one], user or world.deputy)[one.pk]


def test_goal_threshold_and_change(world):
    enter(world, "A02", "2019/2020", data=marks(10, 38, 40, 12))
    assert stand(world, "A02").verdict == "near"  # 48 % of 50, the threshold is 45
    enter(world, "A02", "2020/2021", data=marks(10, 30, 50, 10))
    now = stand(world, "A02")
    assert (now.verdict, now.change, now.better) == ("breach", f"−8{NBSP}п.{NBSP}п.", False)
    assert now.signals == [f"40{NBSP}% — хуже порога 45{NBSP}%"]
    enter(world, "A02", "2021/2022", data=marks(10, 31, 49, 10))
    assert stand(world, "A02").verdict == "met"  # 41 % is less than 50, but not less than the year before


def test_the_goal_may_be_the_district_or_the_year_before(world):
    enter(world, "A06", "2021", number=Decimal("3.9"))
    assert stand(world, "A06").verdict == ""
    enter(world, "A06", "2021", whose="district", number=Decimal(4), note="Отчёт РЦОКО от 01.09.2021")
    assert stand(world, "A06").verdict == "near"
    enter(world, "A14", "2020", data={"part": 5, "whole": 50})
    enter(world, "A14", "2021", data={"part": 2, "whole": 50})
    assert stand(world, "A14").verdict == "breach"  # by 6 points


def test_less_is_better_where_the_card_says_so(world):
    enter(world, "A19", "2020/2021", data={"part": 5, "whole": 100})
    enter(world, "A19", "2021/2022", data={"part": 12, "whole": 100})
    now = stand(world, "A19")
    assert (now.verdict, now.better) == ("near", False)


def test_three_worsenings_running_are_a_signal_and_quarters_are_not_mixed_with_years(world):
    for number, part in ((99, "q1"), (98.8, "q2"), (98.5, "q3")):
        enter(world, "A20", "2020/2021", part=part, number=Decimal(str(number)))
    enter(world, "A20", "2019/2020", number=Decimal(100))
    assert all("подряд" not in signal for signal in stand(world, "A20").signals)
    enter(world, "A20", "2020/2021", part="q4", number=Decimal("98.1"))
    (signal,) = [signal for signal in stand(world, "A20").signals if "подряд" in signal]
    assert signal == f"Хуже 3 раза подряд: 99{NBSP}% → 98,8{NBSP}% → 98,5{NBSP}% → 98,1{NBSP}%"


def test_a_year_that_goes_on_is_counted_and_not_judged(world):
    reported_audit(world)
    count_system(world.roadmap.pk, actor=world.head, as_of=date(2021, 6, 1))
    running = stand(world, "S01")
    assert (running.latest.value, running.mark, running.signals) == (0, ("run", "год идёт"), [])
    count_system(world.roadmap.pk, actor=world.head, as_of=date(2021, 12, 31))
    assert stand(world, "S01").verdict == "breach"


def test_a_value_of_the_few_is_shown_to_who_enters_it_alone(world):
    value = enter(world, "A02", "2020/2021", data=marks(1, 1, 1, 1))
    seen = stand(world, "A02", world.deputy)
    hidden = stand(world, "A02", world.teacher)
    assert (told(seen.latest), told(hidden.latest)) == (f"50{NBSP}%", "мало данных")
    assert (hidden.verdict, hidden.signals) == ("", [])
    assert "50" not in str(history_of(value.indicator)[0].changes)
    world.school.small_group = 4
    world.school.save()
    assert told(stand(world, "A02", world.teacher).latest) == f"50{NBSP}%"


def test_a_change_of_percents_is_told_in_points():
    one = Indicator(unit="%", places=1)
    assert change(Decimal("52.3"), Decimal(50), one) == f"+2,3{NBSP}п.{NBSP}п."
    assert change(Decimal(50), Decimal(50), one) == "без изменений"
    assert change(None, Decimal(50), one) == ""
