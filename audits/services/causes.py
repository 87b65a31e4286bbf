"""Root causes: a chain of «почему» with its branch (domain text, section 4.3), and what helped in earlier cases."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from audits.cause_rules import cause_rules, refuse_superficial
from audits.finding_workflow import answers_for_finding
from audits.models import Action, Finding, RootCause
from audits.models.finding import Branch, Change
from audits.services.findings import findings
from roadmap.permissions import is_leader, rights
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError, fact_day

MOST_CASES, MOST_READ = 3, 30


@transaction.atomic
def record_cause(pk, *, actor, whys, branch, considered=None, changes=None, recurs=None, on=None):
    """Write why the nonconformity happened and return the RootCause; the latest one counts, earlier ones stay.

    `considered` is {branch: [possible cause]} of the diagram. `changes` (names of Change) and `recurs` answer the test
    questions; None where they were not asked.
    """
    finding = findings().select_for_update(of=("self",)).get(pk=pk)
    if not (answers_for_finding(actor, finding) or is_leader(actor, finding)):
        raise NotAllowed("Причину записывает тот, кто отвечает за объект, или заместитель директора.")
    if finding.state not in (Finding.State.ACKNOWLEDGED, Finding.State.PLANNED, Finding.State.IN_PROGRESS):
        raise TransitionError(
            f"Сейчас несоответствие «{finding.get_state_display()}»: причина записывается после ознакомления."
        )
    whys = [why.strip() for why in whys if why.strip()]
    refuse_superficial(cause_rules(finding.school_id), whys, changes, recurs)
    causes = list(finding.causes.all())
    before = causes[-1] if causes else None
    if before and before.whys == whys and len(causes) <= finding.returns:
        raise TransitionError(
            "Действия по этой причине не дали результата: ответьте на «почему» иначе или ещё раз.", field="why1"
        )
    known = {"whys": whys, "branch": branch, "considered": considered or {}, "changes": list(changes or [])}
    if before and all(getattr(before, name) == value for name, value in known.items()):
        return before  # sent twice
    cause = RootCause.objects.create(finding=finding, found_by=rights(actor).employee, found_on=fact_day(on), **known)
    history.record(
        finding,
        actor=actor,
        action="audits.finding.cause",
        sentence="Причина уточнена" if before else "Причина установлена",
        on=on,
        changes=differences(before, cause),
    )
    return cause


def differences(before, cause):
    """Return what the new cause changes against the one before, for history."""
    was = told(before) if before else {}
    return {name: [was.get(name, ""), words] for name, words in told(cause).items() if words != was.get(name, "")}


def told(cause):
    return {
        "причина": str(cause),
        "где причина": str(Branch(cause.branch).label),
        "что изменить": ", ".join(str(Change(name).label) for name in cause.changes),
    }


@dataclass(frozen=True)
class Case:
    """An earlier nonconformity that was closed with effect: its last cause and the actions that worked."""

    finding: Finding
    cause: RootCause
    actions: list


def effective_cases(finding):
    """Return up to MOST_CASES Cases of the same criterion in the own school, the latest first, each cause told once.

    Closed means that somebody else has confirmed the effect. Only the last round counts: earlier ones did not help.
    """
    if finding.criterion_id is None:
        return []
    known = RootCause.objects.filter(
        finding__school=finding.school_id,
        finding__criterion=finding.criterion_id,
        finding__state=Finding.State.CLOSED,
    ).exclude(finding=finding)
    latest = {}
    for cause in known.select_related("finding").order_by("-finding__closed_on", "-finding", "-id")[:MOST_READ]:
        latest.setdefault(cause.finding_id, cause)
    accepted = Action.objects.filter(finding__in=latest, state=Action.State.ACCEPTED).order_by("id")
    worked = defaultdict(list)
    for action in accepted:
        if action.round == latest[action.finding_id].finding.returns:
            worked[action.finding_id].append(action)
    cases = {}
    for pk, cause in latest.items():
        if worked[pk]:
            cases.setdefault(str(cause), Case(cause.finding, cause, worked[pk]))
    return list(cases.values())[:MOST_CASES]


def taken_from(finding, cause_pk):
    """Return the cause of an effective case that is offered for this finding, or None."""
    return next((case.cause for case in effective_cases(finding) if str(case.cause.pk) == str(cause_pk)), None)


def action_taken_from(finding, action_pk):
    """Return the action of an effective case that is offered for this finding, or None."""
    offered = (action for case in effective_cases(finding) for action in case.actions)
    return next((action for action in offered if str(action.pk) == str(action_pk)), None)
