"""Goals of the programme of development in any state."""

from decimal import Decimal

from audits.models import DevelopmentGoal, Indicator


def make_goal(world, state="active", *, code="B05", targets=None, **fields):
    """Return a goal: from 40 % to 60 % in two years, or the targets {year: value} that are given."""
    facts = {
        "text": "Шестьдесят процентов педагогов учились за три года",
        "source": "Программа развития на 2020–2023 годы",
        "indicator": Indicator.objects.get(school=world.school, code=code),
        "base_year": "2020/2021",
        "base_value": Decimal(40),
    }
    if state == "dropped":
        facts["drop_reason"] = "Программа развития принята заново."
    goal = DevelopmentGoal.objects.create(school=world.school, state=state, **(facts | fields))
    for year, value in (targets or {"2021/2022": 50, "2022/2023": 60}).items():
        goal.targets.create(year=year, value=value)
    return goal


BUILDERS = {DevelopmentGoal: make_goal}
