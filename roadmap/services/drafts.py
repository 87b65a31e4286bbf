"""Drafts of papers: their words, points and readers. Nothing of a draft binds anybody yet."""

from datetime import date

from django.db import transaction

from roadmap import document_workflow as workflow
from roadmap.citing import acts_in
from roadmap.models import Acknowledgement, Document, DocumentItem, DocumentKind, LegalAct
from roadmap.permissions import Role, rights
from roadmap.placeholders import source_of
from roadmap.services.numbering import number_about
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError

EDITABLE = ("title", "text", "dated", "roadmap", "activity", "association", "body_name", "signer")


def kind_of(school, code):
    """Return the school's kind of paper by its code («D01»)."""
    return DocumentKind.objects.get(school=school, code=code)


@transaction.atomic
def create_document(
    kind, *, actor, title, text="", items=(), readers=(), read_by=None, owner=None, about=None, **fields
):
    """Create a draft and return it.

    A paper that stands alone is prepared by the roles that its kind names; one made from the facts of a record (`about`) by
    whom its PaperSource lets; the paper of a record (`owner`) is made by the service of that record, which has asked its own
    right. `items` are dicts of DocumentItem fields (text, responsible, due_on); `readers` the employees who will have to read
    the paper by the day `read_by`.
    """
    if owner is None and not prepares(actor, kind, about):
        raise NotAllowed(f"Документ «{kind}» готовит {', '.join(Role(role).label for role in kind.prepared_by)}.")
    if about is not None and kind.numbering == DocumentKind.Numbering.OWNER:
        fields |= _number_about(kind, about, fields.get("roadmap"))
    document = Document.objects.create(
        school=kind.school, kind=kind, author=actor, title=title, text=text, owner=owner, about=about, **fields
    )
    replace_items(document, items)
    name_readers(document, readers, read_by)
    cite_acts(document)
    history.record(
        document, actor=actor, action="roadmap.document.create", sentence="Черновик создан", to_state="draft"
    )
    return document


def _number_about(kind, about, roadmap):
    number = source_of(about, kind.code).fields(about, kind.code).get("number", "")
    if not number:
        return {}
    return {"number": number_about(kind, about, number), "number_year": roadmap.label if roadmap else ""}


def prepares(actor, kind, about=None):
    """Return whether the user may make a paper of this kind, about that record if it is about one."""
    if about is None:
        return rights(actor).has(*kind.prepared_by)
    source = source_of(about, kind.code)
    return source is not None and source.may(actor, about, kind.code)


@transaction.atomic
def edit_document(pk, *, actor, items=None, readers=None, read_by=None, **fields):
    """Change a draft and return it; what is submitted goes back to draft first (`recall_document`).

    `items` and `readers` left None stay as they are.
    """
    if unknown := set(fields) - set(EDITABLE):
        raise ValueError(f"not words of a draft: {sorted(unknown)}")
    document = Document.objects.select_for_update(of=("self",)).select_related("kind", "school").get(pk=pk)
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
    if readers is not None:
        name_readers(document, readers, read_by)
    cite_acts(document)
    changes = history.differences(document, before, history.snapshot(document, fields))
    history.record(document, actor=actor, action="roadmap.document.edit", sentence="Черновик изменён", changes=changes)
    return document


def replace_items(document, items):
    document.items.all().delete()
    DocumentItem.objects.bulk_create(
        DocumentItem(document=document, position=position, number=str(position), **item)
        for position, item in enumerate(items, start=1)
    )


def cite_acts(document):
    """Let the paper cite the acts that its words name."""
    words = [document.title, document.text, *document.items.values_list("text", flat=True)]
    document.acts.set(acts_in("\n".join(words), LegalAct.objects.filter(school=document.school_id)))


def name_readers(document, employees, due_on: date | None):
    """Make these employees, and nobody else, the ones who have to read the paper; who has read it stays."""
    waiting = document.acknowledgements.filter(done_on=None)
    waiting.exclude(employee__in=employees).delete()
    waiting.update(due_on=due_on)
    known = set(document.acknowledgements.values_list("employee", flat=True))
    Acknowledgement.objects.bulk_create(
        Acknowledgement(document=document, employee=employee, due_on=due_on)
        for employee in employees
        if employee.pk not in known
    )


@transaction.atomic
def new_edition(pk, *, actor):
    """Start a new edition of a paper in force: a draft with its words, points and readers, all of whom are asked anew.

    Returns the draft. The old paper stays in force until the new one is approved.
    """
    old = Document.objects.select_for_update(of=("self",)).select_related("kind", "school").get(pk=pk)
    if not workflow.drafts_document(actor, old):
        raise NotAllowed(workflow.DRAFTS)
    if old.state not in Document.IN_FORCE:
        raise TransitionError("Новая редакция делается из действующего документа.")
    if old.owner_id:
        raise TransitionError(f"Этим документом утверждено: {old.owner}. Изменение оформляется редакцией записи.")
    if Document.objects.filter(supersedes=old).exists():
        raise TransitionError("Новая редакция этого документа уже готовится: откройте её в списке документов.")
    return create_document(
        old.kind,
        actor=actor,
        title=old.title,
        text=old.text,
        items=list(old.items.values("text", "responsible_id", "due_on", "condition")),
        readers=[row.employee for row in old.acknowledgements.select_related("employee") if not row.employee.left_on],
        roadmap=old.roadmap,
        activity=old.activity,
        about=old.about,
        association=old.association,
        body_name=old.body_name,
        dated=old.dated if old.kind.form == DocumentKind.Form.MINUTES else None,
        signer=old.signer,
        supersedes=old,
    )
