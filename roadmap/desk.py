"""What the year and its papers put on people's desks, and what their authors wait for from others."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from roadmap import desk_given
from roadmap.first_steps import first_steps
from roadmap.models import Appointment, Document, DocumentKind, Visa
from roadmap.permissions import Role, rights
from roadmap.services import letters
from vsoko.registries import DeskSource, Duty, Expectation, desk_panels, desk_sources, overseers
from vsoko.wording import day_text, plural


def once(user, name, read):
    """Return what `read` finds for this user object, read once: duties and expectations come of the same rows."""
    kept = user.__dict__.setdefault("_desk", {})
    if name not in kept:
        kept[name] = read()
    return kept[name]


def papers_of(user):
    """Return the papers that wait for this user, or that this user drafted; one query."""
    held = rights(user)
    if held.employee is None:
        return []
    asked = Exists(Visa.objects.filter(document=OuterRef("pk"), role__in=held.roles, state=Visa.State.WAITS))
    by_role = Q(kind__approver_role__in=held.roles) & (Q(signer=None) | Q(signer=held.employee))
    wanted = (
        Q(author=user, state__in=Document.UNFINISHED)
        | Q(state=Document.State.ON_APPROVAL) & (by_role | Q(kind__approver_role="", signer=held.employee))
        | Q(state=Document.State.ON_VISA) & asked
    )
    unnumbered = Q(state=Document.State.APPROVED, kind__numbering=DocumentKind.Numbering.JOURNAL)
    if held.has(Role.SECRETARY):
        wanted |= unnumbered
    elif held.has(Role.DEPUTY_EDU):
        secretaries = Appointment.objects.filter(school=user.school_id, role=Role.SECRETARY)
        wanted |= unnumbered & ~Exists(secretaries.covering(timezone.localdate()))
    rows = Document.objects.filter(wanted, school=user.school_id).annotate(asks_visa=asked)
    return list(rows.select_related("kind", "signer", "author", "activity").order_by("submitted_on", "pk"))


def signs(user, paper):
    """Return whether this paper waits for the user's signature (the same rule as in the query above)."""
    held = rights(user)
    by_role = not paper.kind.approver_role or held.has(paper.kind.approver_role)
    return by_role and paper.signer_id in (held.employee.pk, None)


def waited(since, today):
    """Return how long a paper has been waiting, in words."""
    days = (today - since).days if since else 0
    return f"ждёт {plural(days, 'день,дня,дней')}" if days > 0 else "передан сегодня"


def paper_duty(paper, user, today):
    since, kind = paper.submitted_on, paper.kind.title
    facts = {"key": f"paper:{paper.pk}", "since": since, "detail": f"{kind}. Исполнитель: {paper.author}"}
    match paper.state:
        case Document.State.ON_APPROVAL if signs(user, paper):
            address = reverse("tray-detail", args=[paper.pk])
            return Duty(title=f"Подписать: {paper}", url=address, word=waited(since, today), **facts)
        case Document.State.ON_VISA if paper.asks_visa:
            address = reverse("tray-detail", args=[paper.pk])
            return Duty(title=f"Согласовать: {paper}", url=address, word=waited(since, today), **facts)
        case Document.State.APPROVED:
            address = reverse("document-register", args=[paper.pk])
            return Duty(title=f"Внести номер: {paper}", url=address, word="ждёт номера", **facts)
        case Document.State.DRAFT:
            verb, shape, word = ("Исправить", "back", "возвращён") if since else ("Дописать", "draft", "черновик")
            due = paper.activity.ends_on if paper.activity else None
            facts["detail"] = kind
            address = paper.get_absolute_url()
            return Duty(title=f"{verb} и передать: {paper}", url=address, due=due, shape=shape, word=word, **facts)
    return None


def paper_duties(user, today):
    """Sign, agree, give a number, finish a draft."""
    papers = once(user, "papers", lambda: papers_of(user))
    return [duty for paper in papers if (duty := paper_duty(paper, user, today))]


def papers_expected(user, today):
    """Own papers that wait for somebody else."""
    papers = once(user, "papers", lambda: papers_of(user))
    mine = [paper for paper in papers if paper.author_id == user.pk and paper.state in Document.WAITING]
    return [
        Expectation(whom(paper), f"{paper}, передан {day_text(paper.submitted_on)}", None, paper.get_absolute_url())
        for paper in mine
        if paper_duty(paper, user, today) is None
    ]


def whom(paper):
    if paper.state == Document.State.ON_VISA:
        return "Согласующие"
    return str(paper.signer or Role(paper.kind.approver_role).label.capitalize())


def given_duties(user, today):
    """Read, carry out, accept, decide about a term, start and finish rows of the roadmap."""
    given = once(user, "given", lambda: desk_given.given_to(user, today))
    return [duty for row in given if (duty := desk_given.duty(row, today))]


def given_expected(user, today):
    """Points of papers that this user signed and others carry out."""
    given = once(user, "given", lambda: desk_given.given_to(user, today))
    return [desk_given.expectation(row) for row in given if row.kind == "others"]


def register():
    desk_sources.register("papers", DeskSource(paper_duties, papers_expected))
    desk_sources.register("given", DeskSource(given_duties, given_expected))
    desk_panels.register("first_steps", first_steps)
    overseers.register("deputies", letters.overseers)
