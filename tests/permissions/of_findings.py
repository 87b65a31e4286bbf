"""What people read and write beside the facts of a finding: its trace, comments; and findings of earlier years."""

from django.core.files.uploadedfile import SimpleUploadedFile

from audits.models import PastImport
from tests.audits.past_books import finding_row, past_book
from tests.builders.audits import make_finding
from tests.permissions.subjects import of, page, stored, words


def past_years(world):
    for one in (world.association, world.chair.employee, world.auditor.employee):
        one.refresh_from_db()  # what the visits have written into every name
    return {"upload": SimpleUploadedFile("gody.xlsx", past_book([finding_row(world)]))}


def brought(world):
    return PastImport.objects.create(
        school=world.school, source_file=stored(world, "gody.xlsx"), loaded_by=world.deputy
    )


SUBJECTS = {
    "finding-trace": of(make_finding, "open"),
    "finding-trace acting": of(make_finding, "in_progress"),
    "past-import": page(past_years),
    "past-import-blank": page(),
    "past-import-confirm": page(),
    "past-import-undo": of(brought, args=lambda past: [], foreign=False),
    "file-download past": of(brought, args=lambda past: [past.source_file_id]),
    "finding-comment": of(make_finding, "open", typed=words(text="Протокол найден в папке.")),
}
