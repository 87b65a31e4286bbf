"""Facts for papers of every kind: the school, its people by role, the year and its terms, who sits in which body.

Rooms above add theirs to the same registry. Nothing here is read before a text asks for it.
"""

from datetime import date

from roadmap.declension import association_in
from roadmap.models import Appointment, Document
from roadmap.models.activity import Stage
from roadmap.permissions import GROUP_ROLES, Role
from roadmap.placeholders import DECLINED, LATE, PERSON, TABLE
from roadmap.services.acknowledgements import chairs, staff
from vsoko.registries import PaperFact, paper_facts
from vsoko.wording import day_num, period, plural

COUNCIL = "Педагогический совет"
IN_GROUP = {
    Role.GROUP_HEAD: "руководитель",
    Role.GROUP_SECRETARY: "секретарь",
    Role.AUDITOR: "член группы, внутренний аудитор",
}
PEOPLE_HEAD = ("№", "Фамилия, имя, отчество", "Должность")
PERSON_WORD = "человек,человека,человек"
WRITTEN_UNTIL = 7  # the month from which a self-examination is of the present year


# --- люди -----------------------------------------------------------------------------------------------------------


def holder(role):
    """Return a value: the employee who holds the role today."""
    return lambda setting: setting.holders.get(role)


def chair(setting):
    if setting.association is None:
        return None
    held = Appointment.objects.filter(role=Role.CHAIR, association=setting.association)
    return held.covering(setting.today).holders().get(Role.CHAIR)


def members(setting):
    """Return the members of the paper's association today, its chair among them."""
    if setting.association is None:
        return []
    rows = setting.association.members.covering(setting.today).select_related("employee")
    return [row.employee for row in rows]


def group(setting):
    """Return [(employee, what they are in the group)] of the year's working group, its head first; nobody twice."""
    held = Appointment.objects.filter(working_group__roadmap=setting.roadmap, working_group__isnull=False)
    held = held.filter(role__in=GROUP_ROLES).covering(setting.today).select_related("employee")
    order, roles = list(IN_GROUP), {}
    for row in sorted(held, key=lambda one: (order.index(one.role), str(one.employee))):
        roles.setdefault(row.employee, []).append(IN_GROUP[row.role])
    return [(employee, ", ".join(dict.fromkeys(own))) for employee, own in roles.items()]


BODIES = {
    "staff": ("педагогический коллектив", lambda setting: list(staff(setting.school, setting.today))),
    "chairs": ("председатели МО", lambda setting: list(chairs(setting.school, setting.today))),
    "group": ("рабочая группа", lambda setting: [employee for employee, _ in group(setting)]),
    "mo": ("члены методического объединения", members),
}


def count(people):
    return lambda setting: plural(len(found), PERSON_WORD) if (found := people(setting)) else None


def names(people):
    return lambda setting: ", ".join(person.short_name for person in people(setting)) or None


def listed(people):
    """Return a value: the list of a body with a place for each signature."""

    def value(setting):
        rows = [(number, one.full_name, one.position, "") for number, one in enumerate(people(setting), start=1)]
        return [(*PEOPLE_HEAD, "Подпись"), *rows] if rows else None

    return value


def composition(setting):
    rows = group(setting)
    head = (*PEOPLE_HEAD, "Роль в группе")
    named = [(number, one.full_name, one.position, role) for number, (one, role) in enumerate(rows, start=1)]
    return [head, *(named or [(1, "_______________", "_______________", "руководитель")])]


# --- документы ------------------------------------------------------------------------------------------------------


def latest(code, **fields):
    """Return a value: the last paper of that kind that is in force."""

    def value(setting):
        papers = Document.objects.filter(school=setting.school, kind__code=code, state__in=Document.IN_FORCE, **fields)
        return papers.order_by("-dated", "-id").first()

    return value


def told(paper, tell):
    return lambda setting: tell(found) if (found := paper(setting)) else None


def order_of_regulation(setting):
    """Return « (приказ от … № …)» of the regulation in force, or nothing: a text reads well without it."""
    found = latest("D02")(setting)
    return f" (приказ {found.requisites})" if found and found.number else ""


council, programme = latest("D04", body_name__iexact=COUNCIL), latest("D06")


# --- год ------------------------------------------------------------------------------------------------------------


def school_year(setting):
    """Return «2026/2027»: the roadmap's own, or the one that the day of making falls into."""
    if setting.roadmap and setting.roadmap.is_school_year:
        return setting.roadmap.label
    start = setting.today.year if setting.today.month >= 9 else setting.today.year - 1
    return f"{start}/{start + 1}"


def term(stage):
    """Return a value: the last day of the year's rows of that stage."""
    return lambda setting: setting.terms.get(stage, (None, None))[1]


def beginning(stage):
    """Return a value: the first day of the year's rows of that stage."""
    return lambda setting: setting.terms.get(stage, (None, None))[0]


def report_year(setting):
    """Return the calendar year that the self-examination tells of: it is due by 20 April of the next one.

    A school year holds one such term. A row of a calendar year has its own; without a row the day of making says which term
    is the nearest, the past one being written up until July. A cycle that is over is told of by its own papers.
    """
    roadmap, day = setting.roadmap, setting.today
    if roadmap is not None and roadmap.is_school_year:
        return roadmap.period_to.year - 1
    if setting.activity is not None:
        day = setting.activity.ends_on or setting.activity.starts_on or day
    elif roadmap is not None:
        day = min(day, roadmap.period_to)
    return day.year if day.month >= WRITTEN_UNTIL else day.year - 1


def roadmap_rows(setting):
    if setting.roadmap is None:
        return None
    rows = setting.roadmap.activities.prefetch_related("responsible__employee").order_by("position")
    return [
        ("№", "Мероприятие", "Ответственные", "Срок"),
        *((row.number, row.title, who_answers(row), when(row)) for row in rows),
    ]


def who_answers(row):
    return ", ".join(map(str, row.responsible.all())) or row.responsible_text


def when(row):
    return row.term_text or period(row.starts_on, row.ends_on, today=date.min)


# --- сам документ ---------------------------------------------------------------------------------------------------


def readers(setting):
    rows = setting.document.acknowledgements.select_related("employee") if setting.document else []
    if not rows:
        return None
    listed_rows = (
        (number, row.employee.full_name, row.employee.position, day_num(row.done_on), "")
        for number, row in enumerate(rows, start=1)
    )
    return [(*PEOPLE_HEAD, "Дата", "Подпись"), *listed_rows]


def secretary(setting):
    """Return who wrote the minutes; whoever leads the meeting is not its secretary as well, so a blank is left."""
    document = setting.document
    employee = getattr(document.author, "employee", None) if document else None
    return employee if employee and employee.pk != document.signer_id else None


def of_draft(field):
    return lambda setting: getattr(setting.document, field) if setting.document else None


def school(field):
    return lambda setting: getattr(setting.school, field) or None


def roadmap(field):
    return lambda setting: getattr(setting.roadmap, field) if setting.roadmap else None


def facts():
    """Return {placeholder: PaperFact}."""
    found = {
        "org.full": PaperFact("полное наименование школы", school("full_name")),
        "org.short": PaperFact("краткое наименование школы", school("short_name")),
        "org.city": PaperFact("место издания документов", school("city")),
        "org.founder": PaperFact("учредитель", school("founder")),
        "dir": PaperFact("директор", holder(Role.DIRECTOR), PERSON),
        "coord": PaperFact("заместитель по УВР, координатор ВСОКО", holder(Role.DEPUTY_EDU), PERSON),
        "upbringing": PaperFact("заместитель по ВР", holder(Role.DEPUTY_UPBRINGING), PERSON),
        "head": PaperFact("руководитель рабочей группы", holder(Role.GROUP_HEAD), PERSON),
        "secretary": PaperFact("секретарь школы", holder(Role.SECRETARY), PERSON),
        "year.school": PaperFact("учебный год: 2026/2027", school_year),
        "year.words": PaperFact("год карты словами: «2026/2027 учебный год»", roadmap("year_words")),
        "year.from": PaperFact("первый день отчётного периода", roadmap("period_from")),
        "year.to": PaperFact("последний день отчётного периода", roadmap("period_to")),
        "year.report": PaperFact("календарный год самообследования", lambda setting: str(report_year(setting))),
        "roadmap.table": PaperFact("дорожная карта таблицей", roadmap_rows, TABLE),
        "p.date": PaperFact("дата последнего протокола педсовета", told(council, lambda one: one.dated)),
        "p.number": PaperFact("номер последнего протокола педсовета", told(council, lambda one: one.number or None)),
        "reg.order": PaperFact("приказ о Положении в скобках, если он есть", order_of_regulation),
        "prog.date": PaperFact("день утверждения программы аудитов", told(programme, lambda one: one.approved_on)),
        "term.objection": PaperFact(
            "срок особого мнения",
            lambda setting: plural(setting.school.objection_days, "рабочего дня,рабочих дней,рабочих дней"),
        ),
        "term.plan": PaperFact(
            "срок плана после отчёта",
            lambda setting: plural(setting.school.plan_due_days, "рабочего дня,рабочих дней,рабочих дней"),
        ),
        "term.check": PaperFact(
            "срок до проверки результативности",
            lambda setting: plural(
                setting.school.check_after_days, "календарный день,календарных дня,календарных дней"
            ),
        ),
        "group.composition": PaperFact("состав рабочей группы с ролями", composition, TABLE),
        "mo": PaperFact(
            "методическое объединение",
            lambda setting: association_in(setting.association.name) if setting.association else None,
            DECLINED,
        ),
        "mo.name": PaperFact(
            "название МО, как в списке", lambda setting: setting.association.name if setting.association else None
        ),
        "mo.chair": PaperFact("председатель МО", chair, PERSON),
        "doc.signer": PaperFact("кто подписывает документ", of_draft("signer"), LATE),
        "doc.secretary": PaperFact("кто составил документ", secretary, LATE),
        "doc.date": PaperFact("дата документа", of_draft("dated"), LATE),
        "doc.readers": PaperFact("лист ознакомления", readers, TABLE),
    }
    for body, (words, people) in BODIES.items():
        found |= {
            f"{body}.count": PaperFact(f"{words}: сколько человек", count(people)),
            f"{body}.number": PaperFact(f"{words}: число", lambda setting, people=people: str(len(people(setting)))),
            f"{body}.names": PaperFact(f"{words}: перечень", names(people)),
            f"{body}.table": PaperFact(f"{words}: список для подписей", listed(people), TABLE),
        }
    for stage in Stage:
        if stage != Stage.OTHER:
            found[f"row.{stage}"] = PaperFact(f"{stage.label}: последний день по карте", term(stage))
            found[f"row.{stage}.start"] = PaperFact(f"{stage.label}: первый день по карте", beginning(stage))
    return found


def register():
    for name, fact in facts().items():
        paper_facts.register(name, fact)
