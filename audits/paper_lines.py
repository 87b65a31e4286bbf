"""The block «Документы аудита»: each line leads to the paper, or to the form that drafts it, already complete."""

from django.urls import reverse

from audits.mandatory import CARD, PLAN, REPORT, paper_set
from audits.models import Audit
from audits.papers import audit as audit_papers
from audits.papers import finding as finding_papers
from audits.permissions import sees_checklist
from audits.services.plans import writes_plan
from roadmap.models import Document
from roadmap.paper_links import create_url, made_about, made_of
from vsoko.wording import day
from vsoko.workdays import add_working_days, working_days_before

DECLARATION, NOTE = "D18", "D20"
DRAFTS = {
    "D07": "Подготовить приказ",
    "D08": "Составить план аудита",
    "D09": "Оформить чек-лист",
    NOTE: "Составить справку",
}


def term_of(audit, code):
    """Return the day by which a paper of an audit that is not over is wanted, or None where the school names none."""
    if audit.state not in (Audit.State.PLANNED, Audit.State.IN_PROGRESS):
        return None
    if code == REPORT:
        return add_working_days(audit.ends_on, audit.school.report_days)
    before = {"D07": audit.school.order_days, "D08": audit.school.notice_days}
    return working_days_before(audit.starts_on, before[code]) if code in before else None


class PaperLines:
    """What the page of an audit says about its papers to this user; `lines` and `others` are dicts for the template.

    `findings` are all of the audit, whoever may see them.
    """

    def __init__(self, user, audit, findings):
        self.user, self.audit, self.set = user, audit, paper_set(audit, findings, user)
        self.lines = [self.line(part) for part in self.set.parts]
        self.others = [line for line in (self.declarations(), self.note()) if line]

    @property
    def warns(self):
        """Return whether what lacks is worth a note: the report is in, so the papers should be there."""
        return self.audit.state in Audit.LOCKED and not self.set.complete

    def line(self, part):
        name = part.name[:1].upper() + part.name[1:]
        count = f" ({part.there} из {part.needed})" if part.needed > 1 else ""
        line = {"name": name, "papers": [paper for paper in part.papers if paper.seen]}
        if part.complete:
            return line | {"shape": "done", "word": f"есть{count}"}
        if part.code == CARD:
            return line | {"shape": "plan", "word": f"нет{count}"} | self.card_act()
        waiting = next((paper for paper in part.papers if paper.state in Document.UNFINISHED), None)
        if waiting:
            return line | {"shape": waiting.state_shape, "word": waiting.state_word}
        return line | {"shape": "plan", "word": self.lacking(part.code)} | self.act(part.code)

    def lacking(self, code):
        """Return that a paper is not there yet, and by which day the school wants it (domain text, section 4.5)."""
        due = term_of(self.audit, code)
        return f"нет, до {day(due)}" if due else "нет"

    def act(self, code):
        """Return the link that leads to the missing paper, for whoever may make it."""
        user, audit = self.user, self.audit
        if code == REPORT:
            open_to = audit.state == Audit.State.IN_PROGRESS and sees_checklist(user, audit)
            return link(reverse("audit-report", args=[audit.pk]), "Открыть отчёт") if open_to else {}
        if code == PLAN:
            plan = getattr(audit, "plan", None)
            if plan is not None:
                return link(plan.get_absolute_url(), "Открыть план") if writes_plan(user, plan) else {}
            return {}
        return (
            link(create_url(code, about=f"audit-{audit.pk}"), DRAFTS[code])
            if audit_papers.may(user, audit, code)
            else {}
        )

    def card_act(self):
        for finding in self.set.owed:
            if finding.pk not in self.set.cards and finding_papers.may(self.user, finding, CARD):
                return link(create_url(CARD, about=f"finding-{finding.pk}"), f"Оформить карточку {finding.number}")
        return {}

    def declarations(self):
        """Return the line of declarations, one of each auditor: recommended, not counted."""
        papers, needed = self.set.of_kind(DECLARATION), 1
        given = {paper.signer_id for paper in papers if paper.state in Document.IN_FORCE}
        begun = {paper.signer_id for paper in papers}
        act = {}
        people = [(self.audit.lead, create_url(DECLARATION, about=f"audit-{self.audit.pk}"))]
        for member in self.audit.team.all():
            needed += 1
            people.append((member.employee, create_url(DECLARATION, about=f"auditor-{member.pk}")))
        for person, url in people:
            if person.pk not in begun and audit_papers.declares(self.user, self.audit, person) and not act:
                act = link(url, f"Подготовить декларацию: {person.short_name}")
        return {
            "name": "Декларации беспристрастности",
            "papers": [paper for paper in papers if paper.seen],
            "shape": "done" if len(given) >= needed else "plan",
            "word": f"{len(given)} из {needed}",
        } | (act if self.audit.state in Audit.OPEN else {})

    def note(self):
        """Return the line of the note, the form of a report that schools are used to, where it is there or possible."""
        papers = [paper for paper in self.set.of_kind(NOTE) if paper.seen]
        may = audit_papers.may(self.user, self.audit, NOTE)
        if not papers and not may:
            return None
        line = {"name": "Справка по итогам контроля", "papers": papers}
        if papers:
            return line | {"shape": papers[0].state_shape, "word": papers[0].state_word}
        return (
            line
            | {"shape": "plan", "word": "по желанию школы"}
            | link(create_url(NOTE, about=f"audit-{self.audit.pk}"), DRAFTS[NOTE])
        )


def papers_beside(user, record, *, once=False):
    """Return what stands beside a record: its papers, and the forms of those that nobody has begun yet.

    With `once` a paper that is in force is not offered again.
    """
    papers = list(made_about(record, user).select_related("kind"))
    begun = {paper.kind.title for paper in papers if once or paper.state in Document.UNFINISHED}
    return {"papers": papers, "further": [one for one in made_of(user, record) if one["label"] not in begun]}


def link(url, label):
    return {"url": url, "label": label}
