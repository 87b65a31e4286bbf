"""Indicators with values, for the tests that read them."""

from audits.models import Indicator
from audits.services.measurements import enter_value


def indicator(world, code):
    return Indicator.objects.select_related("school").get(school=world.school, code=code)


def enter(world, code, year, *, part="year", number=None, actor=None, **facts):
    """Write a value; numbers of the primary data are named by `data`."""
    facts["primary"] = facts.pop("data", {})
    return enter_value(
        indicator(world, code).pk, actor=actor or world.deputy, year=year, part=part, number=number, **facts
    )


def marks(n5, n4, n3, n2, na=0):
    return {"n5": n5, "n4": n4, "n3": n3, "n2": n2, "na": na}
