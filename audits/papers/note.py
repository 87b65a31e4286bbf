"""What the note of control (domain text, D20) says beside its tables: the same facts that the report tells."""

from functools import cache

from audits.services.report import report_facts
from vsoko.wording import full_stop, lowered, percent


def told(audit, items):
    """Return the placeholders of a note; the facts are read when the first of them is asked for."""
    facts = cache(lambda: report_facts(audit, items()))
    return {
        "audit.exemptions": lambda: " ".join(map(full_stop, facts()["exemptions"])),
        "audit.unchecked": lambda: reasons(facts()["unchecked"]),
        "audit.not_applicable": lambda: reasons(facts()["not_applicable"]),
        "audit.previous": lambda: previous(facts()["previous"]),
        "audit.past": lambda: past(facts()["previous"]),
        "audit.disagreements": lambda: " ".join(map(disagreement, facts()["disagreements"])),
    }


def reasons(rows):
    """Return «RP-05 — программы ещё не утверждены; RS-06, RS-07»."""
    return "; ".join(" — ".join(filter(None, [row["codes"], lowered(row["reason"]).rstrip(". ")])) for row in rows)


def previous(before):
    """Return how the subject stands beside its earlier audit; nothing where that one left no answers to compare with."""
    if not before or not before["sections"]:
        return ""
    sections = ", ".join(f"{label} — {percent(index)}" for label, index in before["sections"].items())
    changed = [
        f"{word}: {', '.join(before[name])}" for name, word in (("better", "лучше"), ("worse", "хуже")) if before[name]
    ]
    return "; ".join([f"№ {before['number']}, индекс — {percent(before['index'])} ({sections})", *changed])


def past(before):
    rows = before["findings"] if before else []
    return "; ".join(f"{row['number']} «{row['title']}» — {row['state']}" for row in rows)


def disagreement(row):
    decision = f" Решение: {full_stop(row['decision'])}" if row["decision"] else ""
    return f"{row['number']}: {full_stop(row['objection'])}{decision}"
