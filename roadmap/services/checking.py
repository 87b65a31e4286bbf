"""Whether a file is the very one that the system keeps of a paper, and what of the paper a stranger may read.

Files are compared by bytes alone: nothing of them is stored.
"""

import hashlib
import re

from django.contrib.contenttypes.models import ContentType

from roadmap.models import Document, Employee
from roadmap.services.content import printed_as
from vsoko.models import HistoryEntry, Rendering

PDF, OLD_PDF, SCAN, OLD_SCAN, OTHER = "pdf", "old_pdf", "scan", "old_scan", "other"
HIDDEN = "(имя стоит на бумаге)"
INITIALS = r"[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?"
WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
ENDING = re.compile(r"(?:ий|ый|ой|ая|яя|[аяйь])$")


def title_for_strangers(document):
    """Return the subject of a paper in force without names: «Декларация беспристрастности аудитора (имя стоит на бумаге)».

    A name is known by its initials, and a colleague's by the surname in any case, with what stands beside it.
    """
    surnames = Employee.objects.filter(school=document.school_id).values_list("last_name", flat=True)
    known = "|".join(map(_in_any_case, surnames)) or "(?!)"
    beside = rf"(?:{INITIALS}|{WORD}(?:\s{WORD})?)"
    names = rf"{WORD}\s{INITIALS}|{INITIALS}\s?{WORD}|\b(?:{known})\b(?:\s{beside})?"
    return re.sub(names, HIDDEN, document.content["title"])


def _in_any_case(surname):
    stem = ENDING.sub("", surname)
    # A short one («Ли») would be found at the beginning of half the words.
    return rf"{re.escape(stem)}[а-яё]{{0,3}}" if len(stem) > 3 else re.escape(surname)


def match_of(document, upload):
    """Return what the uploaded file is of this approved paper: PDF, OLD_PDF, SCAN, OLD_SCAN, or OTHER."""
    upload.file.seek(0)
    digest = hashlib.file_digest(upload.file, "sha256").hexdigest()
    latest, *older = pdf_hashes(document) or [""]
    if digest == latest:
        return PDF
    if digest in older:
        return OLD_PDF
    scans = scan_hashes(document)
    if digest in scans:
        return SCAN if digest == scans[0] else OLD_SCAN
    return OTHER


def pdf_hashes(document):
    """Return the SHA-256 of the PDFs made since the approval, the latest first: those of the draft are nobody's proof."""
    approved = HistoryEntry.objects.of(document).filter(to_state=Document.State.APPROVED).first()
    if approved is None:
        return []
    record, purpose = printed_as(document)
    made = Rendering.objects.filter(
        owner_type=ContentType.objects.get_for_model(record), owner_id=record.pk, purpose=purpose,
        state=Rendering.State.DONE, requested_at__gte=approved.recorded_at,
    )  # fmt: skip
    return list(made.order_by("-requested_at", "-id").values_list("file__sha256", flat=True))


def scan_hashes(document):
    """Return the SHA-256 of the scan and of those it replaced, the latest first."""
    hashes, scan = [], document.scan
    while scan is not None:
        hashes.append(scan.sha256)
        scan = scan.previous
    return hashes
