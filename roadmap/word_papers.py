"""How papers are written for Word, in a process apart: from a sheet and the school's template to the bytes of a file."""

from vsoko.docx import INDENT, SMALL, Paper
from vsoko.docx_template import fill
from vsoko.typeset import nb

READING_HEAD = ["№", "Фамилия, имя, отчество", "Должность", "Дата", "Подпись", "Примечание"]
# Word breaks a word that does not fit: the longest usual one of each column stands whole.
READING_WIDTHS = [6, 21, 23, 14.5, 16.5, 19]


def paper_of(sheet, letterhead):
    """Return the bytes of a paper with a head of its own: the letterhead, a picture, or the school's name."""
    paper = Paper(left=sheet["left"], title=sheet["title"], author=sheet["school_short"])
    paper.lay(wide=sheet["wide"])
    write_head(paper, sheet, letterhead)
    write_body(paper, sheet)
    return paper.save()


def filled_paper_of(sheet, template, tags, body):
    """Return the bytes of the school's template with its tags filled and the paper where the tag `body` stood."""
    filled, before = fill(template, tags, body)
    paper = Paper(title=sheet["title"], author=sheet["school_short"], document=filled, before=before)
    write_grips(paper, sheet)
    write_body(paper, sheet)
    before.getparent().remove(before)
    return paper.save()


def reading_sheet_of(left, school, heading, rows):
    """Return the bytes of the sheet on which the readers of a paper sign."""
    paper = Paper(left=left, title="Лист ознакомления", author=school)
    paper.lay()
    paper.paragraph("ЛИСТ ОЗНАКОМЛЕНИЯ", align="center", bold=True, keep=True)
    paper.paragraph(heading, align="center", above=4, keep=True)
    paper.paragraph("", keep=True)
    paper.table(READING_HEAD, rows, READING_WIDTHS)
    return paper.save()


def write_head(paper, sheet, letterhead):
    """Write what stands above the text: letterhead or the school's name, grips, name of the paper, requisites, subject."""
    if letterhead:
        paper.picture(letterhead)
    write_grips(paper, sheet)
    above = 8 if sheet["grips"] else 0
    if not letterhead:
        paper.paragraph(nb(sheet["school"]), align="center", above=above, keep=True)
    if sheet["body_name"]:
        paper.paragraph(nb(sheet["body_name"]), align="center", keep=True)
    paper.paragraph(nb(sheet["name"]), align="center", bold=True, above=8, keep=True)
    if sheet["grips"]:
        paper.paragraph(nb(sheet["title"]), align="center", bold=True, above=4, keep=True)
        return
    paper.sides(sheet["day"], sheet["number"], above=6)
    paper.paragraph(sheet["city"], align="center", keep=True)
    paper.paragraph(nb(sheet["title"]), bold=True, above=8, width=88, keep=True)


def write_grips(paper, sheet):
    grips = sheet["grips"]
    if grips:
        left, right = ([nb("\n".join(lines)) for lines in column] for column in (grips["left"], grips["right"]))
        paper.columns([left, right], (52, 48))


def write_body(paper, sheet):
    """Write the text, the points, the signatures and the appendices."""
    write_blocks(paper, sheet["blocks"], above=8)
    for item in sheet["items"]:
        words = f"{item['number']}. {item['text']} {item['given']}".strip()
        paper.paragraph(nb(words), align="justify", indent=INDENT, above=1.5)
    write_blocks(paper, sheet["votes"], above=1.5)
    paper.keep_last()
    for number, sign in enumerate(sheet["signatures"]):
        last = number + 1 == len(sheet["signatures"])
        paper.signature(sign["title"], nb(sign["name"]), above=4 if number else 12, keep=not last)
    if sheet["seal"]:
        paper.paragraph(sheet["seal"], above=2)
    for visa in sheet["visas"]:
        paper.paragraph(nb(f"Согласовано: {visa['role']}, {visa['name']}, {visa['on']}"), size=SMALL, above=2)
    for part in sheet["appendices"]:
        paper.new_part(wide=part["wide"])
        paper.columns([[""], [nb("\n".join([part["head"], *part["basis"]]))]], (52, 48))
        write_blocks(paper, part["blocks"], above=6)


def write_blocks(paper, blocks, above):
    for place, block in enumerate(blocks):
        over = above if place == 0 else 1
        match block["is"]:
            case "table":
                head, *rows = [[nb(cell) for cell in cells] for cells in (block["head"], *block["rows"])]
                paper.table(head, rows, block["widths"])
            case "head":
                paper.paragraph(nb(block["text"]), bold=True, above=max(over, 5), keep=True)
            case "title":
                paper.paragraph(nb(block["text"]), align="center", bold=True, above=max(over, 5), keep=True)
            case "caption":
                paper.paragraph(nb(block["text"]), size=SMALL, above=max(over, 4), keep=True)
            case "lead":
                paper.paragraph(nb(block["text"]), above=max(over, 4), keep=True)
            case _:
                paper.paragraph(nb(block["text"]), align="justify", indent=INDENT, above=over)
