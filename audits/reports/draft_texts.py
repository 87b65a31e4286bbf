"""First words for the sections, from the figures alone: a fact, a comparison, and never a cause (domain text, section 8.3).

A person edits them; until then they are marked as a draft wherever they appear.
"""

from collections import Counter

from audits.goal_standing import LAGGING, ON_WAY, REACHED, UNKNOWN
from audits.reports.survey_figures import decided
from vsoko.wording import decimal, percent, plural

FALLEN = 5  # percentage points: less may be chance in a sample of a school
NONCONFORMITY = "несоответствие,несоответствия,несоответствий"


def draft_text(key, figures):
    """Return the draft of a section, or an empty string where people write it themselves."""
    writer = WRITERS.get(key)
    return writer(figures) if writer else ""


def introduction(figures):
    group, audits = figures["group"], figures["programme"]
    people = plural(len(group), "участник,участника,участников")
    return (
        f"Анализ подготовлен за {figures['year_words']} на основании пункта 13 части 3 статьи 28 Федерального закона "
        "от 29.12.2012 № 273-ФЗ «Об образовании в Российской Федерации» и Положения о ВСОКО. "
        f"В рабочей группе {people}. Методы: внутренние аудиты по чек-листам, изучение документов, наблюдение, выборка. "
        f"Завершено аудитов: {audits['closed']} из {audits['planned']}."
    )


def previous(figures):
    rows = figures["previous"]
    if not rows:
        return "Анализ проводится впервые: решений прошлого анализа нет."
    done = sum(row["done"] for row in rows)
    return f"Из {plural(len(rows), 'мероприятия,мероприятий,мероприятий')} прошлого анализа выполнено {done}."


def roadmap(figures):
    plan, audits = figures["roadmap"], figures["programme"]
    text = f"В дорожной карте {plural(plan['total'], 'мероприятие,мероприятия,мероприятий')}: выполнено {plan['done']}"
    if plan["dropped"]:
        text += f", не требовалось или отменено {plan['dropped']}"
    if plan["late"]:
        text += f", просрочено {plan['late']}"
    text += f". По программе завершено аудитов: {audits['closed']} из {audits['planned']}"
    text += (
        f"; аудитом охвачено методических объединений: {audits['associations_covered']} "
        f"из {audits['associations_total']}."
    )
    return f"{text} {plan.get('note', '')}".strip()


def associations(figures):
    rows = [row for row in figures["associations"]["rows"] if row["index"] is not None]
    if not rows:
        return ""
    best = max(rows, key=lambda row: row["index"])
    least = min(rows, key=lambda row: row["index"])
    text = f"Индекс соответствия по методическим объединениям — {percent(figures['associations']['index'])}"
    if len(rows) > 1 and best["index"] != least["index"]:
        text += f": от {percent(least['index'])} ({least['name']}) до {percent(best['index'])} ({best['name']})"
    return text + f". Ответов, вошедших в индекс: {figures['associations']['given']}."


def school(figures):
    if not figures["school"]["rows"]:
        return ""
    return f"Индекс соответствия по школе в целом — {percent(figures['school']['index'])}."


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
    if not found["total"]:
        return f"Несоответствий не выявлено; получено по критериям: {checked}."
    text = (
        f"Получено по критериям: {checked}. Выявлено {plural(found['total'], NONCONFORMITY)}: "
        f"значительных — {found['major']}, незначительных — {found['minor']}. "
        f"Закрыто {found['closed']}, открыто {found['open']}. "
    )
    text += f"Повторных — {found['repeated']}." if found["repeated"] else "Повторных нет."
    leading = [row for row in found["by_criterion"] if row["count"] > 1][:3]
    if leading:
        codes = ", ".join(f"{row['code']} ({row['count']})" for row in leading)
        part = sum(row["count"] for row in leading)
        text += f" Чаще других встречаются критерии {codes}: вместе {part} из {found['total']}."
        text += " Возможная общая причина требует проверки."
    return text


def actions(figures):
    done = figures["actions"]
    if not done["total"]:
        return "Корректирующие и предупреждающие действия за период не планировались."
    text = (
        f"Запланировано {plural(done['total'], 'действие,действия,действий')}, принято {done['accepted']}. "
        f"В срок выполнено {done['in_time']} из {done['owed']} ({percent(done['in_time_share'])}). "
    )
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
    met = sum(row["verdict"] == "цель достигнута" for row in rows)
    text += (
        f" Школа внесла значения {plural(len(rows), 'показателя,показателей,показателей')}, цель достигнута по {met}."
    )
    for words, found in (
        ("Хуже порога", [row["code"] for row in rows if row["verdict"] == "хуже порога"]),
        ("Хуже прошлого значения", [row["code"] for row in rows if row["better"] is False]),
    ):
        if found:
            text += f" {words}: {', '.join(found)}."
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
}
