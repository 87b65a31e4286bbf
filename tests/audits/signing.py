"""Measures and their plans on their way to the director."""

import pytest

from audits.services import improvements
from roadmap.services.documents import approve_document, create_document, kind_of, submit_document
from vsoko.models import HistoryEntry
from vsoko.workflow import TransitionError


def propose(world, analysis, *texts):
    facts = {"source_text": "Вывод 3", "responsible": world.chair.employee}
    due_on = analysis.roadmap.period_to.replace(year=analysis.roadmap.period_to.year + 1)
    return [
        improvements.create_improvement(analysis.pk, actor=world.deputy, text=text, due_on=due_on, **facts)
        for text in texts
    ]


def accept(world, *items):
    for item in items:
        improvements.accept_improvement(item.pk, actor=world.deputy)


def states(analysis):
    return dict(analysis.improvements.values_list("text", "state"))


def refused(act, words):
    entries = HistoryEntry.objects.count()
    with pytest.raises(TransitionError, match=words):
        act()
    assert HistoryEntry.objects.count() == entries


def draft_plan(world, analysis):
    """Return a draft of the plan of measures."""
    return create_document(
        kind_of(world.school, "D16"), actor=world.deputy, title="План мероприятий", text="{{analysis.measures}}",
        about=analysis, roadmap=analysis.roadmap,
    )  # fmt: skip


def sign(world, plan, on=None):
    """Hand the plan in and sign it; return it."""
    submit_document(plan.pk, actor=world.deputy, on=on)
    return approve_document(plan.pk, actor=world.director, on=on)


def sign_plan(world, analysis, on=None):
    """Prepare the plan of what is accepted, hand it in and sign it; return its paper."""
    return sign(world, draft_plan(world, analysis), on)
