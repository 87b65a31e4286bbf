"""What an approved analysis leads to, for whoever looks: the next year, or who opens it."""

from django.urls import reverse
from django.utils import timezone

from audits.models import AnnualAnalysis
from roadmap.models import Appointment, Employee
from roadmap.permissions import LEADERS, is_leader

OPENS = "Карту следующего года создаёт директор, его заместитель или руководитель рабочей группы"


def next_year_step(user, analysis):
    """Return the step as a dict for includes/next_step.html, or None before the approval and once the year is opened."""
    if analysis.state != AnnualAnalysis.State.APPROVED or hasattr(analysis.roadmap, "successor"):
        return None
    if is_leader(user, analysis):
        return {
            "title": "Откройте следующий год",
            "text": "Принятые меры и ежегодные мероприятия станут черновиком новой карты.",
            "url": reverse("next-year", args=[analysis.roadmap_id]),
            "label": "Создать карту следующего года",
        }
    names = ", ".join(map(str, leaders(analysis.school_id)))
    return {"title": "Следующий год ещё не открыт", "text": f"{OPENS}: {names}".rstrip(".: ") + "."}


def leaders(school_id):
    """Return who leads the school's cycle today, each once."""
    held = Appointment.objects.filter(school=school_id, role__in=LEADERS).covering(timezone.localdate())
    return Employee.objects.filter(pk__in=held.values("employee"))
