"""What the programme and audits put on people's desks."""

from datetime import timedelta

from django.db.models import Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from audits import workflow
from audits.audit_steps import progress_words
from audits.improvement_plan import UNSIGNED
from audits.mandatory import paper_sets
from audits.models import AnnualAnalysis, Audit, AuditProgramme, CorrectivePlan, Finding, ImprovementItem
from audits.models.finding import NONCONFORMITIES
from audits.permissions import plans_audits
from audits.services.requests import with_openings
from audits.services.scores import score_of, with_scores
from roadmap.models import Document, Roadmap
from roadmap.models.activity import Stage
from roadmap.permissions import Role, rights
from roadmap.year import roadmaps_of
from vsoko.models import HistoryEntry
from vsoko.registries import DeskSource, Duty, Expectation, desk_sources, user_facts
from vsoko.wording import day_text
from vsoko.workdays import add_working_days

S = Audit.State
SOON = timedelta(days=14)


def audits_of(user):
    """Return the audits in which the user leads, checks or answers for the subject, with all that the desk asks; read once.

    A returned report is known by its draft document, an owed plan by the findings.
    """
    if "_audits_of_desk" not in user.__dict__:
        user.__dict__["_audits_of_desk"] = _read_audits(user)
    return user.__dict__["_audits_of_desk"]


def _read_audits(user):
    held = rights(user)
    if held.employee is None:
        return []
    mine = Q(lead=held.employee) | Q(team__employee=held.employee)
    answers = Q(auditee=held.employee) | Q(association__in=held.associations.get(Role.CHAIR, ()))
    papers = Document.objects.filter(owner_id=OuterRef("pk"), kind__code="D11", owner_type__model="audit")
    owed = Finding.objects.filter(audit=OuterRef("pk"), grade__in=NONCONFORMITIES).exclude(state="withdrawn")
    begun = CorrectivePlan.objects.filter(audit=OuterRef("pk")).exclude(state=CorrectivePlan.State.DRAFT)
    rows = Audit.objects.filter(mine | answers, school=user.school_id, state__in=Audit.OPEN).distinct()
    rows = rows.annotate(
        report_returned=Exists(papers.filter(state=Document.State.DRAFT)),
        report_sent=Exists(papers.filter(state__in=Document.WAITING, author=user)),
        owes_plan=Exists(owed),
        plan_is_in=Exists(begun),
    )
    rows = with_openings(with_scores(rows)).select_related(
        "school", "association", "course_programme", "programme", "lead", "auditee", "selfcheck", "request"
    )
    return list(rows.order_by("starts_on", "sequence"))


def audit_duties(user, today):
    employee = rights(user).employee
    duties = []
    remarks = remarks_of([audit for audit in audits_of(user) if audit.state == S.IN_PROGRESS and audit.report_returned])
    lacking = lacking_papers([audit for audit in audits_of(user) if may_close(audit, employee)])
    for audit in audits_of(user):
        duty = None
        if audit.state == S.PLANNED and audit.lead_id == employee.pk:
            duty = to_start(audit, today)
        elif audit.state == S.IN_PROGRESS and not answers_only(user, audit):
            duty = to_check(audit, employee, remarks)
        elif audit.state == S.REPORTED:
            duty = to_read(user, audit) or to_close(audit, employee, lacking.get(audit.pk))
        if duty:
            duties.append(duty)
    return duties


def answers_for(user, audit):
    held = rights(user)
    return audit.auditee_id == held.employee.pk or audit.association_id in held.associations.get(Role.CHAIR, ())


def answers_only(user, audit):
    """Impartiality keeps the auditee out of the team, so who answers for the subject does not check it."""
    return audit.lead_id != rights(user).employee.pk and answers_for(user, audit)


def to_start(audit, today):
    if audit.starts_on > today + SOON:
        return None
    try:
        workflow.programme_allows(audit)
    except workflow.TransitionError:
        return None
    return Duty(
        key=f"audit:{audit.pk}",
        title=f"Начать аудит № {audit.number}",
        url=reverse("audit-start", args=[audit.pk]),
        due=audit.starts_on,
        detail=audit.subject_name,
        shape="plan",
        word="запланирован",
    )


def to_check(audit, employee, remarks):
    score = score_of(audit)
    if audit.report_returned and audit.lead_id == employee.pk:
        return Duty(
            key=f"audit:{audit.pk}",
            title=f"Доработать отчёт об аудите № {audit.number}",
            url=reverse("audit-report", args=[audit.pk]),
            due=add_working_days(audit.ends_on, audit.school.report_days),
            detail=remarks.get(audit.pk) or audit.subject_name,
            shape="back",
            word="возвращён",
        )
    if score.left:
        return Duty(
            key=f"audit:{audit.pk}",
            title=f"Заполнить чек-лист аудита № {audit.number}",
            url=reverse("audit-checklist", args=[audit.pk]),
            due=audit.ends_on,
            detail=f"{audit.subject_name}. {progress_words(score)}",
            shape="run",
            word="идёт",
        )
    if audit.lead_id != employee.pk:
        return None
    return Duty(
        key=f"audit:{audit.pk}",
        title=f"Сдать отчёт об аудите № {audit.number}",
        url=reverse("audit-report", args=[audit.pk]),
        due=add_working_days(audit.ends_on, audit.school.report_days),
        detail=f"{audit.subject_name}. Все вопросы отвечены",
        shape="run",
        word="отчёт не сдан",
    )


def to_read(user, audit):
    if audit.acknowledged_on or not answers_for(user, audit):
        return None
    return Duty(
        key=f"audit:{audit.pk}",
        title=f"Ознакомиться с отчётом об аудите № {audit.number}",
        url=reverse("audit-acknowledge", args=[audit.pk]),
        due=add_working_days(audit.reported_on, audit.school.objection_days),
        detail=audit.subject_name,
        word="ждёт ознакомления",
    )


def may_close(audit, employee):
    ready = audit.report_approved_on and audit.acknowledged_on and (audit.plan_is_in or not audit.owes_plan)
    return bool(audit.state == S.REPORTED and audit.lead_id == employee.pk and ready)


def lacking_papers(audits):
    """Return {audit pk: what its mandatory set lacks} where the school closes no audit without its papers."""
    if not audits or not audits[0].school.audit_needs_papers:
        return {}
    return {
        audit.pk: papers.missing for audit, papers in zip(audits, paper_sets(audits), strict=True) if papers.missing
    }


def to_close(audit, employee, lacking):
    if not may_close(audit, employee):
        return None
    if lacking:
        return Duty(
            key=f"audit:{audit.pk}",
            title=f"Подготовить документы аудита № {audit.number}",
            url=f"{audit.get_absolute_url()}#papers",
            detail=f"{audit.subject_name}. Чтобы завершить аудит, нужны: {', '.join(lacking)}",
            shape="run",
            word="не хватает документов",
        )
    return Duty(
        key=f"audit:{audit.pk}",
        title=f"Завершить аудит № {audit.number}",
        url=reverse("audit-close", args=[audit.pk]),
        detail=f"{audit.subject_name}. Отчёт утверждён, объект ознакомлен",
        word="пора завершить",
    )


def remarks_of(audits):
    """Return {audit pk: the remark with which its report came back last}."""
    if not audits:
        return {}
    entries = HistoryEntry.objects.filter(
        action=workflow.REOPEN_AUDIT.key, subject_id__in=[audit.pk for audit in audits], school=audits[0].school_id
    )
    return {entry.subject_id: entry.comment for entry in entries.order_by("recorded_at", "id")}


def expected_reports(user, today):
    """Return what a lead auditor waits for: the director's approval and the reading by who answers for the subject."""
    employee = rights(user).employee
    rows = []
    for audit in audits_of(user):
        if audit.state != S.REPORTED or audit.lead_id != employee.pk:
            continue
        detail, url = f"отчёт № {audit.number}", audit.get_absolute_url()
        # Who handed the report in waits for it as for every paper of theirs.
        if not audit.report_approved_on and not audit.report_sent:
            rows.append(Expectation("Утверждение отчёта", f"{detail}: {audit.subject_name}", None, url))
        if not audit.acknowledged_on:
            due = add_working_days(audit.reported_on, audit.school.objection_days)
            rows.append(Expectation(str(audit.auditee), f"ознакомиться, {detail}", due, url))
    return rows


def programme_duties(user, today):
    """Return the programme that has to be begun or handed in, for whoever writes it."""
    if not plans_audits(user) or not any(row.state == Roadmap.State.APPROVED for row in roadmaps_of(user)):
        return []
    first = Min(Coalesce("activities__starts_on", "activities__ends_on"), filter=Q(activities__stage=Stage.AUDITS))
    roadmaps = Roadmap.objects.filter(school=user.school_id, state=Roadmap.State.APPROVED).annotate(audits_from=first)
    duties = []
    for roadmap in roadmaps.filter(audits_from__isnull=False).select_related("programme"):
        programme, start = getattr(roadmap, "programme", None), roadmap.audits_from
        if programme is None:
            title, url, word = "Составить программу аудитов", reverse("programme-create"), "не составлена"
        elif programme.state == AuditProgramme.State.DRAFT:
            title, url, word = "Передать программу аудитов на утверждение", programme.get_absolute_url(), "черновик"
        else:
            continue
        duties.append(
            Duty(
                key=f"programme:{roadmap.pk}",
                title=title,
                url=url,
                due=start,
                detail=f"На {roadmap.year_words}; аудиты начинаются {day_text(start)}",
                shape="draft",
                word=word,
            )
        )
    return duties


def is_analysed(newest, user):
    """Return whether the newest year is analysed and its measures signed; it is read with the user of a request."""
    if hasattr(user, "analysed"):
        return user.analysed == newest.pk
    return signed_analyses().filter(roadmap=newest).exists()


def signed_analyses():
    """Return the approved analyses whose measures wait for no signature: nothing keeps the next year from being opened."""
    left = ImprovementItem.objects.filter(UNSIGNED, analysis=OuterRef("pk"))
    return AnnualAnalysis.objects.filter(~Exists(left), state=AnnualAnalysis.State.APPROVED)


def next_year_duties(user, today):
    """Return the line of a deputy when the last year is over, analysed, its measures signed and no other year opened yet."""
    newest = next(iter(roadmaps_of(user)), None)
    if newest is None or newest.period_to >= today or not rights(user).has(Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING):
        return []
    if not is_analysed(newest, user):
        return []
    return [
        Duty(
            key=f"next:{newest.pk}",
            title="Открыть следующий год",
            url=reverse("next-year", args=[newest.pk]),
            detail=f"Анализ за {newest.year_words} утверждён: его меры станут черновиком новой карты",
            shape="plan",
            word="впереди",
        )
    ]


def register():
    signed = signed_analyses().filter(school=OuterRef("school")).order_by("-roadmap__period_from", "-roadmap")
    user_facts["analysed"] = Subquery(signed.values("roadmap")[:1])
    desk_sources.register("audits", DeskSource(audit_duties, expected_reports))
    desk_sources.register("programme", DeskSource(programme_duties))
    desk_sources.register("next_year", DeskSource(next_year_duties))
