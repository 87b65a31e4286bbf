"""What a year as a whole asks of those who plan it: a draft to be handed in, a finished year to be closed."""

from django.urls import reverse

from roadmap.models import Roadmap
from roadmap.permissions import Role, rights
from roadmap.year import roadmaps_of
from vsoko.registries import DeskSource, Duty, desk_sources

PLANNERS = (Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING, Role.GROUP_HEAD)


def year_duties(user, today):
    """Return one line for each draft roadmap with rows and for each year whose last day has passed and that has a next."""
    if not rights(user).has(*PLANNERS):
        return []
    rows = roadmaps_of(user)
    followed = {row.predecessor_id for row in rows}
    drafts = [row for row in rows if row.state == Roadmap.State.DRAFT and row.have_rows]
    over = [row for row in rows if row.state == Roadmap.State.APPROVED and row.period_to < today and row.pk in followed]
    return [*(_draft(row, today) for row in drafts), *map(_finished, over)]


def _draft(roadmap, today):
    return Duty(
        key=f"roadmap:{roadmap.pk}",
        title=f"Проверить и передать на утверждение дорожную карту на {roadmap.year_words}",
        url=roadmap.get_absolute_url(),
        due=roadmap.period_from if roadmap.period_from >= today else None,
        shape="draft",
        word="черновик",
    )


def _finished(roadmap):
    return Duty(
        key=f"roadmap:{roadmap.pk}",
        title=f"Закрыть {roadmap.year_words}: идёт уже следующий",
        url=reverse("roadmap-close", args=[roadmap.pk]),
        word="пора закрыть",
    )


def register():
    desk_sources.register("years", DeskSource(year_duties))
