"""Workbooks of earlier years made for tests."""

import io
from datetime import date

from openpyxl import Workbook

from audits.models import Action, Audit, CorrectivePlan, EffectivenessCheck, Finding, PastImport, RootCause
from audits.past_columns import ACTION_COLUMNS, FINDING_COLUMNS, SHEETS
from audits.past_sheets import parse_past
from audits.services.past_import import import_past
from audits.services.past_intents import outlook_of
from roadmap.models import Roadmap
from vsoko.files import store_bytes
from vsoko.models import HistoryEntry, Notification

MODELS = (
    Audit, Finding, RootCause, CorrectivePlan, Action, EffectivenessCheck, PastImport, Roadmap, HistoryEntry, Notification,
)  # fmt: skip
HEADS = {
    SHEETS["findings"]: [column.title for column in FINDING_COLUMNS.values()],
    SHEETS["actions"]: [column.title for column in ACTION_COLUMNS.values()],
}


def finding_row(world, number="12", **cells):
    """Return {column: cell} of a nonconformity of 2020; `cells` are other values by the names of the columns."""
    known = {
        "number": number, "found_on": date(2020, 3, 12), "subject": world.association.name,
        "auditee": plain(world.chair), "lead": plain(world.auditor), "grade": "незначительное несоответствие",
        "criterion": "MO-01", "title": "Решения без срока", "requirement": "Решения имеют срок.",
        "fact": "В двух протоколах срока нет.", "evidence_text": "Протокол № 1.", "cause": "Нет образца протокола",
        "branch": "правила", "acknowledged_on": None, "closed_on": date(2020, 6, 1), "decision": None,
    } | cells  # fmt: skip
    return [known[name] for name in FINDING_COLUMNS]


def action_row(world, number="12", **cells):
    known = {
        "number": number, "kind": "коррекция", "text": "Исправить протоколы", "responsible": plain(world.chair),
        "due_on": date(2020, 4, 1), "done_on": date(2020, 3, 30), "accepted_on": date(2020, 4, 2),
        "report": "Исправлены два протокола.", "sign": "Сроки стоят.",
    } | cells  # fmt: skip
    return [known[name] for name in ACTION_COLUMNS]


def plain(user):
    """Return «Фамилия И.О.» as people type it."""
    return user.employee.short_name.replace("\u00a0", " ")


def past_book(findings=(), actions=(), *, heads=HEADS, above=(), formulas=()):
    """Return the bytes of a workbook with the two sheets; every text stays a text but the `formulas` {sheet, cell, formula}."""
    book = Workbook()
    book.remove(book.active)
    for (title, head), rows in zip(heads.items(), (findings, actions), strict=True):
        sheet = book.create_sheet(title)
        for row in [*above, head, *rows]:
            sheet.append(row)
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    for title, place, formula in formulas:
        book[title][place] = formula
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(*rows):
    return parse_past(past_book(*rows), "gody.xlsx")


def stored(world, name="gody.xlsx"):
    return store_bytes(b"PK", name=name, content_type="application/x", school=world.school, actor=world.deputy)


def load(world, *rows, actor=None):
    book = read(*rows)
    assert book.problems == []
    seen = outlook_of(world.school, book).mark
    return import_past(world.school, book, actor=actor or world.deputy, stored=stored(world), seen=seen)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in MODELS]
