"""Root causes: a chain of «почему» with its branch (domain text, section 4.3)."""

from django.db import transaction

from audits.finding_workflow import answers_for_finding
from audits.models import Finding, RootCause
from audits.models.finding import Branch
from audits.services.findings import findings
from roadmap.permissions import is_leader, rights
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError, fact_day

LEAST_WHYS = 2
SUPERFICIAL = ("человеческий фактор", "невнимательность", "забыли")


def refuse_superficial(whys):
    """Raise TransitionError for a chain that explains nothing: too short, or it ends with blaming people."""
    if len(whys) < LEAST_WHYS:
        raise TransitionError("Ответьте на «почему» хотя бы дважды: первая причина редко бывает последней.")
    if any(word in whys[-1].lower() for word in SUPERFICIAL):
        raise TransitionError(
            "«Человеческий фактор» — не последняя причина: напишите, чего не хватает в порядке, документах или ресурсах."
        )


@transaction.atomic
def record_cause(pk, *, actor, whys, branch, on=None):
    """Write why the nonconformity happened and return the RootCause; the latest one counts, earlier ones stay."""
    finding = findings().select_for_update(of=("self",)).get(pk=pk)
    if not (answers_for_finding(actor, finding) or is_leader(actor, finding)):
        raise NotAllowed("Причину записывает тот, кто отвечает за объект, или заместитель директора.")
    if finding.state not in (Finding.State.ACKNOWLEDGED, Finding.State.PLANNED, Finding.State.IN_PROGRESS):
        raise TransitionError(
            f"Сейчас несоответствие «{finding.get_state_display()}»: причина записывается после ознакомления."
        )
    whys = [why.strip() for why in whys if why.strip()]
    refuse_superficial(whys)
    cause = RootCause.objects.create(
        finding=finding, whys=whys, branch=branch, found_by=rights(actor).employee, found_on=fact_day(on)
    )
    history.record(
        finding,
        actor=actor,
        action="audits.finding.cause",
        sentence="Причина установлена",
        on=on,
        changes={"причина": ["", whys[-1]], "где причина": ["", str(Branch(branch).label)]},
    )
    return cause
