"""Goals of the programme of development: the records behind their addresses."""

from audits.models import Indicator
from tests.builders.goals import make_goal
from tests.permissions.subjects import WHY, of, page


def a_goal(world):
    return {
        "text": "Охват не меньше трёх четвертей",
        "source": "Программа развития, раздел 2",
        "indicator": Indicator.objects.get(school=world.school, code="C01").pk,
        "base_year": "2020/2021",
        "base_value": "61,5",
        "rows-0-year": "2021/22",
        "rows-0-value": "75",
    }


def another_word(world):
    return {"text": "Две трети педагогов учились за три года"}


SUBJECTS = {
    "goal-list": page(),
    "goal-create": page(a_goal),
    "goal-detail": of(make_goal, "active"),
    "goal-edit": of(make_goal, "active", typed=another_word),
    "goal-drop": of(make_goal, "active", typed=WHY),
}
