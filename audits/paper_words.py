"""Programmes, plans and reports as the lines of a paper, made of the very content that is frozen.

Cells of a table are parted by « | », lines of a cell by « ¶ », a line «Таблица: …» is the caption of the table below it;
a numbered line without a full stop is the head of a section (roadmap.sheet_blocks).
"""

from roadmap.paper_words import row, term
from vsoko.wording import NBSP, day_num, full_stop, lowered, percent

# --- программа ------------------------------------------------------------------------------------------------------


def programme_words(programme):
    """Return the programme: goals, scope, and the audits of the year as a table."""
    return "\n".join(
        [
            f"Цели: {lowered(programme['goals'])}",
            f"Область: {lowered(programme['scope'])}",
            *_audits(programme, "Внутренние аудиты"),
        ]
    )


def change_words(change):
    """Return a change of the programme: why, what differs, and the programme as it becomes."""
    lines = [f"Редакция № {change['edition']}. Почему меняется: {lowered(change['reason'])}"]
    if change["changes"]:
        lines += ["Таблица: Изменения", row("Что меняется", "Было", "Становится")]
        lines += [row(one["label"], one["was"], one["is"]) for one in change["changes"]]
    programme = change["programme"]
    return "\n".join(
        [
            *lines,
            f"Цели: {lowered(programme['goals'])}",
            f"Область: {lowered(programme['scope'])}",
            *_audits(programme, "Внутренние аудиты с учётом изменений"),
        ]
    )


def _audits(programme, caption):
    lines = [
        f"Таблица: {caption}",
        row("Аудит", "Объект", "Разделы чек-листа", "Проверяемый период", "Срок", "Руководитель группы", "Аудиторы"),
    ]
    for one in programme["audits"]:
        lines.append(
            row(
                one["number"],
                one["subject"][:1].upper() + one["subject"][1:],
                ", ".join(one["sections"]) or "все",
                term(one["period_from"], one["period_to"]),
                term(one["starts_on"], one["ends_on"]),
                one["lead"],
                ", ".join(one["team"]),
            )
        )
    return lines


# --- план корректирующих мероприятий --------------------------------------------------------------------------------


def plan_words(plan):
    """Return a plan or its addendum: nonconformity, cause, measure, who, when, and the sign that it is done."""
    lines = [f"Объект: {plan['subject']}."]
    if plan.get("reason"):
        lines.append(f"Редакция {plan['edition']}, основание: {plan['reason']}")
    lines += [
        "Таблица: Корректирующие мероприятия",
        row("№", "Несоответствие", "Причина", "Вид", "Мероприятие", "Ответственный", "Срок", "Признак выполнения"),
    ]
    for number, one in enumerate(plan["rows"], start=1):
        lines.append(
            row(
                number,
                f"{one['finding']} ({one['grade'].split()[0]}). {one['title']}",
                one["cause"],
                one["kind"],
                with_resources(one),
                one["responsible"],
                day_num(one["due_on"]) or "не указан",
                one["sign"],
            )
        )
    return "\n".join(lines)


def with_resources(one):
    """Return the measure with what it needs; plans frozen before resources were asked say nothing of them."""
    resources = one.get("resources")
    return f"{full_stop(one['text'])} Ресурсы: {resources}" if resources else one["text"]


# --- отчёт об аудите ------------------------------------------------------------------------------------------------


def report_words(report):
    """Return the report of an audit in the order of its sections (domain text, D11)."""
    total, found = report["total"], f"Выявлено: {report['found']}."
    strengths = [*report["strengths"].splitlines(), *map(full_stop, report["practices"])]
    parts = [
        ("1. Общие сведения", _general(report)),
        ("2. Цель, область, критерии", [report["objectives"], report["scope"], f"Чек-лист: {report['checklist']}."]),
        ("3. Что проверено", _checked(report)),
        ("4. Сводка", _summary(report)),
        ("5. Сильные стороны", strengths or ["Не отмечены."]),
        ("6. Несоответствия", _findings("Несоответствия", report["nonconformities"]) or ["Не выявлены."]),
        ("7. Наблюдения и рекомендации", _findings("Наблюдения и рекомендации", report["remarks"]) or ["Нет."]),
        ("8. Прошлые несоответствия", _past(report["previous"])),
        ("9. Вывод", [*report["conclusion"].splitlines(), f"Индекс соответствия — {percent(total['index'])}.", found]),
        ("10. Разногласия", [*_disagreements(report["disagreements"]), *_withdrawn(report["withdrawn"])] or ["Нет."]),
    ]  # fmt: skip
    # A report that was frozen before there were self-checks says nothing of one.
    if own := report.get("selfcheck"):
        parts.append(("11. Самопроверка", _selfcheck(own)))
    if report["plan_due_on"]:
        parts[8][1].append(f"План корректирующих мероприятий представить до {day_num(report['plan_due_on'])}.")
    return "\n".join("\n".join([title, *filter(None, lines)]) for title, lines in parts)


def report_signers(report):
    """Return who signs a report under its text: the lead, and who answers for the subject as having read it."""
    return [
        {"title": "Руководитель аудиторской группы", "name": report["lead"]["sign"]},
        {"title": "С отчётом ознакомлен(а)", "name": report["auditee"]["sign"]},
    ]


def _general(report):
    return [
        f"Аудит № {report['number']}, {report['kind']}. Объект: {report['subject']}.",
        f"Основание: {report['basis']}." if report["basis"] else "",
        full_stop(f"Дни аудита: {term(report['starts_on'], report['ends_on'])}"),
        full_stop(f"Проверяемый период: {term(report['period_from'], report['period_to'])}"),
        full_stop(f"Аудиторская группа: {', '.join([report['lead']['name'] + ' (руководитель)', *report['team']])}"),
        f"За объект отвечает: {report['auditee']['name']}, {report['auditee']['position']}.",
        *map(full_stop, report["exemptions"]),
    ]


def _checked(report):
    # A report that was frozen before questions were marked says nothing of them.
    total, mandatory = report["total"], report.get("unchecked_mandatory")
    return [
        f"Вопросов — {total['total']}, с ответом — {total['total'] - total['unchecked']}.",
        f"Выборка программ: {', '.join(report['sample'])}." if report["sample"] else "",
        *(full_stop(f"Не проверено: {one['codes']} — {lowered(one['reason'])}") for one in report["unchecked"]),
        full_stop(f"Из обязательных вопросов не проверены: {', '.join(mandatory)}") if mandatory else "",
        *(full_stop(f"Не применимо: {one['codes']} — {lowered(one['reason'])}") for one in report["not_applicable"]),
        *_samples(report.get("samples")),
    ]


def _samples(rows):
    """Return what the cards of the sample looked at; reports approved before there were cards have none."""
    if not rows:
        return []
    return [
        "Таблица: Выборка",
        row("Что смотрели", "Объём", "Критерии", "Установлено"),
        *(row(one["name"], one["share"], ", ".join(one["codes"]), one["found"]) for one in rows),
    ]


def _summary(report):
    before = report["previous"]
    before = before if before and before["sections"] else None
    was = before["sections"] | {"Всего": before["index"]} if before else None
    return [
        "Таблица: Ответы по разделам чек-листа",
        row(
            "Раздел", "Да", "Частично", "Нет", "Не прим.", "Не пров.", "Индекс, %", *(["Было, %"] if before else []),
        ),
        *(_score(one["label"], one, was) for one in report["sections"]),
        _score("Всего", report["total"], was),
        *(_compared(before) if before else []),
    ]  # fmt: skip


def _compared(before):
    return [
        f"Прошлый аудит № {before['number']}: индекс соответствия {percent(before['index'])}.",
        f"Лучше, чем в прошлый раз: {', '.join(before['better'])}." if before["better"] else "",
        f"Хуже, чем в прошлый раз: {', '.join(before['worse'])}." if before["worse"] else "",
    ]


def _score(label, score, was=None):
    figures = [score["yes"], score["partly"], score["no"], score["na"], score["unchecked"], _index(score["index"])]
    return row(label, *figures, *([_index(was.get(label))] if was is not None else []))


def _index(index):
    return percent(index).removesuffix(f"{NBSP}%")


def _findings(caption, rows):
    if not rows:
        return []
    return [
        f"Таблица: {caption}",
        row("№, класс", "Требование, что установлено, свидетельство"),
        *map(_finding, rows),
    ]


def _finding(one):
    """Return a finding as two columns: the lines of a wide one are read, and laid out, sooner than those of four narrow ones."""
    number, grade = one["number"] or "—", one["grade"].split()[0]
    return row(
        [number, grade], [full_stop(one["title"]), *finding_lines(one["requirement"], one["fact"], one["evidence"])]
    )


def finding_lines(requirement, fact, evidence):
    """Return what a finding stands on (domain text, D10): the requirement, what was seen, what proves it."""
    named = {"Требование": requirement, "Установлено": fact, "Свидетельство": evidence}
    return [f"{name}: {full_stop(words.strip())}" for name, words in named.items() if words.strip()]


def _past(before):
    if not before:
        return ["Объект проверяется впервые."]
    if not before["findings"]:
        return [f"В аудите № {before['number']} несоответствий не было."]
    return [
        f"Таблица: Несоответствия аудита № {before['number']}",
        row("№", "Несоответствие", "Состояние"),
        *(row(one["number"], one["title"], one["state"]) for one in before["findings"]),
    ]


def _selfcheck(own):
    columns = ("agreed", "group", "own", "uncompared")
    return [
        *own["words"],
        "Таблица: Самопроверка и ответы группы по разделам",
        row("Раздел", "Совпало", "Группа строже", "Самопроверка строже", "Не сравнивается"),
        *(row(one["label"], *(one[name] for name in columns)) for one in own["sections"]),
        row("Всего", *(own["total"][name] for name in columns)),
    ]


def _disagreements(rows):
    if not rows:
        return []
    return [
        "Таблица: Особые мнения",
        row("№", "Особое мнение", "Решение"),
        *(row(one["number"], one["objection"], one["decision"]) for one in rows),
    ]


def _withdrawn(rows):
    if not rows:
        return []
    return [
        "Таблица: Снятые несоответствия",
        row("№", "Несоответствие", "Особое мнение", "Почему снято"),
        *(row(one["number"], one["title"], one["objection"] or "не заявлено", one["decision"]) for one in rows),
    ]
