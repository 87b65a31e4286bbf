"""The way of a paper: draft, visas, approval, number. Approval freezes the content and moves its owner (design, section 5)."""

import hashlib
import json

from django.db import transaction

from roadmap import workflow
from roadmap.models import Document, DocumentItem, DocumentKind, Visa
from roadmap.permissions import Role, rights
from roadmap.services.activities import settle_activity
from roadmap.services.numbering import next_number, number_year, refuse_taken_number
from vsoko import history, registries
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

EDITABLE = ("title", "text", "dated", "activity", "association", "body_name", "signer")


def handler_of(document):
    """Return the ApprovalHandler of the document's owner, or None for a paper that stands alone."""
    owner = document.owner
    if owner is None:
        return None
    label = owner._meta.label_lower
    if label == "roadmap.edition":
        label = f"{label}:{owner.target._meta.label_lower}"
    return registries.approval_handlers[label]


def kind_of(school, code):
    """Return the school's kind of paper by its code («D01»)."""
    return DocumentKind.objects.get(school=school, code=code)


@transaction.atomic
def create_document(kind, *, actor, title, text="", items=(), owner=None, **fields):
    """Create a draft and return it. `items` are dicts of DocumentItem fields (text, responsible, due_on)."""
    if not rights(actor).has(*kind.prepared_by):
        raise NotAllowed(f"Документ «{kind}» готовит {', '.join(Role(role).label for role in kind.prepared_by)}.")
    document = Document.objects.create(
        school=kind.school, kind=kind, author=actor, title=title, text=text, owner=owner, **fields
    )
    replace_items(document, items)
    history.record(document, actor=actor, action="roadmap.document.create", sentence="Черновик создан", to_state="draft")
    return document


def replace_items(document, items):
    document.items.all().delete()
    DocumentItem.objects.bulk_create(
        DocumentItem(document=document, position=position, number=str(position), **item)
        for position, item in enumerate(items, start=1)
    )


@transaction.atomic
def edit_document(pk, *, actor, items=None, **fields):
    """Change the words of a draft and return it; what is submitted goes back to draft first (`recall_document`)."""
    document = Document.objects.select_for_update(of=("self",)).select_related("kind").get(pk=pk)
    if document.state != Document.State.DRAFT:
        raise TransitionError("Документ уже передан: отзовите его для правки, потом меняйте.")
    if not workflow.drafts_document(actor, document):
        raise NotAllowed(workflow.DRAFTS)
    before = history.snapshot(document, fields)
    for name, value in fields.items():
        setattr(document, name, value)
    document.save(update_fields=list(fields))
    if items is not None:
        replace_items(document, items)
    changes = history.differences(document, before, history.snapshot(document, fields))
    history.record(document, actor=actor, action="roadmap.document.edit", sentence="Черновик изменён", changes=changes)
    return document


def papers():
    return Document.objects.select_related("kind", "school", "activity")


@transaction.atomic
def submit_document(pk, *, actor, comment="", on=None):
    """Send a draft on its way: to the visas that its kind asks for, or straight to whoever approves."""
    document = papers().get(pk=pk)
    roles = document.kind.visa_roles
    step = workflow.SEND_FOR_VISAS if roles else workflow.SUBMIT_DOCUMENT
    document = perform(
        step, pk, actor=actor, queryset=papers(), comment=comment, on=on, values={"submitted_on": fact_day(on)}
    )
    document.visas.all().delete()
    Visa.objects.bulk_create(Visa(document=document, role=role) for role in roles)
    if handler := handler_of(document):
        handler.submitted(document.owner, document=document, actor=actor, on=on)
    return document


@transaction.atomic
def agree_visa(pk, *, actor, comment="", on=None):
    """Give one visa; the last one passes the paper to whoever approves it. Returns the visa."""
    visa = _decide_visa(workflow.AGREE_VISA, pk, actor, comment, on)
    document = Document.objects.select_for_update(of=("self",)).get(pk=visa.document_id)
    if not document.visas.filter(state=Visa.State.WAITS).exists():
        perform(workflow.PASS_VISAS, document.pk, actor=actor, queryset=papers(), on=on)
    return visa


@transaction.atomic
def refuse_visa(pk, *, actor, comment="", on=None):
    """Refuse a visa with a remark: the paper returns to draft. Returns the visa."""
    visa = _decide_visa(workflow.REFUSE_VISA, pk, actor, comment, on)
    return_document(visa.document_id, actor=actor, comment=comment, on=on)
    return visa


def _decide_visa(step, pk, actor, comment, on):
    # The paper is locked before its visa, here and wherever it is approved or returned: one order of locks.
    Document.objects.select_for_update(of=("self",)).get(visas__pk=pk)
    return perform(
        step, pk, actor=actor, queryset=Visa.objects.select_related("document__kind", "document__school"),
        comment=comment, on=on, values={"decided_by": actor, "decided_on": fact_day(on), "remark": comment},
    )  # fmt: skip


@transaction.atomic
def approve_document(pk, *, actor, comment="", on=None):
    """Approve: freeze the content, give a number of the own series, start the items, move the owner. Returns the paper."""
    day = fact_day(on)

    def frozen(document):
        content = content_of(document)
        values = {
            "approved_by": actor,
            "approved_on": day,
            "approver_title": approver_title(document, actor),
            "approver_name": rights(actor).employee.signature,
            "content": content,
            "content_hash": hash_of(content),
        }
        if document.kind.numbering == DocumentKind.Numbering.OWN:
            number, year = next_number(document.kind, document.dated or day, document.body_name)
            values.update(number=number, number_year=year, dated=document.dated or day)
        elif document.kind.numbering != DocumentKind.Numbering.JOURNAL:
            values.update(dated=document.dated or day)
        return values

    document = perform(
        workflow.APPROVE_DOCUMENT, pk, actor=actor, queryset=papers(), comment=comment, on=on, values=frozen
    )
    for item in document.items.select_related("document__school"):
        perform(
            workflow.DOCUMENT_ITEM["plan"], item.pk, actor=None, on=on,
            queryset=DocumentItem.objects.select_related("document__school"),
        )  # fmt: skip
    if document.supersedes_id:
        perform(workflow.SUPERSEDE_DOCUMENT, document.supersedes_id, actor=None, queryset=papers(), on=on)
    if handler := handler_of(document):
        handler.approved(document.owner, document=document, actor=actor, on=on)
    settle_activity(document.activity, on=on)
    return document


@transaction.atomic
def return_document(pk, *, actor, comment, on=None):
    """Return a waiting paper to draft with a remark; its owner goes back too."""
    document = perform(workflow.RETURN_DOCUMENT, pk, actor=actor, queryset=papers(), comment=comment, on=on)
    _owner_returned(document, actor, comment, on)
    return document


@transaction.atomic
def recall_document(pk, *, actor, comment="", on=None):
    """Take one's own paper back for a change: it returns to draft."""
    document = perform(workflow.RECALL_DOCUMENT, pk, actor=actor, queryset=papers(), comment=comment, on=on)
    _owner_returned(document, actor, comment, on)
    return document


def _owner_returned(document, actor, comment, on):
    if handler := handler_of(document):
        handler.returned(document.owner, document=document, actor=actor, comment=comment, on=on)


@transaction.atomic
def register_document(pk, *, actor, number, dated, comment="", on=None):
    """Enter the number and date that the school's journal gave to a signed paper."""

    def registered(document):
        year = number_year(document.kind, dated)
        refuse_taken_number(document, number, year)
        return {"number": number, "number_year": year, "dated": dated}

    document = perform(
        workflow.REGISTER_DOCUMENT, pk, actor=actor, queryset=papers(), comment=comment, on=on, values=registered
    )
    settle_activity(document.activity, on=on)
    return document


@transaction.atomic
def annul_document(pk, *, actor, comment, on=None):
    """Annul a draft or an approved paper; its number stays taken for ever."""
    return perform(workflow.ANNUL_DOCUMENT, pk, actor=actor, queryset=papers(), comment=comment, on=on)


def approver_title(document, actor):
    """Return the post under the signature: «И.о. директора» for an acting one."""
    held = rights(actor)
    if document.kind.approver_role == Role.DIRECTOR and not document.signer_id:
        return "И.о. директора" if Role.DIRECTOR in held.acting else "Директор"
    position = held.employee.position
    return position[:1].upper() + position[1:]


def content_of(document):
    """Return everything that is being approved, as JSON; later changes of school or people do not reach it."""
    handler = handler_of(document)
    school = document.school
    return {
        "school": {"full": school.full_name, "short": school.short_name, "city": school.city},
        "kind": {"code": document.kind.code, "title": document.kind.title, "form": document.kind.form},
        "title": document.title,
        "text": document.text,
        "body_name": document.body_name,
        "items": [
            {
                "number": item.number,
                "text": item.text,
                "responsible": item.responsible.short_name if item.responsible else "",
                "due_on": item.due_on.isoformat() if item.due_on else "",
            }
            for item in document.items.select_related("responsible")
        ],
        "visas": [
            {"role": visa.get_role_display(), "name": str(visa.decided_by), "on": visa.decided_on.isoformat()}
            for visa in document.visas.select_related("decided_by").filter(state=Visa.State.AGREED)
        ],
        "owner": handler.snapshot(document.owner) if handler else None,
    }


def hash_of(content):
    """Return the SHA-256 of the canonical JSON of approved content."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
