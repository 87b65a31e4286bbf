"""A paper for Word, from the same sheet as its page and its PDF, in the school's own template where there is one.

It has no mark of approval and no code: what is edited afterwards is no longer what was approved. A process apart writes it:
roadmap/word_papers.py.
"""

from roadmap import reading_sheet
from roadmap.docx_tags import BODY
from roadmap.paper_pdf import LETTERHEAD, paper_files
from roadmap.sheet import sheet_of
from vsoko.apart import Unfit, apart
from vsoko.typeset import nb
from vsoko.wording import day_num
from vsoko.workflow import TransitionError


def docx_of(document):
    """Return the bytes of the paper as a .docx file. Raises TransitionError where the school's template cannot take it."""
    sheet = sheet_of(document)
    template = document.school.docx_template
    if template is None:
        return apart("roadmap.word_papers:paper_of", sheet, paper_files(document).get(LETTERHEAD))
    with template.file.open("rb") as file:
        data = file.read()
    try:
        return apart("roadmap.word_papers:filled_paper_of", sheet, data, tags_of(sheet), BODY)
    except Unfit as error:
        raise TransitionError(str(error)) from error


def reading_docx_of(document):
    """Return the bytes of the sheet on which the readers of a paper sign. Raises TransitionError where nobody is asked."""
    content = reading_sheet.content_of(document)
    rows = [
        [str(number), nb(row["name"]), nb(row["position"]), day_num(row["day"]), row["sign"], nb(row["remark"])]
        for number, row in enumerate(content["rows"], start=1)
    ]
    heading = nb(f"{content['what']} «{content['title']}»")
    return apart("roadmap.word_papers:reading_sheet_of", sheet_of(document)["left"], content["school"], heading, rows)


def tags_of(sheet):
    """Return {tag: words} of a sheet for the school's template."""
    signs = sheet["signatures"][-1] if sheet["signatures"] else {"title": "", "name": ""}
    return {
        "org.full": nb(sheet["school"]),
        "org.short": nb(sheet["school_short"]),
        "org.city": sheet["city"],
        "doc.kind": nb(sheet["name"]),
        "doc.body": nb(sheet["body_name"]),
        "doc.title": nb(sheet["title"]),
        "doc.date": sheet["day"],
        "doc.number": sheet["number"],
        "dir.pos": signs["title"],
        "dir.sign": signs["name"],
    }
