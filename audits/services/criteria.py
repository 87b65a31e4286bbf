"""Criteria of a school and its checklists: what a new school starts with, and edits that never reach past audits."""

import csv
from pathlib import Path

from django.db import IntegrityError, transaction

from audits.models import ChecklistTemplate, Criterion, TemplateCriterion
from audits.models.criterion import Subject
from audits.permissions import keeps_criteria
from roadmap.citing import acts_in
from roadmap.models import LegalAct
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError

DATA = Path(__file__).resolve().parent.parent / "data"
SOURCE_EDITION = "23.11.2026"
SUBJECTS = {"mo": Subject.ASSOCIATION, "programme": Subject.PROGRAMME, "school": Subject.SCHOOL}
KEEPERS = "Критерии ведёт руководитель рабочей группы, заместитель директора по УВР или администратор."


def rows_of(name, delimiter):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


@transaction.atomic
def load_criteria(school):
    """Give a new school the 149 questions and the three checklists; it edits them afterwards (domain text, section 6)."""
    criteria = Criterion.objects.bulk_create(
        Criterion(
            school=school,
            code=row["code"],
            section=row["section"],
            question=row["question"],
            requirement=row["requirement_reference"],
            applies_to=SUBJECTS[row["applies_to"]],
            hint=row["evidence_hint"],
            source_code=row["code"],
            source_edition=SOURCE_EDITION,
        )
        for row in rows_of("criteria.csv", ",")
    )
    cite_acts(school, criteria)
    for row in rows_of("templates.csv", ";"):
        fitting = [criterion for criterion in criteria if criterion.applies_to == row["applies_to"]]
        if row["codes"] != "*":
            codes = set(row["codes"].split(","))
            fitting = [criterion for criterion in fitting if criterion.code in codes]
        template = ChecklistTemplate.objects.create(school=school, name=row["name"], applies_to=row["applies_to"])
        fill_template(template, fitting)


def cite_acts(school, criteria):
    """Let criteria cite the acts that their requirements name."""
    acts, cited = list(LegalAct.objects.filter(school=school)), Criterion.acts.through
    cited.objects.bulk_create(
        cited(criterion=criterion, legalact=act)
        for criterion in criteria
        for act in acts_in(criterion.requirement, acts)
    )


def fill_template(template, criteria):
    TemplateCriterion.objects.bulk_create(
        TemplateCriterion(template=template, criterion=criterion, position=position)
        for position, criterion in enumerate(criteria, start=1)
    )


def save_record(record, *, actor, fields, noun, taken):
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
            sentence=f"{noun} {'добавлен' if is_new else 'изменён'}",
            changes=changes,
        )
    return record


@transaction.atomic
def create_criterion(school, *, actor, **fields):
    """Add a question and return it; a code that is taken raises TransitionError."""
    return _save_criterion(Criterion(school=school), actor, fields)


@transaction.atomic
def edit_criterion(pk, *, actor, **fields):
    """Change a question and return it. Audits that have started keep their own copy."""
    return _save_criterion(Criterion.objects.select_for_update(of=("self",)).get(pk=pk), actor, fields)


def _save_criterion(criterion, actor, fields):
    code = fields.get("code", criterion.code)
    taken = f"Код {code} уже занят: укажите другой или измените тот критерий."
    criterion = save_record(criterion, actor=actor, fields=fields, noun="Критерий", taken=taken)
    criterion.acts.set(acts_in(criterion.requirement, LegalAct.objects.filter(school=criterion.school_id)))
    return criterion


@transaction.atomic
def create_template(school, *, actor, criteria, **fields):
    """Add a checklist of the given criteria, in their order, and return it."""
    return _save_template(ChecklistTemplate(school=school), actor, criteria, fields)


@transaction.atomic
def edit_template(pk, *, actor, criteria, **fields):
    """Change a checklist and return it. Audits that have started keep their questions."""
    template = ChecklistTemplate.objects.select_for_update(of=("self",)).get(pk=pk)
    return _save_template(template, actor, criteria, fields)


def _save_template(template, actor, criteria, fields):
    criteria = list(criteria)
    if not criteria:
        raise TransitionError("В чек-листе нет ни одного вопроса: отметьте хотя бы один.")
    is_new = template.pk is None
    was = [] if is_new else list(template.criteria.values_list("code", flat=True))
    name = fields.get("name", template.name)
    taken = f"Чек-лист «{name}» уже есть: назовите этот иначе."
    template = save_record(template, actor=actor, fields=fields, noun="Чек-лист", taken=taken)
    is_now = [criterion.code for criterion in criteria]
    if set(was) != set(is_now):
        template.rows.all().delete()
        fill_template(template, criteria)
        if not is_new:
            history.record(
                template,
                actor=actor,
                action="audits.checklisttemplate.edit",
                sentence="Состав чек-листа изменён",
                changes={"Вопросы": [sorted(set(was) - set(is_now)), sorted(set(is_now) - set(was))]},
            )
    return template
