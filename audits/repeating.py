"""How an audit is planned after an earlier one: its conditions and questions are taken over, its answers never."""

from django.urls import reverse

from audits.models import Audit
from audits.permissions import plans_audits
from roadmap.models import Employee

HEADINGS = {False: "Повторить аудит", True: "Контрольный аудит"}


def links(user, audit, findings):
    """Return [{label, url}] of what a planner may plan after this audit, `findings` being its own."""
    if audit.state not in Audit.LOCKED or not plans_audits(user, audit):
        return []
    create = reverse("audit-create")
    found = [{"label": "Повторить аудит", "url": f"{create}?copy={audit.pk}"}]
    if any(finding.is_nonconformity and finding.item_id and finding.state != "withdrawn" for finding in findings):
        found.append({"label": "Контрольный аудит", "url": f"{create}?follow_up={audit.pk}"})
    return found


def told(audit, follow_up):
    """Return what is taken over, said above the form."""
    if follow_up:
        return (
            f"Зададут только вопросы аудита № {audit.number}, по которым были несоответствия. Ответы не переносятся: "
            "их дают заново."
        )
    return (
        f"Условия и вопросы взяты из аудита № {audit.number}. Ответы не переносятся: выберите дни и проверьте группу."
    )


def initial(audit, *, follow_up):
    """Return what the form of a new audit opens with: days are chosen anew, whoever left the school is left out."""
    present = set(Employee.objects.filter(school=audit.school_id, left_on=None).values_list("pk", flat=True))
    values = {"sections": audit.sections, "scope": audit.scope, "objectives": audit.objectives}
    for name in ("association", "course_programme", "template"):
        values[name] = getattr(audit, f"{name}_id")
    values["lead"] = audit.lead_id if audit.lead_id in present else None
    values["team"] = [row.employee_id for row in audit.team.all() if row.employee_id in present]
    if follow_up:
        values |= {
            "sections": [],
            "objectives": f"Проверить, устранены ли несоответствия аудита № {audit.number}.",
            "unscheduled": True,
            "basis": f"Контроль устранения несоответствий аудита № {audit.number}.",
            "period_from": audit.ends_on,
        }
    else:
        values["sampled_programmes"] = [programme.pk for programme in audit.sampled_programmes.all()]
    if audit.subject == "school" and audit.auditee_id in present:
        values["auditee"] = audit.auditee_id
    return values
