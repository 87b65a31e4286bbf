"""What strangers may read of an analysis: nothing about an association of one or two people, no shares of a few.

What is left must not give away what is hidden: where a part is hidden, the total from which it could be computed goes
as well, and a breakdown by subject goes whole. An analysis that was gathered before sizes were kept hides all it cannot judge.
"""

import re

from audits.models.criterion import Subject
from audits.reports.draft_texts import draft_text
from vsoko.search import asked, stems_of

LEAST_PEOPLE = 3
LEAST = 10
# Plans and programmes are counted whole, they are no sample of anybody.
WHOLE = ("S01", "S02", "S11", "S12")
# What every association is called: it tells none from another.
COMMON = frozenset(asked("МО ШМО методическое объединение учителей педагогов классных руководителей"))
SENTENCES = re.compile(r"(?<=[.!?;…])\s+")
CHECKED = re.compile(r"Получено по критериям: [^.]*\.\s*")
# Keys of the figures that are published, cleaned; of others nobody has said yet that strangers may read them.
KEPT = (
    "as_of", "label", "before", "year_words", "period", "training", "roadmap", "programme", "associations", "school", "courses",
    "findings", "actions", "documents", "previous", "entered", "improvement", "acquainted", "self_examination",
    "goals", "opinion", "by_focus",
)  # fmt: skip


class Hidden:
    """The associations that strangers learn nothing about, and how a text is known to speak of one."""

    def __init__(self, figures):
        sizes = {row["name"]: row["size"] for row in figures.get("members", [])}
        audited = {row["name"]: row["given"] for row in figures["associations"]["rows"]}
        self.names = {name for name in (*sizes, *audited) if sizes.get(name, 0) < LEAST_PEOPLE}
        self.names |= {name for name, given in audited.items() if given < LEAST}
        self.audited = bool(self.names & set(audited))
        self.keys = [keys for keys in map(telling, self.names) if keys]
        subjects = {row["subject"] for row in figures["findings"]["register"] if not self.shows(row)}
        self.numbers = {row["number"] for row in figures["findings"]["register"] if row["subject"] in subjects}

    def shows(self, row):
        """Return whether a row of an audit or a finding is about the school or an association that is not hidden."""
        kind = row.get("kind")
        return kind == Subject.SCHOOL or (kind == Subject.ASSOCIATION and row["subject"] not in self.names)

    def speaks(self, words):
        """Return whether a text speaks of a hidden association or names a record of its audit."""
        if any(number and number in words for number in self.numbers):
            return True
        stems = set(stems_of(words).split())
        return any(keys <= stems for keys in self.keys)

    def clean(self, text):
        """Return the text without the sentences that speak of them."""
        lines = (SENTENCES.split(line) for line in text.splitlines())
        kept = (" ".join(one for one in line if not self.speaks(one)) for line in lines)
        return "\n".join(line for line in kept if line.strip())

    def rows(self, rows):
        """Return the rows of a table none of whose words speak of them."""
        words = (" ".join(value for value in row.values() if isinstance(value, str)) for row in rows)
        return [row for row, said in zip(rows, words, strict=True) if not self.speaks(said)]


def telling(name):
    """Return the stems that tell an association from the others; a number tells nothing without the words before it."""
    keys = frozenset(asked(name))
    own = keys - COMMON
    return own if any(not key.isdigit() for key in own) else keys


def for_site(content):
    """Return the content with its figures, texts and measures fit for strangers."""
    if not content["figures"]:
        return content
    hidden = Hidden(content["figures"])
    figures = site_figures(content["figures"], hidden)
    texts = {key: site_text(key, text, figures, hidden) for key, text in content["texts"].items()}
    measures = [
        {"text": row["text"], "expected_result": row["expected_result"], "due_on": row["due_on"], "state": row["state"]}
        for row in hidden.rows(content["measures"])
    ]
    return content | {"figures": figures, "texts": texts, "measures": measures}


def site_figures(figures, hidden):
    school = figures["school"]["rows"]
    few = hidden.audited or any(0 < answered(row) < LEAST for row in school)
    return {key: value for key, value in figures.items() if key in KEPT} | {
        "group": [],
        "roadmap": figures["roadmap"] | {"rows": hidden.rows(figures["roadmap"]["rows"])},
        "programme": programme(figures["programme"], hidden),
        "associations": associations(figures["associations"], hidden),
        "school": {
            "rows": [row if answered(row) >= LEAST else untold(row) for row in map(last_year, school)],
            "index": None if any(0 < answered(row) < LEAST for row in school) else figures["school"]["index"],
        },
        "courses": [
            row | {"updated": row["updated"] if row["programmes"] >= LEAST else None, "nonconformities": None}
            for row in figures["courses"]
        ],
        "findings": findings(figures["findings"], hidden, few),
        "actions": actions(figures["actions"]),
        "documents": hidden.rows(figures["documents"]),
        "previous": [row | {"source": ""} for row in hidden.rows(figures["previous"])],
        "entered": hidden.rows(figures.get("entered", [])),
        "training": figures["training"] if figures["training"]["total"] >= LEAST else {"trained": None, "total": 0},
        "goals": [row | {"responsible": ""} for row in hidden.rows(figures.get("goals", []))],
        "opinion": opinion(figures.get("opinion"), hidden),
    }


def last_year(row):
    """Return a row of a section without the index of last year where it stands on a few answers."""
    return row if row.get("before_given", 0) >= LEAST else row | {"before": None}


def answered(row):
    return row["yes"] + row["partly"] + row["no"]


def untold(row):
    return row | {"yes": None, "partly": None, "no": None, "unchecked": None, "index": None}


def programme(told, hidden):
    rows = [row | {"lead": "", "nonconformities": None} for row in told["rows"] if hidden.shows(row)]
    return told | {"rows": [row | {"strengths": hidden.clean(row["strengths"])} for row in rows]}


def associations(told, hidden):
    """Return the visible rows, cells of a few answers empty; without the total where a row is hidden."""
    rows = []
    for row in told["rows"]:
        if row["name"] in hidden.names:
            continue
        counts = row.get("given_cells") or [0] * len(row["cells"])
        cells = [cell if n >= LEAST else None for cell, n in zip(row["cells"], counts, strict=True)]
        rows.append(row | {"cells": cells, "given_cells": []})
    shown = [place for place in range(len(told["sections"])) if any(row["cells"][place] is not None for row in rows)]
    rows = [row | {"cells": [row["cells"][place] for place in shown]} for row in rows]
    sections = [told["sections"][place] for place in shown]
    totals = {"index": None, "given": None, "by_section": []} if hidden.audited else by_section(told)
    return told | {"sections": sections, "rows": rows} | totals


def by_section(told):
    """Return the sections of all associations together: without the index of a few answers, or from which a few are computed."""
    rows = map(last_year, told.get("by_section", []))
    return {"by_section": [row if tells(row, told) else row | {"index": None, "before": None} for row in rows]}


def tells(row, told):
    """Return whether the total of a section gives nobody away: what is hidden in it is nothing, or several together."""
    place = told["sections"].index(row["section"])
    few = [n for n in (one["given_cells"][place] for one in told["rows"]) if 0 < n < LEAST]
    return row["given"] >= LEAST and (not few or (len(few) > 1 and sum(few) >= LEAST))


def findings(found, hidden, few):
    shown = [row for row in found["register"] if hidden.shows(row)]
    titles = {row["criterion"] or "без критерия": row["title"] for row in reversed(shown) if row["nonconformity"]}
    by_criterion = [row | {"title": hidden.clean(titles.get(row["code"], ""))} for row in found["by_criterion"]]
    by_subject = found["by_subject"] if all(map(hidden.shows, found["by_subject"])) else []
    if found["total"] < LEAST:
        by_criterion = [row | {"share": None, "running": None} for row in by_criterion]
    return found | {
        "checked": None if few else found["checked"],
        "by_criterion": by_criterion,
        "by_subject": by_subject,
        "meetings": None,
        "days_to_close": [
            row if row["closed"] >= LEAST else row | {"median": None} for row in found.get("days_to_close", [])
        ],
        "by_section": [],
        "good_practices": [],
        "register": [],
    }


def actions(done):
    by_kind = [
        row if row["owed"] >= LEAST else row | {"in_time": None, "owed": None, "in_time_share": None}
        for row in done["by_kind"]
    ]
    few = {}
    if done["owed"] < LEAST:
        few |= {"in_time": None, "owed": None, "in_time_share": None}
    if done["checked"] < LEAST:
        few |= {"effective": None, "checked": None, "effective_share": None}
    if done.get("eliminated", 0) < LEAST:
        few["mean_days"] = None
    return done | {"by_kind": by_kind, "late_rows": []} | few


def opinion(told, hidden):
    """Return the surveys without what fewer than ten have answered, and without the mean that would give it away."""
    if not told:
        return {"surveys": [], "wishes": []}
    wishes = [row | {"reason": ""} for row in hidden.rows(told["wishes"])]
    return {"surveys": [survey(row, hidden) for row in hidden.rows(told["surveys"])], "wishes": wishes}


def survey(row, hidden):
    few = row["count"] < LEAST
    questions = [
        one if one["answered"] >= LEAST else one | {"answered": None, "mean": None, "before": None, "change": None}
        for one in ([] if few else hidden.rows(row["questions"]))
    ]
    if few or any(one["answered"] is None for one in questions):
        row = row | {"mean": None, "level": "", "former_mean": None, "change": None}
    return row | {"questions": questions}


def site_indicators(rows):
    """Return the indicators; a share of a few is not told, nor what it was made of."""
    return [
        row | {"part": None, "whole": None, "value": None}
        if row["code"] not in WHOLE and 0 < (row["whole"] or 0) < LEAST
        else row
        for row in rows
    ]


def site_text(key, text, figures, hidden):
    """Return a text without sentences about what is hidden; of the programme's own drafts, those are written anew."""
    words = DRAFTS[key](text["text"], figures) if text["draft"] and key in DRAFTS else text["text"]
    return text | {"text": hidden.clean(words)}


def draft_of_associations(words, figures):
    return draft_text("associations", figures) if figures["associations"]["index"] is not None else ""


def draft_of_school(words, figures):
    return draft_text("school", figures)


def draft_of_indicators(words, figures):
    return draft_text("indicators", figures)


def draft_of_opinion(words, figures):
    return draft_text("opinion", figures)


def draft_of_courses(words, figures):
    return (
        words
        if all(row["updated"] is not None for row in figures["courses"])
        else words.partition(";")[0].rstrip(".") + "."
    )


def draft_of_findings(words, figures):
    return words if figures["findings"]["checked"] is not None else CHECKED.sub("", words)


def draft_of_actions(words, figures):
    done = figures["actions"]
    left_out = {"В срок": done["owed"], "Результативность": done["checked"], "Средний срок": done["mean_days"]}
    gone = tuple(words for words, value in left_out.items() if value is None)
    return " ".join(one for one in SENTENCES.split(words) if not gone or not one.startswith(gone))


def draft_untold(words, figures):
    """What sums the year up is counted from all associations: people write it for strangers, or nobody does."""
    return ""


DRAFTS = {
    "associations": draft_of_associations,
    "school": draft_of_school,
    "courses": draft_of_courses,
    "indicators": draft_of_indicators,
    "opinion": draft_of_opinion,
    "findings": draft_of_findings,
    "actions": draft_of_actions,
    "resources": draft_untold,
    "risks": draft_untold,
    "conclusions": draft_untold,
}
