"""What an answer offers: a finding with everything known filled in, told on the checklist before its form is opened."""

from django.db.models import prefetch_related_objects

from audits.models.checklist import GIVEN
from audits.services.grades import signs_of
from audits.services.samples import WITH_CARDS, evidence_of


def offered(audit, items):
    """Return {item pk: {requirement, fact, evidence, grades}} for items without a finding; two queries for any number.

    `grades` maps «да», «частично» and «нет» to (class, why): the page shows the one of the answer that is chosen.
    """
    free = [item for item in items if not item.findings.all()]
    prefetch_related_objects(free, WITH_CARDS, "evidence__file")
    signs = signs_of(audit, free)
    return {
        item.pk: {
            "requirement": item.requirement_words,
            "fact": item.note,
            "evidence": evidence_of(item),
            "grades": {answer.value: suggestion(signs[item.pk], answer) for answer in GIVEN},
        }
        for item in free
    }


def suggestion(signs, answer):
    grade, why = signs.suggest(answer)
    return {"grade": grade.label, "why": why}
