"""How each transition is really made: `CALLS` maps its key to f(world, row), which does it as the right person would.

The records that are ready for it: readiness.py.
"""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from audits.services import (
    actions,
    analysis,
    audits,
    due_changes,
    effectiveness,
    findings,
    goals,
    improvements,
    next_year,
    plans,
    programmes,
    publishing,
    requests,
    selfchecks,
    survey_closing,
    surveys,
    wishes,
)
from roadmap.models import Document
from roadmap.services import acknowledgements, activities, documents, editions, items, roadmaps
from tests.audits.life import JUDGED
from tests.builders.roadmap import DAY
from tests.factories import pdf_bytes

WHY = "Проверено по протоколам."
ON = date(2021, 6, 1)


def approve(world, row):
    return documents.approve_document(row.documents.latest("id").pk, actor=world.director)


def give_back(world, row):
    return documents.return_document(row.documents.latest("id").pk, actor=world.director, comment=WHY)


def take_back(world, row):
    return documents.recall_document(row.documents.latest("id").pk, actor=world.deputy)


def as_(person, service, **more):
    """Return a call of a service of the record itself by that person of the world."""

    def call(world, row):
        return service(row.pk, actor=getattr(world, person), **more)

    return call


# --- services -------------------------------------------------------------------------------------------------------


def register(world, row):
    return documents.register_document(row.pk, actor=world.secretary, number="112", dated=date(2021, 3, 2))


def enter_the_signature(world, row):
    people = [world.teacher.employee]
    return acknowledgements.record_signatures(row.document_id, actor=world.secretary, people=people)


def sign_by_hand(world, row):
    scan = SimpleUploadedFile("skan.pdf", pdf_bytes())
    return documents.sign_by_hand(row.pk, actor=world.secretary, upload=scan, on=ON)


def approve_new_edition(world, row):
    return documents.approve_document(row.superseded_by.pk, actor=world.director)


def agree_last_visa(world, row):
    return documents.agree_visa(row.visas.get().pk, actor=world.head)


def approve_plan_of(world, row):
    plan = row.plan if hasattr(row, "plan_id") else row.audit.plan
    return approve(world, plan)


def approve_addendum(world, row):
    return approve(world, row.editions.get())


def approve_paper_of_item(world, row):
    return documents.approve_document(row.document_id, actor=world.director)


def with_plan(person, name, service, **more):
    """Return a call of a service of the one action (or check) around the record."""

    def call(world, row):
        part = getattr(row, name).latest("id")
        return service(part.pk, actor=getattr(world, person), **more)

    return call


def of_audit(person, service, **more):
    def call(world, row):
        return service(row.audit_id, actor=getattr(world, person), **more)

    return call


def open_next_year(world, row):
    return next_year.open_next_year(
        row.analysis_id, actor=world.deputy, label=str(int(row.analysis.roadmap.label) + 500), with_yearly=False
    )


def improvement_plan(row):
    return Document.objects.filter(kind__code="D16", about_id=row.analysis_id).latest("id")


def approve_improvement_plan(world, row):
    return documents.approve_document(improvement_plan(row).pk, actor=world.director)


def annul_improvement_plan(world, row):
    return documents.annul_document(improvement_plan(row).pk, actor=world.director, comment=WHY)


def amend_and_hand_in(world, row):
    """Once the new edition is handed in, nothing of it changes again."""
    improvements.edit_improvement(row.pk, actor=world.deputy, text="Обучить всех аудиторов.")
    return documents.submit_document(improvement_plan(row).pk, actor=world.deputy)


# Their states follow the paper that carries them.
SIGNED = (
    "roadmap.roadmap", "roadmap.edition", "audits.auditprogramme", "audits.correctiveplan", "audits.annualanalysis",
)  # fmt: skip
BY_PAPER = {"approve": approve, "return": give_back, "recall": take_back}
CALLS = {f"{signed}.{name}": call for signed in SIGNED for name, call in BY_PAPER.items()} | {
    "roadmap.roadmap.submit": as_("deputy", roadmaps.submit_roadmap),
    "roadmap.roadmap.close": as_("deputy", roadmaps.close_roadmap),
    "roadmap.edition.submit": as_("deputy", editions.submit_edition),
    "roadmap.edition.drop": as_("deputy", editions.drop_edition),
    "roadmap.activity.start": as_("teacher", activities.start_activity),
    "roadmap.activity.finish": as_("teacher", activities.finish_activity),
    "roadmap.activity.resume": as_("deputy", activities.resume_activity, comment=WHY),
    "roadmap.activity.not_required": as_("deputy", activities.drop_activity, comment=WHY),
    "roadmap.activity.cancel": as_("deputy", activities.cancel_activity, comment=WHY),
    "roadmap.document.send_for_visas": as_("deputy", documents.submit_document),
    "roadmap.document.submit": as_("deputy", documents.submit_document),
    "roadmap.document.pass_visas": agree_last_visa,
    "roadmap.document.approve": as_("director", documents.approve_document),
    "roadmap.document.sign_by_hand": sign_by_hand,
    "roadmap.document.return": as_("head", documents.return_document, comment=WHY),
    "roadmap.document.recall": as_("deputy", documents.recall_document),
    "roadmap.document.register": register,
    "roadmap.document.supersede": approve_new_edition,
    "roadmap.document.annul": as_("deputy", documents.annul_document, comment=WHY),
    "roadmap.visa.agree": as_("head", documents.agree_visa),
    "roadmap.visa.refuse": as_("head", documents.refuse_visa, comment=WHY),
    "roadmap.documentitem.plan": approve_paper_of_item,
    "roadmap.documentitem.start": as_("teacher", items.start_item),
    "roadmap.documentitem.report": as_("teacher", items.report_item, comment=WHY),
    "roadmap.documentitem.accept": as_("director", items.accept_item),
    "roadmap.documentitem.return": as_("director", items.return_item, comment=WHY),
    "roadmap.documentitem.settle": enter_the_signature,
    "roadmap.documentitem.cancel": as_("director", items.cancel_item, comment=WHY),
    "roadmap.documentitemduechange.grant": as_("director", items.grant_due_change),
    "roadmap.documentitemduechange.refuse": as_("director", items.refuse_due_change, comment=WHY),
    "audits.auditprogramme.submit": as_("head", programmes.submit_programme),
    "audits.audit.start": as_("auditor", audits.start_audit),
    "audits.audit.report": as_("auditor", audits.report_audit),
    "audits.audit.reopen": as_("head", audits.reopen_audit, comment=WHY),
    "audits.audit.acknowledge": as_("chair", audits.acknowledge_audit),
    "audits.audit.close": as_("auditor", audits.close_audit),
    "audits.audit.cancel": as_("head", audits.cancel_audit, comment=WHY),
    "audits.selfcheck.hand_in": as_("chair", selfchecks.hand_in_selfcheck),
    "audits.selfcheck.take_back": as_("chair", selfchecks.take_back_selfcheck),
    "audits.documentrequest.send": as_("auditor", requests.send_request),
    "audits.requestline.answer": as_("chair", requests.answer_line, reference="Протокол № 2."),
    "audits.requestline.deny": as_("chair", requests.deny_line, comment=WHY),
    "audits.requestline.return": as_("auditor", requests.return_line, comment=WHY),
    "audits.correctiveplan.submit": as_("chair", plans.submit_plan, on=DAY),
    "audits.correctiveplan.complete": with_plan("head", "actions", actions.accept_action),
    "audits.correctiveplan.extend": approve_addendum,
    "audits.finding.register": of_audit("auditor", audits.report_audit),
    "audits.finding.record": of_audit("auditor", audits.report_audit),
    "audits.finding.unregister": of_audit("head", audits.reopen_audit, comment=WHY),
    "audits.finding.acknowledge": as_("chair", findings.acknowledge_finding),
    "audits.finding.dispute": as_("chair", findings.dispute_finding, comment=WHY, on=date(2021, 5, 18)),
    "audits.finding.uphold": as_("head", findings.uphold_finding, comment=WHY),
    "audits.finding.withdraw": as_("head", findings.withdraw_finding, comment=WHY),
    "audits.finding.plan": approve_plan_of,
    "audits.finding.start": with_plan("teacher", "actions", actions.start_action),
    "audits.finding.verify": with_plan("head", "actions", actions.accept_action),
    "audits.finding.close": with_plan("auditor", "checks", effectiveness.confirm_effect, comment=WHY, **JUDGED),
    "audits.finding.return": with_plan("auditor", "checks", effectiveness.deny_effect, comment=WHY),
    "audits.finding.accept": as_("chair", findings.accept_finding),
    "audits.finding.decline": as_("chair", findings.decline_finding, comment=WHY),
    "audits.action.plan": approve_plan_of,
    "audits.action.start": as_("teacher", actions.start_action),
    "audits.action.report": as_("teacher", actions.report_action, comment=WHY, reference="Форма протокола."),
    "audits.action.accept": as_("head", actions.accept_action),
    "audits.action.return": as_("head", actions.return_action, comment=WHY),
    "audits.action.cancel": as_("head", actions.cancel_action, comment=WHY),
    "audits.actionduechange.grant": as_("director", due_changes.grant_due_change),
    "audits.actionduechange.refuse": as_("director", due_changes.refuse_due_change, comment=WHY),
    "audits.effectivenesscheck.confirm": as_("auditor", effectiveness.confirm_effect, comment=WHY, **JUDGED),
    "audits.effectivenesscheck.deny": as_("auditor", effectiveness.deny_effect, comment=WHY),
    "audits.annualanalysis.submit": as_("head", analysis.submit_analysis),
    "audits.annualanalysis.reopen": as_("head", analysis.reopen_analysis, comment=WHY),
    "audits.analysispublication.publish": lambda world, row: publishing.publish_analysis(
        row.analysis, actor=world.director
    ),
    "audits.analysispublication.replace": lambda world, row: publishing.publish_analysis(
        row.analysis, actor=world.director
    ),
    "audits.analysispublication.withdraw": lambda world, row: publishing.withdraw_publication(
        row.analysis, actor=world.director, comment=WHY
    ),
    "audits.improvementitem.accept": as_("deputy", improvements.accept_improvement),
    "audits.improvementitem.approve": approve_improvement_plan,
    "audits.improvementitem.amend": amend_and_hand_in,
    "audits.improvementitem.decline": as_("deputy", improvements.decline_improvement, comment=WHY),
    "audits.improvementitem.carry": open_next_year,
    "audits.improvementitem.release": annul_improvement_plan,
    "audits.developmentgoal.drop": as_("deputy", goals.drop_goal, comment=WHY),
    "audits.survey.open": as_("head", surveys.open_survey),
    "audits.survey.close": as_("deputy", survey_closing.close_survey),
    "audits.survey.publish": as_("head", surveys.publish_survey),
    "audits.survey.reopen": as_("deputy", surveys.reopen_survey, comment=WHY),
    "audits.survey.withdraw": as_("head", surveys.withdraw_survey, comment=WHY),
    "audits.freeanswer.show": as_("head", wishes.show_answer),
    "audits.freeanswer.hide": as_("deputy", wishes.hide_answer),
    "audits.wish.accept": as_("head", wishes.accept_wish),
    "audits.wish.decline": as_("deputy", wishes.decline_wish, comment=WHY),
}
