"""Plans of measures on their way to the director."""

from roadmap.services.documents import approve_document, create_document, kind_of, submit_document


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
