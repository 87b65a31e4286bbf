"""Edits of a school's criteria: they never reach past audits, and every wording that gives way is kept as an edition."""

from django.db import IntegrityError, transaction

from audits.models import Criterion, CriterionEdition
from audits.models.criterion import Subject
from audits.permissions import keeps_criteria
from audits.source_list import SOURCE_EDITION, shipped, words_of
from roadmap.citing import acts_in
from roadmap.models import LegalAct
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError

KEEPERS = "Критерии ведёт руководитель рабочей группы, заместитель директора по УВР или администратор."


def save_record(record, *, actor, fields, noun, taken, sentence=""):
    """Write a new or changed row of the school's lists with its history and return it."""
    if not keeps_criteria(actor, record):
        raise NotAllowed(KEEPERS)
    label = record._meta.label_lower
    is_new = record.pk is None
    before = {} if is_new else history.snapshot(record, fields)
    for name, value in fields.items():
        setattr(record, name, value)
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        raise TransitionError(taken) from error
    changes = {} if is_new else history.differences(record, before, history.snapshot(record, fields))
    if is_new or changes:
        history.record(
            record,
            actor=actor,
            action=f"{label}.{'create' if is_new else 'edit'}",
            sentence=sentence or f"{noun} {'добавлен' if is_new else 'изменён'}",
            changes=changes,
        )
    return record


@transaction.atomic
def create_criterion(school, *, actor, **fields):
    """Add a question and return it; a code that is taken raises TransitionError."""
    return save_criterion(Criterion(school=school), actor, fields)


@transaction.atomic
def edit_criterion(pk, *, actor, **fields):
    """Change a question and return it; its former wording becomes an edition. Audits that have started keep their copy."""
    return save_criterion(locked(pk), actor, fields)


@transaction.atomic
def restore_criterion(pk, *, actor):
    """Give a question of the list its first wording back and return it; where it has it already, nothing changes."""
    criterion = locked(pk)
    words = shipped().get(criterion.source_code)
    if words is None:
        raise TransitionError("Этот критерий школа внесла сама: исходной формулировки у него нет.")
    fields = words | {"source_edition": SOURCE_EDITION}
    return save_criterion(criterion, actor, fields, sentence="Возвращена исходная формулировка")


def locked(pk):
    return Criterion.objects.select_for_update(of=("self",)).get(pk=pk)


def save_criterion(criterion, actor, fields, *, sentence="", acts=None):
    """Write one criterion in the transaction of the caller and return it; `acts` are those of the school, read once for many."""
    code = fields.get("code", criterion.code)
    taken = f"Код {code} уже занят: укажите другой или измените тот критерий."
    former = None
    if criterion.pk and (was := words_of(criterion)) != was | {name: fields[name] for name in was if name in fields}:
        if fields.get("applies_to", was["applies_to"]) != was["applies_to"]:
            stays_where_asked(criterion)
        former = CriterionEdition(criterion=criterion, number=criterion.edition, replaced_by=actor, **was)
        criterion.edition += 1
    criterion = save_record(criterion, actor=actor, fields=fields, noun="Критерий", taken=taken, sentence=sentence)
    if former:
        former.save()
    if acts is None:
        acts = LegalAct.objects.filter(school=criterion.school_id)
    criterion.acts.set(acts_in(criterion.requirement, acts))
    return criterion


def stays_where_asked(criterion):
    """A checklist asks about one kind of subject: a question of it cannot turn to another."""
    names = list(criterion.templates.values_list("name", flat=True))
    if names:
        kind = Subject(criterion.applies_to).label
        raise TransitionError(
            f"Критерий {criterion.code} стоит в чек-листе «{names[0]}» ({kind}): сначала уберите его оттуда.",
            field="applies_to",
        )
