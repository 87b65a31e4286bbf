"""By what the system sees that a point of a paper is done: its readers have read it, the paper it asks for is there."""

from roadmap.models import Document
from roadmap.models.activity import Stage
from vsoko.registries import PointCondition, point_conditions
from vsoko.wording import NBSP, day_num


def everybody_has_read(document):
    days = [row.done_on for row in document.acknowledgements.all()]
    if not days or None in days:
        return None
    return max(days), f"Ознакомлены все: {len(days)}, последний {day_num(max(days))}"


def paper_submitted(code, what):
    """Return met(document): a paper of that kind of the same year has left its draft."""

    def met(document):
        papers = Document.objects.filter(school=document.school_id, roadmap=document.roadmap_id, kind__code=code)
        found = papers.exclude(roadmap=None).exclude(submitted_on=None).exclude(state=Document.State.ANNULLED)
        found = found.exclude(state=Document.State.DRAFT).order_by("submitted_on", "id").first()
        return found and (found.submitted_on, f"{what} {day_num(found.submitted_on)}")

    return met


def minutes_of(stage, what):
    """Return met(document): the minutes of that row of the year are in force."""

    def met(document):
        papers = Document.objects.filter(
            school=document.school_id, roadmap=document.roadmap_id, kind__code="D04", state__in=Document.IN_FORCE
        )
        found = papers.filter(activity__stage=stage).order_by("approved_on", "id").first()
        return found and (found.approved_on, f"{what}, протокол от {day_num(found.dated)} №{NBSP}{found.number}")

    return met


def register():
    for name, words, met in (
        ("acquainted", "все названные в документе ознакомлены", everybody_has_read),
        ("regulation", "проект Положения о ВСОКО передан", paper_submitted("D02", "Проект Положения передан")),
        ("group", "проект приказа о рабочей группе передан", paper_submitted("D03", "Проект приказа о группе передан")),
        (
            "briefing",
            "протокол ознакомления председателей МО утверждён",
            minutes_of(Stage.BRIEFING, "Председатели МО ознакомлены"),
        ),
        (
            "staff",
            "протокол ознакомления коллектива утверждён",
            minutes_of(Stage.STAFF, "Педагогический коллектив ознакомлен"),
        ),
    ):
        point_conditions.register(name, PointCondition(words, met))
