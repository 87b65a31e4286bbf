"""Several papers decided in one step: each by itself, so that one that cannot be decided holds up none of the others."""

from dataclasses import dataclass, field

from roadmap import document_workflow as workflow
from roadmap.models import Document, Visa
from roadmap.services.documents import agree_visa, approve_document, return_document
from vsoko.workflow import TransitionError


@dataclass
class Decided:
    """What became of the marked papers: `done` are papers, `failed` pairs of a paper and the sentence that says why."""

    done: list = field(default_factory=list)
    failed: list = field(default_factory=list)


def approve_marked(documents, *, actor):
    """Approve each paper, or give the visas that it waits for from the actor. Returns Decided."""

    def decide(document):
        if document.state != Document.State.ON_VISA:
            return approve_document(document.pk, actor=actor)
        mine = [visa for visa in document.visas.filter(state=Visa.State.WAITS) if workflow.gives_visa(actor, visa)]
        if not mine:
            raise TransitionError(f"{document.kind}: ваша виза этому документу не нужна.")
        for visa in mine:
            agree_visa(visa.pk, actor=actor)

    return _each(documents, decide)


def return_marked(documents, *, actor, comment):
    """Return each paper to draft with one and the same remark. Returns Decided."""
    return _each(documents, lambda document: return_document(document.pk, actor=actor, comment=comment))


def _each(documents, decide):
    decided = Decided()
    for document in documents:
        try:
            decide(document)
        except TransitionError as error:
            decided.failed.append((document, error.message))
        else:
            decided.done.append(document)
    return decided
