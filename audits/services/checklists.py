"""Checklists of a school, and the criteria and checklists that a new school starts with."""

from django.db import transaction

from audits.models import ChecklistTemplate, Criterion, TemplateCriterion
from audits.models.criterion import Subject
from audits.services.criteria import save_record
from audits.source_list import SOURCE_EDITION, rows_of, shipped
from roadmap.citing import acts_in
from roadmap.models import LegalAct
from vsoko import history
from vsoko.wording import plural
from vsoko.workflow import TransitionError

# How many questions an audit usually asks of an association (domain text, section 6, rule 1).
USUAL = {Subject.ASSOCIATION: (25, 30)}


@transaction.atomic
def load_criteria(school):
    """Give a new school the 149 questions and the three checklists; it edits them afterwards (domain text, section 6)."""
    criteria = Criterion.objects.bulk_create(
        Criterion(school=school, code=code, source_code=code, source_edition=SOURCE_EDITION, **words)
        for code, words in shipped().items()
    )
    cite_acts(school, criteria)
    for row in rows_of("templates.csv", ";"):
        fitting = [criterion for criterion in criteria if criterion.applies_to == row["applies_to"]]
        if row["codes"] != "*":
            codes = set(row["codes"].split(","))
            fitting = [criterion for criterion in fitting if criterion.code in codes]
        template = ChecklistTemplate.objects.create(school=school, name=row["name"], applies_to=row["applies_to"])
        marked = set(row["mandatory"].split(","))
        fill_template(template, fitting, [criterion for criterion in fitting if criterion.code in marked])


def cite_acts(school, criteria):
    """Let criteria cite the acts that their requirements name."""
    acts, cited = list(LegalAct.objects.filter(school=school)), Criterion.acts.through
    cited.objects.bulk_create(
        cited(criterion=criterion, legalact=act)
        for criterion in criteria
        for act in acts_in(criterion.requirement, acts)
    )


def fill_template(template, criteria, mandatory=()):
    marked = {criterion.pk for criterion in mandatory}
    TemplateCriterion.objects.bulk_create(
        TemplateCriterion(
            template=template, criterion=criterion, position=position, is_mandatory=criterion.pk in marked
        )
        for position, criterion in enumerate(criteria, start=1)
    )


@transaction.atomic
def create_template(school, *, actor, criteria, mandatory=(), **fields):
    """Add a checklist of the given criteria, in their order, and return it; the mandatory ones are among them."""
    return _save_template(ChecklistTemplate(school=school), actor, criteria, mandatory, fields)


@transaction.atomic
def edit_template(pk, *, actor, criteria, mandatory=(), **fields):
    """Change a checklist and return it. Audits that have started keep their questions."""
    template = ChecklistTemplate.objects.select_for_update(of=("self",)).get(pk=pk)
    return _save_template(template, actor, criteria, mandatory, fields)


def _save_template(template, actor, criteria, mandatory, fields):
    criteria, mandatory = list(criteria), list(mandatory)
    if not criteria:
        raise TransitionError("В чек-листе нет ни одного вопроса: отметьте хотя бы один.")
    picked = {criterion.pk for criterion in criteria}
    if dropped := [criterion.code for criterion in mandatory if criterion.pk not in picked]:
        raise TransitionError(
            f"{plural_words(dropped)}: снимите отметку «обязательный» или верните вопрос в чек-лист.", field="criteria"
        )
    is_new = template.pk is None
    was = [] if is_new else list(template.rows.values_list("criterion__code", "is_mandatory"))
    name = fields.get("name", template.name)
    taken = f"Чек-лист «{name}» уже есть: назовите этот иначе."
    template = save_record(template, actor=actor, fields=fields, noun="Чек-лист", taken=taken)
    marked = {criterion.code for criterion in mandatory}
    is_now = [(criterion.code, criterion.code in marked) for criterion in criteria]
    if set(was) != set(is_now):
        template.rows.all().delete()
        fill_template(template, criteria, mandatory)
        if not is_new:
            history.record(
                template,
                actor=actor,
                action="audits.checklisttemplate.edit",
                sentence="Состав чек-листа изменён",
                changes=told_changes(was, is_now),
            )
    return template


def plural_words(codes):
    """Return «Вопрос MO-01 обязательный» or «Вопросы MO-01, MO-02 обязательные»."""
    named = ", ".join(codes)
    return f"Вопрос {named} обязательный" if len(codes) == 1 else f"Вопросы {named} обязательные"


def told_changes(was, is_now):
    """Return {what: [gone, new]} of two lists of (code, is mandatory)."""
    told = {}
    for label, before, after in (
        ("Вопросы", {code for code, _ in was}, {code for code, _ in is_now}),
        (
            "Обязательные",
            {code for code, is_marked in was if is_marked},
            {code for code, is_marked in is_now if is_marked},
        ),
    ):
        if before != after:
            told[label] = [sorted(before - after), sorted(after - before)]
    return told


def beside_the_usual(applies_to, picked):
    """Return a calm sentence where a checklist has more or fewer questions than usual, else an empty string."""
    least, most = USUAL.get(applies_to, (None, None))
    if least is None or least <= picked <= most:
        return ""
    told = plural(picked, "вопрос,вопроса,вопросов")
    why = "за один аудит всё это трудно успеть" if picked > most else "часть разделов может остаться без вопросов"
    return f"В чек-листе {told}, обычно для МО берут {least}–{most}: {why}."
