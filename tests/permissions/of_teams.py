"""Who may audit: exemptions from impartiality behind their addresses."""

from datetime import date

from audits.models import Exemption
from roadmap.models import Training
from tests.permissions.subjects import of, page, words


def exemption(world):
    return Exemption.objects.create(
        school=world.school, employee=world.auditor.employee, association=world.association, reason="Заменить некем.",
        granted_on=date(2021, 5, 1), until=date(2031, 5, 1), granted_by=world.director.employee,
    )  # fmt: skip


def leave_to_audit(world):
    facts = {"reason": "Заменить некем.", "until": "2031-05-01"}
    return facts | {"employee": world.head.employee.pk, "association": world.association.pk}


def training(world):
    return Training.objects.create(
        school=world.school, employee=world.auditor.employee, programme="Внутренний аудит", organisation="ИМЦ", hours=36,
        finished_on=date(2021, 2, 1),
    )  # fmt: skip


LEARNT = words(programme="Аудит в школе", organisation="АППО", hours="18", finished_on="2021-03-01")

SUBJECTS = {
    "training-create": of(lambda world: world.auditor.employee, typed=LEARNT),
    "training-edit": of(training, typed=LEARNT),
    "training-delete": of(training),
    "exemption-list": page(),
    "exemption-create": page(leave_to_audit),
    "exemption-detail": of(exemption),
    "exemption-withdraw": of(exemption, typed=words(comment="Нашёлся другой аудитор.")),
}
