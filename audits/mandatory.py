"""Обязательные документы внутреннего аудита (domain text, section 3.0): what the set consists of, what is there, what lacks."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from audits.models import Audit, AuditTeamMember, CorrectivePlan, Finding
from roadmap.models import Document
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


def paper_set(audit):
    """Return the PaperSet of an audit, by two queries beside its plan."""
    owed = list(audit.findings.nonconformities().exclude(state__in=[Finding.State.DRAFT, Finding.State.WITHDRAWN]))
    papers = list(papers_about(audit, owed))
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


def papers_about(audit, findings):
    """Return the papers of the audit, its team, plan and nonconformities, the latest first; annulled ones are as if not made."""
    plan = getattr(audit, "plan", None)
    of_audit, of_member, of_finding, of_plan = (
        ContentType.objects.get_for_model(model) for model in (Audit, AuditTeamMember, Finding, CorrectivePlan)
    )
    found = Q(about_type=of_audit, about_id=audit.pk) | Q(owner_type=of_audit, owner_id=audit.pk)
    found |= Q(about_type=of_member, about_id__in=[member.pk for member in audit.team.all()])
    found |= Q(about_type=of_finding, about_id__in=[finding.pk for finding in findings])
    if plan is not None:
        found |= Q(owner_type=of_plan, owner_id=plan.pk)
    papers = Document.objects.filter(found, school=audit.school_id).exclude(state=Document.State.ANNULLED)
    return papers.select_related("kind").defer("text", "content").order_by("-id")


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
            "Подготовьте их на странице аудита, в разделе «Документы аудита»."
        )
