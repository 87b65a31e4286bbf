"""What was found in a year: by grade, section, criterion, cause and association."""

from collections import Counter, defaultdict

from audits.models import Finding
from audits.models.criterion import Subject
from audits.models.finding import Branch, Grade
from audits.reports.shares import share


def read_findings(roadmap, rows=None):
    """Return the findings of a year, drafts aside; of `rows` only where these are given."""
    rows = (Finding.objects if rows is None else rows).filter(audit__roadmap=roadmap).exclude(state=Finding.State.DRAFT)
    rows = rows.select_related(
        "criterion", "association", "course_programme", "audit__association", "audit__course_programme"
    )
    return list(rows.prefetch_related("causes", "checks").order_by("audit__sequence", "sequence"))


def valid(findings):
    """Return the nonconformities that count: withdrawn ones stay in the register, not in the sums."""
    return [row for row in findings if row.is_nonconformity and row.state != Finding.State.WITHDRAWN]


def summary(findings, *, checked):
    counted = valid(findings)
    grades = Counter(row.grade for row in findings if row.state != Finding.State.WITHDRAWN)
    closed = sum(row.state == Finding.State.CLOSED for row in counted)
    repeated = sum(row.repeat_of_id is not None for row in counted)
    return {
        "total": len(counted),
        "checked": checked,
        "major": grades[Grade.MAJOR],
        "minor": grades[Grade.MINOR],
        "closed": closed,
        "open": len(counted) - closed,
        "withdrawn": sum(row.state == Finding.State.WITHDRAWN for row in findings),
        "repeated": repeated,
        "repeated_share": share(repeated, len(counted)),
        "major_share": share(grades[Grade.MAJOR], len(counted)),
        "returned": sum(row.returns > 0 for row in counted),
        "by_grade": [{"grade": value, "label": label, "count": grades[value]} for value, label in Grade.choices],
        "by_section": by_section(counted),
        "by_criterion": by_criterion(counted),
        "by_branch": by_branch(counted),
        "by_subject": by_subject(counted),
        "good_practices": [
            {"subject": row.subject_name, "text": row.title} for row in findings if row.grade == Grade.GOOD_PRACTICE
        ],
        "register": [register_row(row) for row in findings],
    }


def by_section(counted):
    counts = Counter(row.section or "без раздела" for row in counted)
    return [{"section": name, "count": n, "share": share(n, len(counted))} for name, n in most_first(counts)]


def most_first(counts):
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def by_criterion(counted):
    """Return criteria from the most frequent, with the accumulated share (Pareto)."""
    groups = defaultdict(list)
    for row in counted:
        groups[row.criterion.code if row.criterion else "без критерия"].append(row)
    rows, running = [], 0
    for code, found in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        running += len(found)
        rows.append(
            {
                "id": found[0].criterion_id,
                "code": code,
                "title": found[0].title,
                "count": len(found),
                "share": share(len(found), len(counted)),
                "running": share(running, len(counted)),
                "subjects": len({row.subject_name for row in found}),
            }
        )
    return rows


def by_branch(counted):
    """Return in which branch the causes lie; a nonconformity has the branch of its latest cause, or none yet."""
    counts = Counter(row.cause.branch if row.cause else "" for row in counted)
    rows = [
        {"branch": value, "label": label, "count": counts[value]} for value, label in Branch.choices if counts[value]
    ]
    if counts[""]:
        rows.append({"branch": "", "label": "причина ещё не установлена", "count": counts[""]})
    return rows


def by_subject(counted):
    """Return the counts of each audited subject; an association is named by its id as well."""
    counts = defaultdict(Counter)
    for row in counted:
        association = row.audit.association_id if row.audit.subject == Subject.ASSOCIATION else None
        counts[row.subject_name, row.audit.subject, association][row.grade] += 1
    return [
        {"subject": name, "kind": kind, "id": pk, "major": grades[Grade.MAJOR], "minor": grades[Grade.MINOR]}
        for (name, kind, pk), grades in sorted(counts.items(), key=lambda pair: pair[0][:2])
    ]


def register_row(row):
    return {
        "id": row.pk,
        "number": row.number,
        "subject": row.subject_name,
        "kind": row.audit.subject,
        "criterion": row.criterion.code if row.criterion else "",
        "grade": row.get_grade_display(),
        "nonconformity": row.is_nonconformity,
        "title": row.title,
        "cause": str(row.cause or ""),
        "state": row.get_state_display(),
        "closed_on": row.closed_on.isoformat() if row.closed_on else "",
        "repeated": row.repeat_of_id is not None,
    }
