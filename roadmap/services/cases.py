"""Cases of a name and a post as a person has written them: they win over the hint and are kept while the word stays."""

from django.db import transaction

from roadmap.declension import FIELDS, OBLIQUE, hint
from roadmap.models import Employee
from roadmap.services.people import locked
from vsoko import history


@transaction.atomic
def write_cases(pk, *, actor, forms, checked=()):
    """Keep the cases {field of the card: {case: form}} and return the employee.

    What equals the hint is not kept: the hint may learn. Of a field in `checked` the doubtful ones are, as confirmed. An
    empty form takes the hint back. Raises NotAllowed for those who may not change the card.
    """
    employee = locked(pk, actor)
    kept = {field: _kept(employee, field, forms.get(field, {}), field in checked) for field in FIELDS}
    return _save(employee, actor, kept)


@transaction.atomic
def take_hint(pk, *, actor, field):
    """Forget what was written for one field of the card and return the employee."""
    employee = locked(pk, actor)
    return _save(employee, actor, employee.case_forms | {field: {}})


def _kept(employee, field, written, checked):
    guess = hint(employee, field)
    confirmed = guess.doubtful if checked else ()
    forms = {case: " ".join(written.get(case, "").split()) for case in OBLIQUE}
    return {case: form for case, form in forms.items() if form and (form != guess[case] or case in confirmed)}


def _save(employee, actor, forms):
    was, employee.case_forms = employee.case_forms, {field: cases for field, cases in forms.items() if cases}
    if employee.case_forms != was:
        employee.save(update_fields=["case_forms"])
        history.record(
            employee, actor=actor, action="roadmap.employee.cases", sentence="Падежи исправлены",
            changes={
                Employee._meta.get_field(field).verbose_name: [in_words(was.get(field)), in_words(forms.get(field))]
                for field in FIELDS
                if was.get(field, {}) != forms.get(field, {})
            },
        )  # fmt: skip
    return employee


def in_words(cases):
    """Return «род: Совы, дат: Сове», or nothing for the hint."""
    return ", ".join(f"{case}: {form}" for case, form in (cases or {}).items())
