"""Papers of the story that are made of records: each as its page would draft it, signed by whoever signs such papers."""

from audits.demo.papers import AUDIENCES, reading_story
from audits.demo.world import DIRECTOR
from roadmap.services.documents import create_document, kind_of, submit_document
from roadmap.services.starting import start_of


def draft(world, record, code, author):
    """Return the draft of a paper about the record, complete as its page opens it."""
    record.refresh_from_db()  # a story remembers its records as they were when it met them
    kind = kind_of(world.cast.school, code)
    start = start_of(kind, record=record, roadmap=world.roadmap)
    return create_document(
        kind,
        actor=world.user(author),
        about=record,
        title=start.title[:300],
        text=start.text,
        items=start.items,
        readers=start.readers or list(AUDIENCES[start.audience](kind.school) if start.audience in AUDIENCES else ()),
        roadmap=start.roadmap,
        activity=start.activity,
        association=start.association,
        signer=start.signer,
    )


def issue(world, record, code, author, signer=DIRECTOR, *, numbered=True):
    """Draft a paper and have it signed at once; return it."""
    document = draft(world, record, code, author)
    submit_document(document.pk, actor=world.user(author))
    return world.sign(document, signer, numbered=numbered)


def issue_to_readers(world, record, code, author, signer=DIRECTOR):
    """Tell how a paper is signed and then read by those whom it names."""
    document = issue(world, record, code, author, signer)
    yield from reading_story(world, document, {})
