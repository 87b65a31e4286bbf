"""An employee's name and post in a case: a person's correction on the card wins over the hint, and is never in doubt."""

from roadmap.declension.forms import CASES, NOMINATIVE, Declined
from roadmap.declension.names import decline
from roadmap.declension.posts import decline_post
from vsoko.wording import NBSP

FIELDS = ("last_name", "first_name", "patronymic", "position")
NAME = FIELDS[:3]


def hint(employee, field):
    """Return Declined of one field of the card, as the rules have it."""
    text = getattr(employee, field)
    return decline_post(text) if field == "position" else decline(field, text, employee.gender)


def forms_of(employee, field):
    """Return Declined of one field with what a person has written on the card."""
    guess, written = hint(employee, field), employee.case_forms.get(field, {})
    forms = {case: written.get(case) or guess[case] for case in CASES}
    return Declined(forms, guess.doubtful.difference(written))


def is_sure(employee, case, fields=("last_name",)):
    return not any(case in forms_of(employee, field).doubtful for field in fields)


def short_in(employee, case=NOMINATIVE):
    """Return «Соколову М.А.»."""
    return f"{forms_of(employee, 'last_name')[case]}{NBSP}{employee.initials}".strip()


def signature_in(employee, case=NOMINATIVE):
    """Return «М.А. Соколову»."""
    return f"{employee.initials}{NBSP}{forms_of(employee, 'last_name')[case]}".strip()


def full_in(employee, case=NOMINATIVE):
    """Return «Соколову Марину Андреевну»."""
    return " ".join(filter(None, (forms_of(employee, field)[case] for field in NAME)))


def post_in(employee, case=NOMINATIVE):
    """Return «заместителя директора по УВР»."""
    return forms_of(employee, "position")[case]
