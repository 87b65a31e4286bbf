"""Criteria, their editions and their workbooks: the records behind their addresses."""

from django.core.files.uploadedfile import SimpleUploadedFile

from audits.models import Criterion
from tests.audits.workbooks import OWN, workbook
from tests.permissions.subjects import of, page


def own(world):
    return Criterion.objects.get(school=world.school, code="MO-03")


def changed(world):
    """Return a question of the list that the school asks in other words."""
    Criterion.objects.filter(school=world.school, code="MO-02").update(question="Есть ли своё положение?")
    return Criterion.objects.get(school=world.school, code="MO-02")


def filled(world):
    return {"upload": SimpleUploadedFile("kriterii.xlsx", workbook(OWN))}


SUBJECTS = {
    "criterion-export": page(),
    "criterion-import": page(filled),
    "criterion-import-blank": page(),
    "criterion-import-confirm": page(),
    "criterion-detail": of(own),
    "criterion-restore": of(changed),
}
