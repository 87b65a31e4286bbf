"""The results of a survey as pictures, each with its table; what is too little to be shown says so in words."""

from audits.models.survey import Kind
from audits.survey_words import goal_of
from vsoko.charts import Mark, Row, bars, stacked_bars
from vsoko.wording import percent, plural, signed

FEW = "мало данных"
ANSWERS = "ответ,ответа,ответов"


def figures_of(results, survey):
    """Return [{title, svg, caption, head, rows}] of the Results."""
    if results.too_few:
        return []
    found = []
    if results.judged:
        found.append(contentment(results, survey))
    agreed = [row for row in results.questions if row.question.kind == Kind.AGREE]
    if agreed:
        found.append(agreement(agreed))
    others = [row for row in results.questions if row.question.kind != Kind.AGREE]
    return [*found, *(one_question(row, place) for place, row in enumerate(others))]


def contentment(results, survey):
    marks = [
        Mark(row.question.text, row.mean, note=FEW if row.hidden else plural(row.answered, ANSWERS))
        for row in results.judged
    ]
    head = ["Вопрос", "Ответов", "Среднее"]
    if results.former:
        head += [f"{results.former.roadmap.label}", "Изменение, п. п."]
    rows = []
    for row in results.judged:
        line = [row.question.text, answered(row), FEW if row.hidden else percent(row.mean)]
        if results.former:
            before = row.former.mean if row.former else None
            line += [percent(before) if before is not None else "не спрашивали", signed(row.change)]
        rows.append(line)
    return {
        "title": "Удовлетворённость по вопросам",
        "svg": bars(
            marks, prefix="s-mean", title="Удовлетворённость по вопросам", unit="%", goal=goal_of(survey.audience),
            goal_label="ориентир", maximum=100,
        ),
        "caption": "Среднее по шкале «да» 100 %, «скорее да» 50 %, остальные 0; оценка 5 — 100 %, 1 — 0; «затрудняюсь "
        "ответить» не считают",
        "head": head,
        "rows": rows,
    }  # fmt: skip


def agreement(rows):
    words = list(rows[0].question.answers.values())
    drawn = [Row(row.question.text, tuple(row.counts.values())) for row in rows if not row.hidden]
    return {
        "title": "Как отвечали",
        "svg": stacked_bars(drawn, words, prefix="s-agree", title="Ответы по вопросам", total_word="всего"),
        "caption": "Сколько человек выбрали каждый ответ",
        "head": ["Вопрос", *words],
        "rows": [
            [row.question.text, *([FEW] * len(words) if row.hidden else row.counts.values())] for row in rows
        ],
    }  # fmt: skip


def one_question(row, place):
    words = row.question.answers
    drawn = [] if row.hidden else [
        Mark(words[value], count, note=percent(count * 100 / row.answered, 0)) for value, count in row.counts.items()
    ]  # fmt: skip
    return {
        "title": row.question.text,
        "svg": bars(drawn, prefix=f"s-q{place}", title=row.question.text, empty=f"{FEW.capitalize()}."),
        "caption": f"{row.question.text} {plural(row.answered, ANSWERS)}" if not row.hidden else row.question.text,
        "head": ["Ответ", "Человек", "Доля"],
        "rows": [
            [words[value], FEW if row.hidden else count, FEW if row.hidden else percent(count * 100 / row.answered, 0)]
            for value, count in row.counts.items()
        ],
    }


def answered(row):
    return FEW if row.hidden else row.answered
