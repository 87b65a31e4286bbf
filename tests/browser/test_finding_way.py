"""The whole way of one nonconformity in a real browser: from a «нет» to a closed record, each person with an own login."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from audits.models import Action, Finding
from audits.services import audits
from roadmap.permissions import Role
from tests.audits.life import carry_out
from tests.audits.planned import approve_paper, plan, short_template
from tests.browser.hands import Hands
from tests.browser.year.cast import School
from tests.browser.year.checking import give_answers, question
from tests.browser.year.mending import EFFECT
from tests.browser.year.papers import agree, sign
from tests.factories import PASSWORD, make_association, make_user, pdf_bytes
from tests.worlds import make_world
from vsoko.registries import frame_parts

TITLE = "Решения без исполнителя и срока"
FACT = "В трёх протоколах из пяти решения без исполнителя и срока."  # the note that `give_answers` writes
NUMBER = "2021-01/01"
OBJECTION = "Срок назван в приложении к протоколу."
DECISION = "Приложения к протоколам не подшиты: срока в них нет."
WHYS = ("Секретарь МО не знает, что записывать.", "В форме протокола нет граф.", "Форму не пересматривали с 2015 года.")
CONSIDERED = "Новый секретарь МО"
CORRECTIVE, PREVENTIVE = "Внести в форму протокола графы исполнителя и срока.", "Обсудить форму с председателями МО."
NOTE, REASON = "Черновик формы согласован с секретарём.", "Нет бумаги для новых бланков."
REMARK = "Нет подписи директора на форме."
FILE = {"name": "forma.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
SEEN = "Протоколы июля и августа оформлены полностью."
# What the card tells in the end, the latest first; words that people wrote aside.
HISTORY = """
Пеналова А.И.: Несоответствие закрыто
Пеналова А.И.: Результативность подтверждена
Циркулев А.И.: Назначена проверка результативности
Циркулев А.И.: Все действия приняты, ждёт проверки результативности
Циркулев А.И.: Результат принят
Дробинина А.И.: Выполнено
Циркулев А.И.: Результат принят
Тетрадкина А.И.: Выполнено
Циркулев А.И.: Возвращено на доработку
Тетрадкина А.И.: Выполнено
Линейкин А.И.: Срок продлён
Тетрадкина А.И.: Попросил(а) продлить срок
Тетрадкина А.И.: Отметка о ходе
Тетрадкина А.И.: Устранение начато
Тетрадкина А.И.: Работа начата
Линейкин А.И.: План утверждён
Линейкин А.И.: Поручение поставлено в работу
Линейкин А.И.: Поручение поставлено в работу
Дробинина А.И.: Причина установлена
Циркулев А.И.: Несоответствие оставлено в силе
Дробинина А.И.: Заявлено особое мнение
Пеналова А.И.: Несоответствие зарегистрировано
Пеналова А.И.: Черновик заключения записан
""".strip().splitlines()


@pytest.fixture
def world(transactional_db):
    """A school whose audit has just begun; beside its people, a teacher of another association and a head elsewhere."""
    world = make_world()
    template = short_template(world, "AA-01", "AA-02")
    world.audit = plan(world, unscheduled=True, basis="Поручение директора.", template=template)
    audits.start_audit(world.audit.pk, actor=world.auditor, on=date(2021, 5, 11))
    other = make_association(world.school, "МО учителей физики")
    world.colleague = make_user(world.school, Role.CHAIR, Role.TEACHER, association=other, last_name="Магнитов")
    world.stranger = make_world().head
    return world


class OneBrowser(School):
    """People at one computer, who have come in already: whoever is named sits down with the own cookies."""

    def __init__(self, page, people, url):
        self.page, self.sitting = page, None
        self.cookies = {name: kept_by(user, url) for name, user in people.items()}

    def window(self, name):
        if name != self.sitting:
            self.cookies[self.sitting] = self.page.context.cookies()
            self.page.context.clear_cookies()
            self.page.context.add_cookies(self.cookies[name])
            self.sitting = name
        return Hands(self.page)


def kept_by(user, url):
    """Return the cookies of a browser after the login."""
    client = Client()
    client.force_login(user)
    return [{"name": key, "value": cookie.value, "url": url} for key, cookie in client.cookies.items()]


@pytest.fixture
def school(world, page, live_server, monkeypatch):
    """Return the browser; the ribbon of the year has no part in this."""
    monkeypatch.delitem(frame_parts, "year")
    people = world.people | {"colleague": world.colleague, "stranger": world.stranger}
    return OneBrowser(page, people, live_server.url)


def test_the_way_of_a_nonconformity_from_a_no_to_its_closing(world, school):
    say_no(world, school)
    hand_report_in(world)
    object_once(world, school)
    find_cause(school)
    write_plan(world, school)
    carry_action_out(school)
    do_the_other(world)
    judge_effect(world, school)
    read_all_of_it(school)
    look_from_aside(world, school)


def card(hands):
    """Open the card from the register."""
    return hands.open(reverse("finding-list")).follow(NUMBER).heading(TITLE)


def checklist(world, school):
    return school.auditor.open(reverse("audit-list")).follow(world.association.name).follow("Открыть чек-лист")


def say_no(world, school):
    """The checklist offers what it knows; while the audit runs nobody of the subject sees the draft."""
    give_answers(checklist(world, school), {"AA-02": "Нет"})
    hands = checklist(world, school)
    hands.go(question(hands, "AA-02").get_by_role("link", name="Оформить несоответствие"))
    hands.heading("Новое заключение")
    expect(hands.page.get_by_label("Установлено")).to_have_value(FACT)
    expect(hands.page.get_by_label("Свидетельство", exact=False).first).to_have_value(
        "Протоколы МО за 2020 год, AA-02."
    )
    hands.fill({"Суть": TITLE}).press("Записать черновик").heading(TITLE).sees("Запись станет видна объекту")
    assert school.chair.page.goto(hands.page.url).status == 404


def hand_report_in(world):
    """The report on its way is walked by the walk of the year."""
    audits.report_audit(world.audit.pk, actor=world.auditor, on=date(2021, 5, 17))
    world.audit.refresh_from_db()
    approve_paper(world, world.audit, on=date(2021, 5, 18))


def object_once(world, school):
    """The chair reads and objects in time; the head of the group decides, and the reasons stand on the card."""
    hands = school.chair.open("/").follow("Ознакомиться с отчётом")
    hands.fill({"День события": "2021-05-18"}).press("Подтвердить ознакомление с отчётом")
    hands = card(school.chair).sees("Ознакомьтесь с несоответствием").follow("Внести заявленное в срок")
    hands.fill({"В чём разногласие": OBJECTION, "День события": "2021-05-19"}).press("Заявить особое мнение")
    hands.sees("Ждёт решения об особом мнении", OBJECTION)
    hands = school.head.open("/").follow("Решить об особом мнении").heading(TITLE).sees(OBJECTION)
    hands.follow("Оставить в силе").fill({"Почему": DECISION, "День события": "2021-05-20"}).press("Оставить в силе")
    card(school.chair).sees(DECISION, world.head.employee.short_name, "Найдите причину")


def find_cause(school):
    """A cause that would not prevent the next case is refused with all that was typed; then the diagram shows it."""
    hands = school.chair.follow("Записать причину")
    for place, words in enumerate(WHYS):
        hands.page.locator(f"[name=why{place + 1}]").fill(words)
    hands.fill({"Где лежит причина": "правила", "Люди": CONSIDERED, "Да, может повториться": True, "документ": True})
    with hands.page.expect_navigation():
        hands.page.get_by_role("button", name="Записать причину").click()
    hands.sees("Если случай повторится, причина лежит глубже")
    expect(hands.page.locator("[name=why3]")).to_have_value(WHYS[2])
    hands.fill({"Нет, не повторится": True}).press("Записать причину").sees("Причина записана", *WHYS)
    drawing = hands.page.get_by_role("group", name="Диаграмма Исикавы").locator("svg")
    expect(drawing).to_contain_text("Правила")
    expect(drawing).to_contain_text("Новый секретарь")


def write_plan(world, school):
    """A corrective and a preventive action; the group agrees, the director approves."""
    hands = (
        school.chair.follow("Начать план")
        .press("Начать план")
        .heading("План № 2021-01")
        .sees("Внесите первое действие")
    )
    words = {"Признак выполнения": "В протоколах есть графы.", "Срок": "2021-06-18"}
    for kind, text, who in (("corrective", CORRECTIVE, world.teacher), ("preventive", PREVENTIVE, world.chair)):
        hands.go(hands.main.locator(f"a[href*='kind={kind}']").first)
        hands.fill(words | {"Что сделать": text, "Ответственный": who.employee.last_name})
        hands.press("Внести действие в план").sees("Действие внесено в план", text)
    hands.sees("План готов к передаче").follow("Передать план на утверждение")
    hands.fill({"День события": "2021-05-27"}).press("Передать план").sees("План ждёт утверждения")
    assert school.teacher.page.goto(hands.page.url).status == 404
    school.head.open("/")
    agree(school, "head", "План корректирующих мероприятий")
    school.director.open("/")
    sign(school, "director", "План корректирующих мероприятий", "2021-05-28", "2021-05-28", PASSWORD)


def carry_action_out(school):
    """A note, another day, a report with a file, a remark, the report anew; somebody else accepts."""
    hands = school.teacher.open("/").follow(CORRECTIVE).follow("Отметить ход")
    hands.fill({"Что сделано": NOTE, "День события": "2021-06-02"}).press("Записать ход").sees(NOTE)
    hands.follow("Попросить о другом сроке").fill({"Новый срок": "2021-06-25", "Почему не успеваете": REASON})
    hands.press("Отправить просьбу").sees("Просьба отправлена")
    hands = school.director.open("/").follow("Решить о сроке").sees(REASON).follow("Продлить срок")
    hands.sees("18.06.2021", "25.06.2021").press("Продлить срок")
    report(school, "Форма изменена.", "2021-06-22").sees("forma.pdf", "ждёт приёмки")
    hands = school.head.open("/").follow("Принять результат").heading(CORRECTIVE).sees("Форма изменена.", "forma.pdf")
    hands.follow("Вернуть на доработку").fill({"Замечание": REMARK, "День события": "2021-06-23"})
    hands.press("Вернуть на доработку")
    school.teacher.open("/").follow(CORRECTIVE).sees("Возвращено 23.06.2021", REMARK)
    report(school, "Форма подписана директором.", "2021-06-24")
    hands = school.head.open("/").follow("Принять результат").sees("Форма подписана директором.")
    hands.follow("Принять результат").fill({"День события": "2021-06-25"}).press("Принять результат").sees("принято")


def report(school, words, on):
    hands = school.teacher.open("/").follow(CORRECTIVE).follow("Отчитаться о выполнении")
    return hands.fill({"Что сделано": words, "Файл": FILE, "День события": on}).press("Отчитаться о выполнении")


def do_the_other(world):
    """The way of the second action is the same."""
    carry_out(world, Action.objects.get(kind="preventive"), by=world.chair, on=date(2021, 6, 10))


def judge_effect(world, school):
    """Whoever carried something out is not asked; the auditor judges after the period of observation."""
    hands = card(school.head).follow("Назначить проверяющего")
    offered = hands.page.get_by_label("Кто проверит").inner_text()
    assert world.auditor.employee.last_name in offered
    assert world.teacher.employee.last_name not in offered
    hands.fill({"Кто проверит": world.auditor.employee.last_name, "Не раньше": "2021-08-02"})
    hands.press("Назначить проверяющего").sees("Проверяющий назначен")
    hands = school.auditor.open("/").follow("Проверить результативность").heading(TITLE)
    hands.follow("Признать результативным").sees("Принято действий: 2 из 2")
    for criterion, words in EFFECT.items():
        hands.fill({criterion: True} | words)
    hands.fill({"Что проверено": SEEN, "День события": "2021-09-01"}).press("Признать результативным")
    hands.sees("Закрыто 01.09.2021: действия дали результат")


def read_all_of_it(school):
    """The chair has the whole story on the card, and on one page from the order to the result."""
    hands = card(school.chair).sees("закрыто", SEEN, CORRECTIVE, PREVENTIVE, OBJECTION, DECISION, *WHYS)
    assert told(hands) == HISTORY
    hands.follow("Проследить от приказа до результата")
    text = hands.text()
    for words in (
        "Поручение директора.",
        FACT,
        OBJECTION,
        DECISION.rstrip("."),
        *WHYS,
        CORRECTIVE,
        PREVENTIVE,
        "forma.pdf",
        SEEN,
    ):
        assert words in text, words
    assert "срок 18.06.2021 25.06.2021" in text


def told(hands):
    """Return the lines of history on the card: who did what; the words that people wrote are in quotes beside them."""
    rows = hands.page.locator(".sect", has=hands.page.get_by_role("heading", name="История")).locator(".trail li > div")
    lines = rows.evaluate_all(
        "rows => rows.map(row => [...row.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join(' '))"
    )
    return [" ".join(line.split()).rstrip(" .") for line in lines]


def look_from_aside(world, school):
    """Who has no part sees no record; whoever leads or carries out sees it."""
    address = Finding.objects.get(audit=world.audit).get_absolute_url()
    for name in ("secretary", "administrator", "colleague", "stranger"):
        hands = school.window(name)
        assert hands.page.goto(address).status == 404, name
        hands.open(reverse("finding-list")).sees("Несоответствий и наблюдений пока нет")
        assert TITLE not in hands.text()
    for name in ("deputy", "teacher", "director"):
        assert school.window(name).page.goto(address).status == 200, name
        school.window(name).heading(TITLE).sees("закрыто")
