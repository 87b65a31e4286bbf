"""Corrective actions on the page of control of execution."""

from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from audits.models import Action
from roadmap.control import ControlSource, control_sources


def actions(user):
    return Action.objects.visible_to(user).exclude(state=Action.State.PROPOSED)


def register():
    control_sources.register(
        "actions",
        ControlSource(
            rows=actions,
            columns={
                "paper": Concat(Value("План корректирующих мероприятий: "), F("finding__title")),
                "number": F("plan__number"),
                "dated": F("plan__approved_on"),
            },
            of_document=lambda rows, document: rows.filter(plan__documents=document),
            of_association=lambda rows, association: rows.filter(
                Q(plan__association=association) | Q(finding__association=association)
            ),
            url_name="action-detail",
        ),
    )
