"""What the year adds to the frame of every page, to the menu, and to the files that people may download."""

from roadmap.models import Activity, ActivityEvidence, Edition, Roadmap, RosterImport
from roadmap.permissions import works_on_the_cycle
from roadmap.year import OpenYear, Ribbon, Year
from vsoko.registries import MenuItem, file_owners, frame_parts, gate_parts, menu

SESSION_KEY = "roadmap"
SOURCES = (Roadmap, Edition, RosterImport)


def year_of(request):
    """Return the Year of this request, read once."""
    year = getattr(request, "_year", None)
    if year is None:
        year = request._year = Year(request.user, request.session.get(SESSION_KEY))
    return year


def frame(request):
    """Return `roadmap_current`, the `ribbon` and `year_tally`, called by the page that shows them."""
    year = year_of(request)
    return {
        "roadmap_current": lambda: year.roadmap,
        "ribbon": lambda: year.ribbon,
        "year_tally": year.tally,
    }


def gate(school):
    """Return what stands over the login of the one school of an installation."""
    year = OpenYear(school)
    return {"ribbon": Ribbon(year) if year.roadmap else None}


def sees_evidence(user, file_id):
    return ActivityEvidence.objects.filter(file_id=file_id, activity__in=Activity.objects.visible_to(user)).exists()


def sees_source(user, file_id):
    rows = [
        model.objects.visible_to(user).filter(source_file=file_id).order_by().values("source_file") for model in SOURCES
    ]
    return rows[0].union(*rows[1:]).exists()


def everybody(user):
    return True


def register():
    frame_parts.register("year", frame)
    gate_parts.register("year", gate)
    menu.register(
        "roadmap",
        MenuItem(
            "Дорожная карта", "roadmap-current", "План", everybody, 10, ("/roadmaps/", "/activities/", "/editions/")
        ),
    )
    menu.register("consultations", MenuItem("Консультации", "consultation-list", "План", works_on_the_cycle, 30))
    file_owners.add(sees_evidence)
    file_owners.add(sees_source)
