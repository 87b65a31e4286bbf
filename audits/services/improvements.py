"""The improvement plan: measures proposed from what the year left open, decided by people, carried into the next roadmap."""

from django.db import transaction

from audits import finding_workflow as workflow
from audits.models import AnnualAnalysis, ImprovementItem
from audits.services.improvement_sources import proposals
from roadmap.permissions import is_leader
from vsoko import history
from vsoko.wording import day_num
from vsoko.workflow import NotAllowed, TransitionError, perform

LONGEST_SOURCE = 300
ASSIGNED = ("responsible", "due_on")


def improvements():
    return ImprovementItem.objects.select_related("school", "analysis__school", "analysis__roadmap", "source_finding")


def propose_improvements(analysis):
    """Add a proposed measure for each thing that the year left open and that has none yet in this analysis."""
    known = analysis.improvements.values_list("source_key", "source_finding", "source_activity")
    keys, findings, activities = (
        (set(column) for column in zip(*known, strict=True)) if known else (set(), set(), set())
    )
    ImprovementItem.objects.bulk_create(
        ImprovementItem(
            school=analysis.school, analysis=analysis, **facts | {"source_text": facts["source_text"][:LONGEST_SOURCE]}
        )
        for facts in proposals(analysis)
        # People may have written a measure of their own about the same nonconformity or row.
        if facts["source_key"] not in keys
        and getattr(facts.get("source_finding"), "pk", 0) not in findings
        and getattr(facts.get("source_activity"), "pk", 0) not in activities
    )


def _open_analysis(pk, actor):
    analysis = AnnualAnalysis.objects.select_for_update(of=("self",)).select_related("school", "roadmap").get(pk=pk)
    if not is_leader(actor, analysis):
        raise NotAllowed("Меры вносит директор, его заместитель или руководитель рабочей группы.")
    if analysis.state == AnnualAnalysis.State.ON_APPROVAL:
        raise TransitionError("Анализ на утверждении: меры меняются до передачи или после утверждения.")
    return analysis


def check_term(analysis, due_on):
    """Raise TransitionError for a term in the year that is analysed: the plan is for the next one."""
    last = analysis.roadmap.period_to
    if due_on is not None and due_on <= last:
        raise TransitionError(f"План — на следующий год: поставьте день после {day_num(last)}.", field="due_on")


@transaction.atomic
def create_improvement(analysis_pk, *, actor, source_text, source_finding=None, **words):
    """Add a measure by hand, with what it stands on, and return it."""
    analysis = _open_analysis(analysis_pk, actor)
    check_term(analysis, words.get("due_on"))
    item = ImprovementItem.objects.create(
        school=analysis.school, analysis=analysis, source_text=source_text, source_finding=source_finding, **words
    )
    history.record(
        item, actor=actor, action="audits.improvementitem.create", sentence="Мера предложена", to_state="proposed"
    )
    return item


@transaction.atomic
def edit_improvement(pk, *, actor, **words):
    """Change a measure that is not yet in the next roadmap and return it; a signed one has to be signed again."""
    item = improvements().select_for_update(of=("self",)).get(pk=pk)
    analysis = _open_analysis(item.analysis_id, actor)
    if item.state in (ImprovementItem.State.DECLINED, ImprovementItem.State.CARRIED):
        raise TransitionError(f"Мера уже «{item.get_state_display()}»: она не правится.")
    if item.state == ImprovementItem.State.PROPOSED:
        check_term(analysis, words.get("due_on"))
    else:
        workflow.plan_is_open(item)
        words |= who_and_when(item, **{name: words.get(name, getattr(item, name)) for name in ASSIGNED})
    if item.state == ImprovementItem.State.APPROVED:
        return perform(workflow.AMEND_IMPROVEMENT, pk, actor=actor, queryset=improvements(), values=words)
    before = history.snapshot(item, words)
    for name, value in words.items():
        setattr(item, name, value)
    item.save(update_fields=list(words))
    changes = history.differences(item, before, history.snapshot(item, words))
    history.record(item, actor=actor, action="audits.improvementitem.edit", sentence="Мера изменена", changes=changes)
    return item


def who_and_when(item, *, responsible, due_on):
    """Return the two facts without which nobody carries a measure out. Raises TransitionError where one is missing."""
    if responsible is None:
        raise TransitionError("Назовите, кто отвечает: без него меру не принять.", field="responsible")
    if due_on is None:
        raise TransitionError("Назовите срок: без него меру не принять.", field="due_on")
    check_term(item.analysis, due_on)
    return {"responsible": responsible, "due_on": due_on}


@transaction.atomic
def accept_improvement(pk, *, actor, responsible=None, due_on=None, comment="", on=None):
    """Accept a measure with who answers for it and by when; what is not given stays as it was proposed."""
    return perform(
        workflow.ACCEPT_IMPROVEMENT, pk, actor=actor, queryset=improvements(), comment=comment, on=on,
        values=lambda item: who_and_when(
            item, responsible=responsible or item.responsible, due_on=due_on or item.due_on
        ),
    )  # fmt: skip


@transaction.atomic
def decline_improvement(pk, *, actor, comment, on=None):
    return perform(
        workflow.DECLINE_IMPROVEMENT, pk, actor=actor, queryset=improvements(), comment=comment, on=on,
        values={"decline_reason": comment},
    )  # fmt: skip


class Undecided(TransitionError):
    """Some of many decisions cannot be recorded, so none is: `rows` maps the measure to its TransitionError."""

    def __init__(self, rows):
        super().__init__("Решения не записаны: исправьте отмеченные места и запишите ещё раз.")
        self.rows = rows


@transaction.atomic
def decide_improvements(analysis_pk, *, actor, accepted=(), declined=(), on=None):
    """Record many decisions at once, all or none.

    `accepted` and `declined` are dicts of what accept_improvement and decline_improvement take, with the `pk` of the measure.
    """
    _open_analysis(analysis_pk, actor)
    if not accepted and not declined:
        raise TransitionError("Не отмечено ни одного решения: выберите «принять» или «отклонить» хотя бы у одной меры.")
    wrong = {}
    for decide, rows in ((accept_improvement, accepted), (decline_improvement, declined)):
        for row in rows:
            try:
                decide(row["pk"], actor=actor, on=on, **{name: row[name] for name in row if name != "pk"})
            except TransitionError as error:
                wrong[row["pk"]] = error
    if wrong:
        raise Undecided(wrong)


def approve_improvements(analysis, plan, *, actor, on=None):
    """Close the measures of the plan that the director has signed; called by the approval of its paper."""
    rows = analysis.improvements.filter(state__in=(ImprovementItem.State.ACCEPTED, ImprovementItem.State.APPROVED))
    for pk in rows.values_list("pk", flat=True):
        perform(
            workflow.APPROVE_IMPROVEMENT, pk, actor=None, caused_by=actor, queryset=improvements(), on=on,
            values={"plan": plan},
        )  # fmt: skip


def release_improvements(plan, *, actor, comment, on=None):
    """Let the measures of an annulled plan wait for another one; what a roadmap carries already stays there."""
    rows = ImprovementItem.objects.filter(plan=plan, state=ImprovementItem.State.APPROVED)
    for pk in rows.values_list("pk", flat=True):
        perform(
            workflow.RELEASE_IMPROVEMENT, pk, actor=None, caused_by=actor, queryset=improvements(), on=on,
            comment=comment, values={"plan": None},
        )  # fmt: skip
