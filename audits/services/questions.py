"""The questions of one audit: a copy of the criteria taken at the start, so that later edits never reach it.

Nor do acts that were adopted after the audit: what it could not have asked for is left out of the copy.
"""

from typing import NamedTuple

from django.db import transaction

from audits.citations import cited_by
from audits.models import Audit, ChecklistItem, ChecklistTemplate, Criterion, Finding
from audits.models.checklist import group_label
from audits.models.criterion import Subject
from audits.permissions import is_lead
from audits.services.impartiality import own_questions, team_of
from roadmap.models import CourseProgramme, LegalAct
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError


class Asked(NamedTuple):
    """A question that an audit will ask, about a course programme where it samples one."""

    criterion: Criterion
    programme: CourseProgramme | None
    is_mandatory: bool


def take_questions(audit):
    """Copy the criteria of the checklist into the audit, each programme question once for every sampled programme.

    The chosen sections narrow the audit's own checklist only: whoever samples a programme wants all of its questions.
    """
    copies = copies_for(audit)
    if not copies:
        raise TransitionError("В выбранных разделах нет ни одного вопроса: отметьте разделы в условиях аудита.")
    ChecklistItem.objects.bulk_create(copies)


def copies_for(audit):
    """Return the questions as the audit would copy them today, not saved: what is read before the start is what is asked."""
    asked = asked_by(audit)
    acts = list(LegalAct.objects.filter(school=audit.school))
    return [
        ChecklistItem(
            audit=audit,
            position=position,
            criterion=criterion,
            edition=criterion.edition,
            code=criterion.code,
            section=criterion.section,
            question=criterion.question,
            requirement=cited_by(audit.ends_on, criterion.requirement, acts),
            hint=criterion.hint,
            course_programme=programme,
            is_mandatory=is_mandatory,
        )
        for position, (criterion, programme, is_mandatory) in enumerate(asked, start=1)
    ]


def asked_by(audit):
    """Return [Asked] of an audit: the questions of its checklist, or of the audit it repeats."""
    if audit.based_on_id:
        asked = repeated(audit)
    else:
        rows = audit.template.rows.select_related("criterion").filter(criterion__is_active=True)
        asked = [Asked(row.criterion, audit.course_programme, row.is_mandatory) for row in rows]
    asked = [one for one in asked if not audit.sections or one.criterion.section in audit.sections]
    if audit.follow_up:
        return asked
    if sampled := list(audit.sampled_programmes.all()):
        rows = programme_rows(audit)
        asked += [Asked(row.criterion, programme, row.is_mandatory) for programme in sampled for row in rows]
    return asked


def repeated(audit):
    """Return the questions of the audit that this one repeats; a follow-up asks where nonconformities were found."""
    items = ChecklistItem.objects.filter(audit=audit.based_on_id, criterion__is_active=True)
    if audit.follow_up:
        found = (
            Finding.objects.nonconformities().filter(audit=audit.based_on_id).exclude(state__in=["draft", "withdrawn"])
        )
        items = items.filter(pk__in=found.values("item"))
    elif audit.subject == Subject.ASSOCIATION:
        items = items.filter(course_programme=None)  # which programmes are sampled is chosen anew
    items = items.select_related("criterion", "course_programme").order_by("position")
    return [Asked(item.criterion, item.course_programme, item.is_mandatory) for item in items]


def programme_rows(audit):
    """Return the rows of the checklist asked about a sampled programme; raises TransitionError where there is no checklist."""
    template = ChecklistTemplate.objects.filter(
        school=audit.school, applies_to=Subject.PROGRAMME, is_active=True
    ).first()
    if template is None:
        raise TransitionError("Нет чек-листа для дополнительной программы: составьте его в разделе «Критерии».")
    return list(template.rows.select_related("criterion").filter(criterion__is_active=True))


@transaction.atomic
def assign_questions(pk, *, actor, labels):
    """Say who of the team asks the questions of each tab and return the audit.

    `labels` maps the label of a tab to an employee of the team, or to None for anybody.
    """
    audit = Audit.objects.select_for_update(of=("self",)).select_related("school", "lead").get(pk=pk)
    if not is_lead(actor, audit):
        raise NotAllowed("Вопросы распределяет руководитель аудиторской группы.")
    if audit.state != Audit.State.IN_PROGRESS:
        raise TransitionError(f"Аудит сейчас «{audit.get_state_display()}»: вопросы распределяют, пока он идёт.")
    team = {employee.pk for employee in team_of(audit)}
    items = list(audit.items.select_related("criterion", "course_programme"))
    own = own_questions(audit, items)
    changes = {}
    for item in items:
        label = group_label(audit, item)
        if label not in labels:
            continue
        person = labels[label]
        if person and person.pk not in team:
            raise TransitionError(f"{person.short_name} не входит в аудиторскую группу: выберите участника группы.")
        # A question for which this very person answers in the school stays open for the others.
        if person and own.get(item.pk) == person.pk:
            person = None
        item.assigned_to = person
        changes[label] = [None, str(labels[label] or "любой участник группы")]
    ChecklistItem.objects.bulk_update(items, ["assigned_to"])
    history.record(audit, actor=actor, action="audits.audit.assign", sentence="Вопросы распределены", changes=changes)
    return audit
