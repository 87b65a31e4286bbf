"""Small true worlds for tests: a school with all that the service gives a real one, people with roles, and records."""

import io
from datetime import date
from itertools import count

import pikepdf

from audits.models import Audit, Criterion
from roadmap.models import Activity, Appointment, Association, AssociationMember, Employee, Roadmap, WorkingGroup
from roadmap.permissions import ASSOCIATION_ROLES, GROUP_ROLES
from roadmap.services.documents import approve_document, create_document, kind_of, submit_document
from tests.rows import copy_school
from vsoko.models import User

PASSWORD = "karandash-2021"
_serial = count(1)


def make_school(code=None, **fields):
    code = code or f"s{next(_serial)}"
    fields = {
        "full_name": f"Государственное бюджетное учреждение школа {code}",
        "short_name": f"ГБОУ школа {code}",
    } | fields
    return copy_school(code=code, city="Санкт-Петербург", **fields)


def make_employee(school, last_name="Карандашева", **fields):
    employee = _card(school, last_name, fields)
    employee.save()
    return employee


def _card(school, last_name, fields):
    fields = {"first_name": "Анна", "patronymic": "Ивановна", "gender": "f", "position": "учитель"} | fields
    return Employee(school=school, last_name=last_name, **fields)


def make_roadmap(school, label="2021", **fields):
    year = int(label[:4])
    fields = {
        "title": f"Дорожная карта ВСОКО на {label} год",
        "period_from": date(year, 1, 1),
        "period_to": date(year, 12, 31),
    } | fields
    return Roadmap.objects.create(school=school, label=label, **fields)


def make_activity(roadmap, stage="other", **fields):
    position = fields.pop("position", next(_serial))
    fields = {
        "number": str(position),
        "title": f"Мероприятие {position}",
        "starts_on": roadmap.period_from,
        "ends_on": roadmap.period_to,
    } | fields
    return Activity.objects.create(roadmap=roadmap, stage=stage, position=position, **fields)


def make_association(school, name=None, **fields):
    return Association.objects.create(school=school, name=name or f"МО учителей № {next(_serial)}", **fields)


def make_group(roadmap):
    return WorkingGroup.objects.get_or_create(school=roadmap.school, roadmap=roadmap)[0]


def appoint(employee, role, *, association=None, group=None, **fields):
    """Give a role; a role of a group or an association takes the school's first one unless it is named."""
    school = employee.school
    if role not in GROUP_ROLES:
        group = None
    elif group is None:
        roadmap = Roadmap.objects.filter(school=school).first() or make_roadmap(school)
        group = make_group(roadmap)
    if role not in ASSOCIATION_ROLES:
        association = None
    elif association is None:
        association = Association.objects.filter(school=school).first() or make_association(school)
    return Appointment.objects.create(
        school=school, employee=employee, role=role, association=association, working_group=group, **fields
    )


def make_user(school, *roles, association=None, group=None, last_name=None, **employee_fields):
    """Return a user with an employee's card who holds the roles today; `user.employee` is the card."""
    serial = next(_serial)
    employee = _card(school, last_name or f"Тетрадкина{serial}", employee_fields)
    employee.user = user = User.objects.create_user(f"user{serial}", PASSWORD, school=school, name=employee.short_name)
    employee.save()
    for role in roles:
        appoint(employee, role, association=association, group=group)
    return user


def join(association, employee, **fields):
    return AssociationMember.objects.create(association=association, employee=employee, **fields)


def make_paper(school, code="D01", *, author, **fields):
    """Return a draft of that kind; minutes come with their body, day and chairman."""
    fields = {"title": "О создании ВСОКО", "text": "ПРИКАЗЫВАЮ:"} | fields
    if code == "D04":
        fields = {"body_name": "Педагогический совет", "dated": date(2020, 12, 14), "signer": author.employee} | fields
    return create_document(kind_of(school, code), actor=author, **fields)


def approve_paper(document, *, director, on=None):
    """Send a draft on its way and have it approved, without visas in between. Returns it."""
    submit_document(document.pk, actor=document.author, on=on)
    return approve_document(document.pk, actor=director, on=on)


def make_criterion(school, code=None, **fields):
    fields = {
        "section": "Документация и планирование МО",
        "question": "Оформлен ли протокол?",
        "requirement": "Положение о МО",
        "applies_to": "association",
    } | fields
    return Criterion.objects.create(school=school, code=code or f"XX-{next(_serial)}", **fields)


def make_audit(roadmap, *, lead, auditee, association=None, subject="association", **fields):
    """Return a planned audit of an association (or of the school with subject='school')."""
    school = roadmap.school
    if subject == "association" and association is None:
        association = make_association(school)
    sequence = fields.pop("sequence", Audit.objects.filter(roadmap=roadmap).count() + 1)
    year = roadmap.period_from.year
    fields = {
        "number": f"{roadmap.label[:4]}-{sequence:02d}",
        "period_from": date(year, 1, 1),
        "period_to": date(year, 4, 30),
        "starts_on": date(year, 5, 11),
        "ends_on": date(year, 5, 14),
        "objectives": "Оценить выполнение требований.",
        "scope": "Документы и работа объединения.",
    } | fields
    return Audit.objects.create(
        school=school, roadmap=roadmap, subject=subject, association=association, lead=lead, auditee=auditee,
        sequence=sequence, **fields,
    )  # fmt: skip


def pdf_bytes():
    """Return a real one-page PDF, as a scanner would save it."""
    scan = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(scan)
    return scan.getvalue()
