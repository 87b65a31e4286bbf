"""A school with a director, a deputy and a teacher, and its roadmap of 2021 as far as a test needs it."""

from datetime import date
from types import SimpleNamespace

from roadmap.permissions import Role
from roadmap.services.documents import approve_document
from roadmap.services.roadmaps import submit_roadmap
from tests.factories import make_activity, make_roadmap, make_school, make_user

APPROVED_ON = date(2020, 12, 14)


def make_year(*stages, approved=True):
    """Return the world with a roadmap of one row a stage; `approved` through its paper, as in a school."""
    school = make_school()
    world = SimpleNamespace(
        school=school,
        director=make_user(school, Role.DIRECTOR, position="директор"),
        deputy=make_user(school, Role.DEPUTY_EDU),
        teacher=make_user(school, Role.TEACHER),
        roadmap=make_roadmap(school),
    )
    world.rows = [
        make_activity(world.roadmap, stage, number=str(number)) for number, stage in enumerate(stages or ["other"], 1)
    ]
    if approved:
        approve_document(submit_roadmap(world.roadmap.pk, actor=world.deputy).pk, actor=world.director, on=APPROVED_ON)
        world.roadmap.refresh_from_db()
    return world


def text(response):
    """Return the page as people read it: unbreakable spaces are spaces."""
    return response.content.decode().replace("\u00a0", " ")
