"""The year gathered, written, approved, printed; and the roadmap of the next one."""

from tests.browser.year.cast import CAST
from tests.browser.year.papers import hand_in, sign

ANALYSIS = "Анализ ВСОКО за 2021 год"
WORDS = {
    "14 Выводы": "Система начала работать: проведён первый аудит, несоответствия устранены.",
    "15 Меры": "Ввести в план каждого объединения сверку протоколов в январе.",
}
PLAN = "План мероприятий по совершенствованию ВСОКО"
MEASURE = "Сверить протоколы всех объединений с формой"


def open_analysis(hands):
    return hands.menu("Анализ года").follow(ANALYSIS).heading(ANALYSIS)


def gather(school):
    hands = school.head.menu("Анализ года").follow("Собрать данные года").press("Собрать данные года")
    hands.heading(ANALYSIS).sees("Данные года собраны")


def write(school):
    hands = open_analysis(school.head)
    for title, words in WORDS.items():
        hands.follow(title).follow(f"Написать раздел {title[:2]}").fill({"Текст раздела": words})
        hands.press("Принять текст раздела")
    hands.follow("План совершенствования").follow("Внести меру")
    hands.fill({"Мероприятие": MEASURE, "На чём основано": "Вывод 1", "Срок": "2022-02-01"}).press("Внести меру")
    hands.follow("Решить о мерах").fill({"принять": True, "Ответственный": CAST["head"].last_name}, group=MEASURE)
    hands.press("Записать решения").sees("Принято мер: 1")


def approve(school):
    hands = open_analysis(school.head).follow("Передать анализ директору")
    hands.press("Передать анализ директору")
    sign(school, "director", ANALYSIS, on="2021-12-28")


def sign_plan(school):
    hands = open_analysis(school.head).follow(PLAN).press("Сохранить черновик").heading(PLAN)
    hand_in(hands, "Передать на подпись", on="2021-12-28")
    sign(school, "director", PLAN, on="2021-12-29")


def download(school):
    """Return the bytes of the approved PDF as the director gets them."""
    return saved(open_analysis(school.director))


def saved(hands):
    """Return the bytes behind the link of the PDF on the page of the analysis."""
    address = hands.main.get_by_role("link", name="analiz-vsoko-2021.pdf").get_attribute("href")
    response = hands.page.request.get(address)
    assert response.ok
    return response.body()


def open_next_year(school):
    hands = open_analysis(school.head).follow("Создать карту следующего года")
    hands.press("Создать карту следующего года").heading("Дорожная карта на 2022 год").sees(MEASURE)


CHAPTER = (gather, write, approve, sign_plan, open_next_year)
