"""What a «нет» offers: a finding with everything known filled in, told on the checklist before its form is opened."""

from audits.models import Finding
from vsoko.workdays import months_before


def offered(audit, items):
    """Return {item pk: {requirement, fact, evidence, grade}} for items without a finding; one query for any number.

    The grade is a suggestion by domain text, section 4.1: what came back within the school's period is major.
    """
    free = [item for item in items if not item.findings.all()]
    repeated = set(
        Finding.objects.filter(
            school=audit.school_id,
            criterion__in=[item.criterion_id for item in free],
            audit__subject=audit.subject,
            audit__association=audit.association_id,
            state=Finding.State.CLOSED,
            closed_on__gte=months_before(audit.ends_on, audit.school.repeat_months),
            closed_on__lte=audit.ends_on,
        ).values_list("criterion", "course_programme")
    )
    return {
        item.pk: {
            "requirement": item.requirement_words,
            "fact": item.note,
            "evidence": item.evidence_text,
            "grade": (
                f"значительное: повторилось в течение {audit.school.repeat_months} месяцев"
                if (item.criterion_id, item.course_programme_id) in repeated
                else f"незначительное: единичный случай, за {audit.school.repeat_months} месяцев не повторялся"
            ),
        }
        for item in free
    }
