"""Taking a goal off the programme of development; how it stands is counted, not stored."""

from audits.models import DevelopmentGoal
from audits.permissions import keeps_goals
from vsoko.workflow import Table

KEEPERS = "Цели программы развития ведут директор и его заместители."

S = DevelopmentGoal.State
GOAL = Table("audits.DevelopmentGoal")
DROP_GOAL = GOAL.add(
    "drop", S.ACTIVE, S.DROPPED, label="Снять цель", done="Цель снята", who=keeps_goals, refusal=KEEPERS,
    comment_required=True, comment_label="Почему снята", danger=True,
)  # fmt: skip

TABLES = {DevelopmentGoal: GOAL}
