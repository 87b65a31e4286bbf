"""Plans to be presented, corrective actions and checks of effect on the page of control of execution."""

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Coalesce, Concat

from audits.models import Action, Audit, CorrectivePlan, EffectivenessCheck, Finding
from audits.models.finding import NONCONFORMITIES
from roadmap.control import OWN_NAMES, ControlSource, control_sources
from vsoko.assignment import Assignment

S = Assignment.State
TOLD = {"text": "what_to_do", "state": "as_assignment"}


def actions(user):
    """Actions in work; what was accepted on paper, nobody has controlled here."""
    return Action.objects.visible_to(user).given().exclude(state=S.ACCEPTED, accepted_by=None)


def state_of(owed):
    """Return the state of an assignment: in progress while the condition holds, then accepted."""
    return Case(When(owed, then=Value(S.IN_PROGRESS)), default=Value(S.ACCEPTED), output_field=CharField())


def plans_to_present(user):
    """Audits whose nonconformities ask for a plan; presented is what has been handed in for approval."""
    found = Finding.objects.filter(audit=OuterRef("pk"), grade__in=NONCONFORMITIES).exclude(
        state__in=[Finding.State.DRAFT, Finding.State.WITHDRAWN]
    )
    presented = CorrectivePlan.objects.filter(audit=OuterRef("pk")).exclude(state=CorrectivePlan.State.DRAFT)
    rows = Audit.objects.visible_to(user).filter(Exists(found), state__in=Audit.LOCKED, plan_due_on__isnull=False)
    subject = Coalesce("association__name", "course_programme__name", Value("школа в целом"), output_field=TextField())
    words = Value("Представить план корректирующих мероприятий: ")
    return rows.annotate(
        what_to_do=Concat(words, subject, output_field=TextField()),
        as_assignment=state_of(~Exists(presented)),
        nothing=Value("", TextField()),
    )


def checks(user):
    rows = EffectivenessCheck.objects.visible_to(user).exclude(checker=None)
    verifying = Q(finding__state=Finding.State.VERIFYING) | ~Q(state=EffectivenessCheck.State.ASSIGNED)
    words = (
        Value("Проверить результативность по несоответствию "),
        F("finding__number"),
        Value(": "),
        F("finding__title"),
    )
    return rows.filter(verifying).annotate(
        what_to_do=Concat(*words, output_field=TextField()),
        as_assignment=state_of(Q(state=EffectivenessCheck.State.ASSIGNED)),
    )


def register():
    control_sources.register(
        "plans",
        ControlSource(
            rows=plans_to_present,
            columns={"paper": Value("Отчёт об аудите"), "number": F("number"), "dated": F("reported_on")},
            of_document=lambda rows, document: rows.filter(plan__documents=document),
            of_association=lambda rows, association: rows.filter(association=association),
            url_name="audit-detail",
            names=OWN_NAMES | TOLD | {"due": "plan_due_on", "responsible": "auditee", "report": "nothing"},
        ),
    )
    control_sources.register(
        "checks",
        ControlSource(
            rows=checks,
            columns={
                "paper": Concat(Value("Отчёт об аудите: "), F("finding__title")),
                "number": F("finding__audit__number"),
                "dated": F("finding__audit__reported_on"),
            },
            of_document=lambda rows, document: rows.filter(
                finding__in=Action.objects.filter(plan__documents=document).values("finding")
            ),
            of_association=lambda rows, association: rows.filter(finding__association=association),
            url_name="finding-detail",
            names=OWN_NAMES | TOLD | {"page": "finding_id", "responsible": "checker", "report": "result"},
        ),
    )
    control_sources.register(
        "actions",
        ControlSource(
            rows=actions,
            columns={
                "paper": Concat(Value("План корректирующих мероприятий: "), F("finding__title")),
                "number": F("plan__number"),
                "dated": F("plan__approved_on"),
            },
            of_document=lambda rows, document: rows.filter(plan__documents=document),
            of_association=lambda rows, association: rows.filter(
                Q(plan__association=association) | Q(finding__association=association)
            ),
            url_name="action-detail",
        ),
    )
