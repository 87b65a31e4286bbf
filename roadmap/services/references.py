"""What the administrator keeps: the school's settings, kinds of papers, legal acts, programmes of additional education."""

from django.db import transaction

from roadmap.models import CourseProgramme, DocumentKind, LegalAct
from roadmap.permissions import administers, manages_people
from vsoko import history
from vsoko.models import CalendarPeriod, School
from vsoko.workflow import NotAllowed

REFUSAL = "Настройки школы и справочники ведут администратор и директор."
REFUSAL_PROGRAMMES = "Программы ведут администратор, директор и заместитель по УВР."
REFUSAL_CALENDAR = "Календарь ведут администратор, директор и заместитель по УВР."
KEPT_BY = {
    School: (administers, REFUSAL),
    DocumentKind: (administers, REFUSAL),
    LegalAct: (administers, REFUSAL),
    CourseProgramme: (manages_people, REFUSAL_PROGRAMMES),
    CalendarPeriod: (manages_people, REFUSAL_CALENDAR),
}


@transaction.atomic
def save_reference(model, *, actor, school, pk=None, comment="", **values):
    """Create a row of a reference table of the school, or change the row `pk`, and return it. Raises NotAllowed."""
    right, refusal = KEPT_BY[model]
    row = model.objects.select_for_update(of=("self",)).get(pk=pk) if pk else model(school=school)
    if not right(actor, row):
        raise NotAllowed(refusal)
    lists = {field.name: values.pop(field.name) for field in model._meta.many_to_many if field.name in values}
    before = words(row, values, lists) if pk else {}
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    for name, members in lists.items():
        getattr(row, name).set(members)
    changes = history.differences(row, before, words(row, values, lists)) if pk else {}
    if changes or not pk:
        history.record(
            row, actor=actor, action=f"{model._meta.label_lower}.{'edit' if pk else 'create'}", school=school,
            sentence="Запись изменена" if pk else "Запись внесена", changes=changes, comment=comment,
        )  # fmt: skip
    return row


def words(row, values, lists):
    """Return what the row says, readable in history; lists of people by their names."""
    return history.snapshot(row, values) | {name: sorted(map(str, getattr(row, name).all())) for name in lists}
