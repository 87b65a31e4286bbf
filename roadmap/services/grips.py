"""What the grips of a paper say (domain text, section 3.1): which of them a kind has is chosen in its card."""

from roadmap.models import Document, DocumentKind
from vsoko.wording import NBSP, day_num

Grip = DocumentKind.Grip
HAND = f"протокол от ___.___.______ №{NBSP}______"
COUNCIL = "педагогического совета"
PARENTS = ["совета родителей", "(законных представителей)"]
# Whoever signs stands in the grip, or is named by the order: nobody signs such a paper under its text once more.
APPROVING = (Grip.APPROVE, Grip.ORDERED)
MEETINGS = (Grip.REVIEWED, Grip.ACCEPTED, Grip.OPINION)
TITLES = {Grip.REVIEWED: "РАССМОТРЕНО", Grip.ACCEPTED: "ПРИНЯТО", Grip.OPINION: "УЧТЕНО МНЕНИЕ"}


def grip_facts(document):
    """Return [{"is", "lines"}] of the grips of a paper; those that approve take their words when they are shown."""
    return [{"is": grip, "lines": _meeting(document, grip) if grip in MEETINGS else []} for grip in document.kind.grips]


def _meeting(document, grip):
    """Return the words of a grip about a meeting; its minutes are cited only where the same row of the roadmap has them."""
    if grip == Grip.OPINION:
        return [TITLES[grip], *PARENTS, HAND]
    body = document.association.name if document.association_id else COUNCIL
    return [TITLES[grip], f"на заседании {body}", _minutes(document)]


def _minutes(document):
    if not document.activity_id:
        return HAND
    held = Document.objects.filter(
        activity=document.activity_id,
        association=document.association_id,
        kind__form=DocumentKind.Form.MINUTES,
        state__in=Document.IN_FORCE,
    ).order_by("dated", "id")
    by_body = [one for one in held if document.association_id or "педагогическ" in one.body_name.lower()]
    return f"протокол {by_body[-1].requisites}" if by_body else HAND


def grip_columns(document, content):
    """Return the grips above the paper as two columns of lists of lines: meetings at the left, who approves at the right.

    A column alone stands at the right; None for a paper without grips.
    """
    grips = _grips(content)
    meetings = [grip["lines"] for grip in grips if grip["is"] not in APPROVING]
    approving = [_lines(grip, document, content) for grip in grips if grip["is"] in APPROVING]
    if not grips:
        return None
    return {"left": meetings, "right": approving} if approving else {"left": [], "right": meetings}


def approves(content):
    """Return whether a grip shows who approved: then there is no signature of theirs under the text."""
    return any(grip["is"] in APPROVING for grip in _grips(content))


def _grips(content):
    if "grips" in content:
        return content["grips"]
    # Papers approved before kinds had grips.
    kind = content["kind"]
    if kind["form"] in (DocumentKind.Form.ORDER, DocumentKind.Form.MINUTES, DocumentKind.Form.OTHER):
        return []
    return [{"is": Grip.ORDERED if kind["numbering"] == DocumentKind.Numbering.JOURNAL else Grip.APPROVE, "lines": []}]


def _lines(grip, document, content):
    school = content["school"]["short"]
    if grip["is"] == Grip.ORDERED:
        return ["УТВЕРЖДЕНО", f"приказом {school}", document.requisites]
    day = day_num(document.approved_on) or "___.___.______"
    return ["УТВЕРЖДАЮ", content["signature"]["title"], school, f"____________ {content['signature']['name']}", day]
