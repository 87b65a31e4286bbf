"""The year in figures: one fixed number of queries gathers everything, JSON-ready, numerators and denominators kept.

Rows belong to the year through their roadmap; `as_of` is the day on which lateness is judged.
"""

from audits.reports import (
    action_figures,
    audit_figures,
    entered_figures,
    finding_figures,
    flow_figures,
    goal_figures,
    paper_figures,
    previous_figures,
    survey_figures,
)


def gather(roadmap, as_of):
    """Return the figures of a roadmap's cycle as plain dicts, lists, strings and numbers."""
    audits = audit_figures.read_audits(roadmap)
    findings = finding_figures.read_findings(roadmap)
    counted = finding_figures.valid(findings)
    associations = audit_figures.association_scores(roadmap)
    return {
        "as_of": as_of.isoformat(),
        "label": roadmap.label,
        "before": roadmap.predecessor.label if roadmap.predecessor_id else "",
        "year_words": roadmap.year_words,
        "period": [roadmap.period_from.isoformat(), roadmap.period_to.isoformat()],
        "group": paper_figures.group_members(roadmap),
        "training": paper_figures.trained_auditors(roadmap, as_of),
        "roadmap": paper_figures.activity_rows(roadmap, as_of),
        "programme": audit_figures.programme(roadmap, audits, findings),
        "associations": associations,
        "members": audit_figures.association_sizes(roadmap, as_of),
        "school": audit_figures.school_scores(roadmap),
        "courses": audit_figures.course_rows(roadmap, findings),
        "findings": finding_figures.summary(findings, checked=audit_figures.answers_given(audits))
        | flow_figures.flow(counted, as_of),
        "actions": action_figures.summary(roadmap, findings, as_of),
        "documents": paper_figures.mandatory_documents(roadmap, nonconformities=len(counted)),
        "acquainted": paper_figures.acquainted(roadmap),
        "self_examination": paper_figures.self_examination(roadmap),
        "entered": entered_figures.entered(roadmap),
        "by_focus": entered_figures.by_focus(roadmap),
        "goals": goal_figures.development_goals(roadmap),
        "opinion": survey_figures.opinion(roadmap),
    } | previous_figures.previous(roadmap, as_of)
