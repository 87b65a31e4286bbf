"""A year with its programme, and audits planned the way the pages plan them: through the services."""

from datetime import date

from audits.models import ChecklistTemplate
from audits.services import planning, programmes
from roadmap.permissions import Role
from roadmap.services.documents import agree_visa, approve_document
from tests.factories import make_association, make_audit, make_criterion, make_user

GOALS = {"goals": "Оценить выполнение требований.", "scope": "Методические объединения."}


def conditions(world, **fields):
    """Return the conditions of an audit of the world's association, led by its auditor."""
    return {
        "subject": "association",
        "association": world.association,
        "course_programme": None,
        "starts_on": date(2021, 5, 11),
        "ends_on": date(2021, 5, 14),
        "period_from": date(2021, 1, 1),
        "period_to": date(2021, 4, 30),
        "objectives": "Оценить выполнение требований.",
        "scope": "Документы объединения.",
        "template": None,
        "sections": [],
        "auditee": None,
        "lead": world.auditor.employee,
        "unscheduled": False,
        "basis": "",
        "team": [],
        "sampled_programmes": [],
    } | fields


def plan(world, **fields):
    return planning.plan_audit(world.roadmap.pk, actor=world.head, **conditions(world, **fields))


def begin_programme(world):
    return programmes.create_programme(world.roadmap.pk, actor=world.head, **GOALS)


def approve_paper(world, owner, on=None):
    """Give the visas of the paper under way and approve it as the director."""
    paper = owner.documents.get(state__in=["on_visa", "on_approval"])
    for visa in paper.visas.filter(state="waits"):
        agree_visa(visa.pk, actor={"deputy_edu": world.deputy, "group_head": world.head}[visa.role], on=on)
    return approve_document(paper.pk, actor=world.director, on=on)


def approve_programme(world, programme):
    programmes.submit_programme(programme.pk, actor=world.head)
    approve_paper(world, programme)
    programme.refresh_from_db()
    return programme


def short_template(world, *codes, applies_to="association", name="Короткий"):
    """Return a checklist of new criteria with these codes."""
    template = ChecklistTemplate.objects.create(school=world.school, name=name, applies_to=applies_to)
    for position, code in enumerate(codes, start=1):
        criterion = make_criterion(world.school, code, applies_to=applies_to, question=f"Есть ли {code}?")
        template.rows.create(criterion=criterion, position=position)
    return template


def many_audits(world, number):
    for _ in range(number):
        association = make_association(world.school)
        lead, helper, chair = (make_user(world.school, Role.AUDITOR).employee for _ in range(3))
        audit = make_audit(world.roadmap, lead=lead, auditee=chair, association=association, state="planned")
        audit.team.create(employee=helper)
