"""What the audits of a year show: plan and fact, conformity by association and section, course programmes."""

from collections import defaultdict
from datetime import date

from django.db.models import Count

from audits.models import Audit, ChecklistItem
from audits.models.checklist import GIVEN, Answer
from audits.models.criterion import Subject
from audits.services.scores import conformity, score_of, with_scores
from roadmap.models import Association, AssociationMember, CourseProgramme
from roadmap.models.association import Focus
from vsoko.wording import period

REPORTED = (Audit.State.REPORTED, Audit.State.CLOSED)


def read_audits(roadmap):
    rows = Audit.objects.filter(roadmap=roadmap).select_related(
        "association", "course_programme", "lead", "auditee", "plan"
    )
    return list(with_scores(rows).order_by("sequence"))


def answers_given(audits):
    """Return how many questions were answered in reported audits; «не применимо» and «не проверено» are no answers."""
    scores = [score_of(audit) for audit in audits if audit.state in REPORTED]
    return sum(score.yes + score.partly + score.no for score in scores)


def rounded(index):
    return None if index is None else round(index, 1)


def programme(roadmap, audits, findings):
    """Return plan and fact of the audit programme with a row an audit."""
    by_audit = defaultdict(int)
    for finding in findings:
        if finding.is_nonconformity and finding.state not in ("draft", "withdrawn"):
            by_audit[finding.audit_id] += 1
    live = [audit for audit in audits if audit.state != Audit.State.CANCELLED]
    closed = [audit for audit in audits if audit.state == Audit.State.CLOSED]
    covered = {audit.association_id for audit in closed if audit.subject == Subject.ASSOCIATION}
    existing = Association.objects.filter(school=roadmap.school_id, closed_on=None).count()
    return {
        "planned": len(live),
        "closed": len(closed),
        "reported": sum(audit.state in REPORTED for audit in audits),
        "cancelled": len(audits) - len(live),
        "unscheduled": sum(audit.unscheduled for audit in live),
        "associations_total": max(existing, len(covered)),
        "associations_existing": existing,
        "associations_covered": len(covered),
        "rows": [audit_row(audit, by_audit[audit.pk]) for audit in audits],
    }


def audit_row(audit, nonconformities):
    score = score_of(audit)
    reported = audit.state in REPORTED
    return {
        "id": audit.pk,
        "number": audit.number,
        "subject": audit.subject_name,
        "kind": audit.subject,
        "dates": period(audit.starts_on, audit.ends_on, today=date.min),  # a paper names the year of every day
        "lead": audit.lead.short_name,
        "state": audit.get_state_display(),
        "closed": audit.state == Audit.State.CLOSED,
        "yes": score.yes,
        "partly": score.partly,
        "no": score.no,
        "na": score.na,
        "unchecked": score.unchecked,
        "index": rounded(score.index) if reported else None,
        "nonconformities": nonconformities if reported else None,
        "strengths": audit.strengths if reported else "",
    }


def section_counts(roadmap_pk, **subject):
    """Return {((association name, id), section): {answer: n}} for reported audits of a subject."""
    rows = (
        ChecklistItem.objects.filter(audit__roadmap=roadmap_pk, audit__state__in=REPORTED, **subject)
        .order_by()
        .values_list("audit__association__name", "audit__association", "section", "answer")
        .annotate(n=Count("pk"))
    )
    counts = defaultdict(lambda: defaultdict(int))
    for name, pk, section, answer, n in rows:
        counts[(name, pk), section][answer] += n
    return counts


def index_of(answers):
    return rounded(conformity(answers[Answer.CONFORMS], answers[Answer.PARTLY], answers[Answer.FAILS]))


def given(answers):
    return sum(answers[answer] for answer in GIVEN)


def merged(parts):
    total = defaultdict(int)
    for part in parts:
        for answer, n in part.items():
            total[answer] += n
    return total


def by_section(counts):
    """Return {section: {answer: n}} of all subjects together."""
    sections = defaultdict(list)
    for (_, section), answers in counts.items():
        sections[section].append(answers)
    return {section: merged(parts) for section, parts in sections.items()}


def last_year(roadmap, subject):
    """Return {section: {answer: n}} of the year before; empty in the first one."""
    return by_section(section_counts(roadmap.predecessor_id, audit__subject=subject)) if roadmap.predecessor_id else {}


def compared(section, before):
    """Return the index of a section last year and how many answers it stands on; None where it was not asked."""
    answers = before.get(section)
    return {"before": index_of(answers) if answers else None, "before_given": given(answers) if answers else 0}


def association_scores(roadmap):
    """Return the index of conformity of each audited association, in all and by section, with that of last year beside."""
    counts = section_counts(roadmap.pk, audit__subject=Subject.ASSOCIATION)
    sections = sorted({section for _, section in counts})
    audited = sorted({subject for subject, _ in counts})
    rows = []
    for subject in audited:
        own = {section: counts[subject, section] for section in sections if (subject, section) in counts}
        total = merged(own.values())
        rows.append(
            {
                "id": subject[1],
                "name": subject[0],
                "index": index_of(total),
                "given": given(total),
                "cells": [index_of(own[section]) if section in own else None for section in sections],
                "given_cells": [given(own[section]) if section in own else 0 for section in sections],
            }
        )
    whole = merged(counts.values())
    before = last_year(roadmap, Subject.ASSOCIATION)
    return {
        "sections": sections,
        "rows": rows,
        "index": index_of(whole),
        "given": given(whole),
        "by_section": [
            {"section": section, "index": index_of(answers), "given": given(answers)} | compared(section, before)
            for section, answers in sorted(by_section(counts).items())
        ],
    }


def association_sizes(roadmap, as_of):
    """Return how many people each association of the school had on the last known day of the period."""
    day = min(as_of, roadmap.period_to)
    rows = AssociationMember.objects.covering(day).values("association").annotate(n=Count("employee", distinct=True))
    sizes = dict(rows.filter(association__school=roadmap.school_id).values_list("association", "n"))
    known = Association.objects.filter(school=roadmap.school_id)
    return [{"name": name, "size": sizes.get(pk, 0)} for pk, name in known.values_list("pk", "name")]


def school_scores(roadmap):
    """Return the answers about the school in all by section of the criteria, with the index of last year beside."""
    counts = section_counts(roadmap.pk, audit__subject=Subject.SCHOOL)
    before = last_year(roadmap, Subject.SCHOOL)
    rows = [
        {
            "section": section,
            "yes": answers[Answer.CONFORMS],
            "partly": answers[Answer.PARTLY],
            "no": answers[Answer.FAILS],
            "unchecked": answers[Answer.NOT_CHECKED],
            "index": index_of(answers),
        }
        | compared(section, before)
        for (_, section), answers in sorted(counts.items(), key=lambda pair: pair[0][1])
    ]
    return {"rows": rows, "index": index_of(merged(counts.values()))}


def course_rows(roadmap, findings):
    """Return course programmes by направленность: how many, updated within the year, nonconformities."""
    programmes = CourseProgramme.objects.filter(school=roadmap.school_id)
    found = defaultdict(int)
    for finding in findings:
        if finding.course_programme_id and finding.is_nonconformity and finding.state not in ("draft", "withdrawn"):
            found[finding.course_programme.focus] += 1
    total, updated = defaultdict(int), defaultdict(int)
    for programme in programmes:
        total[programme.focus] += 1
        day = programme.updated_on
        updated[programme.focus] += bool(day and roadmap.period_from <= day <= roadmap.period_to)
    return [
        {"focus": label, "programmes": total[value], "updated": updated[value], "nonconformities": found[value]}
        for value, label in Focus.choices
        if total[value]
    ]
