"""The way of a paper: draft, visas, approval, number. Approval freezes the content and moves its owner (design, section 5)."""

from contextlib import suppress
from secrets import token_urlsafe

from django.db import transaction

from roadmap import document_workflow as workflow
from roadmap.models import Document, DocumentItem, DocumentKind, Visa
from roadmap.permissions import Role, rights
from roadmap.placeholders import about_source
from roadmap.services import letters
from roadmap.services.activities import settle_activity
from roadmap.services.conditions import settle_points
from roadmap.services.content import approver_of, content_of, handler_of, hash_of, printed_as, signature_of
from roadmap.services.drafts import create_document, edit_document, kind_of
from roadmap.services.numbering import journal_number, next_number, number_year, refuse_taken_number
from vsoko import history
from vsoko.files import SCANS, store_upload, succeed
from vsoko.rendering import request_rendering
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

__all__ = [
    "agree_visa", "annul_document", "approve_document", "create_document", "edit_document", "kind_of",
    "recall_document", "refuse_visa", "register_document", "return_document", "sign_by_hand", "submit_document",
]  # fmt: skip


TOKEN_BYTES = 12  # of the address by which a print is checked: it cannot be guessed


def papers():
    return Document.objects.select_related("kind", "school", "activity", "signer", "supersedes", "author__employee")


def points():
    return DocumentItem.objects.select_related("document__school")


@transaction.atomic
def submit_document(pk, *, actor, comment="", on=None):
    """Send a draft on its way: to the visas that its kind asks for, or straight to whoever approves.

    Its PDF is ordered at once, so that whoever decides finds the pages ready.
    """
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
    settle_points(document.school, actor=actor)
    letters.tell_who_decides(document, actor)
    order_pdf_after(document, actor)
    return document


@transaction.atomic
def agree_visa(pk, *, actor, comment="", on=None):
    """Give one visa; the last one passes the paper to whoever approves it. Returns the visa."""
    visa = _decide_visa(workflow.AGREE_VISA, pk, actor, comment, on)
    if not Visa.objects.filter(document=visa.document_id, state=Visa.State.WAITS).exists():
        document = perform(workflow.PASS_VISAS, visa.document_id, actor=actor, queryset=papers(), on=on)
        letters.tell_who_decides(document, actor)
    order_pdf_after(visa.document, actor)  # the visa stands on its pages
    return visa


@transaction.atomic
def refuse_visa(pk, *, actor, comment="", on=None):
    """Refuse a visa with a remark: the paper returns to draft. Returns the visa."""
    visa = _decide_visa(workflow.REFUSE_VISA, pk, actor, comment, on)
    return_document(visa.document_id, actor=actor, comment=comment, on=on)
    return visa


def _decide_visa(step, pk, actor, comment, on):
    # The paper is locked before its visa, here and wherever it is approved or returned: one order of locks.
    if not Document.objects.select_for_update(of=("self",)).filter(visas__pk=pk).first():
        raise TransitionError("Эта виза больше не нужна: документ отозван. Обновите страницу.")
    return perform(
        step,
        pk,
        actor=actor,
        queryset=Visa.objects.select_related("document__kind", "document__school"),
        comment=comment,
        on=on,
        values={"decided_by": actor, "decided_on": fact_day(on), "remark": comment},
    )


@transaction.atomic
def approve_document(pk, *, actor, comment="", on=None, dated=None):
    """Approve: freeze the content, give a number of the own series, start the items, move the owner. Returns the paper.

    `dated` is the paper's own date where no journal gives it; the day of approval where neither the draft nor the
    approver has named one.
    """

    def decided(document):
        held = rights(actor)
        signature = signature_of(document, held.employee, Role.DIRECTOR in held.acting)
        return frozen(document, signature, approver=actor, day=fact_day(on), dated=dated)

    return _approve(workflow.APPROVE_DOCUMENT, pk, actor=actor, comment=comment, on=on, values=decided)


@transaction.atomic
def sign_by_hand(pk, *, actor, upload, comment="", on=None):
    """Record that the printed paper was signed by hand on that day, with its scan. Returns the paper.

    Under it stands whoever was to approve it on the day; whoever has no login is represented by the one who recorded it.
    """

    def decided(document):
        employee, acting = approver_of(document, on)
        if employee is None:
            role = document.kind.get_approver_role_display()
            raise TransitionError(f"На этот день никто не назначен: {role}. Проверьте день подписания.", field="on")
        signature = signature_of(document, employee, acting)
        values = frozen(document, signature, approver=employee.user or actor, day=fact_day(on))
        # Kept last: of a paper that may not be signed no file is left behind.
        scan = store_upload(upload, school=document.school, actor=actor, kinds=SCANS)
        return values | {"signed_by_hand": True, "scan": scan}

    return _approve(workflow.SIGN_BY_HAND, pk, actor=actor, comment=comment, on=on, values=decided)


def frozen(document, signature, *, approver, day, dated=None):
    """Return the fields of a paper that its approval writes; takes the next number of an own series."""
    content = content_of(document, signature)
    values = {
        "approved_by": approver,
        "approved_on": day,
        "approver_title": signature["title"],
        "approver_name": signature["name"],
        "content": content,
        "content_hash": hash_of(content),
    }
    if document.kind.numbering != DocumentKind.Numbering.JOURNAL:
        values["dated"] = dated or document.dated or day
    if document.kind.numbering == DocumentKind.Numbering.OWN:
        values["number"], values["number_year"] = next_number(document.kind, values["dated"], document.body_name)
    return values


def _approve(step, pk, *, actor, comment, on, values):
    """Carry out the step that brings a paper into force, with everything that follows from it. Returns the paper."""
    document = perform(step, pk, actor=actor, queryset=papers(), comment=comment, on=on, values=values)
    document.token = token_urlsafe(TOKEN_BYTES)
    document.save(update_fields=["token"])
    # A point without a responsible («контроль оставляю за собой») is nobody's assignment: it stays words.
    for item in document.items.filter(responsible__isnull=False):
        perform(workflow.DOCUMENT_ITEM["plan"], item.pk, actor=None, queryset=points(), on=on)
    supersede_old(document, on)
    if handler := handler_of(document):
        handler.approved(document.owner, document=document, actor=actor, on=on)
    if (source := about_source(document)) and source.approved:
        source.approved(document.about, document=document, actor=actor, on=on)
    settle_points(document.school, actor=actor)
    settle_activity(document.activity, on=on)
    letters.paper_is_decided(document)
    letters.tell_readers(document)
    letters.tell_responsible(document)
    order_pdf_after(document, actor)
    return document


def order_pdf_after(document, actor):
    """Ask for the PDF once the present transaction has come to its end, and only then."""
    transaction.on_commit(lambda: order_pdf(document.pk, actor), robust=True)


def order_pdf(pk, actor):
    """Ask for the PDF of a paper as its transaction has left it; without Pango the paper is there all the same."""
    with suppress(TransitionError):
        record, purpose = printed_as(papers().get(pk=pk))
        request_rendering(record, purpose, actor=actor)


def supersede_old(document, on):
    """Let the previous edition go, unless it has been annulled meanwhile; what it ordered is ordered anew."""
    old = document.supersedes
    if old and old.state in Document.IN_FORCE:
        perform(workflow.SUPERSEDE_DOCUMENT, old.pk, actor=None, queryset=papers(), on=on)
        stop_items(old, "Документ заменён новой редакцией", on)


def stop_items(document, why, on):
    """Take off what is still to be done by a paper that is no longer in force; what is reported waits for its answer."""
    unfinished = (DocumentItem.State.PLANNED, DocumentItem.State.IN_PROGRESS)
    for item in document.items.filter(state__in=unfinished):
        perform(workflow.DOCUMENT_ITEM["cancel"], item.pk, actor=None, queryset=points(), comment=why, on=on)


@transaction.atomic
def return_document(pk, *, actor, comment, on=None):
    """Return a waiting paper to draft with a remark; its owner goes back too."""
    document = perform(workflow.RETURN_DOCUMENT, pk, actor=actor, queryset=papers(), comment=comment, on=on)
    _owner_returned(document, actor, comment, on)
    letters.tell_author(document, comment, actor)
    return document


@transaction.atomic
def recall_document(pk, *, actor, comment="", on=None):
    """Take one's own paper back for a change: it is a draft as if it had never been handed in, and not a returned one."""
    document = perform(
        workflow.RECALL_DOCUMENT,
        pk,
        actor=actor,
        queryset=papers(),
        comment=comment,
        on=on,
        values={"submitted_on": None},
    )
    _owner_returned(document, actor, comment, on)
    letters.paper_is_decided(document)
    return document


def _owner_returned(document, actor, comment, on):
    if handler := handler_of(document):
        handler.returned(document.owner, document=document, actor=actor, comment=comment, on=on)


@transaction.atomic
def register_document(pk, *, actor, number, dated, comment="", on=None):
    """Enter the number and date that the school's journal gave to a signed paper. Returns the paper.

    Signed papers that this order approves are entered with the order's own number and date.
    """

    def registered(document):
        year = number_year(document.kind, dated)
        given = journal_number(document, number)
        refuse_taken_number(document, given, year)
        return {"number": given, "number_year": year, "dated": dated}

    document = perform(
        workflow.REGISTER_DOCUMENT, pk, actor=actor, queryset=papers(), comment=comment, on=on, values=registered
    )
    settle_activity(document.activity, on=on)
    order_pdf_after(document, actor)
    for paper in _approved_by(document):
        register_document(paper.pk, actor=actor, number=document.number, dated=dated, on=on)
    return document


def _approved_by(document):
    """Return the signed papers without a number whose grip names this order: its own subject, or what stands on the same record.

    The order of a year's results approves the plan of measures (domain text, D15).
    """
    if document.kind.form != DocumentKind.Form.ORDER or document.about_id is None:
        return []
    if isinstance(document.about, Document):
        return [document.about] if document.about.awaits_number else []
    beside = papers().filter(about_type=document.about_type, about_id=document.about_id, school=document.school)
    return [one for one in beside if one.awaits_number and DocumentKind.Grip.ORDERED in one.kind.grips]


@transaction.atomic
def annul_document(pk, *, actor, comment, on=None):
    """Annul a draft or an approved paper; its number stays taken for ever, its unfinished items are taken off.

    An annulled draft of a new edition makes room for another one.
    """

    def released(document):
        return {"supersedes": None} if document.state == Document.State.DRAFT else {}

    document = perform(
        workflow.ANNUL_DOCUMENT, pk, actor=actor, queryset=papers(), comment=comment, on=on, values=released
    )
    stop_items(document, "Документ аннулирован", on)
    if document.approved_on and (source := about_source(document)) and source.annulled:
        source.annulled(document.about, document=document, actor=actor, comment=comment, on=on)
    return document


@transaction.atomic
def attach_scan(pk, *, actor, upload):
    """Keep the scan of the signed paper and return the paper; a better scan becomes the next version of the file."""
    document = papers().select_for_update(of=("self",)).get(pk=pk)
    if not workflow.asks_to_read(actor, document):
        raise NotAllowed(workflow.KEEPS)
    if document.state not in Document.IN_FORCE:
        raise TransitionError("Скан прикладывают к утверждённому документу.")
    scan = store_upload(upload, school=document.school, actor=actor, kinds=SCANS)
    if document.scan:
        succeed(scan, document.scan)
    document.scan = scan
    document.save(update_fields=["scan"])
    history.record(document, actor=actor, action="roadmap.document.scan", sentence=f"Приложен скан: {scan.name}"[:300])
    return document
