"""What a year leaves for its improvement plan: each source proposes measures, each with the key of what it stands on.

A key is proposed once in an analysis, whatever became of the measure: what people declined does not come back.
"""

from datetime import timedelta
from decimal import Decimal

from django.db.models import Prefetch

from audits.goal_standing import LAGGING
from audits.indicator_standing import BREACH, verdict
from audits.indicator_words import figure, rounded
from audits.models import ChecklistItem, Criterion, EffectivenessCheck, Finding, Indicator, Wish
from audits.models.audit import Audit
from audits.models.checklist import GIVEN, Answer
from audits.models.finding import NONCONFORMITIES
from audits.models.indicator import Group
from audits.reports.indicators import year_indicators
from roadmap.models import Appointment, Employee
from roadmap.models.activity import YEARLY
from roadmap.permissions import Role
from roadmap.services.training import longest
from vsoko.wording import day_num, lowered, plural

YEAR = timedelta(days=365)  # training that ends within the next year is due in it
CODES_NAMED = 8
FINISH = "Завершить"  # said once of a row, however many years it is carried on
TRAINED = "S10"  # told by name: each auditor whose training is due has a measure of their own


def proposals(analysis):
    """Yield the facts of an ImprovementItem for everything that the year has left; a fixed number of queries."""
    for source in (
        nonconformities, undone_rows, lagging_goals, alarming_indicators, system_indicators, wishes, training,
        uncovered_criteria,
    ):  # fmt: skip
        yield from source(analysis)


def nonconformities(analysis):
    """Not closed, closed with an action that had no effect, or a repeat: of each nonconformity one measure."""
    denied = EffectivenessCheck.objects.filter(state=EffectivenessCheck.State.NOT_EFFECTIVE).order_by("round")
    found = Finding.objects.filter(audit__roadmap=analysis.roadmap_id, grade__in=NONCONFORMITIES)
    found = found.select_related("audit").prefetch_related(Prefetch("checks", denied, to_attr="denied")).by_number()
    for finding in found.filter(state__in=[*Finding.OPEN, Finding.State.CLOSED]):
        if finding.state in Finding.OPEN:
            text = f"Завершить устранение: {finding.title}"
        elif finding.denied:
            text = f"Закрепить меру, которая дала результат не сразу: {finding.title}"
        else:
            text = f"Проверить, не повторяется ли: {finding.title}"
        reasons = [
            "не закрыто" if finding.state in Finding.OPEN else "",
            f"действия признаны не результативными {day_num(finding.denied[-1].checked_on)}" if finding.denied else "",
            "повторное" if finding.repeat_of_id or (finding.returns and not finding.denied) else "",
        ]
        if any(reasons):
            yield {
                "text": text,
                "source_text": f"Несоответствие {finding.number}: {', '.join(filter(None, reasons))}",
                "source_finding": finding,
                "responsible_id": finding.audit.auditee_id,
                "source_key": f"finding:{finding.pk}",
            }


def undone_rows(analysis):
    """What every year repeats stands in the next roadmap anyway."""
    undone = analysis.roadmap.activities.filter(state__in=["planned", "in_progress"]).exclude(stage__in=YEARLY)
    for activity in undone.prefetch_related("responsible"):
        main = next(iter(activity.responsible.all()), None)
        yield {
            "text": activity.title if activity.title.startswith(FINISH) else f"{FINISH}: {activity.title}",
            "expected_result": activity.expected_result,
            "source_text": f"Пункт {activity.number} дорожной карты не выполнен",
            "source_activity": activity,
            "responsible_id": main and main.employee_id,
            "source_key": f"activity:{activity.pk}",
        }


def lagging_goals(analysis):
    for row in analysis.figures["goals"]:
        if row["kind"] == LAGGING:
            yield {
                "text": f"Найти причину отставания и наверстать: {lowered(row['text'])}",
                "expected_result": f"{row['indicator']}: {row['target']}",
                "source_text": f"Цель программы развития отстаёт: {row['value']}, {row['plan']}",
                "responsible_id": row["responsible_id"],
                "source_key": f"goal:{row['id']}",
            }


def alarming_indicators(analysis):
    """Every worsening asks for a decision (criterion RS-10)."""
    for row in analysis.figures["entered"]:
        if row["signals"]:
            yield {
                "text": f"Найти причину и поправить показатель: {lowered(row['name'])}",
                "expected_result": f"{row['code']}: {row['goal']}" if row["goal"] else "",
                "source_text": f"Показатель {row['code']}: {lowered(row['signals'][0])}",
                "source_key": f"indicator:{row['id']}",
            }


def system_indicators(analysis):
    """The indicators of the system itself are judged on the day on which the year is gathered."""
    found = Indicator.objects.filter(school=analysis.school_id, group=Group.SYSTEM, is_active=True)
    known = {indicator.code: indicator for indicator in found}
    for row in year_indicators(analysis.figures):
        indicator = known.get(row["code"])
        if indicator is None or row["value"] is None or row["code"] == TRAINED:
            continue
        value = rounded(Decimal(str(row["value"])), indicator)
        if verdict(indicator, value) == BREACH:
            yield {
                "text": f"Найти причину и поправить показатель: {lowered(indicator.name)}",
                "expected_result": f"{indicator.code}: {indicator.target}",
                "source_text": f"Показатель {indicator.code}: {figure(value, indicator)}, ориентир {indicator.target}",
                "source_key": f"indicator:{indicator.pk}",
            }


def wishes(analysis):
    """What consumers asked for and the school has accepted (domain text, D19)."""
    accepted = Wish.objects.filter(survey__roadmap=analysis.roadmap_id, state=Wish.State.ACCEPTED)
    for wish in accepted.select_related("survey", "course_programme").order_by("id"):
        yield {
            "text": wish.text,
            "source_text": f"Пожелание, {wish.survey.get_audience_display()}: {lowered(wish.about)}",
            "source_key": f"wish:{wish.pk}",
        }


def training(analysis):
    """Auditors of the year without training, or whose training ends within a year after it."""
    roadmap = analysis.roadmap
    last = min(analysis.as_of, roadmap.period_to)
    held = Appointment.objects.filter(working_group__roadmap=roadmap, role__in=[Role.GROUP_HEAD, Role.AUDITOR])
    people = Employee.objects.filter(pk__in=held.covering(last).values("employee"), left_on=None)
    people = list(people.order_by("last_name", "first_name", "pk"))
    trained = longest([person.pk for person in people])
    for person in people:
        one = trained.get(person.pk)
        if one is not None and one.holds_on(roadmap.period_to + YEAR):
            continue
        why = f"действует по {day_num(one.valid_until)}" if one else "обучение не подтверждено"
        yield {
            "text": f"{'Обновить обучение' if one else 'Обучить'} внутреннего аудитора: {person.short_name}",
            "expected_result": "Обучение подтверждено документом",
            "source_text": f"Обучение аудиторов (S10): {why}",
            "responsible_id": person.pk,
            "source_key": f"training:{person.pk}",
        }


def uncovered_criteria(analysis):
    """Criteria that no audit of the year has answered, a measure a section: the next programme takes them in."""
    answered = ChecklistItem.objects.filter(
        audit__roadmap=analysis.roadmap_id, answer__in=[*GIVEN, Answer.NOT_APPLICABLE]
    ).exclude(audit__state=Audit.State.CANCELLED)
    covered = set(answered.values_list("criterion", flat=True))
    sections = {}
    rows = Criterion.objects.filter(school=analysis.school_id, is_active=True).order_by("section", "code")
    for pk, code, section in rows.values_list("pk", "code", "section"):
        left, total = sections.setdefault(section, ([], []))
        total.append(code)
        if pk not in covered:
            left.append(code)
    for section, (left, total) in sections.items():
        if left:
            named = ", ".join(left[:CODES_NAMED]) + (" и другие" if len(left) > CODES_NAMED else "")
            yield {
                "text": f"Включить в программу аудитов раздел «{section}»: {named}",
                "expected_result": f"Даны ответы на {plural(len(left), 'критерий,критерия,критериев')} раздела",
                "source_text": f"Раздел «{section}»: не проверены {len(left)} из {len(total)} критериев",
                "source_key": f"criteria:{section}",
            }
