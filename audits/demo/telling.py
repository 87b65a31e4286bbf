"""The whole story up to a stage, told in one go."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from audits.demo import current_year, measuring, year_2021
from audits.demo.clock import Clock, play
from audits.demo.people import OPENED, open_demo_school
from audits.demo.world import DIRECTOR, World
from vsoko.models import Notification
from vsoko.search import written_at_the_end

UNREAD_FOR = timedelta(days=2)
STAGES = ("plan", "closed", "now")


def tell(stage, say):
    """Write the school and its years up to `stage` and return the World. `say` takes lines of progress."""
    clock = Clock()
    with clock.shown(), written_at_the_end():
        clock.to(OPENED)
        say("Школа, сотрудники, методические объединения.")
        world = World(open_demo_school(), clock)
        say("Дорожная карта на 2021 год.")
        play(clock, [year_2021.plan_story(world)])
        if stage != "plan":
            say("2021 год: документы, аудиты, планы, анализ.")
            play(clock, [year_2021.year_story(world)])
            play(clock, [year_2021.closing_story(world)])
        read_old_notices(world)
    if stage == "now":
        tell_present(world, say)
    return world


def tell_present(world, say):
    """Go on from the archive of 2021 with the present year up to today."""
    with world.clock.shown(), written_at_the_end():
        say("Текущий год.")
        label, first, last = current_year.begin(world)
        for stories in (
            [current_year.between_story(world, first), measuring.between_story(world, first)],
            [current_year.opening_story(world, label, first, last)],
            [current_year.year_story(world, last), measuring.present_story(world, first)],
        ):
            play(world.clock, stories)
        read_old_notices(world)


def read_old_notices(world):
    """Nobody in the story leaves a notice unread for long."""
    old = Notification.objects.unread().filter(
        school=world.user(DIRECTOR).school_id, created_at__lt=timezone.now() - UNREAD_FOR
    )
    old.update(read_at=F("created_at") + UNREAD_FOR)
