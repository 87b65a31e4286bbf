"""What papers of the whole school say about a calendar year of audits: the section on ВСОКО of the self-examination (D14)."""

from datetime import date
from functools import partial

from django.db.models import Count, F, Q

from audits.indicator_terms import YEAR
from audits.indicator_words import hide_small, told
from audits.models import Action, Audit, Finding, Measurement
from audits.models.finding import NONCONFORMITIES
from audits.models.indicator import Scope, Whose
from roadmap.models import Association
from roadmap.paper_facts import report_year
from roadmap.placeholders import TABLE
from vsoko.registries import PaperFact, paper_facts
from vsoko.wording import percent, period, plural

# What the table of the self-examination takes from the indicators of the school (order № 1324, annex 2): code and point.
OF_THE_ORDER = {
    "A05": "1.5", "A06": "1.6", "A07": "1.7", "A08": "1.8", "A09": "1.9", "A10": "1.10", "A11": "1.11", "A12": "1.14",
    "A13": "1.15", "A14": "1.16", "A15": "1.17", "A16": "1.18", "A17": "1.19", "B01": "1.25", "B02": "1.29",
    "B03": "1.29.1", "B04": "1.29.2", "B07": "1.31", "B06": "1.33", "E01": "2.1", "E02": "2.2", "E03": "2.5", "E04": "2.6",
}  # fmt: skip
FOR_THE_PEN = "___"  # short: it stands in a narrow column
NOT_COUNTED = (Finding.State.DRAFT, Finding.State.WITHDRAWN)


def audits_of(setting):
    """Return the audits of the calendar year that the paper tells of, with their nonconformities counted."""
    counted = Q(findings__grade__in=NONCONFORMITIES) & ~Q(findings__state__in=NOT_COUNTED)
    rows = Audit.objects.filter(school=setting.school, starts_on__year=report_year(setting))
    rows = rows.exclude(state=Audit.State.CANCELLED).select_related("association", "course_programme")
    return list(
        rows.annotate(
            found=Count("findings", filter=counted),
            closed=Count("findings", filter=counted & Q(findings__state=Finding.State.CLOSED)),
        ).order_by("starts_on", "id")
    )


def summary(setting):
    """Return the sentences of the section: figures alone, no causes."""
    audits, year = audits_of(setting), report_year(setting)
    if not audits:
        return f"За {year} год внутренних аудитов в системе нет."
    held = [audit for audit in audits if audit.state in Audit.LOCKED]
    covered = len({audit.association_id for audit in held if audit.association_id})
    associations = Association.objects.filter(school=setting.school, closed_on=None).count()
    found, closed = sum(audit.found for audit in held), sum(audit.closed for audit in held)
    sentences = [
        f"За {year} год проведено аудитов: {len(held)} из {len(audits)} запланированных.",
        f"Аудитами охвачено методических объединений: {covered} из {max(associations, covered)}.",
        f"Выявлено несоответствий: {found}, закрыто после проверки результативности: {closed}.",
    ]
    actions = Action.objects.filter(finding__audit__in=held, done_on__isnull=False)
    told = actions.aggregate(done=Count("pk"), in_time=Count("pk", filter=Q(done_on__lte=F("due_on"))))
    if told["done"]:
        share = percent(100 * told["in_time"] / told["done"])
        words = plural(told["done"], "корректирующее мероприятие,корректирующих мероприятия,корректирующих мероприятий")
        sentences.append(f"Выполнено {words}, в срок — {share}.")
    return " ".join(sentences)


def table(setting):
    rows = [
        (
            audit.number,
            audit.subject_name,
            period(audit.starts_on, audit.ends_on, today=date.min),
            audit.found,
            audit.closed,
        )
        for audit in audits_of(setting)
        if audit.state in Audit.LOCKED
    ]
    head = ("№ аудита", "Что проверено", "Дни", "Несоответствий", "Из них закрыто")
    return [head, *rows] if rows else []


def entered(setting):
    """Return {code: Measurement} of the school as a whole for the year of the paper; read once for all of its placeholders."""
    known = vars(setting)
    if "_entered" not in known:
        rows = Measurement.objects.filter(
            school=setting.school, indicator__code__in=OF_THE_ORDER, scope=Scope.SCHOOL, whose=Whose.OWN, part=YEAR,
            ends_on__year=report_year(setting),
        ).select_related("indicator", "school", "association").order_by("ends_on", "id")  # fmt: skip
        known["_entered"] = {value.indicator.code: value for value in hide_small(list(rows))}
    return known["_entered"]


def indicator(code, setting):
    """Return the value of an indicator in words; a blank for the pen where none was entered or it is of a few pupils."""
    found = entered(setting).get(code)
    return FOR_THE_PEN if found is None or found.shown is None else told(found)


def register():
    paper_facts.register("vsoko.summary", PaperFact("итоги аудитов за год самообследования", summary))
    for code, point in OF_THE_ORDER.items():
        words = f"показатель {code}: пункт {point} таблицы самообследования"
        paper_facts.register(f"indicator.{code}", PaperFact(words, partial(indicator, code)))
    paper_facts.register("vsoko.table", PaperFact("аудиты года самообследования", table, TABLE))
