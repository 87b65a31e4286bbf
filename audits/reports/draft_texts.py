"""First words for the sections, from the figures alone: a fact, a comparison, and never a cause (domain text, section 8.3).

A person edits them; until then they are marked as a draft wherever they appear.
"""

from collections import Counter

from audits.goal_standing import LAGGING, ON_WAY, REACHED, UNKNOWN
from audits.indicator_words import POINTS
from audits.reports.draft_conclusions import conclusions, held, resources, risks
from audits.reports.previous_figures import AHEAD, DONE, DROPPED_ROW, MOVED, UNDONE
from audits.reports.survey_figures import decided
from vsoko.wording import decimal, percent, plural

FALLEN = 5  # percentage points: less may be chance in a sample of a school
NONCONFORMITY = "несоответствие,несоответствия,несоответствий"


def draft_text(key, figures):
    """Return the draft of a section, or an empty string where people write it themselves."""
    writer = WRITERS.get(key)
    return writer(figures) if writer else ""


def introduction(figures):
    group = figures["group"]
    people = f"В рабочей группе {plural(len(group), 'участник,участника,участников')}. " if group else ""
    return (
        f"Анализ подготовлен за {figures['year_words']} на основании пункта 13 части 3 статьи 28 Федерального закона "
        "от 29.12.2012 № 273-ФЗ «Об образовании в Российской Федерации» и Положения о ВСОКО. "
        f"{people}Методы: внутренние аудиты по чек-листам, изучение документов, наблюдение, выборка. {held(figures)}."
    )


def previous(figures):
    rows = figures["previous"]
    if not rows:
        return "Анализ проводится впервые: решений прошлого анализа нет."
    # A draft that was gathered before kinds were kept knows only what is done.
    kinds = Counter(row.get("kind") or (DONE if row["done"] else UNDONE) for row in rows)
    text = f"Из {plural(len(rows), 'мероприятия,мероприятий,мероприятий')} прошлого анализа выполнено {kinds[DONE]}"
    for word, kind in (
        ("не требовалось или отменено", DROPPED_ROW), ("ждут своего года", MOVED), ("срок впереди у", AHEAD),
        ("не выполнено", UNDONE),
    ):  # fmt: skip
        text += f", {word} {kinds[kind]}" if kinds[kind] else ""
    return f"{text}. Почему не выполнено, нужно проверить." if kinds[UNDONE] else f"{text}."


def roadmap(figures):
    plan, audits = figures["roadmap"], figures["programme"]
    covered, exist = audits["associations_covered"], audits["associations_total"]
    text = f"В дорожной карте {plural(plan['total'], 'мероприятие,мероприятия,мероприятий')}: выполнено {plan['done']}"
    if plan["dropped"]:
        text += f", не требовалось или отменено {plan['dropped']}"
    if plan["late"]:
        text += f", просрочено {plan['late']}"
    text += f". {held(figures)}"
    if audits["planned"] and exist:
        text += f"; аудитом охвачено методических объединений: {covered} из {exist}"
    return f"{text}. {plan.get('note', '')}".strip()


def associations(figures):
    rows = [row for row in figures["associations"]["rows"] if row["index"] is not None]
    if not rows:
        return ""
    best = max(rows, key=lambda row: row["index"])
    least = min(rows, key=lambda row: row["index"])
    text = f"Индекс соответствия по методическим объединениям — {percent(figures['associations']['index'])}"
    if len(rows) > 1 and best["index"] != least["index"]:
        text += f": от {percent(least['index'])} ({least['name']}) до {percent(best['index'])} ({best['name']})"
    text += f". Ответов, вошедших в индекс: {figures['associations']['given']}."
    return text + against_last_year(figures["associations"].get("by_section", []), figures)


def school(figures):
    told = figures["school"]
    if told["index"] is None:
        return ""
    text = f"Индекс соответствия по школе в целом — {percent(told['index'])}."
    return text + against_last_year(told["rows"], figures)


def against_last_year(rows, figures):
    """Return what got better and worse since the cycle before, by how much; only sections that both tell of."""
    told = [row for row in rows if None not in (row.get("before"), row["index"])]
    moved = [(row["section"], round(row["index"] - row["before"], 1)) for row in told]
    parts = [
        f"{word}: {', '.join(f'{name} ({sign}{decimal(abs(by))} {POINTS})' for name, by in found)}"
        for word, sign, found in (
            ("выше", "+", [pair for pair in moved if pair[1] > 0]),
            ("ниже", "−", [pair for pair in moved if pair[1] < 0]),
        )
        if found
    ]
    since = f" По сравнению с прошлым циклом ({figures['before']})" if told else ""
    if parts:
        return f"{since} {'; '.join(parts)}. Возможные причины требуют проверки."
    return f"{since} без изменений." if told else ""


def courses(figures):
    rows = figures["courses"]
    if not rows:
        return ""
    total, updated = sum(row["programmes"] for row in rows), sum(row["updated"] for row in rows)
    return (
        f"Реализуется {plural(total, 'дополнительная программа,дополнительные программы,дополнительных программ')} "
        f"по {plural(len(rows), 'направленности,направленностям,направленностям')}; за период обновлено {updated}."
    )


def findings(figures):
    found = figures["findings"]
    checked = plural(found["checked"], "ответ,ответа,ответов")
    if not found["total"] and not found["checked"]:
        return "Ответов по критериям за период нет, судить о несоответствиях не по чему."
    if not found["total"]:
        return f"Несоответствий не выявлено; получено по критериям: {checked}."
    text = (
        f"Получено по критериям: {checked}. Выявлено {plural(found['total'], NONCONFORMITY)}: "
        f"значительных — {found['major']}, незначительных — {found['minor']}. "
        f"Закрыто {found['closed']}, открыто {found['open']}. "
    )
    text += f"Повторных — {found['repeated']}." if found["repeated"] else "Повторных нет."
    return text + most_frequent(found)


def most_frequent(found):
    """Return which criteria, three at most, were met more often than all others; nothing where none were."""
    rows = found["by_criterion"]
    rest = max((row["count"] for row in rows[3:]), default=1)
    leading = [row for row in rows[:3] if row["count"] > rest]
    if not leading or (len(leading) == len(rows) > 1 and len({row["count"] for row in leading}) == 1):
        return ""
    codes = ", ".join(f"{row['code']} ({row['count']})" for row in leading)
    part = sum(row["count"] for row in leading)
    which = "встречаются критерии" if len(leading) > 1 else "встречается критерий"
    together = f": вместе {part}" if len(leading) > 1 else f": {part}"
    codes = codes if len(leading) > 1 else leading[0]["code"]
    return f" Чаще других {which} {codes}{together} из {found['total']}. Возможная общая причина требует проверки."


def actions(figures):
    done = figures["actions"]
    if not done["total"]:
        return "Корректирующие и предупреждающие действия за период не планировались."
    text = f"Запланировано {plural(done['total'], 'действие,действия,действий')}, принято {done['accepted']}. "
    if done["owed"]:
        text += f"В срок выполнено {done['in_time']} из {done['owed']} ({percent(done['in_time_share'])}). "
    if done["checked"]:
        text += (
            f"Результативность проверена {plural(done['checked'], 'раз,раза,раз')}, "
            f"подтверждена {done['effective']} ({percent(done['effective_share'])}). "
        )
    if done["mean_days"] is not None:
        text += f"Средний срок устранения — {decimal(done['mean_days'])} дня."
    return text.strip()


def indicators(figures):
    text = "Показатели посчитаны по записям цикла; числитель и знаменатель стоят рядом с долей."
    text += goals(figures.get("goals", []))
    rows = figures.get("entered", [])
    if not rows:
        return text
    judged = [row for row in rows if row["verdict"]]
    met = sum(row["verdict"] == "цель достигнута" for row in judged)
    text += f" Школа внесла значения {plural(len(rows), 'показателя,показателей,показателей')}"
    text += f", цель достигнута по {met} из {len(judged)}." if judged else "."
    worse = False
    for words, found in (
        ("Хуже порога", [row["code"] for row in rows if row["verdict"] == "хуже порога"]),
        ("Хуже прошлого значения", [row["code"] for row in rows if row["better"] is False]),
    ):
        if found:
            text += f" {words}: {', '.join(found)}."
            worse = True
    if not worse:
        return text
    return text + " Причины требуют проверки, решение по каждому ухудшению стоит принять в мерах."


def goals(rows):
    """Return the sentence about the programme of development, or nothing where the school has no goals in it."""
    if not rows:
        return ""
    kinds = Counter(row["kind"] for row in rows)
    told = [("достигнуто", REACHED), ("в пути", ON_WAY), ("отстаёт", LAGGING), ("без значений", UNKNOWN)]
    parts = [f"{word}\u00a0— {kinds[kind]}" for word, kind in told if kinds[kind]]
    return f" По программе развития {plural(len(rows), 'цель,цели,целей')}: {', '.join(parts)}."


def opinion(figures):
    told = figures.get("opinion") or {"surveys": [], "wishes": []}
    lines = [survey(row) for row in told["surveys"]]
    if told["wishes"]:
        states = decided(told["wishes"])
        parts = [f"{word}\u00a0— {states[word]}" for word in ("принято", "отклонено", "новое") if states[word]]
        lines.append(
            f"Из ответов составлено {plural(len(told['wishes']), 'пожелание,пожелания,пожеланий')}: "
            f"{', '.join(parts).replace('новое', 'ждёт решения')}."
        )
    return "\n".join(lines)


def survey(row):
    """Return what a survey says: the sample, the fact, the comparison; a cause is never named."""
    asked = f" из {row['population']} приглашённых ({percent(row['share'])})" if row["population"] else ""
    text = f"{row['audience'][:1].upper()}{row['audience'][1:]}: анкет {row['count']}{asked}. {row['remark']}".strip()
    if row["mean"] is None:
        return f"{text} Анкет или ответов мало: общая оценка не приводится."
    text += f" Удовлетворённость {percent(row['mean'])}, {row['level']}"
    if row["change"]:
        word = "выше" if row["change"] > 0 else "ниже"
        text += f"; это на {decimal(abs(row['change']))}\u00a0п.\u00a0п. {word}, чем в {row['former']} году"
    elif row["change"] is not None:
        text += f"; столько же было в {row['former']} году"
    text += "."
    judged = [one for one in row["questions"] if one["mean"] is not None]
    least = min(judged, key=lambda one: one["mean"], default=None)
    if least and len(judged) > 1 and least["mean"] < max(one["mean"] for one in judged):
        text += f" Ниже других оценили: «{least['text'].rstrip('.?')}» ({percent(least['mean'])})."
    fallen = [one["text"].rstrip(".?") for one in judged if (one["change"] or 0) <= -FALLEN]
    if fallen:
        text += (
            f" Заметно ниже прежнего: {', '.join(f'«{one}»' for one in fallen)}; возможные причины требуют проверки."
        )
    return text


WRITERS = {
    "introduction": introduction,
    "previous": previous,
    "roadmap": roadmap,
    "associations": associations,
    "school": school,
    "courses": courses,
    "indicators": indicators,
    "opinion": opinion,
    "findings": findings,
    "actions": actions,
    "resources": resources,
    "risks": risks,
    "conclusions": conclusions,
}
