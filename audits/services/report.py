"""What the report of an audit says (D11): facts gathered once, for the page, the paper and the frozen content alike."""

from django.db.models import Q, prefetch_related_objects

from audits.completeness import name_of
from audits.models import Audit, ChecklistItem, Finding
from audits.models.checklist import GIVEN, Answer, group_label
from audits.models.finding import NONCONFORMITIES, Grade
from audits.models.selfcheck import with_own
from audits.services.comparison import comparison
from audits.services.impartiality import told_exemptions
from audits.services.samples import samples_of
from audits.services.scores import Score
from vsoko.wording import day_num

REMARKS = (Grade.OBSERVATION, Grade.OPPORTUNITY)
CONFORMS = "соответствует установленным требованиям"
DEVIATES = "соответствует установленным требованиям с отклонениями"
FAILS = "не соответствует установленным требованиям"


def report_facts(audit, items=None):
    """Return everything that the report says, as JSON. Nothing is stored: the approved document keeps its own copy.

    `items` are the questions where the caller has read them already, through `with_own`.
    """
    earlier = Q(audit__in=previous_audit(audit))
    wanted = earlier if items is not None else earlier | Q(audit=audit)
    asked = list(with_own(ChecklistItem.objects.filter(wanted).select_related("audit", "course_programme")))
    before = [item for item in asked if item.audit_id != audit.pk]
    items = [item for item in asked if item.audit_id == audit.pk] if items is None else items
    found = Finding.objects.filter(earlier | Q(audit=audit)).by_number()
    found = list(found.select_related("audit", "criterion", "objection_decided_by"))
    own = [finding for finding in found if finding.audit_id == audit.pk]
    findings = [finding for finding in own if finding.state != Finding.State.WITHDRAWN]
    total = Score.of(items)
    return general(audit) | {
        "sections": sections_of(audit, items),
        "total": score_facts(total),
        "sample": sorted({str(item.course_programme) for item in items if item.course_programme}),
        "samples": samples_of(audit),
        "unchecked": reasons_of(items, Answer.NOT_CHECKED),
        "unchecked_mandatory": [
            name_of(item) for item in items if item.is_mandatory and item.answer == Answer.NOT_CHECKED
        ],
        "not_applicable": reasons_of(items, Answer.NOT_APPLICABLE),
        "previous": previous_facts(audit, before, found, items),
        "selfcheck": comparison(audit, items),
        "strengths": audit.strengths,
        "practices": [finding.title for finding in findings if finding.grade == Grade.GOOD_PRACTICE],
        "nonconformities": [finding_facts(finding) for finding in findings if finding.grade in NONCONFORMITIES],
        "remarks": [finding_facts(finding) for finding in findings if finding.grade in REMARKS],
        "disagreements": [
            {"number": finding.number, "objection": finding.objection, "decision": finding.told_decision}
            for finding in findings
            if finding.objection
        ],
        "withdrawn": [
            {
                "number": finding.number,
                "title": finding.title,
                "objection": finding.objection,
                "decision": finding.told_decision,
            }
            for finding in own
            if finding.state == Finding.State.WITHDRAWN
        ],
        "verdict": verdict_of(findings),
        "found": found_words(findings),
        "conclusion": audit.conclusion.strip() or draft_conclusion(audit, findings),
        "plan_due_on": iso(audit.plan_due_on),
    }


def general(audit):
    prefetch_related_objects([audit], "team")  # told here, and asked for exemptions
    return {
        "number": audit.number,
        "subject": audit.subject_name,
        "kind": "внеплановый" if audit.unscheduled else "плановый",
        "basis": basis_of(audit),
        "starts_on": iso(audit.starts_on),
        "ends_on": iso(audit.ends_on),
        "period_from": iso(audit.period_from),
        "period_to": iso(audit.period_to),
        "reported_on": iso(audit.reported_on),
        "lead": {"name": audit.lead.short_name, "sign": audit.lead.signature},
        "team": [member.employee.short_name for member in audit.team.all()],
        "exemptions": told_exemptions(audit),
        "auditee": {
            "name": audit.auditee.short_name,
            "sign": audit.auditee.signature,
            "position": audit.auditee.position,
        },
        "objectives": audit.objectives,
        "scope": audit.scope,
        "checklist": audit.template.name if audit.template else "",
    }


def iso(day):
    return day.isoformat() if day else ""


def basis_of(audit):
    programme = audit.programme
    words = [audit.basis.strip().rstrip(".")] if audit.basis.strip() else []
    if programme and programme.approved_on:
        words.append(
            f"Программа внутренних аудитов на {programme.roadmap.year_words}, утверждена {day_num(programme.approved_on)}"
        )
    return "; ".join(words)


def score_facts(score):
    index = score.index
    return {
        "yes": score.yes,
        "partly": score.partly,
        "no": score.no,
        "na": score.na,
        "unchecked": score.unchecked,
        "total": score.total,
        "index": None if index is None else round(index, 4),
    }


def sections_of(audit, items):
    """Return the score of each tab of the checklist, in the order of the questions."""
    groups = {}
    for item in items:
        groups.setdefault(group_label(audit, item), []).append(item)
    return [{"label": label, **score_facts(Score.of(rows))} for label, rows in groups.items()]


def reasons_of(items, answer):
    """Return [{codes, reason}] of the questions with this answer: one reason is told once."""
    codes = {}
    for item in items:
        if item.answer == answer:
            codes.setdefault(item.reason.strip(), []).append(item.code)
    return [{"codes": ", ".join(named), "reason": reason} for reason, named in codes.items()]


def finding_facts(finding):
    return {
        "number": finding.number,
        "grade": finding.get_grade_display(),
        "title": finding.title,
        "criterion": finding.criterion.code if finding.criterion else "",
        "requirement": finding.requirement,
        "fact": finding.fact,
        "evidence": finding.evidence_text,
    }


def previous_audit(audit):
    """Return the query of the latest earlier audit of the same subject whose report is in."""
    same = Audit.objects.filter(
        school=audit.school_id,
        subject=audit.subject,
        association=audit.association_id,
        course_programme=audit.course_programme_id,
        state__in=Audit.LOCKED,
        ends_on__lt=audit.starts_on,
    )
    return same.exclude(pk=audit.pk).order_by("-ends_on", "-pk").values("pk")[:1]


def previous_facts(audit, items, findings, now):
    """Return what the previous audit said, by its questions, and what differs `now`; None where there was none.

    One that was carried over from paper has findings alone: there is no index to compare with.
    """
    before = next((row.audit for row in [*items, *findings] if row.audit_id != audit.pk), None)
    if before is None:
        return None
    return {
        "number": before.number,
        "ends_on": iso(before.ends_on),
        "index": score_facts(Score.of(items))["index"],
        "sections": {row["label"]: row["index"] for row in sections_of(before, items)},
        **changed_codes(items, now),
        "findings": [
            {"number": finding.number, "title": finding.title, "state": finding.get_state_display()}
            for finding in findings
            if finding.audit_id == before.pk
            and finding.grade in NONCONFORMITIES
            and finding.state != Finding.State.WITHDRAWN
        ],
    }


def changed_codes(before, now):
    """Return the codes of the questions that are answered better, and worse, than by the previous audit."""
    earlier = {(item.criterion_id, item.course_programme_id): item.answer for item in before}
    changed = {"better": [], "worse": []}
    for item in now:
        was = earlier.get((item.criterion_id, item.course_programme_id))
        if was in GIVEN and item.answer in GIVEN and was != item.answer:
            changed["better" if GIVEN.index(item.answer) < GIVEN.index(was) else "worse"].append(item.code)
    return changed


def count(findings, *grades):
    return sum(finding.grade in grades for finding in findings)


def verdict_of(findings):
    """Return how the subject conforms, by the classes of what was found (domain text, section D11)."""
    if count(findings, Grade.MAJOR):
        return FAILS
    return DEVIATES if count(findings, Grade.MINOR) else CONFORMS


def found_words(findings):
    return (
        f"значительных несоответствий — {count(findings, Grade.MAJOR)}, "
        f"незначительных — {count(findings, Grade.MINOR)}, наблюдений — {count(findings, Grade.OBSERVATION)}, "
        f"рекомендаций — {count(findings, Grade.OPPORTUNITY)}"
    )


def draft_conclusion(audit, findings=None):
    """Return the words of the conclusion as the rule gives them; figures stand beside them and are always counted anew."""
    if findings is None:
        findings = list(audit.findings.exclude(state="withdrawn"))
    words = f"{capital(audit.subject_name)}: деятельность по проверенным критериям {verdict_of(findings)}."
    if count(findings, *NONCONFORMITIES):
        words += f" {audit.auditee.short_name} составляет план корректирующих мероприятий."
    return words


def capital(text):
    return text[:1].upper() + text[1:]
