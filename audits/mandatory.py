"""Обязательные документы внутреннего аудита (domain text, section 3.0): what the set consists of, what is there, what lacks."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, prefetch_related_objects

from audits.models import CorrectivePlan, Finding
from audits.models.finding import NONCONFORMITIES
from roadmap.models import Document
from vsoko.views.seen import seen_by
from vsoko.workflow import TransitionError

# By the report, not by its own paper: it is there when the director has approved it.
REPORT, PLAN = "D11", "D12"
OF_AUDIT = {
    "D07": "приказ о проведении аудита",
    "D08": "план аудита",
    "D09": "чек-лист с ответами",
    REPORT: "отчёт об аудите",
}
CARD, CARDS = "D10", "карточки несоответствий"
UNOWED = (Finding.State.DRAFT, Finding.State.WITHDRAWN)
THERE = (*Document.IN_FORCE, Document.State.SUPERSEDED)


@dataclass
class Part:
    """One mandatory paper, or several of a kind: `there` of `needed`; `papers` are those begun, the latest first."""

    code: str
    name: str
    needed: int = 1
    there: int = 0
    papers: list = field(default_factory=list)

    @property
    def complete(self):
        return self.there >= self.needed


@dataclass
class PaperSet:
    """The mandatory set of an audit; `papers` are all that are about it or its nonconformities, `others` not in the set."""

    parts: list
    papers: list
    cards: dict  # finding id -> its card
    owed: list  # the nonconformities, each of which has a card

    @property
    def done(self):
        return sum(part.complete for part in self.parts)

    @property
    def complete(self):
        return self.done == len(self.parts)

    @property
    def missing(self):
        return [part.name for part in self.parts if not part.complete]

    def of_kind(self, code):
        return [paper for paper in self.papers if paper.kind.code == code]


def paper_set(audit, findings=None, user=None):
    """Return the PaperSet of an audit; its plan and team are read, too, where they are not yet.

    `findings` are all of the audit, where the caller has read them. With `user` each paper knows whether that user may open
    it (`seen`).
    """
    return paper_sets([audit], findings, user)[0]


def paper_sets(audits, findings=None, user=None):
    """Return the PaperSet of each of these audits of one school, by three queries."""
    prefetch_related_objects(audits, "team")
    owed = {audit.pk: [] for audit in audits}
    by_key = {audit.pk: audit for audit in audits}
    if findings is None:
        findings = Finding.objects.filter(audit__in=audits).nonconformities().exclude(state__in=UNOWED)
    for finding in findings:
        if finding.grade in NONCONFORMITIES and finding.state not in UNOWED:
            finding.audit = by_key[finding.audit_id]
            owed[finding.audit_id].append(finding)
    places = [places_of(audit, owed[audit.pk]) for audit in audits]
    papers = papers_at(set().union(*places), user)
    return [
        set_of(audit, owed[audit.pk], [paper for paper in papers if group & {about_of(paper), owner_of(paper)}])
        for audit, group in zip(audits, places, strict=True)
    ]


def set_of(audit, owed, papers):
    parts = [Part(code, name, papers=_of(papers, code)) for code, name in OF_AUDIT.items()]
    for part in parts:
        if part.code == REPORT:
            part.there = int(audit.report_approved_on is not None)
        else:
            part.there = int(any(paper.state in THERE for paper in part.papers))
    cards = {paper.about_id: paper for paper in reversed(_of(papers, CARD))}
    if owed:
        signed = {paper.about_id for paper in _of(papers, CARD) if paper.state in THERE}
        parts.append(Part(CARD, CARDS, len(owed), len(signed & {one.pk for one in owed}), _of(papers, CARD)))
        parts.append(
            Part(PLAN, "план корректирующих мероприятий", there=int(plan_is_in(audit)), papers=_of(papers, PLAN))
        )
    return PaperSet(parts, papers, cards, owed)


def places_of(audit, findings):
    """Return {(way, type of record, its id)} of the audit, its team, plan and nonconformities: where its papers belong."""
    plan = getattr(audit, "plan", None)
    return {
        _place("about", audit),
        _place("owner", audit),
        *(_place("about", member) for member in audit.team.all()),
        *(_place("about", finding) for finding in findings),
        *([_place("owner", plan)] if plan else []),
    }


def _place(way, record):
    return way, ContentType.objects.get_for_model(record).pk, record.pk


def about_of(paper):
    return "about", paper.about_type_id, paper.about_id


def owner_of(paper):
    return "owner", paper.owner_type_id, paper.owner_id


def papers_at(places, user):
    """Return the papers that belong there, the latest first; annulled ones are as if not made."""
    ids = defaultdict(list)
    for way, kind, pk in places:
        ids[way, kind].append(pk)
    found = reduce(
        or_, (Q(**{f"{way}_type": kind, f"{way}_id__in": pks}) for (way, kind), pks in ids.items()), Q(pk=None)
    )
    papers = Document.objects.filter(found).exclude(state=Document.State.ANNULLED)
    if user is not None:
        papers = papers.annotate(seen=seen_by(user, Document, "pk"))
    return list(papers.select_related("kind").defer("text", "content").order_by("-id"))


def _of(papers, code):
    return [paper for paper in papers if paper.kind.code == code]


def plan_is_in(audit):
    plan = getattr(audit, "plan", None)
    return plan is not None and plan.state != CorrectivePlan.State.DRAFT


def papers_are_complete(audit):
    """Where the school wants it so, an audit is not closed without its mandatory papers."""
    if audit.school.audit_needs_papers and (missing := paper_set(audit).missing):
        raise TransitionError(
            f"Не хватает обязательных документов: {', '.join(missing)}. "
            "Подготовьте их на странице аудита, в разделе «Документы аудита».",
            url=f"{audit.get_absolute_url()}#papers",
        )
