"""Records from which a transition can be made at once: what they must be where the bare builder's row is not enough."""

from datetime import date

from audits.models import AnalysisPublication, CorrectivePlan, ImprovementItem
from roadmap.models import DocumentItem, Edition
from roadmap.permissions import Role
from tests.builders import make
from tests.builders.audits import approved_and_read, make_action, make_checked, make_finding, make_plan
from tests.builders.roadmap import make_paper

ON = date(2021, 6, 1)


def draft_with_visas(world):
    paper = make_paper(world, code="D01")
    paper.kind.visa_roles = [Role.GROUP_HEAD]
    paper.kind.save()
    return paper


def superseded_soon(world):
    """Return a paper in force whose new edition waits for the director."""
    old = make_paper(world, "approved")
    make_paper(world, "on_approval", supersedes=old)
    return old


def item_of_waiting_paper(world):
    item = make(world, DocumentItem, "proposed")
    item.document.state = "on_approval"
    item.document.save()
    return item


def item_of_paper_to_be_read(world):
    """Return a point that is done when the teacher, its only reader, has read the paper."""
    item = make(world, DocumentItem, "planned", condition="acquainted")
    item.document.acknowledgements.create(employee=world.teacher.employee)
    return item


def plan_with_one_action_done(world):
    plan = make(world, CorrectivePlan, "approved")
    plan.actions.update(state="done", done_on=ON, done_by=world.teacher)
    return plan


def plan_with_addendum(world):
    """Return a completed plan whose addendum waits for the director."""
    plan = make(world, CorrectivePlan, "completed")
    edition = Edition.objects.create(
        school=world.school, target=plan, number=2, reason="Не результативно.", state="on_approval"
    )
    make_action(world, "proposed", finding=plan.findings.get(), plan=plan, edition=edition)
    make_paper(world, "on_approval", code="D12", owner=edition)
    return plan


def finding_in_new_plan(world):
    finding = make_finding(world, "acknowledged")
    make_action(world, "proposed", finding=finding, plan=make_plan(world, "on_approval", audit=finding.audit))
    return finding


def action_in_new_plan(world):
    return finding_in_new_plan(world).actions.get()


def finding_with_last_action_done(world):
    finding = make_finding(world, "in_progress")
    finding.actions.update(state="done", done_on=ON, done_by=world.teacher)
    return finding


def audit_to_close(world):
    audit = make_checked(world, "reported", nonconformity=False, **approved_and_read(world))
    plan = make_plan(world, "on_approval", audit=audit)
    said_no = audit.items.get(answer="no")
    finding = make_finding(world, "acknowledged", audit=audit, item=said_no)
    make_action(world, "proposed", finding=finding, plan=plan)
    return audit


def observation(world):
    audit = make_checked(world, "in_progress")
    return make_finding(world, "draft", audit=audit, grade="observation")


def draft_of_running_audit(world):
    return make_checked(world, "in_progress").findings.get()


def site_of_former_edition(world):
    """Return a published version whose analysis has had another edition approved since."""
    publication = make(world, AnalysisPublication, "published")
    make_paper(world, "approved", code="D15", owner=publication.analysis, title="Новая редакция")
    return publication


def measure_in_waiting_plan(world):
    measure = make(world, ImprovementItem, "accepted")
    make_paper(world, "on_approval", code="D16", about=measure.analysis)
    return measure


def measure_of_plan_with_draft(world):
    """Return a signed measure whose plan is having a new edition."""
    measure = make(world, ImprovementItem, "approved")
    make_paper(world, code="D16", about=measure.analysis, supersedes=measure.plan)
    return measure


READY = {
    "audits.improvementitem.approve": measure_in_waiting_plan,
    "audits.improvementitem.amend": measure_of_plan_with_draft,
    "roadmap.document.send_for_visas": draft_with_visas,
    "roadmap.document.supersede": superseded_soon,
    "audits.analysispublication.replace": site_of_former_edition,
    "audits.audit.close": audit_to_close,
    "audits.correctiveplan.complete": plan_with_one_action_done,
    "audits.correctiveplan.extend": plan_with_addendum,
    "audits.finding.register": draft_of_running_audit,
    "audits.finding.record": observation,
    "audits.finding.plan": finding_in_new_plan,
    "audits.finding.verify": finding_with_last_action_done,
    "audits.action.plan": action_in_new_plan,
    "roadmap.documentitem.plan": item_of_waiting_paper,
    "roadmap.documentitem.settle": item_of_paper_to_be_read,
}


def ready(world, model, step):
    """Return a record from which the transition can be made at once."""
    return READY[step.key](world) if step.key in READY else make(world, model, step.sources[0])
