"""Tables of papers about audits, as lists of rows whose first is the head."""

from audits.models.checklist import Answer, group_label
from audits.models.finding import NONCONFORMITIES
from audits.models.selfcheck import with_own
from audits.paper_words import finding_lines
from audits.services.comparison import OUTCOMES
from audits.services.report import sections_of
from audits.services.samples import WITH_CARDS, summed, tally_of
from vsoko.wording import day_num, full_stop, percent

ANSWERED = (Answer.CONFORMS, Answer.PARTLY, Answer.FAILS)


def answers(audit, items):
    """Return the checklist with its answers: what was asked, what was seen, who asked (domain text, D09)."""
    rows = [["Код", "Вопрос", "Ответ", "Свидетельство, пояснение", "Проверил"]]
    for item in items:
        about = f" ({group_label(audit, item)})" if item.course_programme else ""
        seen = item.evidence_text if item.answer in ANSWERED else item.reason
        tally = tally_of(item)
        sample = f"Выборка по карточкам: {tally.sample_words}" if tally else ""
        words = ". ".join(part.strip().rstrip(".") for part in (item.note, seen, sample) if part.strip())
        who = getattr(item.answered_by, "employee", None) or item.assigned_to
        rows.append(
            [item.code, f"{item.question}{about}", item.get_answer_display(), words, who.short_name if who else ""]
        )
    return rows


def items_of(audit):
    related = ("course_programme", "assigned_to", "answered_by__employee")
    return with_own(audit.items.select_related(*related)).prefetch_related(WITH_CARDS)


def cards(items):
    """Return what the cards of the sample looked at, of how many, under a caption of its own: it follows another table.

    Where there are no cards there is no table.
    """
    samples = summed(line for item in items for line in item.card_lines.all())
    rows = [[one["name"], one["share"], ", ".join(one["codes"]), one["found"]] for one in samples]
    head = ["Что смотрели", "Объём", "Критерии", "Установлено"]
    return [["Таблица: Выборка"], head, *rows] if rows else []


def scores(audit, items):
    """Return the answers counted by sections, with the index of conformity of each."""
    rows = [["Раздел", "Да", "Частично", "Нет", "Не прим.", "Не пров.", "Индекс"]]
    for row in sections_of(audit, items):
        counts = [str(row[name]) for name in ("yes", "partly", "no", "na", "unchecked")]
        rows.append([row["label"], *counts, percent(row["index"])])
    return rows


def compared(own):
    """Return where the self-check and the auditors agree, by sections; nothing where no self-check was handed in."""
    if own is None:
        return []
    rows = [["Раздел", "Совпало", "Группа строже", "Самопроверка строже", "Не сравнивается"]]
    for row in [*own["sections"], {"label": "Всего", **own["total"]}]:
        rows.append([row["label"], *(str(row[name]) for name in OUTCOMES)])
    return rows


def asked(score):
    """Return how many questions there are and how many have an answer."""
    return f"вопросов — {score.total}, с ответом — {score.done}"


def found(findings):
    """Return findings with what they stand on; one word where there are none."""
    if not findings:
        return [["Нет."]]
    rows = [["№, класс", "Требование, что установлено, свидетельство"]]
    for one in findings:
        stands_on = finding_lines(one.requirement, one.fact, one.evidence_text)
        rows.append([[one.number or "—", one.get_grade_display()], [full_stop(one.title), *stands_on]])
    return rows


def nonconformities(findings):
    return [one for one in findings if one.grade in NONCONFORMITIES]


def remarks(findings):
    return [one for one in findings if one.grade not in NONCONFORMITIES]


def valid(audit):
    return audit.findings.exclude(state="withdrawn").by_number()


def actions(rows):
    """Return the actions of a nonconformity as its card shows them."""
    table = [["Что сделать", "Ответственный", "Срок", "Выполнено"]]
    for action in rows:
        words = f"{action.get_kind_display().capitalize()}: {action.text.rstrip('.')}. Признак: {action.sign}"
        table.append([words, action.responsible.short_name, action.due_on, action.done_on])
    return table


def eliminated(rows):
    """Return what was done, by what it is proved and who has checked it: never the one who did it."""
    table = [["Что сделано", "Исполнитель, дата", "Свидетельство", "Проверил"]]
    for action in rows:
        checker = getattr(action.accepted_by, "employee", None)
        table.append(
            [
                f"{action.get_kind_display().capitalize()}: {action.report or action.text}",
                f"{action.responsible.short_name}, {day_num(action.done_on)}",
                "; ".join(action.proofs),
                checker.short_name if checker else "",
            ]
        )
    return table
