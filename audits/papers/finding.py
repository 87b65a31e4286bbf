"""Papers about one finding (domain text, D10 and D13): its card, complete up to the check of effect, and the elimination."""

from audits.cause_rules import question
from audits.models import Action, Finding
from audits.models.finding import NONCONFORMITIES
from audits.papers.tables import actions, eliminated
from audits.papers.words import subject_in
from audits.permissions import is_auditee, is_lead, is_on_team
from audits.proofs import ACTIONS, REPORTED, actions_in_order, carried_out
from roadmap.models import Employee
from roadmap.models.activity import Stage
from roadmap.permissions import Role, has_role, rights
from vsoko.registries import PaperSource
from vsoko.wording import day_num
from vsoko.workflow import TransitionError

NAMES = {
    "finding.number": "номер несоответствия",
    "finding.title": "суть одной строкой",
    "finding.object": "что проверялось (склоняется)",
    "finding.audit": "номер аудита",
    "finding.criterion": "критерий и раздел",
    "finding.requirement": "требование",
    "finding.fact": "что установлено",
    "finding.evidence": "свидетельство",
    "finding.grade": "класс",
    "finding.repeat": "повторное ли",
    "finding.registered": "день регистрации",
    "finding.auditor": "аудитор, который записал",
    "finding.auditee": "кто отвечает за проверенный объект",
    "finding.answer": "ознакомлен ли объект и согласен ли",
    "finding.objection": "особое мнение и решение по нему",
    "finding.cause": "причина: цепочка «почему» и её проверка",
    "finding.actions": "действия: коррекция, корректирующие, предупреждающие",
    "finding.done": "что сделано, чем подтверждается, кто проверил",
    "finding.effect": "проверка результативности",
    "finding.closed": "день закрытия",
}
SORTS = {
    "finding.object": "declined",
    "finding.auditor": "person",
    "finding.auditee": "person",
    "finding.objection": "clause",
    # What comes after the card is begun stands in it as it is known on the day of signing.
    "finding.answer": "late",
    "finding.cause": "late",
    "finding.effect": "late",
    "finding.closed": "late",
    "finding.actions": "table",
    "finding.done": "table",
}
reports_elimination = has_role(Role.GROUP_HEAD, Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING)


def facts(finding, code):
    """Return what is known of the finding; what was done about it is read when a text asks for it."""
    return {
        "finding.number": finding.number or None,
        "finding.title": finding.title,
        "finding.object": subject_in(finding.audit),
        "finding.audit": finding.audit.number,
        "finding.criterion": criterion_of(finding),
        "finding.requirement": finding.requirement,
        "finding.fact": finding.fact,
        "finding.evidence": lambda: evidence_of(finding),
        "finding.grade": finding.get_grade_display(),
        "finding.repeat": f"да, № {finding.repeat_of.number}" if finding.repeat_of else "нет",
        "finding.registered": finding.registered_on,
        "finding.auditor": auditor_of(finding),
        "finding.auditee": finding.audit.auditee,
        "finding.answer": answer_of(finding),
        "finding.objection": objection_of(finding),
        "finding.cause": lambda: cause_of(finding),
        "finding.actions": lambda: planned(finding),
        "finding.done": lambda: eliminated(carried_out(finding)),
        "finding.effect": lambda: effect_of(finding),
        "finding.closed": finding.closed_on,
    }


def evidence_of(finding):
    proofs = finding.evidence.select_related("file")
    return "; ".join([bare(finding.evidence_text), *map(str, proofs)])


def planned(finding):
    rows = [action for action in actions_in_order(finding) if action.state != Action.State.CANCELLED]
    return actions(rows) if rows else None


def criterion_of(finding):
    if finding.criterion is None:
        return finding.section or None
    return f"{finding.criterion.code}, раздел «{finding.section}»" if finding.section else finding.criterion.code


def cause_of(finding):
    """Return the chain «почему» in one line, the last link of which is the cause, and the answers that tested it."""
    cause = finding.cause
    whys = cause.whys if cause else []
    chain = "; ".join(f"{number}) {why.strip().rstrip('.')}" for number, why in enumerate(whys, start=1))
    return ". ".join([chain, *tested(cause)]) if chain else None


def tested(cause):
    """Return the test questions of a cause with their answers; nothing where they were not asked (earlier years).

    A cause after which the case would happen again is not recorded, so that whoever was asked has said no.
    """
    if not cause.changes:
        return []
    answers = (("recurs", "нет"), ("changes", "; ".join(cause.changed)))
    return ["Проверка причины", *(f"{question(name)} — {words}" for name, words in answers)]


def auditor_of(finding):
    """Return who has found it: whoever wrote the record, but of a paper of earlier years who led its audit."""
    author = None if finding.past_import_id else getattr(finding.author, "employee", None)
    return author or finding.audit.lead


def answer_of(finding):
    """Return how who answers for the subject has answered, or None: then the line is filled with a pen."""
    woman = finding.audit.auditee.gender == Employee.Gender.FEMALE
    read, agrees = ("ознакомлена", "согласна") if woman else ("ознакомлен", "согласен")
    if finding.objection:
        return f"{read}, не {agrees} (особое мнение)"
    if finding.acknowledged_on:
        # A paper of earlier years tells the day, not the answer.
        answer = read if finding.past_import_id and not finding.acknowledged_by_id else f"{read}, {agrees}"
        return f"{answer}, {day_num(finding.acknowledged_on)}"
    return None


def objection_of(finding):
    decision = f" Решение: {finding.told_decision}" if finding.objection_decision else ""
    return f"{finding.objection}{decision}" if finding.objection else ""


def effect_of(finding):
    """Return what each check found, saw and judged, the last one at the end, or None while nobody has checked."""
    told = []
    for check in finding.checks.select_related("checked_by__employee"):
        if check.checked_on:
            checker = getattr(check.checked_by, "employee", None) or check.checked_by
            sentences = [check.get_state_display(), check.result, *map(judged, check.criteria)]
            told.append(f"{day_num(check.checked_on)} ({checker}): {'. '.join(map(bare, sentences))}.")
    return " ".join(told) or None


def judged(criterion):
    words, met, seen = criterion
    return f"{words} — {'да' if met else 'нет'}" + (f" ({bare(seen)})" if seen else "")


def bare(sentence):
    """Return a sentence without its full stop."""
    return sentence.strip().rstrip(".")


def fields(finding, code):
    roadmap = finding.audit.roadmap
    stage = Stage.AUDITS if code == "D10" else Stage.ELIMINATION
    start = {
        "roadmap": roadmap,
        "activity": roadmap.activities.filter(stage=stage).first(),
        "association": finding.audit.association,
        "number": finding.number,
    }
    if code == "D10":
        # Who answers for the subject is not asked to read the card once more: the finding was answered on its own page.
        start["signer"] = auditor_of(finding)
    return start


def may(user, finding, code):
    """The card is made by the audit's team once it is registered; the elimination by who answers for it, once reported."""
    if finding.grade not in NONCONFORMITIES or finding.state in (Finding.State.DRAFT, Finding.State.WITHDRAWN):
        return False
    audit = finding.audit
    if code == "D10":
        return is_lead(user, audit) or is_on_team(user, audit)
    mine = is_auditee(user, audit) or reports_elimination(user, finding) or acts(user, finding)
    return mine and any(action.state in REPORTED for action in finding.actions.all())


def ready(finding, code):
    """An elimination is handed in when somebody who did not do the work has accepted it (domain text, D13)."""
    done = carried_out(finding) if code == "D13" else []
    waiting = next((action for action in done if action.state == Action.State.DONE), None)
    if waiting:
        raise TransitionError(
            f"Выполнение ещё не проверено: действие «{waiting.text.rstrip('.')}» ждёт приёмки. Отчёт передают после неё."
        )


def acts(user, finding):
    employee = rights(user).employee
    return employee is not None and any(action.responsible_id == employee.pk for action in finding.actions.all())


def visible(user):
    related = (
        "school", "author__employee", "criterion", "association", "repeat_of", "objection_decided_by", "audit__roadmap",
        "audit__association", "audit__course_programme", "audit__auditee", "audit__lead", "audit__school",
    )  # fmt: skip
    return Finding.objects.visible_to(user).select_related(*related).prefetch_related("causes", "audit__team", ACTIONS)


SOURCE = PaperSource(
    model=Finding,
    kinds=("D10", "D13"),
    names=NAMES,
    sorts=SORTS,
    facts=facts,
    fields=fields,
    ready=ready,
    may=may,
    visible=visible,
    label=lambda finding: f"№ {finding.number}, {finding.audit.subject_name}. {finding.title}",
)
