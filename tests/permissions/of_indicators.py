"""Indicators, their values and tables of values: the records behind their addresses."""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from audits.models import Indicator, ValuesImport
from audits.services.measurements import enter_value
from tests.audits.workbooks import workbook
from tests.permissions.subjects import of, page, stored, words

NEW = words(
    code="Ш1", name="Доля дежурных", group="E", formula="Дежурные / все", method="entered", unit="%", places="1",
    periodicity="год", source="Журнал", direction="up", basis="number", is_active="on",
)  # fmt: skip


def measured(world):
    """Return an indicator with a value of the whole school."""
    return value_of(world, "A20").indicator


def bare(world):
    return Indicator.objects.get(school=world.school, code="A22")


def value_of(world, code="A19"):
    one = Indicator.objects.get(school=world.school, code=code)
    return enter_value(one.pk, actor=world.deputy, year="2020/2021", number=Decimal(5))


def filled(world):
    table = workbook(("A21", "2026/27 учебный год", 2), head=("Код", "Период", "Значение"))
    return {"upload": SimpleUploadedFile("pokazateli.xlsx", table)}


def loaded(world):
    return ValuesImport.objects.create(
        school=world.school, source_file=stored(world, "pokazateli.xlsx"), loaded_by=world.deputy
    )


SUBJECTS = {
    "indicator-list": page(),
    "indicator-create": page(NEW),
    "indicator-export": page(),
    "indicator-import": page(filled),
    "indicator-import-blank": page(),
    "indicator-import-confirm": page(),
    "indicator-import-undo": of(loaded, args=lambda load: [], foreign=False),
    "indicator-system": page(),
    "indicator-detail": of(measured),
    "indicator-edit": of(bare, typed=words(target="не больше десяти")),
    "measurement-create": of(bare, typed=words(number="7", year="2026/2027")),
    "measurement-edit": of(value_of, typed=words(number="6")),
    "measurement-delete": of(value_of, typed=words(comment="Не тот год.")),
}
