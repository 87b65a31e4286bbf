"""Лист ознакомления (D05): the appendix to a paper on which its readers sign by pen (domain text, D05)."""

from datetime import date

from roadmap.models import Document, DocumentKind
from vsoko.registries import PdfSource, pdf_sources
from vsoko.translit import latin
from vsoko.wording import NBSP, day_num
from vsoko.workflow import TransitionError

PURPOSE = "reading_sheet"
Form = DocumentKind.Form
WITH = {Form.ORDER: "с приказом", Form.MINUTES: "с протоколом", Form.REGULATION: "с положением"}


def content_of(document):
    """Return the sheet as JSON: with what, and a row for each reader. Raises TransitionError where nobody is asked."""
    readers = list(document.acknowledgements.select_related("employee"))
    if not readers:
        raise TransitionError("Знакомить с документом никого не просили: составьте список, и лист появится.")
    return {
        "school": document.school.short_name,
        "what": f"{WITH.get(document.kind.form, f'с документом «{document.kind.title}»')} {requisites_of(document)}",
        "title": document.title,
        "rows": [
            {
                "name": row.signed_name or row.employee.full_name,
                "position": row.signed_position or row.employee.position,
                "day": row.done_on.isoformat() if row.done_on else "",
                "sign": how(row),
                "remark": row.remark,
            }
            for row in readers
        ],
    }


def requisites_of(document):
    if document.kind.numbering == DocumentKind.Numbering.NONE:
        return f"от {day_num(document.dated or document.approved_on) or '___.___.______'}"
    return document.requisites.replace("№ ", f"№{NBSP}")


def how(row):
    """Return what stands in the place of the signature: nothing where a pen is to write there."""
    if row.done_on is None:
        return ""
    return "электронно" if row.recorded_by_id == row.employee.user_id else "на бумаге"


def context_of(content):
    rows = [row | {"day": date.fromisoformat(row["day"]) if row["day"] else None} for row in content["rows"]]
    return content | {"rows": rows}


def file_name(document):
    return f"{latin(f'list-oznakomleniya {document.kind.title} {document.number}')[:180]}.pdf"


def register():
    pdf_sources.register(
        PURPOSE,
        PdfSource(
            model=Document, template="pdf/reading_sheet.html", content=content_of, context=context_of, name=file_name
        ),
    )
