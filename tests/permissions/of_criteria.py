"""Criteria, their editions and their workbooks: the records behind their addresses."""

from django.core.files.uploadedfile import SimpleUploadedFile

from audits.models import Criterion
from audits.services.words import edit_card_words, edit_cause_words
from tests.audits.workbooks import OWN, workbook
from tests.permissions.subjects import of, page


def own(world):
    return Criterion.objects.get(school=world.school, code="MO-03")


def changed(world):
    """Return a question of the list that the school asks in other words."""
    Criterion.objects.filter(school=world.school, code="MO-02").update(question="Есть ли своё положение?")
    return Criterion.objects.get(school=world.school, code="MO-02")


def of_lessons(world):
    """Return what cards of lessons ask in a school that has written it anew."""
    return edit_card_words(
        world.school, "lesson", actor=world.head, rule="Без фамилий.", subject="Предмет", population="Уроков",
        document="Журнал", codes=[],
    )  # fmt: skip


def of_causes(world):
    return edit_cause_words(
        world.school, actor=world.head, recurs="Повторится?", changes="Что изменить?", superficial=""
    )


def filled(world):
    return {"upload": SimpleUploadedFile("kriterii.xlsx", workbook(OWN))}


SUBJECTS = {
    "criterion-export": page(),
    "criterion-import": page(filled),
    "criterion-import-blank": page(),
    "criterion-import-confirm": page(),
    "criterion-detail": of(own),
    "criterion-restore": of(changed),
    "audit-words": page(),
    "card-words": of(of_lessons, args=lambda record: [record.kind], foreign=False),
    "card-words-restore": of(of_lessons, args=lambda record: [record.kind], foreign=False),
    "cause-words": of(of_causes, args=lambda record: [], foreign=False),
    "cause-words-restore": of(of_causes, args=lambda record: [], foreign=False),
}
