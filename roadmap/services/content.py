"""What a paper consists of at the moment of approval, and who stands under it. Nothing changes it afterwards."""

import hashlib
import json

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects

from roadmap.models import Appointment, Document, DocumentItem, DocumentKind, Visa
from roadmap.permissions import Role
from roadmap.placeholders import BLANK, expand
from roadmap.services.grips import grip_facts
from vsoko import registries
from vsoko.rendering import rendering_with
from vsoko.workflow import fact_day

# The parts of a paper, each with the people it names.
POINTS = Prefetch("items", DocumentItem.objects.select_related("responsible"))
VISAS = Prefetch("visas", Visa.objects.select_related("decided_by"))


def handler_of(document):
    """Return the ApprovalHandler of the document's owner, or None for a paper that stands alone."""
    owner = document.owner
    if owner is None:
        return None
    label = owner._meta.label_lower
    if label == "roadmap.edition":
        label = f"{label}:{owner.target_model._meta.label_lower}"
    return registries.approval_handlers[label]


def read_owner(document, user):
    """Read the owner of a paper for its page by one query: what its snapshot reads, and `seen`: may the user open it."""
    if document.owner_id is None:
        return
    model = document.owner_type.model_class()
    handler = registries.approval_handlers.get(model._meta.label_lower)
    rows = model.objects.select_related(*handler.related) if handler else model.objects.all()
    seen = Exists(model.objects.visible_to(user).filter(pk=OuterRef("pk")))
    document.owner = rows.annotate(seen=seen).get(pk=document.owner_id)


def owner_remarks(document):
    """Return what whoever approves a waiting paper should know of its owner first."""
    handler = handler_of(document) if document.state in Document.WAITING else None
    return handler.remarks(document.owner) if handler and handler.remarks else []


def approver_of(document, on=None):
    """Return (employee, acting) who is to approve the paper; (None, False) while nobody is appointed or named."""
    if document.signer:
        return document.signer, False
    day, role = fact_day(on), document.kind.approver_role
    holders = [one for one in appointments_of(document) if one.role == role and one.covers(day)]
    held = max(holders, key=lambda one: (one.acting, one.pk), default=None)
    return (held.employee, held.acting) if held else (None, False)


def appointments_of(document):
    """Return every appointment that a paper may name: of whoever approves, wrote and signs it; a page asks five times."""
    if "_appointments" not in document.__dict__:
        people = [person for person in (getattr(document.author, "employee", None), document.signer) if person]
        named = Q(role=document.kind.approver_role) | Q(employee__in=people)
        rows = Appointment.objects.filter(named, school=document.school).select_related("employee")
        document.__dict__["_appointments"] = list(rows)
    return document.__dict__["_appointments"]


def signature_of(document, employee, acting=False):
    """Return what stands under the paper: {title, name}; the title of an acting director says so."""
    role = document.kind.approver_role
    if document.kind.form == DocumentKind.Form.MINUTES:
        title = "Председатель"
    elif role == Role.DIRECTOR:
        title = "И.о. директора" if acting else "Директор"
    elif role:
        title = Role(role).label
    else:
        title = chair_title(document, employee) or getattr(employee, "position", "")
    return {"title": title[:1].upper() + title[1:], "name": employee.signature if employee else ""}


def chair_title(document, employee):
    """Return «председатель МО» where the head of the paper's association signs it, else nothing."""
    if employee is None or document.association_id is None:
        return ""
    held = [one for one in appointments_of(document) if one.employee_id == employee.pk and one.role == Role.CHAIR]
    chairs = any(one.association_id == document.association_id for one in held)
    return document.school.chair_title if chairs else ""


def content_of(document, signature=None):
    """Return everything that is being approved, as JSON; later changes of school or people do not reach it."""
    handler = handler_of(document)
    school, kind = document.school, document.kind
    prefetch_related_objects([document], POINTS, VISAS)
    owned = handler.snapshot(document.owner) if handler else None
    return {
        "school": {
            "full": school.full_name,
            "short": school.short_name,
            "city": school.city,
            "letterhead": school.letterhead_id,
        },
        "kind": {
            "code": kind.code,
            "title": kind.title,
            "form": kind.form,
            "numbering": kind.numbering,
            "storage": kind.storage,
        },
        "grips": grip_facts(document),
        "title": document.title,
        "text": expand(document, document.text) or (handler.words(owned) if handler else ""),
        "body_name": document.body_name,
        "signature": signature or signature_of(document, *approver_of(document)),
        "prepared": handler.signers(owned) if handler and handler.signers else prepared_by(document),
        "secretary": secretary_of(document),
        "items": [
            {
                "number": item.number,
                "text": item.text,
                "responsible": item.responsible.short_name if item.responsible else "",
                "due_on": item.due_on.isoformat() if item.due_on else "",
            }
            for item in document.items.all()
        ],
        "visas": [
            {"role": visa.get_role_display(), "name": str(visa.decided_by), "on": visa.decided_on.isoformat()}
            for visa in document.visas.all()
            if visa.state == Visa.State.AGREED
        ],
        "owner": owned,
    }


def printed_as(document):
    """Return (record, purpose): what is printed for this paper. A report or an analysis is printed itself."""
    handler = handler_of(document)
    return (document.owner, handler.pdf) if handler and handler.pdf else (document, "document")


def kept_edition(document):
    """Return the finished Rendering of a superseded paper whose owner has been printed anew since; None of any other."""
    handler = handler_of(document) if document.state == Document.State.SUPERSEDED else None
    if handler is None or handler.edition is None:
        return None
    return rendering_with(document.owner, handler.pdf, handler.edition(document))


def secretary_of(document):
    """Return the name of who wrote the minutes, a blank where they lead the meeting themselves; other papers have none."""
    employee = getattr(document.author, "employee", None)
    if employee is None or document.kind.form != DocumentKind.Form.MINUTES:
        return ""
    return BLANK if employee.pk == document.signer_id else employee.signature


def prepared_by(document):
    """Return [{title, name}] of who drew up a plan or a report: their signature stands under its text."""
    employee = getattr(document.author, "employee", None)
    if employee is None or document.kind.form not in (DocumentKind.Form.PLAN, DocumentKind.Form.REPORT):
        return []
    if not document.kind.approver_role and document.signer_id:
        return []  # whoever signs such a paper signs it below
    title = role_title(document, employee) or employee.position
    return [{"title": title[:1].upper() + title[1:], "name": employee.signature}]


def role_title(document, employee):
    """Return the role in which such papers are prepared, as this person holds it on the day, or nothing."""
    day = fact_day(document.submitted_on)
    roles = {one.role for one in appointments_of(document) if one.employee_id == employee.pk and one.covers(day)}
    role = next((one for one in document.kind.prepared_by if one in roles), "")
    return document.school.chair_title if role == Role.CHAIR else Role(role).label if role else ""


def hash_of(content):
    """Return the SHA-256 of the canonical JSON of approved content."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
