"""A paper as its reader sees it, on the page and in the PDF alike: from the frozen content, or from the draft's own."""

import re
from datetime import date

from roadmap.models import Document, DocumentKind
from roadmap.services.content import content_of
from vsoko.wording import NBSP, day_num, day_paper

APPENDIX = re.compile(r"Приложение(?: № ?\d+)?\.?$")
NO_NUMBER = f"№{NBSP}______"
NO_DAY = "___________________"
SECTION = re.compile(r"\d+\. .*[^.:;,]$")
Form = DocumentKind.Form


def sheet_of(document):
    """Return the paper as JSON-ready facts: head, subject, blocks of text, points, signatures, appendices, marks."""
    content = document.content or content_of(document)
    kind, form = content["kind"], content["kind"]["form"]
    body, appendices = parts_of(content["text"], headed=form in (Form.REGULATION, Form.PLAN, Form.REPORT))
    name = Form(form).label if form in (Form.ORDER, Form.MINUTES, Form.REGULATION) else kind["title"]
    signed = form in (Form.ORDER, Form.MINUTES, Form.OTHER)
    return {
        "school": content["school"]["full"],
        "school_short": content["school"]["short"],
        "city": content["school"]["city"],
        "form": form,
        "name": name.upper(),
        "body_name": content["body_name"],
        "title": subject_of(content["title"], name),
        "day": day_paper(document.dated) or NO_DAY,
        "number": number_of(document, content),
        "grip": [] if signed else grip_of(document, content),
        "blocks": body,
        "items": [
            {"number": item["number"], "text": item["text"], "given": given_to(item)} for item in content["items"]
        ],
        "signatures": signatures_of(content) if signed else [],
        "visas": [visa | {"on": day_num(date_of(visa["on"]))} for visa in content["visas"]],
        "appendices": [
            {"head": head, "basis": basis_of(document, content), "blocks": rows} for head, rows in appendices
        ],
        "stamp": stamp_of(document, content),
    }


def date_of(text):
    return date.fromisoformat(text) if text else None


def subject_of(title, name):
    """Return the subject without the name of the paper that stands above it: «о ВСОКО» under «ПОЛОЖЕНИЕ»."""
    named = title.lower().startswith(f"{name.lower()} ")
    return title[len(name) + 1 :] if named else title


def given_to(item):
    """Return «Ответственный: Циркулев Д.О., срок: 05.12.2026.», or nothing for a point that is nobody's work."""
    parts = [("Ответственный", item["responsible"]), ("срок", day_num(date_of(item["due_on"])))]
    words = ", ".join(f"{label}: {value}" for label, value in parts if value)
    return f"{words[:1].upper()}{words[1:]}".rstrip(".") + "." if words else ""


def number_of(document, content):
    if document.number:
        return f"№{NBSP}{document.number}"
    return "" if content["kind"]["numbering"] == DocumentKind.Numbering.NONE else NO_NUMBER


def basis_of(document, content):
    """Return the second line of an appendix: «к приказу от 14.12.2020 № 112-од»."""
    to = {Form.ORDER: "к приказу", Form.MINUTES: "к протоколу", Form.REGULATION: "к положению"}
    return f"{to.get(content['kind']['form'], 'к документу')} {document.requisites}"


def grip_of(document, content):
    """Return the lines of the grip: approved by an order with its number, or by the person who signs above."""
    school = content["school"]["short"]
    if content["kind"]["numbering"] == DocumentKind.Numbering.JOURNAL:
        return ["УТВЕРЖДЕНО", f"приказом {school}", document.requisites]
    day = day_num(document.approved_on) or "___.___.______"
    return ["УТВЕРЖДАЮ", content["signature"]["title"], school, f"____________ {content['signature']['name']}", day]


def signatures_of(content):
    rows = [content["signature"]]
    if content["secretary"]:
        rows.append({"title": "Секретарь", "name": content["secretary"]})
    return rows


def stamp_of(document, content):
    """Return the mark of approval: who, when, and the hash of what was approved; nothing before it."""
    if not document.content_hash:
        return None
    return {
        "who": f"{content['signature']['title']} {content['signature']['name']}",
        "day": day_num(document.approved_on),
        "hash": document.content_hash,
        "void": document.get_state_display()
        if document.state in (Document.State.SUPERSEDED, Document.State.ANNULLED)
        else "",
    }


def parts_of(text, headed=False):
    """Split the plain text of a paper into (blocks of the body, [(head of an appendix, its blocks)]).

    A line «Приложение» or «Приложение № 1» begins an appendix, which stands after the points and the signature. In a
    `headed` paper a numbered line without a full stop is the head of a section.
    """
    parts = [("", [])]
    for line in text.splitlines():
        if APPENDIX.match(line.strip()):
            parts.append((line.strip(), []))
        else:
            parts[-1][1].append(line.strip())
    body, *appendices = [(head, blocks_of(lines, headed)) for head, lines in parts]
    return body[1], appendices


def blocks_of(lines, headed):
    """Return the lines as blocks: lead (ПРИКАЗЫВАЮ:), head, text, or a table of lines whose cells are parted by « | ».

    `numbers` of a table is the length of the longest of its first cells, for the width of their column.
    """
    blocks = []
    for line in filter(None, lines):
        if " | " in line:
            cells = [cell.strip() for cell in line.split(" | ")]
            if blocks and blocks[-1]["is"] == "table":
                blocks[-1]["rows"].append(cells)
                blocks[-1]["numbers"] = max(blocks[-1]["numbers"], len(cells[0]))
            else:
                blocks.append({"is": "table", "head": cells, "rows": [], "numbers": len(cells[0])})
        else:
            head = headed and SECTION.match(line)
            blocks.append({"is": "lead" if line.isupper() else "head" if head else "text", "text": line})
    return blocks
