"""Where the auditors and the subject's own check agree, question by question. It compares answers, never people."""

from audits.models.checklist import GIVEN, Answer, group_label
from audits.models.criterion import Subject
from audits.reports.shares import share
from vsoko.wording import day_num, percent, plural

AGREED, GROUP, OWN, UNCOMPARED = "agreed", "group", "own", "uncompared"
OUTCOMES = (AGREED, GROUP, OWN, UNCOMPARED)
DIFFER = (GROUP, OWN)
WORDS = {
    AGREED: "совпадает с ответом группы",
    GROUP: "группа ответила строже",
    OWN: "самопроверка строже",
    UNCOMPARED: "не сравнивается",
}


def handed_in(audit):
    """Return the self-check of an audit that was handed in, or None."""
    selfcheck = getattr(audit, "selfcheck", None)
    return selfcheck if selfcheck and selfcheck.is_handed_in else None


def outcome(item):
    """Return who is stricter about a question. «Не применимо» agrees only with itself: it is no degree of conformity.

    What was answered to other words of the question is not compared. The item comes through `with_own`.
    """
    if item.own_answer is None or item.answer == Answer.NOT_CHECKED or item.own_question != item.question:
        return UNCOMPARED
    if item.answer == item.own_answer:
        return AGREED
    if item.answer not in GIVEN or item.own_answer not in GIVEN:
        return UNCOMPARED
    return GROUP if GIVEN.index(item.answer) > GIVEN.index(item.own_answer) else OWN


def told(item):
    """Return what an auditor reads beside a question: nothing of the answer itself before the own one is given."""
    if item.own_answer is None:
        return ""
    if item.answer == Answer.NOT_CHECKED:
        return "Самопроверка есть: её ответ откроется после вашего."
    why = " ".join(text.strip() for text in (item.own_note, item.own_evidence) if text.strip())
    changed = " на прежний текст вопроса" if item.own_question != item.question else ""
    words = f"Самопроверка: «{Answer(item.own_answer).label}»{changed}, {WORDS[outcome(item)]}."
    return f"{words} {why}" if why else words


def comparison(audit, items):
    """Return how the answers compare, as JSON: by sections, in all, the codes that differ both ways, and that in words.

    None where no self-check was handed in. The items come through `with_own`.
    """
    selfcheck = handed_in(audit)
    if selfcheck is None:
        return None
    sections, codes = {}, {outcome: [] for outcome in DIFFER}
    for item in items:
        found = outcome(item)
        row = sections.setdefault(group_label(audit, item), dict.fromkeys(OUTCOMES, 0))
        row[found] += 1
        if found in DIFFER:
            codes[found].append(name_of(audit, item))
    total = {name: sum(row[name] for row in sections.values()) for name in OUTCOMES}
    compared = sum(total.values()) - total[UNCOMPARED]
    return {
        "handed_on": selfcheck.handed_on.isoformat(),
        "sections": [{"label": label, **row} for label, row in sections.items()],
        "total": total,
        "compared": compared,
        "codes": codes,
        "words": sentences(selfcheck, total, compared, codes),
    }


def sentences(selfcheck, total, compared, codes):
    """Return the comparison in sentences; a share stands beside its count and only where something was compared."""
    handed = f"Самопроверка передана группе {day_num(selfcheck.handed_on)}"
    if not compared:
        return [f"{handed}, сравнивать нечего: ни на один вопрос не ответили обе стороны."]
    found = [
        f"{handed}. Ответы обеих сторон есть на {plural(compared, 'вопрос,вопроса,вопросов')} из {sum(total.values())}; "
        f"совпало — {counted(total[AGREED], compared)}."
    ]
    for name, words in ((GROUP, "Группа ответила строже"), (OWN, "Самопроверка строже")):
        if codes[name]:
            found.append(f"{words} — {counted(total[name], compared)}: {', '.join(codes[name])}.")
    return found


def counted(part, whole):
    return f"{part} ({percent(share(part, whole))})"


def name_of(audit, item):
    """Return the code of a question; of a sampled programme with its name, as the same code is asked about each."""
    about = item.course_programme if audit.subject == Subject.ASSOCIATION else None
    return f"{item.code} ({about.name})" if about else item.code
