"""Papers about one audit (domain text, D07–D09, D18, D20): the order, the plan, the checklist, declarations, the note."""

from functools import cache, partial

from django.db.models import Exists, OuterRef

from audits.completeness import checklist_is_complete
from audits.models import Audit, AuditMeeting
from audits.papers import note, tables
from audits.papers.impartial import impartial
from audits.papers.schedule import questions_of, requested, schedule, timetable
from audits.papers.words import days_words, names_of, subject_in
from audits.permissions import is_lead, is_on_team
from audits.services.comparison import comparison
from audits.services.impartiality import team_of
from audits.services.report import basis_of, draft_conclusion, found_words
from audits.services.scores import Score
from roadmap.models.activity import Stage
from roadmap.permissions import Role, has_role, rights
from vsoko.registries import PaperSource
from vsoko.wording import day_num, lowered, percent, plural
from vsoko.workdays import add_working_days

NAMES = {
    "audit.number": "номер аудита",
    "audit.object": "что проверяется (склоняется)",
    "audit.kind": "плановый или внеплановый",
    "audit.basis": "основание: программа аудитов, причина внепланового",
    "audit.ground": "начало приказа: в соответствии с чем проводится аудит",
    "audit.starts": "первый день аудита",
    "audit.days": "дни аудита: «с 11 по 14 мая 2021 г.»",
    "audit.period": "проверяемый период",
    "audit.objectives": "цель аудита",
    "audit.scope": "область аудита",
    "audit.checklist": "чек-лист и его разделы",
    "audit.sample": "программы выборки",
    "audit.lead": "руководитель аудиторской группы",
    "audit.auditors": "аудиторы, кроме руководителя",
    "audit.group": "вся аудиторская группа",
    "audit.auditee": "кто отвечает за проверяемый объект",
    "audit.report_by": "день, до которого представляют отчёт",
    "audit.notice": "за сколько рабочих дней вручают план аудита",
    "audit.plan_by": "день, до которого представляют план корректирующих мероприятий",
    "audit.schedule": "график аудита по дням",
    "audit.requested": "перечень запрашиваемых документов",
    "audit.answers": "вопросы чек-листа с ответами",
    "audit.cards": "таблица выборки по карточкам",
    "audit.scores": "ответы по разделам",
    "audit.selfcheck": "самопроверка: сколько ответов совпало с ответами группы, где разошлись",
    "audit.selfcheck_scores": "самопроверка и ответы группы по разделам",
    "audit.index": "индекс соответствия",
    "audit.asked": "сколько вопросов и с ответом",
    "audit.found": "сколько выявлено по классам",
    "audit.nonconformities": "таблица несоответствий",
    "audit.remarks": "таблица наблюдений, рекомендаций и положительной практики",
    "audit.strengths": "сильные стороны",
    "audit.conclusion": "вывод отчёта",
    "audit.auditor": "аудитор, который даёт декларацию",
    "audit.impartial": "что ему не мешает проверять или по какому исключению он проверяет",
    "audit.exemptions": "исключения директора, по которым проверяли",
    "audit.unchecked": "вопросы, которые не проверены, и почему",
    "audit.not_applicable": "вопросы, которые не применимы, и почему",
    "audit.previous": "прошлый аудит того же объекта: индекс, что лучше и хуже",
    "audit.past": "прошлые несоответствия и их состояние",
    "audit.disagreements": "особые мнения и решения о них",
}
SORTS = {
    "audit.object": "declined",
    "audit.lead": "person",
    "audit.auditee": "person",
    "audit.auditor": "person",
    "audit.auditors": "clause",
    "audit.basis": "clause",
    "audit.sample": "clause",
    "audit.strengths": "clause",
    "audit.plan_by": "clause",
    "audit.schedule": "table",
    "audit.requested": "table",
    "audit.answers": "table",
    "audit.cards": "table",
    "audit.scores": "table",
    "audit.selfcheck": "clause",
    "audit.selfcheck_scores": "table",
    "audit.nonconformities": "table",
    "audit.remarks": "table",
    "audit.exemptions": "clause",
    "audit.unchecked": "clause",
    "audit.not_applicable": "clause",
    "audit.previous": "clause",
    "audit.past": "clause",
    "audit.disagreements": "clause",
}
KINDS = ("D07", "D08", "D09", "D18", "D20")
orders = has_role(Role.GROUP_HEAD, Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING, Role.DIRECTOR)
writes_note = has_role(Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING, Role.GROUP_HEAD)


def facts(audit, code):
    """Return what is known of the audit; its team, questions and findings are read when a text asks for them."""
    told = general(audit) | declared(audit, audit.lead)
    if code == "D08":
        asked = cache(partial(questions_of, audit))
        told |= {
            "audit.schedule": lambda: timetable(audit) or schedule(audit, asked()),
            "audit.requested": lambda: requested(audit, asked()),
        }
    if code in ("D09", "D20"):
        items = cache(lambda: list(tables.items_of(audit)))
        told |= results(audit, items)
        told |= note.told(audit, items) if code == "D20" else {}
    return told


def declared(audit, auditor):
    return {"audit.auditor": auditor, "audit.impartial": lambda: impartial(audit, auditor)}


def general(audit):
    team = cache(lambda: [member.employee for member in audit.team.all()])
    sections = f": {'; '.join(audit.sections)}" if audit.sections else ""
    return {
        "audit.number": audit.number,
        "audit.object": subject_in(audit),
        "audit.kind": "внеплановый" if audit.unscheduled else "плановый",
        "audit.basis": basis_of(audit),
        "audit.ground": ground(audit),
        "audit.starts": audit.starts_on,
        "audit.days": days_words(audit.starts_on, audit.ends_on),
        "audit.period": days_words(audit.period_from, audit.period_to),
        "audit.objectives": lowered(audit.objectives),
        "audit.scope": lowered(audit.scope),
        "audit.checklist": f"«{audit.template}»{sections}" if audit.template else None,
        "audit.sample": lambda: ", ".join(str(course) for course in audit.sampled_programmes.all()),
        "audit.lead": audit.lead,
        "audit.auditors": lambda: names_of(team()),
        "audit.group": lambda: ", ".join(filter(None, [f"{audit.lead.short_name} (руководитель)", names_of(team())])),
        "audit.auditee": audit.auditee,
        "audit.report_by": add_working_days(audit.ends_on, audit.school.report_days),
        "audit.notice": plural(audit.school.notice_days, "рабочий день,рабочих дня,рабочих дней"),
        "audit.plan_by": audit.plan_due_on,
    }


def ground(audit):
    """Return the first words of the order: the programme that names the audit, or why it is held beside it."""
    if audit.unscheduled:
        return f"Для проведения внепланового аудита (основание: {audit.basis.strip().rstrip('.')})"
    programme = audit.programme
    if programme is None or programme.approved_on is None:
        return f"В соответствии с программой внутренних аудитов на {audit.roadmap.year_words}"
    approved = f"утверждённой {day_num(programme.approved_on)},"
    return f"В соответствии с программой внутренних аудитов на {programme.roadmap.year_words}, {approved}"


def results(audit, items):
    findings = cache(lambda: list(tables.valid(audit)))
    own = cache(lambda: comparison(audit, items()))
    return {
        "audit.answers": lambda: tables.answers(audit, items()),
        "audit.cards": lambda: tables.cards(items()),
        "audit.scores": lambda: tables.scores(audit, items()),
        "audit.selfcheck": lambda: " ".join(own()["words"]) if own() else "",
        "audit.selfcheck_scores": lambda: tables.compared(own()),
        "audit.index": lambda: percent(Score.of(items()).index),
        "audit.asked": lambda: tables.asked(Score.of(items())),
        "audit.found": lambda: found_words(findings()),
        "audit.nonconformities": lambda: tables.found(tables.nonconformities(findings())),
        "audit.remarks": lambda: tables.found(tables.remarks(findings())),
        "audit.strengths": audit.strengths,
        "audit.conclusion": lambda: audit.conclusion.strip() or draft_conclusion(audit, findings()),
    }


def fields(audit, code):
    """Return what the draft starts with. What auditors have seen is nobody's else before the report: no association."""
    start = {
        "roadmap": audit.roadmap,
        "activity": audit.roadmap.activities.filter(stage=Stage.AUDITS).first(),
        "association": audit.association if code in ("D07", "D08", "D20") else None,
    }
    if code in ("D08", "D09", "D20"):
        start["number"] = audit.number
    if code == "D07":
        start["readers"] = [audit.auditee, *team_of(audit)]
    if code == "D08":
        start["readers"] = [audit.auditee]
    if code in ("D09", "D18"):
        start["signer"] = audit.lead
    return start


def may(user, audit, code):
    """Leaders order the audit, its team plans and carries it out, the note is written when the report is in."""
    if code == "D07":
        return orders(user, audit) and audit.state != Audit.State.CANCELLED
    if code == "D08":
        return (is_lead(user, audit) or is_on_team(user, audit)) and audit.state != Audit.State.CANCELLED
    if code == "D09":
        begun = audit.state in (Audit.State.IN_PROGRESS, *Audit.LOCKED)
        return begun and (is_lead(user, audit) or is_on_team(user, audit))
    if code == "D18":
        return declares(user, audit, audit.lead)
    return audit.state in Audit.LOCKED and writes_note(user, audit)


def ready(audit, code):
    """A checklist is signed when every question is answered or explained."""
    if code == "D09":
        checklist_is_complete(audit)


def declares(user, audit, auditor):
    """The auditor, or the head of the working group, who prepares the sheet for signing."""
    own = rights(user).employee == auditor
    return own or has_role(Role.GROUP_HEAD)(user, audit)


def visible(user):
    related = (
        "school", "roadmap", "programme__roadmap", "association", "course_programme", "template", "lead", "auditee",
        "selfcheck", "request",
    )  # fmt: skip
    rows = Audit.objects.visible_to(user).select_related(*related).prefetch_related("team__employee")
    return rows.annotate(has_timetable=Exists(AuditMeeting.objects.filter(audit=OuterRef("pk"))))


SOURCE = PaperSource(
    model=Audit,
    kinds=KINDS,
    names=NAMES,
    sorts=SORTS,
    facts=facts,
    fields=fields,
    ready=ready,
    may=may,
    visible=visible,
)
