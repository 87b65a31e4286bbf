"""What a new draft begins with: the school's skeleton of that kind, filled with what the system knows."""

from dataclasses import dataclass, field
from datetime import date, datetime

from roadmap.models import Document, Employee, Skeleton
from roadmap.paper_facts import chair, holder, term
from roadmap.permissions import Role
from roadmap.placeholders import MARK, Facts, Setting, fill, part_of, source_of
from roadmap.points import ROLES, STAGES, points_of

ASSOCIATION, CONTINUED = "association", "continued"


@dataclass
class Start:
    """`audience` is one of the choices of readers, unless `readers` (employees) are given; `items` are fields of points."""

    title: str
    text: str = ""
    body_name: str = ""
    signer: object = None
    audience: str = ""
    readers: list | None = None
    items: list = field(default_factory=list)
    roadmap: object = None
    activity: object = None
    association: object = None
    number: str = ""
    skeleton: object = None


def skeletons_of(kind):
    return list(Skeleton.objects.filter(kind=kind).order_by("variant", "id"))


def choose(skeletons, *, variant=None, activity=None, association=None, again=False):
    """Return the skeleton for the occasion: the named one, that of the row's stage, of an association, the common one.

    An association may have its own for a stage: «association-plans». `again` takes the one for what another year has begun.
    """
    by_variant = {one.variant: one for one in skeletons}
    stage = activity and activity.stage
    both = association and stage and f"{ASSOCIATION}-{stage}"
    wanted = [variant, both, stage, association and ASSOCIATION, again and CONTINUED, ""]
    found = next((by_variant[one] for one in wanted if one in by_variant), None)
    return found or next(iter(skeletons), None)


def start_of(kind, *, roadmap=None, activity=None, association=None, record=None, variant=None, skeletons=None):
    """Return the Start of a paper of this kind; `record` is what it is made about (registries.paper_sources)."""
    source = source_of(record, kind.code) if record is not None else None
    given = source.fields(record, kind.code) if source else {}
    activity, association = given.get("activity", activity), given.get("association", association)
    roadmap = given.get("roadmap", roadmap)
    skeletons = skeletons_of(kind) if skeletons is None else skeletons
    skeleton = choose(
        skeletons, variant=variant or given.get("variant"), activity=activity, association=association,
        again=_begun_before(kind, roadmap, skeletons),
    )  # fmt: skip
    setting = Setting(kind.school, kind.code, roadmap, activity, association)
    start = begin(skeleton, Facts(setting, record)) if skeleton else Start(kind.title)
    start.roadmap, start.activity, start.association = roadmap, activity, association
    start.title, start.readers = given.get("title", start.title), given.get("readers")
    start.signer, start.number = given.get("signer", start.signer), given.get("number", "")
    if "points" in given:
        names = ("text", "responsible", "due_on", "condition")
        start.items = [dict(zip(names, point, strict=False)) for point in given["points"]]
    return start


def _begun_before(kind, roadmap, skeletons):
    """Return whether such a paper of another year is in force: ВСОКО is created once, then its work is organised."""
    if not any(one.variant == CONTINUED for one in skeletons):
        return False
    return Document.objects.filter(kind=kind, state__in=Document.IN_FORCE).exclude(roadmap=roadmap).exists()


def begin(skeleton, facts):
    """Return the Start of one skeleton with these Facts."""
    signs = chair if skeleton.signer_role == Role.CHAIR and facts.setting.association else holder(skeleton.signer_role)
    return Start(
        title=fill(skeleton.title, facts),
        text=fill(skeleton.text, facts),
        body_name=fill(skeleton.body_name, facts),
        signer=signs(facts.setting),
        audience=skeleton.readers,
        items=[item for point in points_of(skeleton.points) if (item := _item(point, facts))],
        skeleton=skeleton,
    )


def _item(point, facts):
    """Return the fields of a point, or None where the text has nothing to say of what there is none of."""
    text = fill(point.text, facts)
    if not text:
        return None
    who = _fact(point.who, facts) or (
        holder(ROLES[point.who.lower()])(facts.setting) if _known(point.who, ROLES) else None
    )
    when = _fact(point.when, facts) or (
        term(STAGES[point.when.lower()])(facts.setting) if _known(point.when, STAGES) else None
    )
    return {
        "text": text,
        "responsible": who if isinstance(who, Employee) else None,
        "due_on": when if isinstance(when, date) and not isinstance(when, datetime) else None,
        "condition": point.condition,
    }


def _known(word, table):
    return word.lower() in table


def _fact(written, facts):
    mark = MARK.fullmatch(written)
    name = mark and part_of(mark[1], facts.names)[0]
    return facts.value(name) if name else None
