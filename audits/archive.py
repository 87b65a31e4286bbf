"""What audits put into the folder of a year: evidence by the number of the audit; and which of their papers it lacks."""

from django.db.models import Q

from audits.finding_register import SHOWN
from audits.mandatory import paper_sets
from audits.models import (
    Action,
    Audit,
    AuditProgramme,
    AuditTeamMember,
    ChecklistItem,
    CorrectivePlan,
    EffectivenessCheck,
    Evidence,
    Finding,
    ImprovementItem,
    RootCause,
)
from audits.register_columns import ACTIONS, AUDITS, FINDINGS, RESPONSIBLE
from audits.services.answers import NO_FILES, takes_files
from audits.services.scores import with_scores
from roadmap.archive import RESTRICTED, UNSORTED, case_of
from vsoko.registries import ArchiveEntry, ArchivePart, archive_parts

BEGUN = (Audit.State.IN_PROGRESS, *Audit.LOCKED)


def entries(roadmap):
    ways = Q(item__audit__roadmap=roadmap), Q(finding__audit__roadmap=roadmap), Q(action__plan__roadmap=roadmap)
    wanted = ways[0] | ways[1] | ways[2] | Q(check_record__finding__audit__roadmap=roadmap)
    rows = Evidence.objects.filter(wanted, file__isnull=False).select_related(
        "file",
        "item__audit",
        "item__criterion",
        "finding__audit",
        "action__finding__audit",
        "check_record__finding__audit",
    )
    for evidence in rows.annotate(case=case_of(roadmap, "D11")).order_by("pk"):
        audit, proves = proved(evidence)
        secret = evidence.item is not None and not takes_files(evidence.item)
        yield ArchiveEntry(
            case=evidence.case or UNSORTED,
            folder=f"Аудит {audit.number}",
            title=f"{proves}: {evidence.reference or evidence.file.name}",
            day=evidence.dated,
            file=evidence.file,
            mark=evidence.file.sha256,
            withheld=RESTRICTED if secret else "",
        )


def proved(evidence):
    """Return the audit that a piece of evidence belongs to, and what it proves."""
    if evidence.item:
        return evidence.item.audit, f"Свидетельство к вопросу {evidence.item.code}"
    if evidence.finding:
        return evidence.finding.audit, f"Свидетельство к заключению {evidence.finding.number}".strip()
    if evidence.action:
        return evidence.action.finding.audit, f"Выполнение, {evidence.action.finding.number}"
    return evidence.check_record.finding.audit, f"Проверка результативности, {evidence.check_record.finding.number}"


def missing(roadmap):
    """Return a sentence for each audit that has begun and lacks papers of its set; those of earlier years have it on paper."""
    begun = Audit.objects.filter(roadmap=roadmap, state__in=BEGUN, past_import=None)
    begun = list(begun.select_related("plan").order_by("sequence"))
    lacking = zip(begun, paper_sets(begun), strict=True)
    return [f"Аудит № {audit.number}: {', '.join(papers.missing)}" for audit, papers in lacking if papers.missing]


def registers(roadmap):
    audits = Audit.objects.filter(roadmap=roadmap).select_related(
        "association", "course_programme", "lead", "auditee", "roadmap"
    )
    found = Finding.objects.filter(audit__roadmap=roadmap).with_due().select_related(*SHOWN, "repeat_of")
    actions = Action.objects.filter(plan__roadmap=roadmap).select_related("finding", "plan", "responsible")
    yield "Аудиты", AUDITS, with_scores(audits).prefetch_related("team__employee").order_by("starts_on", "sequence")
    yield "Заключения", FINDINGS, found.prefetch_related("causes", RESPONSIBLE).by_number()
    yield "Действия", ACTIONS, actions.order_by("due_on", "id")


def records(roadmap):
    found = Finding.objects.filter(audit__roadmap=roadmap)
    yield AuditProgramme.objects.filter(roadmap=roadmap)
    yield Audit.objects.filter(roadmap=roadmap)
    yield AuditTeamMember.objects.filter(audit__roadmap=roadmap)
    # What is an official secret stays in the programme: its answers go into no file.
    secret = Q(pk=None)
    for code in NO_FILES:
        secret |= Q(criterion__source_code__startswith=code) | Q(criterion__source_code="", code__startswith=code)
    yield ChecklistItem.objects.filter(audit__roadmap=roadmap).exclude(secret)
    yield found
    yield RootCause.objects.filter(finding__in=found)
    yield CorrectivePlan.objects.filter(roadmap=roadmap)
    yield Action.objects.filter(plan__roadmap=roadmap)
    yield EffectivenessCheck.objects.filter(finding__in=found)
    yield ImprovementItem.objects.filter(analysis__roadmap=roadmap)


def register():
    archive_parts.register("audits", ArchivePart(entries, missing, registers, records))
