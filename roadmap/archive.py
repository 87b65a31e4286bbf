"""What papers and rows of a year put into its folder, and which mandatory papers it lacks (domain text, section 3.0)."""

from functools import partial

from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce

from roadmap import reading_sheet
from roadmap.models import (
    Acknowledgement,
    ActivityEvidence,
    ActivityResponsible,
    Association,
    Consultation,
    Document,
    DocumentItem,
    DocumentKind,
    Employee,
)
from roadmap.register_columns import ACTIVITIES, DOCUMENTS, ITEMS, READERS
from roadmap.services.content import kept_edition, printed_as
from vsoko.registries import ArchiveEntry, ArchivePart, archive_parts

UNSORTED = "00-00 Прочее"
RESTRICTED = "служебные сведения, файл не прилагается"
# Begun once for all years: the order and the regulation of an earlier one are in force.
STANDING = ("D01", "D02")
# Of each audit apart, or no paper that is approved: the rooms above and the system itself answer for them.
ELSEWHERE = ("D05", "D07", "D08", "D09", "D10", "D11", "D12", "D13")
VOID = {
    Document.State.SUPERSEDED: " (заменено новой редакцией)",
    Document.State.ANNULLED: " (аннулировано)",
}
OF_ASSOCIATIONS = "D21"  # one of each association, so one paper does not speak for all
EVERY_YEAR = Q(mandatory="да") | Q(mandatory__startswith="ежегодно")


def papers_of(roadmap):
    """Return the papers of the year that have ever been approved, those of no force any more among them."""
    papers = Document.objects.filter(Q(roadmap=roadmap) | Q(activity__roadmap=roadmap), approved_on__isnull=False)
    return papers.exclude(state__in=Document.UNFINISHED)


def entries(roadmap):
    rows = papers_of(roadmap).select_related("kind", "school", "scan").defer("text", "content")
    rows = list(rows.order_by("kind__position", Coalesce("dated", "approved_on"), "id"))
    read = {}
    for row in Acknowledgement.objects.filter(document__in=rows).order_by("pk"):
        read.setdefault(row.document_id, []).append((row.employee_id, row.done_on, row.remark))
    for paper in rows:
        yield from entries_of(paper, read.get(paper.pk))
    proofs = ActivityEvidence.objects.filter(activity__roadmap=roadmap, file__isnull=False)
    proofs = proofs.annotate(case=case_of(roadmap, "D00"))
    for proof in proofs.select_related("activity", "file").order_by("activity__position", "pk"):
        yield ArchiveEntry(
            case=proof.case or UNSORTED,
            folder=f"Свидетельства, пункт {proof.activity.number or proof.activity.position}",
            title=proof.reference or proof.file.name,
            day=proof.dated,
            file=proof.file,
            mark=proof.file.sha256,
        )


def case_of(roadmap, code):
    """Return an expression: the case in which the school files papers of this kind."""
    return Subquery(DocumentKind.objects.filter(school=roadmap.school_id, code=code).values("case_index")[:1])


def entries_of(paper, readers):
    """Return the paper itself, its scan and the sheet of its readers."""
    void = VOID.get(paper.state, "")
    facts = {
        "case": paper.kind.case_index or UNSORTED,
        "day": paper.dated or paper.approved_on,
        "number": paper.number,
        "withheld": RESTRICTED if paper.kind.restricted else "",
    }
    title = paper.title
    if paper.kind.form == DocumentKind.Form.ORDER:  # every other paper says in its own title what it is
        title = f"Приказ «{title.replace('«', '„').replace('»', '“')}»"
    kept = kept_edition(paper)
    printed = {"file": kept.file} if kept else {"printed": partial(printed_as, paper)}
    mark = f"{paper.pk} {paper.state} {paper.number} {paper.dated} {paper.content_hash}"
    yield ArchiveEntry(title=f"{title}{void}", mark=mark, **printed, **facts)
    if paper.scan:
        yield ArchiveEntry(title=f"Скан: {title}{void}", file=paper.scan, mark=paper.scan.sha256, **facts)
    if readers:
        sheet = paper, reading_sheet.PURPOSE
        yield ArchiveEntry(
            title=f"Лист ознакомления: {title}", printed=lambda: sheet, mark=f"{mark} {readers}", **facts
        )


def missing(roadmap):
    papers = papers_of(roadmap).filter(state__in=Document.IN_FORCE)
    standing = Document.objects.filter(school=roadmap.school_id, kind__code__in=STANDING, state__in=Document.IN_FORCE)
    owed = DocumentKind.objects.filter(EVERY_YEAR, school=roadmap.school_id).exclude(code__in=ELSEWHERE)
    there = papers.exclude(kind__code=OF_ASSOCIATIONS).values("kind")
    owed = owed.exclude(pk__in=there).exclude(pk__in=standing.values("kind"))
    alive = Q(closed_on=None) | Q(closed_on__gt=roadmap.period_to)
    told = papers.filter(kind__code=OF_ASSOCIATIONS, association__isnull=False).values("association")
    silent = list(Association.objects.filter(alive, school=roadmap.school_id).exclude(pk__in=told))
    sentences = []
    for kind in owed:
        if kind.code != OF_ASSOCIATIONS:
            sentences.append(kind.title if kind.mandatory == "да" else f"{kind.title} ({kind.mandatory})")
        elif silent:
            sentences.append(f"{kind.title} ({kind.mandatory}): {', '.join(map(str, silent))}")
    return sentences


def registers(roadmap):
    rows = roadmap.activities.prefetch_related("responsible").order_by("position", "pk")
    papers = Document.objects.filter(pk__in=all_papers_of(roadmap)).select_related("kind", "author", "activity")
    papers = papers.select_related("roadmap", "association").defer("text", "content").prefetch_related(ITEMS)
    yield "Дорожная карта", ACTIVITIES, rows
    yield "Документы", DOCUMENTS, papers.annotate(**READERS).order_by("-created_at", "-id")


def records(roadmap):
    """Return querysets of the records of a year; of papers that are official secrets neither the text nor the points."""
    papers = Document.objects.filter(pk__in=all_papers_of(roadmap), kind__restricted=False)
    people = Employee.objects.filter(school=roadmap.school_id).only(
        "pk", "last_name", "first_name", "patronymic", "position", "user"
    )
    yield people
    yield roadmap.__class__.objects.filter(pk=roadmap.pk)
    yield roadmap.activities.all()
    yield ActivityResponsible.objects.filter(activity__roadmap=roadmap)
    yield papers.defer("content", "token")
    yield DocumentItem.objects.filter(document__in=papers)
    yield Acknowledgement.objects.filter(document__in=papers)
    yield Consultation.objects.filter(roadmap=roadmap)


def all_papers_of(roadmap):
    """Return the ids of the papers of the year, drafts among them."""
    return Document.objects.filter(Q(roadmap=roadmap) | Q(activity__roadmap=roadmap)).order_by().values("pk")


def register():
    archive_parts.register("papers", ArchivePart(entries, missing, registers, records))
