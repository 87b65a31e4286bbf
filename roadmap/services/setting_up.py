"""The first visit: a school with its director and administrator, and one person who can enter."""

import re

from django.db import transaction

from roadmap.permissions import Role
from roadmap.services.appointments import appoint
from roadmap.services.people import add_employee, open_account
from roadmap.services.school import open_school
from vsoko import history
from vsoko.models import School
from vsoko.translit import latin
from vsoko.workflow import TransitionError


@transaction.atomic
def set_up_school(*, school, director, administrator, username, password):
    """Open the first school and return the user who administers it.

    `school` and `director` are dicts of fields; `administrator` too, or None when the director administers. Raises
    TransitionError when a school is there already: the next ones are nobody's to open from a page.
    """
    if School.objects.exists():
        raise TransitionError("Школа уже открыта: войдите с логином, который вам дали.")
    school = open_school(**school | {"code": school["code"] or code_of(school["short_name"])})
    history.record(school, actor=None, action="vsoko.school.create", sentence="Школа открыта", school=school)
    head = add_employee(school, actor=None, **director)
    appoint(head, Role.DIRECTOR, actor=None)
    keeper = add_employee(school, actor=None, **administrator) if administrator else head
    appoint(keeper, Role.ADMINISTRATOR, actor=None)
    return open_account(keeper.pk, actor=None, username=username, password=password)


def code_of(short_name):
    """Return a code by the school's number («school-463»), or by its name where it has none."""
    number = re.search(r"\d+", short_name)
    return f"school-{number[0]}" if number else latin(short_name)[:30].strip("-") or "school"
