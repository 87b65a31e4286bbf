"""Criteria, audits, findings, plans and the analysis: the records behind their addresses."""

from audits.models import ChecklistTemplate, Criterion, Evidence
from roadmap.models import Edition
from tests.builders.audits import (
    approved_and_read,
    make_action,
    make_analysis,
    make_checked,
    make_finding,
    make_measure,
    make_programme,
)
from tests.factories import make_criterion
from tests.permissions.subjects import WHY, of, page, shared, stored, words
from tests.transitions import audit_to_close
from vsoko.models import Rendering


def criterion(world):
    return make_criterion(world.school, "ZZ-01")


def template(world):
    return ChecklistTemplate.objects.get(school=world.school, applies_to="programme")


def changed_programme(world):
    """Return an approved programme with a change under way."""
    programme = make_programme(world, "approved")
    Edition.objects.create(school=world.school, target=programme, number=2, reason="Новый аудит.", changes=[{
        "audit": None, "field": "goals", "label": "Цели", "was": "Оценить.", "is": "Иначе.", "value": "Иначе.",
    }])  # fmt: skip
    return programme


def read_audit(world):
    return make_checked(world, "reported", **approved_and_read(world))


def question(world):
    return make_checked(world, "in_progress").items.first()


def planned_audit(world):
    return shared(world, make_programme, ("draft",)).audits.get()


def proof(world, owner, record):
    return Evidence.objects.create(**{owner: record}, file=stored(world, "dokazatelstvo.pdf")).file


def proof_of_draft(world):
    return proof(world, "finding", make_finding(world, "draft"))


def proof_of_finding(world):
    return proof(world, "finding", make_finding(world, "open"))


def proof_of_answer(world):
    return proof(world, "item", question(world))


def proof_of_action(world):
    return proof(world, "action", make_action(world, "done"))


def pdf_of(world, state):
    analysis = make_analysis(world, state)
    return Rendering.objects.create(
        school=world.school, purpose="analysis", owner=analysis, content_hash=f"{analysis.pk:064}", state="done",
        file=stored(world, "analiz.pdf"), requested_by=world.deputy,
    )  # fmt: skip


def unwritten(world):
    finding = make_finding(world, "acknowledged")
    finding.causes.all().delete()
    return finding


def dispute(world, grade):
    return make_finding(world, "disputed", grade=grade)


# --- what is typed ---------------------------------------------------------------------------------------------------


def by_year(record):
    return [record.roadmap_id]


def conditions(world):
    return {
        "association": world.association.pk,
        "lead": world.auditor.employee.pk,
        "starts_on": "2021-05-11",
        "ends_on": "2021-05-14",
        "period_from": "2021-01-01",
        "period_to": "2021-04-30",
        "unscheduled": "on",
        "basis": "Жалоба.",
    }


def measure(world):
    return {"text": "Обучить аудиторов.", "source_text": "Вывод 3", "responsible": world.teacher.employee.pk}


FINDING = words(
    grade="minor", title="Решения без срока", requirement="Положение", fact="Нет срока", evidence_text="Протокол № 1"
)
CAUSE = words(why1="В форме нет граф.", why2="Форму не пересматривали.", branch="rules")


def criterion_of(world):
    return Criterion.objects.filter(school=world.school, applies_to="association").first().pk


def answers(items):
    return {f"q{item.pk}-{name}": value for item in items for name, value in ANSWER.items()}


def one_answer(world):
    return answers([shared(world, question, ())])


def all_answers(state):
    return lambda world: answers(shared(world, make_checked, (state,)).items.all())


ANSWER = {"answer": "yes", "note": "Протоколы есть.", "evidence_text": "Протокол № 2.", "version": "0", "was": "—"}


SUBJECTS = {
    "history AuditProgramme": of(make_programme, "draft", args=lambda record: ["audits.auditprogramme", record.pk]),
    "history Finding": of(make_finding, "draft", args=lambda record: ["audits.finding", record.pk]),
    "history AnnualAnalysis": of(make_analysis, "draft", args=lambda record: ["audits.annualanalysis", record.pk]),
    "history ImprovementItem": of(make_measure, "proposed", args=lambda record: ["audits.improvementitem", record.pk]),
    "file-download draft finding": of(proof_of_draft),
    "file-download finding": of(proof_of_finding),
    "file-download answer": of(proof_of_answer),
    "file-download action": of(proof_of_action),
    "rendering-request draft analysis": of(make_analysis, "draft", args=lambda record: ["analysis", record.pk]),
    "rendering-request analysis": of(make_analysis, "approved", args=lambda record: ["analysis", record.pk]),
    "rendering draft analysis": of(pdf_of, "draft"),
    "rendering analysis": of(pdf_of, "approved"),
    "rendering-file draft analysis": of(pdf_of, "draft"),
    "rendering-file analysis": of(pdf_of, "approved"),
    # --- criteria
    "criterion-list": page(),
    "criterion-create": page(
        words(code="YY-1", section="Раздел", question="Есть ли?", requirement="Положение", applies_to="school")
    ),
    "criterion-edit": of(criterion, typed=lambda world: {"responsible": world.teacher.employee.pk}),
    "template-list": page(),
    "template-create": page(lambda world: {"name": "Короткий", "criteria": [criterion_of(world)]}),
    "template-edit": of(template, typed=words(name="Короче")),
    # --- programme
    "programme-current": page(),
    "programme-create": page(words(goals="Оценить.", scope="Школа.")),
    "programme-detail": of(make_programme, "draft"),
    "programme-edit": of(make_programme, "draft", typed=words(goals="Оценить иначе.")),
    "programme-edit approved": of(changed_programme, typed=words(reason="Новый срок.")),
    "programme-submit": of(make_programme, "draft"),
    "programme-change-drop": of(changed_programme),
    # --- audits
    "audit-list": page(),
    "audit-export": page(),
    "audit-create": page(conditions),
    "audit-create association": page(
        conditions, query=lambda world, record: f"association={world.association.pk}", foreign=True
    ),
    "audit-detail": of(make_checked, "in_progress"),
    "audit-detail reported": of(make_checked, "reported"),
    "audit-edit": of(planned_audit, typed=lambda world: {"lead": world.head.employee.pk}),
    "audit-start": of(make_checked, "planned"),
    "audit-checklist": of(make_checked, "in_progress", typed=all_answers("in_progress")),
    "audit-checklist reported": of(make_checked, "reported", typed=all_answers("reported")),
    "audit-blank": of(make_checked, "in_progress"),
    "audit-assign": of(make_checked, "in_progress", typed=lambda world: {"tab0": world.auditor.employee.pk}),
    "audit-answer": of(question, typed=one_answer),
    "audit-report": of(make_checked, "in_progress", typed=words(strengths="Протоколы в порядке.")),
    "audit-report reported": of(make_checked, "reported"),
    "audit-report-submit": of(make_checked, "in_progress"),
    "audit-reopen": of(make_checked, "reported", typed=WHY),
    "audit-acknowledge": of(make_checked, "reported"),
    "audit-close": of(audit_to_close),
    "audit-cancel": of(make_checked, "planned", typed=WHY),
    # --- findings
    "finding-list": page(),
    "finding-export": page(),
    "finding-create": of(
        make_checked, "in_progress", typed=lambda world: FINDING(world) | {"criterion": criterion_of(world)}
    ),
    "finding-create question": of(
        make_checked, "in_progress", typed=FINDING, query=lambda world, audit: f"item={audit.items.first().pk}"
    ),
    "finding-detail": of(make_finding, "open"),
    "finding-detail draft": of(make_finding, "draft"),
    "finding-detail acting": of(make_finding, "in_progress"),
    "finding-edit": of(make_finding, "draft", typed=FINDING),
    "finding-delete": of(make_finding, "draft"),
    "finding-cause": of(unwritten, typed=CAUSE),
    "finding-acknowledge": of(make_finding, "open"),
    "finding-dispute": of(make_finding, "open", typed=lambda world: WHY(world) | {"on": "2021-05-18"}),
    "finding-uphold": of(dispute, "minor", typed=WHY),
    "finding-uphold major": of(dispute, "major", typed=WHY),
    "finding-withdraw": of(dispute, "minor", typed=WHY),
    "finding-accept": of(make_finding, "recorded"),
    "finding-decline": of(make_finding, "recorded", typed=WHY),
    # --- analysis
    "analysis-list": page(),
    "analysis-detail": of(make_analysis, "draft", args=by_year),
    "analysis-detail approved": of(make_analysis, "approved", args=by_year),
    "analysis-gather": of(make_analysis, "draft", args=by_year),
    "analysis-section": of(
        make_analysis, "draft", args=lambda record: [record.roadmap_id, "conclusions"], typed=words(text="Вывод.")
    ),
    "analysis-submit": of(make_analysis, "draft", args=by_year),
    "improvement-list": of(make_analysis, "draft", args=by_year),
    "improvement-list approved": of(make_analysis, "approved", args=by_year),
    "improvement-create": of(make_analysis, "draft", args=by_year, typed=measure),
    "improvement-edit": of(make_measure, "proposed", typed=measure),
    "improvement-accept": of(make_measure, "proposed"),
    "improvement-decline": of(make_measure, "proposed", typed=WHY),
    "next-year": of(make_analysis, "approved", args=by_year, typed=words(label="2031")),
}
