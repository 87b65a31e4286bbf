"""What audits put into the folder of a year: evidence by the number of the audit; and which of their papers it lacks."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from audits.models import Audit, CorrectivePlan, Evidence, Finding
from audits.services.answers import takes_files
from roadmap.archive import RESTRICTED, UNSORTED
from roadmap.models import Document, DocumentKind
from vsoko.registries import ArchiveEntry, ArchivePart, archive_parts

# The set of an audit (domain text, section 3.0); the plan only where there are nonconformities.
SET = ("D07", "D08", "D09", "D11")
PLAN = "D12"
BEGUN = (Audit.State.IN_PROGRESS, *Audit.LOCKED)


def entries(roadmap):
    case = (
        DocumentKind.objects.filter(school=roadmap.school_id, code="D11").values_list("case_index", flat=True).first()
    )
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
    for evidence in rows.order_by("pk"):
        audit, proves = proved(evidence)
        secret = evidence.item is not None and not takes_files(evidence.item)
        yield ArchiveEntry(
            case=case or UNSORTED,
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
    audits = list(Audit.objects.filter(roadmap=roadmap, state__in=BEGUN).order_by("sequence"))
    there = codes_of(audits) | codes_of_plans(audits)
    found = Finding.objects.nonconformities().filter(audit__in=audits).exclude(
        state__in=[Finding.State.DRAFT, Finding.State.WITHDRAWN]
    )  # fmt: skip
    owing = set(found.values_list("audit", flat=True))
    titles = dict(DocumentKind.objects.filter(school=roadmap.school_id).values_list("code", "title"))
    sentences = []
    for audit in audits:
        owed = (*SET, *([PLAN] if audit.pk in owing else []))
        lacks = [titles[code] for code in owed if code in titles and (audit.pk, code) not in there]
        if lacks:
            sentences.append(f"Аудит № {audit.number}: {', '.join(lacks)}")
    return sentences


def codes_of(audits):
    """Return {(audit pk, code)} of the papers in force that approve an audit or were made of it."""
    kind, ids = ContentType.objects.get_for_model(Audit), [audit.pk for audit in audits]
    papers = Document.objects.filter(
        Q(owner_type=kind, owner_id__in=ids) | Q(about_type=kind, about_id__in=ids), state__in=Document.IN_FORCE
    )
    rows = papers.values_list("owner_id", "about_id", "kind__code")
    return {(owner or about, code) for owner, about, code in rows}


def codes_of_plans(audits):
    approved = CorrectivePlan.objects.filter(audit__in=audits, approved_on__isnull=False)
    return {(audit, PLAN) for audit in approved.values_list("audit", flat=True)}


def register():
    archive_parts.register("audits", ArchivePart(entries, missing))
