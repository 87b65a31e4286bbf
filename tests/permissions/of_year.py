"""The year's plan, its rows and consultations: the records behind their addresses."""

from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from roadmap.models import Consultation, YearFolder
from tests.builders.roadmap import make_edition, make_paper, make_row, make_year
from tests.permissions.subjects import WHY, of, page, png, stored, teacher_of, words

SEED = Path(__file__).parent.parent.parent / "roadmap" / "data" / "roadmap-school-463.txt"


def this_year(world):
    return world.roadmap


def unsure_year(world):
    roadmap = make_year(world, "draft")
    roadmap.activities.update(term_inferred=True, term_text="декабрь")
    return roadmap


def draft_row(world):
    return make_year(world, "draft").activities.get()


def consultation(world):
    return Consultation.objects.create(
        school=world.school, roadmap=world.roadmap, held_on=date(2021, 3, 1), topic="О ВСОКО",
        consultant=world.head.employee, association=world.association,
    )  # fmt: skip


def proof_of_row(world):
    row = make_row(world)
    return row.evidence.create(file=stored(world, "spravka.pdf")).file


def source(world):
    roadmap = make_year(world)
    roadmap.source_file = stored(world, "karta.txt")
    roadmap.save()
    return roadmap.source_file


def written_year(world):
    """Return the roadmap of the year with a paper that can be packed."""
    make_paper(world, "approved")
    return world.roadmap


def packed_year(world):
    roadmap, now = make_year(world), timezone.now()
    YearFolder.objects.create(
        school=world.school, roadmap=roadmap, state="done", file=stored(world, "papka.zip"), requested_by=world.deputy,
        requested_at=now, beat_at=now, finished_at=now,
    )  # fmt: skip
    return roadmap


def lonely(world):
    """Return a file that no record holds yet: a preview of an import."""
    return stored(world, "preview.txt")


# --- what is typed ---------------------------------------------------------------------------------------------------


def advice(world):
    return {"association": world.association.pk, "consultant": teacher_of(world), "topic": "О чек-листе"}


def seed(world):
    return {"label": "2031", "upload": SimpleUploadedFile("karta.txt", SEED.read_bytes(), "text/plain")}


ROW = words(title="Собрать отзывы родителей", ends_on="2021-04-01", stage="other", number="77")
REASON = words(reason="Изменился срок.")

SUBJECTS = {
    "roadmap-current": page(),
    "roadmap-list": page(),
    "roadmap-create": page(words(label="2027")),
    "roadmap-import": page(seed),
    "roadmap-import-confirm": page(),
    "roadmap-detail": of(make_year, "draft"),
    "roadmap-edit": of(make_year, "draft", typed=words(title="Дорожная карта")),
    "roadmap-submit": of(make_year, "draft"),
    "roadmap-close": of(make_year, "approved"),
    "roadmap-switch": of(make_year, "approved", quiet=True),
    "roadmap-terms": of(unsure_year),
    "roadmap-terms-confirm": of(unsure_year),
    "roadmap-gaps-hide": of(unsure_year),
    "year-folder": of(written_year),
    "year-folder packed": of(packed_year),
    "year-folder-make": of(written_year),
    "year-folder-file": of(packed_year),
    "roadmap-edition-create": of(make_year, "approved", typed=REASON),
    "edition-detail": of(make_edition, "draft"),
    "edition-reason": of(make_edition, "draft", typed=REASON),
    "edition-submit": of(make_edition, "draft"),
    "edition-drop": of(make_edition, "draft"),
    "edition-row-add": of(make_edition, "draft", typed=ROW),
    "edition-row-change": of(
        make_edition, "draft", args=lambda edition: [edition.pk, edition.target.activities.get().pk], typed=ROW
    ),
    "edition-row-cancel": of(
        make_edition, "draft", args=lambda edition: [edition.pk, edition.target.activities.get().pk], typed=REASON
    ),
    "edition-take-back": of(make_edition, "draft", args=lambda edition: [edition.pk, 0]),
    "activity-create": of(make_year, "draft", typed=lambda world: ROW(world) | {"main": teacher_of(world)}),
    "activity-detail": of(make_row, "planned"),
    "activity-edit": of(draft_row, typed=lambda world: ROW(world) | {"people": [teacher_of(world)]}),
    "activity-delete": of(draft_row),
    "activity-start": of(make_row, "planned"),
    "activity-finish": of(make_row, "in_progress"),
    "activity-resume": of(make_row, "done", typed=WHY),
    "activity-drop": of(make_row, "planned", typed=WHY),
    "activity-cancel": of(make_row, "planned", typed=WHY),
    "activity-evidence-add": of(make_row, "planned", typed=lambda world: {"upload": png()}),
    "consultation-list": page(),
    "consultation-create": page(advice),
    "consultation-create row": page(
        query=lambda world, record: f"activity={world.roadmap.activities.first().pk}", foreign=True, typed=advice
    ),
    "consultation-detail": of(consultation),
    "consultation-edit": of(consultation, typed=advice),
    "history Roadmap": of(this_year, args=lambda roadmap: ["roadmap.roadmap", roadmap.pk]),
    "file-download row": of(proof_of_row),
    "file-download source": of(source),
    "file-download preview": of(lonely),
}
