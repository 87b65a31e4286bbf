"""Cards of the sample: written while the audit runs by its team, locked with the answers when the report is in."""

from django.db import transaction
from django.utils import timezone

from audits.models import Audit, CardLine, Sample, SamplingCard
from audits.models.checklist import GIVEN, Answer
from audits.models.criterion import Subject
from audits.permissions import is_lead, is_on_team
from roadmap.permissions import rights
from vsoko import history
from vsoko.wording import day_num
from vsoko.workflow import NotAllowed, TransitionError

FIELDS = ("subject", "group", "lesson", "document", "day")
TEAM = "Карточки выборки заполняет аудиторская группа этого аудита."
AUTHOR = "Карточку правит тот, кто её заполнил, или руководитель аудиторской группы."
DOUBTS = (Answer.PARTLY, Answer.FAILS)


def writes_cards(user, audit):
    return is_on_team(user, audit)


def edits_card(user, card):
    """Its author while in the team, the lead of the audit, the head of the working group."""
    employee, audit = rights(user).employee, card.audit
    own = employee is not None and card.auditor_id == employee.pk and is_on_team(user, audit)
    return own or is_lead(user, audit)


def is_own_question(user, audit, item):
    """Return whether the user answers in the school for what is asked: a colleague looks at it (domain text, section 5.2)."""
    employee = rights(user).employee
    own = employee is not None and item.criterion.responsible_id == employee.pk
    return own and audit.subject == Subject.SCHOOL


@transaction.atomic
def create_card(audit_pk, *, actor, kind, lines, key, population=None, **facts):
    """Write a card and return it. `lines` maps a question's pk to (answer, note); `facts` are FIELDS.

    A second sending with the same `key` returns the card that is there. Raises NotAllowed and TransitionError.
    """
    audit = _running(audit_pk)
    if not writes_cards(actor, audit):
        raise NotAllowed(TEAM)
    sample, _ = Sample.objects.get_or_create(audit=audit, kind=kind)
    sample.audit = audit
    if known := sample.cards.filter(key=key).first():
        return known
    _refuse_state(audit)
    card = SamplingCard(sample=sample, auditor=rights(actor).employee, key=key, **facts)
    _check_day(card)
    card.save()
    _write_lines(card, lines, actor)
    _tell_population(sample, population)
    history.record(
        card, actor=actor, action="audits.samplingcard.create", sentence="Карточка заполнена", on=card.day,
        changes={"Наблюдения": ["", _lines_told(card)]},
    )  # fmt: skip
    return card


@transaction.atomic
def edit_card(pk, *, actor, lines, population=None, **facts):
    """Change a card and return it; it keeps its kind and its author."""
    card = _editable(pk, actor)
    before, was = history.snapshot(card, FIELDS), [_lines_told(card), card.sample.population]
    for name in FIELDS:
        setattr(card, name, facts[name])
    _check_day(card)
    card.save(update_fields=FIELDS)
    _write_lines(card, lines, actor)
    _tell_population(card.sample, population)
    changes = history.differences(card, before, history.snapshot(card, FIELDS))
    pairs = zip(("Наблюдения", "Сколько таких всего"), was, (_lines_told(card), population), strict=True)
    changes |= {label: [old, new] for label, old, new in pairs if old != new}
    if changes:
        history.record(
            card, actor=actor, action="audits.samplingcard.edit", sentence="Карточка изменена", changes=changes
        )
    return card


@transaction.atomic
def delete_card(pk, *, actor):
    """Take a card out that was written by mistake; the history of the audit keeps its name. Returns the audit."""
    card = _editable(pk, actor)
    history.record(
        card.audit, actor=actor, action="audits.samplingcard.delete", sentence=f"Карточка удалена: {card.reference}"
    )
    card.delete()
    return card.audit


def _running(audit_pk):
    """Return the audit, locked: a card must not slip in while the report is being made."""
    return Audit.objects.select_for_update(of=("self",)).select_related("school", "lead").get(pk=audit_pk)


def _editable(pk, actor):
    known = SamplingCard.objects.values_list("sample__audit", flat=True).get(pk=pk)
    audit = _running(known)
    card = SamplingCard.objects.select_related("sample").get(pk=pk)
    card.sample.audit = audit
    if not edits_card(actor, card):
        raise NotAllowed(AUTHOR)
    _refuse_state(audit)
    return card


def _refuse_state(audit):
    if audit.state == Audit.State.PLANNED:
        raise TransitionError("Аудит ещё не начат: начните его, и карточки откроются.")
    if audit.state in audit.LOCKED:
        raise TransitionError("Отчёт сдан, карточки заперты: чтобы исправить их, отчёт возвращают на доработку.")
    if audit.state != Audit.State.IN_PROGRESS:
        raise TransitionError("Аудит отменён, карточки больше не заполняют.")


def _check_day(card):
    started = card.audit.started_on
    if card.day > timezone.localdate():
        raise TransitionError("Этот день ещё не наступил: поставьте сегодняшний или раньше.", field="day")
    if started and card.day < started:
        raise TransitionError(
            f"Аудит начат {day_num(started)}: карточка не бывает раньше, проверьте день.", field="day"
        )


def _write_lines(card, lines, actor):
    """Write what the card says about each question; what is said about the actor's own questions stays as it was."""
    items = {item.pk: item for item in card.audit.items.select_related("criterion")}
    own = {pk for pk, item in items.items() if is_own_question(actor, card.audit, item)}
    for pk, (answer, note) in lines.items():
        if pk not in items:
            raise TransitionError("Такого вопроса в чек-листе нет: обновите страницу и выберите его ещё раз.")
        if pk in own:
            raise TransitionError(f"{items[pk].code}: за этот вопрос в школе отвечаете вы, пусть его проверит другой.")
        if answer not in GIVEN:
            raise TransitionError(f"{items[pk].code}: выберите «да», «частично» или «нет».", field=f"q{pk}")
        if answer in DOUBTS and not note.strip():
            raise TransitionError(
                f"{items[pk].code}: запишите, что увидели, без этого «{Answer(answer).label}» ничего не докажет.",
                field=f"note{pk}",
            )
    card.lines.exclude(item__in=own).delete()
    CardLine.objects.bulk_create(
        CardLine(card=card, item=items[pk], answer=answer, note=note.strip()) for pk, (answer, note) in lines.items()
    )
    if not card.lines.exists():
        raise TransitionError("Отметьте, что увидели, хотя бы по одному вопросу.")


def _tell_population(sample, population):
    count = sample.cards.count()
    if population is not None and population < count:
        raise TransitionError(
            f"Карточек этого вида уже {count}, а всего указано {population}: проверьте число.", field="population"
        )
    if sample.population != population:
        sample.population = population
        sample.save(update_fields=["population"])


def _lines_told(card):
    lines = card.lines.select_related("item").order_by("item__position")
    return "; ".join(f"{line}{f' ({line.note})' if line.note else ''}" for line in lines)
