"""Papers, visas, readers and points, with their files: the records behind their addresses."""

import io
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document
from PIL import Image

from roadmap.models import Acknowledgement
from tests.builders.roadmap import make_item, make_item_due, make_paper, make_visa
from tests.factories import PASSWORD
from tests.permissions.subjects import WHY, Subject, of, page, png, shared, stored, teacher_of, words
from vsoko.models import Rendering

TOMORROW = timezone.localdate() + timedelta(days=1)


def old_order(world):
    return make_paper(world, "approved")


def printed_paper(world):
    """Return an order in force with the address that its print bears."""
    return make_paper(world, "approved", token=f"{world.school.code}-code")


def regulation(world):
    return make_paper(world, "approved", code="D02", number="")


def letterhead():
    picture = io.BytesIO()
    Image.new("RGB", (1000, 200), "white").save(picture, "PNG")
    return SimpleUploadedFile("blank.png", picture.getvalue())


def word_template():
    template = Document()
    for tag in ("{{ doc.title }}", "{{ text }}"):
        template.add_paragraph(tag)
    file = io.BytesIO()
    template.save(file)
    return SimpleUploadedFile("blank.docx", file.getvalue())


def asked_paper(world):
    """Return an order in force that the teacher and the chair are asked to read."""
    paper = make_paper(world, "approved")
    for person in (world.teacher, world.chair):
        Acknowledgement.objects.create(document=paper, employee=person.employee)
    return paper


def minutes(world):
    """Return draft minutes that the chair has written and signs."""
    return make_paper(
        world, code="D04", author=world.chair, signer=world.chair.employee, body_name="МО", dated=date(2021, 3, 1),
        association=world.association,
    )  # fmt: skip


def minutes_to_sign(world):
    paper = minutes(world)
    paper.state = "on_approval"
    paper.save()
    return paper


def waiting_paper(world):
    return shared(world, make_paper, ("on_approval",))


def meeting_minutes(world):
    return make_paper(world, code="D04", body_name="Педагогический совет", dated=date(2021, 3, 1))


def scan_of(world, state):
    paper = make_paper(world, state, code="D03")
    paper.scan = stored(world, "skan.pdf")
    paper.save()
    return paper.scan


def pdf_of(world, state):
    paper = make_paper(world, state, code="D03")
    return Rendering.objects.create(
        school=world.school, purpose="document", owner=paper, content_hash=f"{paper.pk:064}", state="done",
        file=stored(world, "prikaz.pdf"), requested_by=world.deputy,
    )  # fmt: skip


# --- what is typed ---------------------------------------------------------------------------------------------------


def points(world):
    return {
        "title": "О ВСОКО",
        "text": "ПРИКАЗЫВАЮ: создать.",
        "items-0-text": "Подготовить перечень.",
        "items-0-responsible": teacher_of(world),
    }


def readers(world):
    return {"audience": "chosen", "people": [teacher_of(world)]}


SIGNED = words(password=PASSWORD)


def meeting(world):
    return {"variant": "council", "held_on": "2021-03-01", "chair": world.director.employee.pk}


DUE = words(new_due=str(TOMORROW), reason="Болел.")

SUBJECTS = {
    "document-list": page(),
    "document-export": page(),
    "document-create order": Subject(args=lambda record: ["D01"], typed=points),
    "document-create minutes": Subject(
        args=lambda record: ["D04"],
        typed=lambda world: points(world) | {"body_name": "МО", "dated": "2021-03-01", "signer": teacher_of(world)},
    ),
    "document-create row": Subject(
        args=lambda record: ["D01"],
        query=lambda world, record: f"activity={world.roadmap.activities.first().pk}",
        foreign=True,
        typed=points,
    ),  # fmt: skip
    "document-subject": Subject(args=lambda record: ["D10"]),
    "document-create about": Subject(
        regulation,
        args=lambda record: ["D23"],
        query=lambda world, record: f"about=paper-{record.pk}",
        foreign=True,
        typed=lambda world: points(world) | {"audience": "nobody"},
    ),
    "document-detail draft": of(make_paper, "draft"),
    "document-detail order": of(old_order),
    "document-detail minutes": of(minutes),
    "document-edit": of(make_paper, "draft", typed=points),
    "document-submit": of(make_paper, "draft"),
    "document-submit minutes": of(minutes),
    "document-approve": of(make_paper, "on_approval", typed=SIGNED),
    "document-approve minutes": of(minutes_to_sign, typed=SIGNED),
    "document-return": of(make_paper, "on_approval", typed=WHY),
    "document-sign-by-hand": of(make_paper, "on_approval", typed=lambda world: {"file": png(), "on": "2021-03-02"}),
    "document-check": Subject(
        printed_paper, args=lambda paper: [paper.token], typed=lambda world: {"file": png()}, public=True, quiet=True
    ),
    "document-docx draft": of(make_paper, "draft"),
    "document-docx order": of(old_order),
    "acknowledgement-docx": of(asked_paper),
    "letterhead-edit": page(lambda world: {"file": letterhead()}),
    "docx-template-edit": page(lambda world: {"file": word_template()}),
    "document-recall": of(make_paper, "on_approval"),
    "document-register": of(old_order, typed=words(number="112", dated="2021-03-02")),
    "document-annul draft": of(make_paper, "draft", typed=WHY),
    "document-annul order": of(old_order, typed=WHY),
    "document-new-edition": of(old_order),
    "document-scan": of(old_order, typed=lambda world: {"file": png()}),
    "acknowledgement-ask": of(old_order, typed=readers),
    "acknowledge": of(asked_paper),
    "acknowledgement-record": of(
        asked_paper, typed=lambda world: {f"signed_{teacher_of(world)}": "on", "on": "2021-03-02"}
    ),
    "acknowledgement-list": page(),
    "tray": page(typed=lambda world: {"act": "approve", "marked": [waiting_paper(world).pk]} | SIGNED(world)),
    "tray-detail": of(make_paper, "on_approval"),
    "tray-detail visa": of(make_visa, "waits", args=lambda visa: [visa.document_id]),
    "visa-agree": of(make_visa, "waits"),
    "visa-refuse": of(make_visa, "waits", typed=WHY),
    "item-list": page(),
    "meeting-create": page(meeting),
    "meeting-detail": of(meeting_minutes, typed=words(**{"own0-taken": "on", "own0-text": "Так."})),
    "control-export": page(),
    "control-sheet": page(),
    "item-detail": of(make_item, "planned"),
    "item-start": of(make_item, "planned"),
    "item-report": of(make_item, "in_progress", typed=WHY),
    "item-accept": of(make_item, "done"),
    "item-return": of(make_item, "done", typed=WHY),
    "item-cancel": of(make_item, "planned", typed=WHY),
    "item-due-ask": of(make_item, "planned", typed=DUE),
    "due-grant": of(make_item_due, "asked"),
    "due-refuse": of(make_item_due, "asked", typed=WHY),
    # --- files
    "history Document": of(make_paper, "draft", args=lambda paper: ["roadmap.document", paper.pk]),
    "file-download draft": of(scan_of, "draft"),
    "file-download scan": of(scan_of, "approved"),
    "file-download pdf": of(pdf_of, "approved", args=lambda rendering: [rendering.file_id]),
    "rendering-request document": of(make_paper, "draft", args=lambda paper: ["document", paper.pk]),
    "rendering-request order": of(old_order, args=lambda paper: ["document", paper.pk]),
    "rendering draft": of(pdf_of, "draft"),
    "rendering order": of(pdf_of, "approved"),
    "rendering-file draft": of(pdf_of, "draft"),
    "rendering-file order": of(pdf_of, "approved"),
}
