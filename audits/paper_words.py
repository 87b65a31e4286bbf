"""What is read before signing: plans, reports and the analysis as plain lines, made of the very content that is frozen.

Cells of a table are parted by « | »; a numbered line without a full stop is the head of a section.
"""

from datetime import date

from audits.reports.outline import SECTIONS
from vsoko.wording import day_num


def day(text):
    return day_num(date.fromisoformat(text)) if text else "не указан"


def cell(text):
    """Return the text as one cell: on one line, without the sign that parts cells."""
    return " ".join(text.replace(" | ", " / ").split()) or "—"


def row(*cells):
    return " | ".join(cell(str(text)) for text in cells)


def plan_words(plan):
    """Return a plan or its addendum: nonconformity, cause, action, who and when."""
    lines = [f"Объект: {plan['subject']}."]
    if plan.get("reason"):
        lines.append(f"Редакция {plan['edition']}, основание: {plan['reason']}")
    lines.append(row("№", "Несоответствие, причина", "Действие", "Ответственный", "Срок"))
    for one in plan["rows"]:
        cause = f". Причина: {one['cause']}" if one["cause"] else ""
        lines.append(
            row(
                one["finding"],
                f"{one['title'].rstrip('.')}{cause}",
                f"{one['kind'].capitalize()}: {one['text']}",
                one["responsible"],
                day(one["due_on"]),
            )
        )
    return "\n".join(lines)


def report_words(report):
    """Return the report of an audit in short: what was audited, what was found, the conclusion."""
    lines = [
        f"Объект: {report['subject']}. Проверен {day(report['starts_on'])}–{day(report['ends_on'])}.",
        f"Руководитель группы: {report['lead']['name']}. Аудиторы: {', '.join(report['team']) or 'нет'}.",
        f"Цели: {report['objectives']}",
        report["found"],
    ]
    found = report["nonconformities"] + report["remarks"]
    if found:
        lines.append(row("№", "Класс", "Что установлено"))
        lines += [row(one["number"], one["grade"], one["title"]) for one in found]
    lines += [f"Сильные стороны: {report['strengths']}"] if report["strengths"] else []
    return "\n".join([*lines, f"Заключение: {report['conclusion']}"])


def analysis_words(analysis):
    """Return the written sections of the analysis and its measures; the figures stand in its PDF."""
    lines = []
    for section in SECTIONS:
        text = analysis["texts"][section.key]["text"].strip()
        if text:
            lines += [f"{section.number}. {section.title}", text]
    if analysis["measures"]:
        lines.append(row("№", "Мера", "Ответственный", "Срок"))
        lines += [
            row(number, one["text"], one["responsible"], day(one["due_on"]))
            for number, one in enumerate(analysis["measures"], start=1)
        ]
    return "\n".join(lines)
