"""The programme of audits, one audit of an association, its checklist, its findings and its report."""

from playwright.sync_api import expect

from tests.browser.hands import begins
from tests.browser.year.cast import CAST
from tests.browser.year.opening import MATHS
from tests.browser.year.papers import agree, sign

SECTION = "Документация и планирование МО"
PROGRAMME = "Программа внутренних аудитов"
REPORT = "Отчёт о внутреннем аудите"
NONCONFORMITIES = {"MO-07": "Протоколы без подписей", "MO-08": "Решения без исполнителя и срока"}
NUMBERS = ("2021-01/01", "2021-01/02")
ANSWERS = {"MO-07": "Нет", "MO-08": "Нет", "MO-03": "Частично"}


def plan_audits(school):
    hands = school.head.open("/").follow("Составить программу аудитов").press("Начать программу")
    hands.follow("Запланировать аудит")
    hands.fill(
        {
            "Методическое объединение": MATHS,
            "Начало аудита": "2021-05-11",
            "Окончание аудита": "2021-05-14",
            "Проверяемый период с": "2020-09-01",
            "Проверяемый период по": "2021-04-30",
            SECTION: True,
        }
    )
    hands.fill({CAST["auditor"].short: True}, group="Руководитель аудиторской группы")
    hands.press("Запланировать аудит").sees("Аудит запланирован", "Аудит ждёт утверждения программы")
    hands.follow("Открыть программу").follow("Передать").press("Передать на утверждение")
    agree(school, "deputy", PROGRAMME)
    sign(school, "director", PROGRAMME, on="2021-02-20", dated="2021-02-20")


def start_audit(school):
    hands = school.auditor.menu("Аудиты").follow(MATHS)
    hands.follow("Начать аудит").fill({"День события": "2021-05-11"}).press("Начать аудит").sees("идёт")


def answer(school):
    """Most questions «да»; each «нет» and «частично» with what proves it."""
    give_answers(school.auditor.follow("Открыть чек-лист"), ANSWERS)


def give_answers(hands, answers):
    """Answer every question of an open checklist: «да», unless its code says otherwise."""
    for code in hands.page.locator(".q__no b").all_inner_texts():
        word = answers.get(code, "Да")
        asked = question(hands, code)
        asked.locator("input[type=radio] + label", has_text=begins(word)).click()
        expect(asked.locator("input:checked + label", has_text=begins(word))).to_have_count(1)
        if word != "Да":
            asked.locator("details.q__ev").evaluate("details => details.open = true")
            asked.get_by_label("Свидетельство").fill(f"Протоколы МО за 2020 год, {code}.")
            asked.get_by_label("Заметка").fill("В трёх протоколах из пяти решения без исполнителя и срока.")
    hands.press("Сохранить ответы")


def record_findings(school):
    for code, title in NONCONFORMITIES.items():
        hands = school.auditor.menu("Аудиты").follow(MATHS).follow("Открыть чек-лист")
        question(hands, code).get_by_role("link", name="Оформить несоответствие").click()
        hands.heading("Новое заключение").fill({"Суть": title}).press("Записать черновик").heading(title)


def question(hands, code):
    return hands.page.locator(".q", has=hands.page.get_by_text(code, exact=True))


def hand_report_in(school):
    hands = school.auditor.menu("Аудиты").follow(MATHS).follow("Открыть отчёт")
    hands.sees("с отклонениями", *NONCONFORMITIES.values())
    hands.fill({"Сильные стороны": "План работы выполняется, взаимопосещения проводятся."}).press("Сохранить")
    hands.follow("Сдать отчёт").fill({"День события": "2021-05-17"}).press("Сдать отчёт")


def approve_report(school):
    sign(school, "director", REPORT, on="2021-05-19", dated="2021-05-17")


def read_report(school):
    """The chair reads the report and agrees with each nonconformity on its own page."""
    hands = school.chair.open("/").follow("Ознакомиться с отчётом")
    hands.fill({"День события": "2021-05-20"}).press("Подтвердить ознакомление с отчётом")
    for number, title in zip(NUMBERS, NONCONFORMITIES.values(), strict=True):
        hands.menu("Несоответствия").follow(number).heading(title).follow("Ознакомиться и согласиться")
        hands.fill({"День события": "2021-05-20"}).press("Подтвердить ознакомление и согласие").sees(
            "Объект ознакомлен и согласен"
        )


CHAPTER = (plan_audits, start_audit, answer, record_findings, hand_report_in, approve_report, read_report)
