"""A paper as its reader sees it, on the page, in the PDF and in Word alike: from the frozen content, or from the draft's own."""

from datetime import date

from roadmap.models import Document, DocumentKind
from roadmap.services.content import content_of
from roadmap.services.grips import approves, grip_columns
from roadmap.sheet_blocks import blocks_of, is_wide, parts_of
from vsoko.wording import NBSP, day_num, day_paper

__all__ = ["blocks_of", "sheet_of"]

NO_NUMBER = f"№{NBSP}______"
NO_DAY = "___________________"
# Papers kept for more than ten years are bound: their left margin is wider (domain text, section 3.1).
BOUND, LOOSE = 30, 20
Form = DocumentKind.Form
PREPOSITIONS = ("о", "об", "по", "на", "за", "к", "с")
# The director signs it under the text and the school puts its seal there, whatever the grips (domain text, section 3.0).
SEALED = ("D14",)
DECIDED, VOTES = "РЕШИЛИ", "Голосовали"
HEADED = (Form.REGULATION, Form.PLAN, Form.REPORT)


def sheet_of(document):
    """Return the paper as JSON-ready facts: head, subject, blocks of text, points, signatures, appendices, marks."""
    content = document.content or content_of(document)
    kind, form = content["kind"], content["kind"]["form"]
    body, appendices = parts_of(content["text"], headed=form in HEADED)
    body, votes = _voted(body) if form == Form.MINUTES else (body, [])
    name = Form(form).label if form in (Form.ORDER, Form.MINUTES, Form.REGULATION) else kind["title"]
    grips = grip_columns(document, content)
    number = number_of(document, content)
    return {
        "school": content["school"]["full"],
        "school_short": content["school"]["short"],
        "letterhead": content["school"].get("letterhead"),
        "city": content["school"]["city"],
        "form": form,
        "left": LOOSE if kind.get("storage", document.kind.storage) == DocumentKind.Storage.FIVE_YEARS else BOUND,
        "name": name_above(name, number, kind, grips),
        "body_name": content["body_name"],
        "title": subject_of(content["title"], name, number),
        "day": day_paper(document.dated) or NO_DAY,
        "number": number,
        "grips": grips,
        "blocks": body,
        "wide": is_wide(body),
        "items": [
            {"number": item["number"], "text": item["text"], "given": given_to(item)} for item in content["items"]
        ],
        "votes": votes,
        "signatures": signatures_of(content),
        "seal": "М.П." if kind["code"] in SEALED else "",
        "visas": [visa | {"on": day_num(date_of(visa["on"]))} for visa in content["visas"]],
        "appendices": [
            {"head": head, "basis": basis_of(document, content), "blocks": blocks, "wide": is_wide(blocks)}
            for head, blocks in appendices
        ],
        "stamp": stamp_of(document, content),
        "token": document.token or "",
    }


def _voted(blocks):
    """Return (text, votes) of minutes: the votes stand below the decisions, which are the points (domain text, D04)."""
    votes, decided = ([{}, {}, *blocks])[-2:]
    if decided.get("text", "").startswith(DECIDED) and votes.get("text", "").startswith(VOTES):
        return [*blocks[:-2], decided], [votes]
    return blocks, []


def date_of(text):
    return date.fromisoformat(text) if text else None


def name_above(name, number, kind, grips):
    """Return «ПРИКАЗ»; where grips leave no line for the number of the record, «ПЛАН АУДИТА № 2021-03»."""
    numbered = grips and kind["numbering"] == DocumentKind.Numbering.OWNER
    return f"{name.upper()} {number}" if numbered else name.upper()


def subject_of(title, name, number):
    """Return the subject without what stands above it: «о ВСОКО» under «ПОЛОЖЕНИЕ», «МО химии» under «ПЛАН АУДИТА № 2021-03»."""
    words = name.lower().split()
    # «Программа аудитов на 2021 год» stands under «ГОДОВАЯ ПРОГРАММА АУДИТОВ».
    for named in (words, words[1:]):
        if count := _said(named, title.lower().split()):
            rest = " ".join(title.split(" ")[count:]).removeprefix(": ").replace("№ ", f"№{NBSP}", 1)
            return rest.removeprefix(number).lstrip(": ") if number and number != rest else rest
    return title


def _said(name, title):
    """Return how many words of a title repeat the name; a preposition stays with what it governs («о готовности»)."""
    count = 0
    for above, below in zip(name, title, strict=False):
        if above != below.rstrip(":"):
            break
        count += 1
    while count and title[count - 1] in PREPOSITIONS:
        count -= 1
    return count if count < len(title) else 0


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
    """Return the lines under the head of an appendix: «к приказу ГБОУ школа № 463», «от 14.12.2020 № 112-од».

    A paper that is never numbered has its day alone.
    """
    to = {Form.ORDER: "к приказу", Form.MINUTES: "к протоколу", Form.REGULATION: "к положению"}
    numbered = content["kind"]["numbering"] != DocumentKind.Numbering.NONE or not document.dated
    told = document.requisites if numbered else f"от {day_num(document.dated)}"
    return [f"{to.get(content['kind']['form'], 'к документу')} {content['school']['short']}", told]


def signatures_of(content):
    """Return who stands under the text: whoever approves, unless a grip shows them, then whoever wrote the paper."""
    rows = [] if approves(content) and content["kind"]["code"] not in SEALED else [content["signature"]]
    if content["secretary"]:
        rows.append({"title": "Секретарь", "name": content["secretary"]})
    return [*content.get("prepared", []), *rows]


def stamp_of(document, content):
    """Return the mark of approval: who, when, and the hash of what was approved; nothing before it."""
    if not document.content_hash:
        return None
    day = day_num(document.approved_on)
    return {
        "head": f"Подписан на бумаге {day}, скан в системе ВСОКО"
        if document.signed_by_hand
        else f"Утверждено в системе ВСОКО {day} простой электронной подписью",
        "who": f"{content['signature']['title']} {content['signature']['name']}",
        "hash": document.content_hash,
        "void": document.get_state_display()
        if document.state in (Document.State.SUPERSEDED, Document.State.ANNULLED)
        else "",
    }
