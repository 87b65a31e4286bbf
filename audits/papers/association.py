"""The year of an association (domain text, D21): drafted from its audits, findings and actions, signed by its chair.

The facts are asked of the association and the year of the paper itself, so that they are also there for other papers.
"""

from datetime import date

from django.utils import timezone

from audits.models import Action, Audit, Finding
from audits.models.finding import NONCONFORMITIES, Grade
from audits.services.scores import score_of, with_scores
from roadmap.models import Appointment, Association, Consultation, CourseProgramme, Document, DocumentKind
from roadmap.permissions import Role, has_role, rights
from vsoko.registries import PaperFact, PaperSource
from vsoko.wording import day_num, percent, period, plural

prepares = has_role(Role.DEPUTY_EDU)


def of_year(value):
    """Return a value that asks for the association and the year; nothing is known where the paper has not both."""

    def asked(setting):
        if setting.association is None or setting.roadmap is None:
            return None
        return value(setting.association, setting.roadmap)

    return asked


def audits_of(association, roadmap):
    audits = Audit.objects.filter(association=association, roadmap=roadmap).exclude(state=Audit.State.CANCELLED)
    return with_scores(audits.select_related("association", "course_programme")).order_by("starts_on", "sequence")


def findings_of(association, roadmap):
    """Return what was reported about the association: drafts of running audits are not told before the report."""
    found = Finding.objects.filter(audit__association=association, audit__roadmap=roadmap)
    return found.exclude(state__in=[Finding.State.DRAFT, Finding.State.WITHDRAWN]).by_number()


def nonconformities_of(association, roadmap):
    return findings_of(association, roadmap).filter(grade__in=NONCONFORMITIES)


def actions_of(association, roadmap):
    rows = Action.objects.filter(finding__in=nonconformities_of(association, roadmap).order_by())
    rows = rows.exclude(state__in=[Action.State.PROPOSED, Action.State.CANCELLED])
    return rows.select_related("finding", "responsible").order_by(
        "finding__audit__sequence", "finding__sequence", "round", "id"
    )


def members(association, roadmap):
    return plural(
        association.members.within(roadmap.period_from, roadmap.period_to).count(), "человек,человека,человек"
    )


def meetings(association, roadmap):
    held = Document.objects.filter(
        association=association, roadmap=roadmap, kind__form=DocumentKind.Form.MINUTES, state__in=Document.IN_FORCE
    )
    papers = list(held.order_by("dated", "id"))
    told = ", ".join(f"протокол {paper.requisites}" for paper in papers)
    return f"{plural(len(papers), 'заседание,заседания,заседаний')} ({told})" if papers else None


def consultations(association, roadmap):
    consulted = Consultation.objects.filter(roadmap=roadmap, association=association).count()
    return plural(consulted, "консультация,консультации,консультаций") if consulted else "не было"


def courses(association, roadmap):
    return ", ".join(str(course) for course in CourseProgramme.objects.filter(association=association).order_by("name"))


def audit_table(association, roadmap):
    """Return the audits of the year; answers are counted only where the report is in."""
    rows = [["Аудит", "Дни", "Что проверялось", "Индекс соответствия", "Состояние"]]
    for audit in audits_of(association, roadmap):
        index = percent(score_of(audit).index) if audit.state in Audit.LOCKED else "—"
        days = period(audit.starts_on, audit.ends_on, today=date.min)
        rows.append([f"№ {audit.number}", days, audit.subject_name, index, audit.get_state_display()])
    return rows if len(rows) > 1 else None


def found(association, roadmap):
    owed = list(nonconformities_of(association, roadmap))
    closed = sum(one.state == Finding.State.CLOSED for one in owed)
    major = sum(one.grade == Grade.MAJOR for one in owed)
    return f"несоответствий — {len(owed)}, из них значительных — {major}; закрыто — {closed}"


def finding_table(association, roadmap):
    rows = [["№", "Несоответствие", "Класс", "Состояние"]]
    rows += [
        [one.number, one.title, one.get_grade_display(), one.get_state_display()]
        for one in nonconformities_of(association, roadmap)
    ]
    return rows if len(rows) > 1 else None


def action_table(association, roadmap):
    rows = [["Несоответствие", "Действие", "Ответственный", "Срок", "Выполнено"]]
    rows += [
        [one.finding.number, one.text, one.responsible.short_name, one.due_on, day_num(one.done_on)]
        for one in actions_of(association, roadmap)
    ]
    return rows if len(rows) > 1 else None


def late(association, roadmap):
    """Return what was not done by its day, whether it was done later or is still owed."""
    today = timezone.localdate()
    rows = actions_of(association, roadmap)
    missed = [one for one in rows if one.is_late(today) or (one.done_on and one.due_on and one.done_on > one.due_on)]
    return "; ".join(f"{one.text.rstrip('.')} (срок {day_num(one.due_on)})" for one in missed)


def strengths(association, roadmap):
    audits = audits_of(association, roadmap).filter(state__in=Audit.LOCKED)
    return " ".join(audit.strengths.strip() for audit in audits if audit.strengths.strip())


def practice(association, roadmap):
    good = findings_of(association, roadmap).filter(grade=Grade.GOOD_PRACTICE)
    return "; ".join(one.title.strip().rstrip(".") for one in good)


FACTS = {
    "work.members": PaperFact("МО за год: сколько человек", of_year(members)),
    "work.meetings": PaperFact("МО за год: заседания и протоколы", of_year(meetings)),
    "work.consultations": PaperFact("МО за год: сколько консультаций", of_year(consultations)),
    "work.courses": PaperFact("МО: дополнительные программы", of_year(courses), "clause"),
    "work.audits": PaperFact("МО за год: аудиты с индексом соответствия", of_year(audit_table), "table"),
    "work.found": PaperFact("МО за год: сколько выявлено и закрыто", of_year(found)),
    "work.findings": PaperFact("МО за год: несоответствия и что с ними", of_year(finding_table), "table"),
    "work.actions": PaperFact("МО за год: действия по планам", of_year(action_table), "table"),
    "work.late": PaperFact("МО за год: что не выполнено в срок", of_year(late), "clause"),
    "work.strengths": PaperFact("МО за год: сильные стороны по отчётам аудитов", of_year(strengths), "clause"),
    "work.practice": PaperFact("МО за год: положительная практика", of_year(practice), "clause"),
}


def fields(association, code):
    held = Appointment.objects.filter(association=association, role=Role.CHAIR).covering(timezone.localdate())
    chair = held.select_related("employee").order_by("acting", "id").first()
    return {"association": association} | ({"signer": chair.employee} if chair else {})


def may(user, association, code):
    return association.pk in rights(user).associations.get(Role.CHAIR, ()) or prepares(user, association)


def visible(user):
    return Association.objects.visible_to(user).select_related("school")


SOURCE = PaperSource(
    model=Association,
    kinds=("D21",),
    names={},
    facts=lambda association, code: {},
    fields=fields,
    may=may,
    visible=visible,
)
