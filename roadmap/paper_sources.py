"""Papers that are made of another paper: the order that approves the regulation or the report."""

from roadmap.models import Document
from roadmap.permissions import Role, has_role
from roadmap.placeholders import CLAUSE
from vsoko.registries import PaperSource, paper_sources

ORDER = "D23"
APPROVED_BY_ORDER = ("D02", "D14", "D16")
REGULATION = "D02"
prepares_order = has_role(Role.DIRECTOR, Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING, Role.GROUP_HEAD)


def facts(paper, code):
    """Return what an order says of the paper that it approves; the one it replaces is named where there is one."""
    old = paper.supersedes
    return {"paper.title": paper.title, "paper.old": old.requisites if old else ""}


def fields(paper, code):
    return {
        "roadmap": paper.roadmap,
        "activity": paper.activity,
        "variant": "regulation" if paper.kind.code == REGULATION else "",
    }


def may(user, paper, code):
    """Whoever prepares such orders, while the paper has no number: it takes that of its order."""
    done_with = (Document.State.SUPERSEDED, Document.State.ANNULLED)
    open_yet = paper.kind.code in APPROVED_BY_ORDER and paper.state not in done_with and not paper.number
    return open_yet and prepares_order(user, paper)


def register():
    paper_sources.register(
        "paper",
        PaperSource(
            model=Document,
            kinds=(ORDER,),
            names={
                "paper.title": "заголовок утверждаемого документа",
                "paper.old": "реквизиты прежней редакции; нет её — нет и строки",
            },
            facts=facts,
            fields=fields,
            may=may,
            visible=lambda user: Document.objects.visible_to(user).select_related("kind", "supersedes", "roadmap"),
            sorts={"paper.old": CLAUSE},
        ),
    )
