"""Worlds that several test files share: a school with its people, and an audit with a nonconformity to live through."""

from dataclasses import dataclass
from datetime import date

from audits.models import Audit, Finding
from roadmap.models import Association, Roadmap
from roadmap.permissions import Role
from tests.factories import (
    join,
    make_activity,
    make_association,
    make_audit,
    make_criterion,
    make_group,
    make_roadmap,
    make_school,
    make_user,
)
from vsoko.models import School, User


@dataclass
class World:
    """One school in 2021: every role once, one audited association, one approved roadmap with all ten stages."""

    school: School
    roadmap: Roadmap
    association: Association
    director: User
    deputy: User
    head: User
    auditor: User
    chair: User
    teacher: User
    secretary: User
    administrator: User

    @property
    def people(self):
        return {
            "director": self.director,
            "deputy": self.deputy,
            "head": self.head,
            "auditor": self.auditor,
            "chair": self.chair,
            "teacher": self.teacher,
            "secretary": self.secretary,
            "administrator": self.administrator,
        }


STAGES = (
    "decision", "briefing", "regulation", "group", "staff", "consultation", "audits", "plans", "elimination", "analysis",
)  # fmt: skip


def make_world(*, approved=True, **school_fields):
    school = make_school(**school_fields)
    roadmap = make_roadmap(school)
    group = make_group(roadmap)
    association = make_association(school)
    director = make_user(school, Role.DIRECTOR, last_name="Линейкин", gender="m")
    world = World(
        school=school,
        roadmap=roadmap,
        association=association,
        director=director,
        deputy=make_user(school, Role.DEPUTY_EDU, last_name="Чернильникова"),
        head=make_user(school, Role.GROUP_HEAD, Role.DEPUTY_UPBRINGING, group=group, last_name="Циркулев", gender="m"),
        auditor=make_user(school, Role.AUDITOR, group=group, last_name="Пеналова"),
        chair=make_user(school, Role.CHAIR, Role.TEACHER, association=association, last_name="Дробинина"),
        teacher=make_user(school, Role.TEACHER, last_name="Тетрадкина"),
        secretary=make_user(school, Role.SECRETARY, last_name="Скрепкина"),
        administrator=make_user(school, Role.ADMINISTRATOR, last_name="Кнопкин", gender="m"),
    )
    join(association, world.chair.employee)
    join(association, world.teacher.employee)
    for position, stage in enumerate(STAGES, start=1):
        make_activity(roadmap, stage, position=position, number=str(position))
    if approved:
        roadmap.state = Roadmap.State.APPROVED
        roadmap.approved_on, roadmap.approved_by = date(2020, 12, 14), director
        roadmap.save()
    return world


def reported_audit(world, **fields):
    """Return an audit of the world's association whose report has been handed in."""
    facts = {
        "state": Audit.State.REPORTED,
        "started_on": date(2021, 5, 11),
        "reported_on": date(2021, 5, 17),
        "plan_due_on": date(2021, 5, 31),
        "association": world.association,
        "lead": world.auditor.employee,
        "auditee": world.chair.employee,
    } | fields
    return make_audit(world.roadmap, **facts)


def make_finding(world, audit, *, grade="minor", state=Finding.State.OPEN, **fields):
    """Return a registered finding of the audit with a number of its own."""
    sequence = audit.findings.count() + 1
    facts = {
        "criterion": make_criterion(world.school),
        "title": f"Решения без срока {sequence}",
        "requirement": "Решения содержат исполнителя и срок.",
        "fact": "В двух протоколах из трёх решения без срока.",
        "evidence_text": "Протокол от 28.08.2020 № 1.",
        "registered_on": date(2021, 5, 17),
        "number": f"{audit.number}/{sequence:02d}",
        "sequence": sequence,
        "author": world.auditor,
    } | fields
    return Finding.objects.create(
        school=world.school, audit=audit, association=audit.association, grade=grade, state=state, **facts
    )
