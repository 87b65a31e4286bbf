"""The declaration of one auditor of a team (domain text, D18); the lead gives it as the lead of the audit."""

from audits.models import Audit, AuditTeamMember
from audits.papers import audit as of_audit
from roadmap.models.activity import Stage
from vsoko.registries import PaperSource


def facts(member, code):
    return of_audit.general(member.audit) | of_audit.declared(member.audit, member.employee)


def fields(member, code):
    roadmap = member.audit.roadmap
    activity = roadmap.activities.filter(stage=Stage.AUDITS).first()
    return {"roadmap": roadmap, "activity": activity, "signer": member.employee}


def may(user, member, code):
    return of_audit.declares(user, member.audit, member.employee)


def visible(user):
    related = (
        "school",
        "roadmap",
        "programme__roadmap",
        "association",
        "course_programme",
        "template",
        "lead",
        "auditee",
    )
    members = AuditTeamMember.objects.filter(audit__in=Audit.objects.visible_to(user))
    return members.select_related("employee", *(f"audit__{name}" for name in related))


SOURCE = PaperSource(
    model=AuditTeamMember,
    kinds=("D18",),
    names=of_audit.NAMES,
    sorts=of_audit.SORTS,
    facts=facts,
    fields=fields,
    may=may,
    visible=visible,
    label=lambda member: f"{member.audit}, {member.employee}",
)
