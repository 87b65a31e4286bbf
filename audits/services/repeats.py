"""The same fault again: what counts as a repeat (domain text, section 4.6), and which other findings stand beside one."""

from django.db.models import Q

from audits.models import Finding
from audits.models.finding import NONCONFORMITIES
from vsoko.workdays import months_before

MOST_NEIGHBOURS, MOST_READ = 12, 60


def subject_of(audit, course_programme_id=None):
    """Return what a fault belongs to: the course programme it was found in, else the association, else the school.

    A programme stays the same subject whether it was audited by itself or in the sample of its association.
    """
    programme = course_programme_id or audit.course_programme_id
    return ("programme", programme) if programme else (audit.subject, audit.association_id)


def subject_of_finding(finding):
    return subject_of(finding.audit, finding.course_programme_id)


def find_repeat(finding, day):
    """Return the latest closed nonconformity that this one, registered on `day`, repeats; or None.

    It has the same criterion and subject and was closed within the school's months (12) before `day`, that day included.
    What was withdrawn was never closed, so it is not repeated.
    """
    if finding.criterion_id is None:
        return None
    earlier = Finding.objects.nonconformities().filter(
        school=finding.school,
        criterion=finding.criterion_id,
        state=Finding.State.CLOSED,
        closed_on__gte=months_before(day, finding.school.repeat_months),
        closed_on__lte=day,
    )
    subject = subject_of_finding(finding)
    rows = earlier.exclude(pk=finding.pk).select_related("audit").order_by("-closed_on", "-id")
    return next((row for row in rows if subject_of_finding(row) == subject), None)


def neighbours(finding, seen):
    """Return (here, elsewhere): other nonconformities of the same criterion among those `seen`, newest first.

    Few lines by one query, those of the same subject first; drafts are left out, withdrawn ones stay.
    """
    if finding.criterion_id is None:
        return [], []
    same = seen.filter(school=finding.school_id, criterion=finding.criterion_id, grade__in=NONCONFORMITIES)
    rows = (
        same.exclude(Q(pk=finding.pk) | Q(state=Finding.State.DRAFT))
        .select_related("audit__association", "audit__course_programme", "audit__roadmap", "course_programme")
        .order_by("-registered_on", "-id")[:MOST_READ]
    )
    subject = subject_of_finding(finding)
    here, elsewhere = [], []
    for row in rows:
        (here if subject_of_finding(row) == subject else elsewhere).append(row)
    here = here[:MOST_NEIGHBOURS]
    return here, elsewhere[: max(3, MOST_NEIGHBOURS - len(here))]
