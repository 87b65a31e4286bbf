"""What a year as a whole asks of those who plan it: a draft to be handed in, a finished year to be closed."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from roadmap.models import Activity, Roadmap
from roadmap.permissions import Role, rights
from vsoko.registries import DeskSource, Duty, desk_sources

PLANNERS = (Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING, Role.GROUP_HEAD)


def year_duties(user, today):
    """Return one line for each draft roadmap with rows and for each year whose last day has passed; one query."""
    if not rights(user).has(*PLANNERS):
        return []
    rows = Roadmap.objects.filter(school=user.school_id).filter(
        Q(state=Roadmap.State.DRAFT) & Exists(Activity.objects.filter(roadmap=OuterRef("pk")))
        | Q(state=Roadmap.State.APPROVED, period_to__lt=today, successor__isnull=False)
    )
    return [_draft(row, today) if row.state == Roadmap.State.DRAFT else _finished(row) for row in rows]


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
