"""A small year whose every figure was worked out by hand in the tables below: page, workbook and PDF say the same.

Two associations and the school were audited. «МО чертежа» answered 3 yes, 1 partly, 1 no in «Документация» and 1 yes, 1 no in
«Журналы»; «МО химии» 4 yes in «Документация»; the school 2 yes, 2 partly and one question unchecked in «Кадры».
The index is (yes + 0,5 · partly) / (yes + partly + no).
"""

import dataclasses
import io
import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from audits.models import AnnualAnalysis, ChecklistItem, RootCause
from audits.reports.content import paper_content, paper_context
from audits.reports.draft_texts import draft_text
from audits.reports.figures import gather
from audits.reports.pictures import pictures
from tests.audits.year_of_analysis import CLOSED, gathered
from tests.builders.audits import make_action, make_check, make_plan
from tests.factories import make_association, make_criterion, make_roadmap
from tests.worlds import make_finding, make_world, reported_audit
from vsoko.pdf import render_pdf
from vsoko.wording import in_cell

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

DRAWING, CHEMISTRY = "МО чертежа", "МО химии"

# Sheet of the workbook (what follows its place): rows as they are read. «н/д» is nothing to divide by, «–» not asked.
WORKBOOK = {
    "4 рис. 1": [("Мероприятия карты", 8, 3), ("Аудиты", 3, 3), ("МО, охваченные аудитом", 2, 2)],
    # Five rows were due on 30 June, three at the end of February, one of which was done in March.
    "4 рис. 2": [("февраль 2021", 3, 2), ("март 2021", 0, 1), ("июнь 2021", 5, 0)],
    # (3 + 0,5) / 5; 1 / 2; (4 + 0,5) / 7 — and 4 / 4
    "5 Индекс": [
        (CHEMISTRY, 100.0, "–", 100.0), (DRAWING, 70.0, 50.0, 64.3),
        ("Все объединения", 83.3, 50.0, 77.3),  # (7 + 0,5) / 9; 1 / 2; (8 + 0,5) / 11
    ],
    "5 рис. 3": [(CHEMISTRY, 100.0), (DRAWING, 64.3)],
    "5 рис. 4": [("Документация", 83.3), ("Журналы", 50.0)],
    "6 Аудит": [("Кадры", 2, 2, 0, 1, 75.0)],  # (2 + 1) / 4
    "6 рис. 5": [("Кадры", 75.0)],
    "8 Показатели": [
        ("S01", "3 из 3", 100.0), ("S02", "2 из 2", 100.0),
        ("S03", "ответов: 11", 77.3),
        ("S04", "4 из 3", 1.3), ("S05", "1 из 4", 25.0), ("S06", "1 из 2", 50.0), ("S07", "1 из 1", 100.0),
        ("S08", "0 из 4", 0.0), ("S09", None, 15.0),  # from 17 May to 1 June
        ("S10", "0 из 2", 0.0), ("S11", "3 из 8", 37.5), ("S12", "0 из 0", "н/д"), ("S13", "0 из 0", "н/д"),
        ("S14", None, "н/д"),
    ],
    "10 Несоответствия": [
        ("ГД-1", 2, 50.0, 50.0, 1), ("ГД-2", 1, 25.0, 75.0, 1), ("без критерия", 1, 25.0, 100.0, 1), (None, 4, None, None, None),
    ],
    "10 рис. 7": [("ГД-1", 2, 50.0), ("ГД-2", 1, 75.0), ("без критерия", 1, 100.0)],
    "10 рис. 8": [(DRAWING, 1, 2), ("школа в целом", 0, 1)],
    "10 рис. 9": [(f"Документация: {DRAWING}", 2), (f"Журналы: {DRAWING}", 1), ("Кадры: вне МО", 1)],
    "10 рис. 10": [("причина ещё не установлена", 3), ("люди (квалификация, нагрузка)", 1)],
    # All three that are open were registered on 17 May, 217 days before 20 December.
    "10 рис. 11": [("до 30 дней", 0), ("31–60 дней", 0), ("61–90 дней", 0), ("больше 90 дней", 3)],
    "10 рис. 12": [("значительное несоответствие", 0, "н/д"), ("незначительное несоответствие", 1, 40)],
    "11 Действия": [("корректирующее действие", 2, 1, "1 из 2", 50.0), ("Всего", 2, None, "1 из 2", 50.0)],
    "11 рис. 13": [("Выявлено", 4), ("План утверждён", 2), ("Действия приняты", 1), ("Результативно", 1)],
}  # fmt: skip
# What the page tells in its own words, and the draft that both page and PDF print.
PAGE = (
    "Мероприятия карты Пункт 10 не в счёт: это сам анализ. выполнено 3 из 8", "Просрочено 5", "завершено 3 из 3",
    "Несоответствий 4", "значительных 1", "незначительных 3", "закрыто 1", "открыто 3", "повторных 0", "Действий 2",
    "принято 1", "в срок 1 из 2 (50 %)", "просрочено 1", "1 из 1 (100 %)", "выполнены все действия: 1 15,0",
)  # fmt: skip
DRAFTS = (
    "Индекс соответствия по методическим объединениям — 77,3 %: от 64,3 % (МО чертежа) до 100 % (МО химии). "
    "Ответов, вошедших в индекс: 11.",
    "Индекс соответствия по школе в целом — 75 %.",
    "Получено по критериям: 15 ответов. Выявлено 4 несоответствия: значительных — 1, незначительных — 3. "
    "Закрыто 1, открыто 3. Повторных нет. Чаще других встречается критерий ГД-1: 2 из 4.",
    "Запланировано 2 действия, принято 1. В срок выполнено 1 из 2 (50 %).",
)


def answer(audit, section, *given):
    for place, one in enumerate(given, start=audit.items.count() + 1):
        ChecklistItem.objects.create(
            audit=audit, position=place, criterion=make_criterion(audit.school), code=f"В-{place}", section=section,
            question="?", requirement="Т", answer=one, answered_by=audit.lead.user, answered_at="2021-05-12T10:00Z",
        )  # fmt: skip


@pytest.fixture
def world():
    world = make_world()
    rows = world.roadmap.activities
    rows.update(ends_on=date(2021, 6, 30))
    rows.filter(stage__in=["decision", "briefing", "regulation"]).update(
        ends_on=date(2021, 2, 28), state="done", done_on=date(2021, 2, 15)
    )
    rows.filter(stage="regulation").update(done_on=date(2021, 3, 10))
    rows.filter(stage="staff").update(state="not_required", reason="Проведено раньше.")

    world.association.name = DRAWING
    world.association.save()
    drawing = reported_audit(world, state="closed", **CLOSED)
    answer(drawing, "Документация", "yes", "yes", "yes", "partly", "no")
    answer(drawing, "Журналы", "yes", "no")
    chemistry = reported_audit(world, state="closed", association=make_association(world.school, CHEMISTRY), **CLOSED)
    answer(chemistry, "Документация", "yes", "yes", "yes", "yes")
    whole = {"subject": "school", "association": None, "auditee": world.deputy.employee}
    school = reported_audit(world, state="closed", **whole, **CLOSED)
    answer(school, "Кадры", "yes", "yes", "partly", "partly", "unchecked")

    first, second = make_criterion(world.school, "ГД-1"), make_criterion(world.school, "ГД-2")
    papers = {"criterion": first, "section": "Документация"}
    late = make_finding(world, drawing, grade="major", state="in_progress", **papers)
    closed = {"state": "closed", "closed_on": date(2021, 6, 26), "closed_by": world.auditor}
    done = make_finding(world, drawing, **papers, **closed)
    make_finding(world, drawing, criterion=second, section="Журналы")
    make_finding(world, school, criterion=None, section="Кадры")
    RootCause.objects.create(
        finding=done, whys=["Нет графы."], branch="people", found_by=world.chair.employee, found_on=date(2021, 5, 25)
    )
    plan = make_plan(world, "approved", audit=drawing)
    make_action(world, "in_progress", finding=late, plan=plan, due_on=date(2021, 9, 1))
    days = {"due_on": date(2021, 6, 10), "done_on": date(2021, 6, 1), "accepted_on": date(2021, 6, 2)}
    make_action(world, "accepted", finding=done, plan=plan, **days)
    make_check(world, "effective", finding=done, checked_on=date(2021, 6, 26))
    world.analysis = gathered(world)
    return world


def flat(text):
    return " ".join(text.replace("\u00a0", " ").split())


def said(cells):
    """Return a row as it is read, «–» of an empty cell aside."""
    return flat(" ".join(str(in_cell(one)) for one in cells))


def page_of(client, world):
    client.force_login(world.head)
    html = client.get(reverse("analysis-detail", args=[world.roadmap.pk]), {"section": "all"}).content.decode()
    return flat(unescape(re.sub(r"<[^>]+>", " ", html))).replace("( ", "(").replace(" )", ")")


def workbook_of(client, world):
    """Return {what follows the place of a sheet: its rows, the head first}."""
    client.force_login(world.head)
    answer = client.get(reverse("analysis-xlsx", args=[world.roadmap.pk]))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return {sheet.title.partition(". ")[2]: list(sheet.iter_rows(values_only=True)) for sheet in book}


def sheet_of(book, key):
    return next(rows for title, rows in book.items() if f"{title} ".startswith(f"{key} "))


def kept(key, row):
    """Return the cells of a row that the table above names: without long words, goals and units."""
    if key == "8 Показатели":
        return row[0], row[2], row[3]
    return (row[0], *row[2:]) if key == "10 Несоответствия" else row


def test_page_workbook_and_pdf_say_the_figures_worked_out_by_hand(world, client):
    book = workbook_of(client, world)
    for key, expected in WORKBOOK.items():
        rows = [kept(key, row) for row in sheet_of(book, key)[1:]]
        if key == "11 Действия":
            rows = [row for row in rows if row[1]]
        assert rows == expected, key
    page = page_of(client, world)
    paper = PdfReader(io.BytesIO(render_pdf("pdf/analysis.html", paper_context(paper_content(world.analysis)))))
    pdf = flat(" ".join(one.extract_text() for one in paper.pages))
    pdf = re.sub(r"(?<=[а-я])- (?=[а-я])", "", pdf)  # words broken at the end of a line
    for key, expected in WORKBOOK.items():
        for row in expected if "рис." in key else []:
            assert said(row) in page, (key, row)
    printed = ("рис. 1", "рис. 2", "рис. 8", "рис. 9", "рис. 10", "рис. 11", "рис. 12", "рис. 13")
    for key, expected in WORKBOOK.items():
        for row in expected if key.endswith(printed) or key in ("5 Индекс", "6 Аудит") else []:
            assert said(row) in pdf, (key, row)
    for code, made_of, value in WORKBOOK["8 Показатели"]:
        percent = "" if code in ("S04", "S09", "S14") or value == "н/д" else " %"
        told = in_cell(value) if not percent else in_cell(value).removesuffix(",0")
        assert re.search(rf"{code} .{{10,90}} {made_of or '–'} {told}{percent} ", pdf), code
    for code, count, share, running, subjects in WORKBOOK["10 Несоответствия"][:3]:
        assert re.search(rf"{code} .{{5,60}} {count} {in_cell(share)} {in_cell(running)} {subjects} ", pdf), code
    for words in PAGE:
        assert words in page, words
    for words in DRAFTS:
        assert words in page, words
        assert words in pdf, words


# One «no» of «МО чертежа» in «Документация» becomes «partly»: what changes, and nothing else.
CHANGED = {
    ("5 Индекс", DRAWING, "Документация"): (70.0, 80.0),  # (3 + 1) / 5
    ("5 Индекс", DRAWING, "Всего"): (64.3, 71.4),  # (4 + 1) / 7
    ("5 Индекс", "Все объединения", "Документация"): (83.3, 88.9),  # (7 + 1) / 9
    ("5 Индекс", "Все объединения", "Всего"): (77.3, 81.8),  # (8 + 1) / 11
    ("5 рис. 3", DRAWING, "Индекс, %"): (64.3, 71.4),
    ("5 рис. 4", "Документация", "Индекс, %"): (83.3, 88.9),
    ("8 Показатели", "S03", "Значение"): (77.3, 81.8),
    ("8 рис. 6", "S03", "Значение, %"): (77.3, 81.8),
    ("П1", "2021-01", "Индекс, %"): (64.3, 71.4),
}


def test_one_changed_answer_changes_exactly_what_it_should(world, client):
    before, told = workbook_of(client, world), AnnualAnalysis.objects.get().figures
    item = ChecklistItem.objects.get(audit__association=world.association, section="Документация", answer="no")
    item.answer = "partly"
    item.save()
    gathered(world)
    after = workbook_of(client, world)
    changed = {
        (key_of(title), str(row[0]).split()[0] if title.startswith("8") else row[0], rows[0][place]): (
            row[place], after[title][at][place],
        )
        for title, rows in before.items()
        for at, row in enumerate(rows)
        for place in range(len(row))
        if row[place] != after[title][at][place]
    }  # fmt: skip
    assert changed == CHANGED
    now = AnnualAnalysis.objects.get().figures
    assert {key for key in told if told[key] != now[key]} == {"associations", "programme"}
    assert "от 71,4 % (МО чертежа) до 100 % (МО химии)" in page_of(client, world)


def key_of(title):
    return re.match(r"П\d|\d+ рис\. \d+|\d+ \w+", title)[0]


def test_the_year_after_says_by_how_much_each_section_has_changed(world, client):
    """Last year: 83,3 % in «Документация», 50 % in «Журналы». This year 3 yes and 1 no; 1 yes and 1 no; and a new section."""
    following = make_roadmap(world.school, label="2022", period_from=date(2022, 1, 1), period_to=date(2022, 12, 31))
    following.predecessor = world.roadmap
    following.save()
    audit = reported_audit(dataclasses.replace(world, roadmap=following), state="closed", **CLOSED)
    answer(audit, "Документация", "yes", "yes", "yes", "no")
    answer(audit, "Журналы", "yes", "no")
    answer(audit, "Кадры", "partly")
    told = gather(following, date(2022, 12, 20))
    rows = [[text for text, _ in row] for row in pictures(told)["associations"][1]["rows"]]
    assert rows == [
        ["Документация", 83.3, 75.0, "−8,3 п.\u00a0п."], ["Журналы", 50.0, 50.0, "0,0 п.\u00a0п."], ["Кадры", None, 50.0, "н/д"],
    ]  # fmt: skip
    assert draft_text("associations", told).replace("\u00a0", " ").endswith(
        "По сравнению с прошлым циклом (2021) ниже: Документация (−8,3 п. п.). Возможные причины требуют проверки."
    )  # fmt: skip
