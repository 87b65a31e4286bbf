"""Who may audit: exemptions from impartiality behind their addresses."""

from datetime import date

from audits.models import Exemption
from tests.permissions.subjects import of, page, words


def exemption(world):
    return Exemption.objects.create(
        school=world.school, employee=world.auditor.employee, association=world.association, reason="Заменить некем.",
        granted_on=date(2021, 5, 1), until=date(2031, 5, 1), granted_by=world.director.employee,
    )  # fmt: skip


def leave_to_audit(world):
    facts = {"reason": "Заменить некем.", "until": "2031-05-01"}
    return facts | {"employee": world.head.employee.pk, "association": world.association.pk}


SUBJECTS = {
    "exemption-list": page(),
    "exemption-create": page(leave_to_audit),
    "exemption-detail": of(exemption),
    "exemption-withdraw": of(exemption, typed=words(comment="Нашёлся другой аудитор.")),
}
