"""The analysis as it is read: sections with texts, tables and pictures, from a snapshot that nothing else can change."""

from audits.analysis_tables import documents
from audits.models import ImprovementItem
from audits.reports.draft_texts import draft_text
from audits.reports.for_site import site_indicators
from audits.reports.indicators import resources, year_indicators
from audits.reports.outline import APPENDICES, NO_DATA, SECTIONS
from audits.reports.pictures import compares, pictures
from audits.reports.without_names import people_of
from roadmap.models import Document
from roadmap.paper_pdf import check_of
from roadmap.services.grips import grip_columns
from roadmap.sheet import stamp_of

TABLED = (
    "introduction",
    "previous",
    "roadmap",
    "associations",
    "school",
    "courses",
    "indicators",
    "opinion",
    "findings",
    "actions",
    "resources",
)


def snapshot(analysis):
    """Return everything the paper says, as JSON: what the director approves and what is frozen."""
    school = analysis.school
    written = {row.key: row for row in analysis.sections.all()}
    figures = analysis.figures or {}
    return {
        "school": {
            "full": school.full_name,
            "short": school.short_name,
            "city": school.city,
            "founder": school.founder,
        },
        "year_words": analysis.roadmap.year_words,
        "label": analysis.roadmap.label,
        "as_of": analysis.as_of.isoformat() if analysis.as_of else "",
        "people": people_of(school),
        "figures": figures,
        "texts": {section.key: text_of(written.get(section.key), section.key, figures) for section in SECTIONS},
        "measures": [
            {
                "text": item.text,
                "expected_result": item.expected_result,
                "source": item.source_text,
                "responsible": item.responsible.short_name if item.responsible else "",
                "due_on": item.due_on.isoformat() if item.due_on else "",
                "state": item.get_state_display(),
            }
            # What nobody has decided on is no plan yet.
            for item in analysis.improvements.filter(state__in=ImprovementItem.LIVE).select_related("responsible")
        ],
    }


def text_of(written, key, figures):
    """Return {text, draft}: what a person wrote, else the programme's draft with its mark."""
    if written is not None and written.text.strip():
        return {"text": written.text, "draft": False}
    return {"text": draft_text(key, figures) if figures else "", "draft": True}


def frozen_document(analysis):
    """Return the approved document of the analysis, or None."""
    in_force = [*Document.IN_FORCE, Document.State.SUPERSEDED]
    return analysis.documents.filter(state__in=in_force).order_by("-approved_on", "-id").first()


def paper_content(analysis):
    """Return the content of the PDF: the frozen one of an approved analysis, the present one of a draft."""
    document = frozen_document(analysis) if analysis.state == analysis.State.APPROVED else None
    return snapshot(analysis) | {"approval": None} if document is None else edition_content(document)


def readers_content(analysis):
    """Return what its versions are made of: what was approved last, though a new edition is being written; else the draft."""
    document = frozen_document(analysis)
    return paper_content(analysis) if document is None else edition_content(document)


def edition_content(document):
    """Return the content of the PDF of an approved edition, as it was when it was approved."""
    owner = document.content["owner"]
    return owner | {
        # Analyses that were frozen before names were kept are judged by those who are known now.
        "people": owner.get("people") or people_of(document.school),
        "approval": {
            "title": document.approver_title,
            "name": document.approver_name,
            "on": document.approved_on.isoformat(),
            "grips": grip_columns(document, document.content),
            "stamp": stamp_of(document, document.content) | {"void": ""},
            "hash": document.content_hash,
            "token": document.token or "",
        },
    }


def paper_context(content):
    """Return what the template shows: sections in order, each with text, pictures and whether it has data."""
    figures, version = content["figures"], content.get("version")
    indicators = year_indicators(figures) if figures else []
    if version and version["key"] == "site":
        indicators = site_indicators(indicators)
    drawn = pictures(figures, indicators=indicators) if figures else {}
    approval, totals = content["approval"], section_totals(figures["associations"]) if figures else []
    return content | {
        "version": version,
        # The code of a paper is checked against the paper that was signed: a version for readers is another one.
        "check": check_of(approval["token"]) if approval and not version else None,
        "sections": [section_context(section, content, drawn) for section in SECTIONS],
        "appendices": [{"key": key, "number": number, "title": title} for key, number, title in APPENDICES],
        "tables": table_numbers(content),
        "section_totals": totals,
        "compares_sections": compares(totals),
        "indicators": indicators,
        "resources": resources(figures) if figures else [],
        "documents": [row for table in documents(figures) for row in table.rows] if figures else [],
        "no_data": NO_DATA,
    }


def section_totals(told):
    """Return the totals of the sections that the table of associations shows, in its order."""
    return [row for row in told.get("by_section", []) if row["section"] in told["sections"]]


def table_numbers(content):
    """Return {table: its number}: tables are numbered in a row, whatever sections have no data this year."""
    figures = content["figures"]
    keys = [section.key for section in SECTIONS if section.key in TABLED and has_rows(section.key, figures)]
    if figures and figures["actions"]["late_rows"]:
        keys.insert(keys.index("actions") + 1, "late")
    if figures and figures.get("entered"):
        keys.insert(keys.index("indicators") + 1, "entered")
    if figures and figures.get("goals"):
        keys.insert(keys.index("entered" if "entered" in keys else "indicators") + 1, "goals")
    if "courses" in keys and figures.get("by_focus"):
        keys.insert(keys.index("courses") + 1, "by_focus")
        if not figures["courses"]:
            keys.remove("courses")
    if "opinion" in keys and figures["opinion"]["wishes"]:
        keys.insert(keys.index("opinion") + 1, "wishes")
    if content["measures"]:
        keys.append("measures")
    return {key: number for number, key in enumerate(keys, start=1)}


def section_context(section, content, drawn):
    text = content["texts"].get(section.key, {"text": "", "draft": True})
    return {
        "key": section.key,
        "number": section.number,
        "title": section.title,
        "hint": section.hint,
        "paragraphs": [line for line in text["text"].splitlines() if line.strip()],
        "text": text["text"],
        "draft": text["draft"] and bool(text["text"]),
        "pictures": drawn.get(section.key, []) if has_rows(section.key, content["figures"]) else [],
        "has_rows": has_rows(section.key, content["figures"]),
        "strengths": strengths(section.key, content["figures"]),
    }


def strengths(key, figures):
    """Return [(subject, words)] of the audits that a section tells of; the audits of one subject are told together."""
    told = {}
    for row in figures["programme"]["rows"] if figures and key in ("associations", "school") else []:
        if row["strengths"] and (row["kind"] == "school") is (key == "school"):
            told.setdefault(row["subject"], []).append(" ".join(row["strengths"].split()))
    return [(subject[:1].upper() + subject[1:], " ".join(words)) for subject, words in told.items()]


def has_rows(key, figures):
    """Return whether a section has figures of its own to show."""
    if not figures:
        return False
    rows = {
        "previous": figures["previous"],
        "roadmap": figures["roadmap"]["rows"],
        "associations": figures["associations"]["rows"],
        "school": figures["school"]["rows"],
        "courses": figures["courses"] or figures.get("by_focus"),
        "indicators": True,
        # An analysis that was frozen before surveys were counted has none.
        "opinion": figures.get("opinion", {}).get("surveys"),
        "findings": figures["findings"]["total"] or figures["findings"]["checked"],
        "actions": figures["actions"]["total"] or figures["findings"]["total"],
        "introduction": figures["group"],
        "resources": resources(figures),
    }
    return bool(rows.get(key))
