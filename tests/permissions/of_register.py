"""The register of findings: what is kept, printed and analysed of it, and what is done with marked rows."""

from tests.builders.audits import make_check, make_finding
from tests.permissions.subjects import of, page, words
from vsoko.models import SavedFilter


def kept_filter(world):
    return SavedFilter.objects.create(
        school=world.school, user=world.head, listing="finding-list", name="Разногласия", query="state=disputed"
    )


def finding_to_remind(world):
    """Return a finding that waits for the chair, who has an address for letters."""
    world.chair.email = f"{world.chair.username}@example.org"
    world.chair.save()
    return make_finding(world, "open")


def finding_to_check(world):
    return make_check(world, "assigned").finding


def marked(make, **facts):
    """Return the subject of a step for marked findings: they stand after «?», one of another school is passed over."""
    return of(make, args=lambda finding: [], query=lambda world, finding: f"id={finding.pk}", foreign=False, **facts)


SUBJECTS = {
    "finding-print": page(query=lambda world, record: "state=open"),
    "finding-print-marked": marked(finding_to_remind),
    "finding-analysis": page(),
    "finding-remind": marked(finding_to_remind),
    "finding-assign": marked(finding_to_check, typed=lambda world: {"checker": world.deputy.employee.pk}),
    "saved-create": page(
        words(name="Открытые"), args=lambda record: ["finding-list"], query=lambda world, record: "state=open"
    ),
    "saved-rename": of(kept_filter, typed=words(name="Разногласия года")),
    "saved-delete": of(kept_filter),
}
