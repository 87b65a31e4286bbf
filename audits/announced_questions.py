"""The questions of an audit as whoever is audited reads them in advance: never an answer, never who asks."""

from audits.citations import cited_by
from audits.models.criterion import Subject
from audits.papers.schedule import questions_of
from roadmap.models import LegalAct


def questions_by_section(audit):
    """Return [{label, about, rows}] by sections; the questions about programmes stand once, `about` names the programmes.

    A row has code, question, requirement and hint. Before the audit begins requirements are cited as on its last day.
    """
    asked = questions_of(audit)
    acts = None if asked.items else list(LegalAct.objects.filter(school=audit.school_id))
    sampled = audit.subject == Subject.ASSOCIATION
    groups, courses = {}, dict.fromkeys(map(str, asked.courses))
    of_courses = {one.pk for one in asked.of_courses}
    for one in asked.each():
        about_course = sampled and (
            one.course_programme_id is not None if hasattr(one, "course_programme_id") else one.pk in of_courses
        )
        if about_course and getattr(one, "course_programme", None):
            courses[str(one.course_programme)] = None
        group = groups.setdefault((one.section, about_course), {})
        # A sampled question is one question, however many programmes it is asked about.
        group.setdefault(one.code, row_of(one, audit, acts))
    about = ", ".join(courses)
    return [
        {"label": section, "about": about if of_course else "", "rows": list(rows.values())}
        for (section, of_course), rows in groups.items()
    ]


def row_of(one, audit, acts):
    requirement = one.requirement if acts is None else cited_by(audit.ends_on, one.requirement, acts)
    return {"code": one.code, "question": one.question, "requirement": requirement, "hint": one.hint}
