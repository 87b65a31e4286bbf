"""The year's records in any state, each with everything filled in that its state needs."""

from datetime import date

from roadmap.models import Activity, Document, DocumentItem, DocumentItemDueChange, Edition, Roadmap, Visa
from roadmap.permissions import Role
from roadmap.services.content import content_of, hash_of
from roadmap.services.drafts import kind_of
from roadmap.services.edition_changes import cancellation
from tests.factories import make_activity, make_roadmap

DAY = date(2021, 3, 1)
LATER = date(2021, 4, 1)
BEGUN = ("approved", "registered", "superseded", "annulled")


def make_paper(world, state="draft", *, code="D01", visas=(), **fields):
    """Return a document of the deputy that the director approves; with `visas` the roles that are to agree."""
    facts = {
        "kind": kind_of(world.school, code),
        "author": world.deputy,
        "roadmap": world.roadmap,
        "title": "О создании ВСОКО",
        "text": "ПРИКАЗЫВАЮ: создать внутреннюю систему оценки качества образования.",
    }
    if state != "draft":
        facts["submitted_on"] = DAY
    if state in BEGUN:
        facts |= {
            "approved_on": DAY,
            "approved_by": world.director,
            "approver_title": "Директор",
            "approver_name": world.director.employee.signature,
            "content": {},
        }
    if state == "registered":
        facts |= {"number": f"{Document.objects.count() + 1}-од", "number_year": "2021", "dated": DAY}
    document = Document.objects.create(school=world.school, state=state, **(facts | fields))
    if state in BEGUN:
        document.content = content_of(document)
        document.content_hash = hash_of(document.content)
        document.save(update_fields=["content", "content_hash"])
    if state == "on_visa":
        for role in visas or document.kind.visa_roles or [Role.GROUP_HEAD]:
            Visa.objects.create(document=document, role=role)
    return document


def make_year(world, state="approved", **fields):
    """Return a roadmap of an earlier year of its own with one activity and the paper that its state stands on."""
    first = min(int(label[:4]) for label in Roadmap.objects.filter(school=world.school).values_list("label", flat=True))
    if state in ("approved", "closed"):
        fields = {"approved_on": DAY, "approved_by": world.director} | fields
    if state == "closed":
        fields = {"closed_on": LATER} | fields
    roadmap = make_roadmap(world.school, str(first - 1), state=state, **fields)
    make_activity(roadmap, "analysis")
    if state != "draft":
        make_paper(world, "on_approval" if state == "on_approval" else "approved", code="D00", owner=roadmap)
    return roadmap


def make_edition(world, state="draft", **fields):
    """Return a change of a roadmap of its own that cancels its only activity."""
    roadmap = make_year(world)
    activity = roadmap.activities.get()
    change = cancellation(activity, "Сняли.")
    if state == "approved":
        fields = {"approved_on": DAY, "snapshot": {}} | fields
    edition = Edition.objects.create(
        school=world.school, target=roadmap, number=1, reason="Изменился срок.", changes=[change], state=state, **fields
    )
    if state in ("on_approval", "approved"):
        make_paper(world, state, code="D00", owner=edition)
    return edition


def make_row(world, state="planned", **fields):
    """Return an activity of the world's approved roadmap for which the teacher answers."""
    if state == "done":
        fields = {"done_on": DAY} | fields
    if state in ("not_required", "cancelled"):
        fields = {"reason": "Аудиты прошли без несоответствий."} | fields
    activity = make_activity(world.roadmap, state=state, **fields)
    activity.responsible.create(role="teacher", employee=world.teacher.employee, is_main=True)
    return activity


def make_visa(world, state="waits", **fields):
    """Return the visa of the head of the group on a paper that waits for it, or went on with it."""
    paper = make_paper(world, {"waits": "on_visa", "agreed": "on_approval", "refused": "draft"}[state])
    paper.visas.all().delete()
    if state != "waits":
        fields = {"decided_by": world.head, "decided_on": DAY, "remark": "Посмотрено."} | fields
    return Visa.objects.create(document=paper, role=Role.GROUP_HEAD, state=state, **fields)


def make_item(world, state="planned", **fields):
    """Return a point of an order that is given to the teacher."""
    paper = make_paper(world, "draft" if state == "proposed" else "approved")
    facts = {"text": "Подготовить перечень документов.", "due_on": LATER, "responsible": world.teacher.employee}
    return DocumentItem.objects.create(
        document=paper, position=1, number="1", state=state, **(facts | done_facts(world, state) | fields)
    )


def done_facts(world, state):
    """Return what an assignment in that state says about its execution by the teacher."""
    facts = {}
    if state in ("done", "accepted"):
        facts |= {"report": "Перечень готов.", "done_on": DAY, "done_by": world.teacher}
    if state == "accepted":
        facts |= {"accepted_on": LATER, "accepted_by": world.director}
    return facts


def make_item_due(world, state="asked", **fields):
    """Return the teacher's request for a later day of a point of an order."""
    return DocumentItemDueChange.objects.create(
        assignment=make_item(world), state=state, **(due_facts(world, state) | fields)
    )


def due_facts(world, state):
    facts = {
        "old_due": LATER, "new_due": date(2021, 5, 1), "reason": "Болел.", "asked_by": world.teacher, "asked_on": DAY,
    }  # fmt: skip
    return facts if state == "asked" else facts | {"decided_by": world.director, "decided_on": DAY}


BUILDERS = {
    Roadmap: make_year,
    Edition: make_edition,
    Activity: make_row,
    Document: make_paper,
    Visa: make_visa,
    DocumentItem: make_item,
    DocumentItemDueChange: make_item_due,
}
