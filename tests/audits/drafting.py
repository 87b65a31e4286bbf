"""Papers drafted from records the way the page of a new draft makes them."""

from roadmap.placeholders import expand
from roadmap.services.documents import approve_document, create_document, kind_of, submit_document
from roadmap.services.starting import start_of


def draft(record, code, *, actor):
    """Return the draft of a paper about the record, as its skeleton and facts begin it."""
    start = start_of(kind_of(record_school(record), code), record=record)
    return create_document(
        kind_of(record_school(record), code),
        actor=actor,
        about=record,
        title=start.title,
        text=start.text,
        items=start.items,
        readers=start.readers or [],
        roadmap=start.roadmap,
        activity=start.activity,
        association=start.association,
        signer=start.signer,
    )


def record_school(record):
    return getattr(record, "school", None) or record.audit.school


def words(document):
    """Return the whole paper as it is read: its title, text with tables, and points."""
    return "\n".join([document.title, expand(document, document.text), *(item.text for item in document.items.all())])


def signed(document, *, by, on=None):
    submit_document(document.pk, actor=document.author, on=on)
    return approve_document(document.pk, actor=by, on=on)
