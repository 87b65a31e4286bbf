"""What follows from the findings: causes, a plan, actions, and the effect that somebody else checks."""

from tests.browser.year.cast import CAST
from tests.browser.year.checking import NONCONFORMITIES, NUMBERS
from tests.browser.year.opening import MATHS
from tests.browser.year.papers import agree, sign

PLAN = "План корректирующих мероприятий"
PLANNED = {
    "2021-01/01": ("коррекция", "Подписать протоколы за 2020/2021 учебный год.", "2021-06-04"),
    "2021-01/02": ("корректирующее действие", "Внести в форму протокола графы исполнителя и срока.", "2021-06-18"),
}
EFFECT = {
    "Действия выполнены и подтверждены": {"Чем подтверждено": "Форма протокола от 18.06.2021."},
    "Повторов за период наблюдения нет": {"Где смотрели повторы": "Протоколы августа и сентября."},
    "Признак выполнения достигнут": {"Что видно": "Все решения с исполнителем и сроком."},
}


def find_causes(school):
    hands = school.chair
    for number in NUMBERS:
        hands.menu("Несоответствия").follow(number).follow("Записать причину")
        page = hands.page
        page.get_by_label("Почему это случилось?").fill("В форме протокола нет места для этого.")
        page.get_by_label("Почему так вышло?").first.fill("Форму не пересматривали с 2015 года.")
        hands.fill({"Где лежит причина": "правила", "Нет, не повторится": True, "документ или форму": True})
        hands.press("Записать причину").sees("Причина записана")


def write_plan(school):
    hands = school.chair.follow("Начать план").press("Начать план").heading("План № 2021-01")
    for number, (kind, text, due_on) in PLANNED.items():
        hands.follow("Добавить")
        hands.fill(
            {
                "Несоответствие": number,
                "Вид": kind,
                "Что сделать": text,
                "Ответственный": CAST["teacher"].last_name,
                "Срок": due_on,
                "Признак выполнения": "Протоколы мая и июня оформлены полностью.",
            }
        )
        hands.press("Внести действие в план").sees("Действие внесено в план")
    hands.follow("Передать план на утверждение").fill({"День события": "2021-05-27"}).press("Передать план")


def approve_plan(school):
    agree(school, "head", PLAN)
    sign(school, "director", PLAN, on="2021-05-28", dated="2021-05-28")


def carry_out(school):
    """The teacher reports each action with what proves it; the head of the group accepts."""
    for number, (_, text, due_on) in PLANNED.items():
        hands = school.teacher.menu("Действия").follow(text).follow("Отчитаться о выполнении")
        hands.fill(
            {"Что сделано": f"Сделано: {text}", "Свидетельство словами": f"Протоколы, {number}", "День события": due_on}
        )
        hands.press("Отчитаться о выполнении")
        hands = school.head.menu("Действия").follow(text).follow("Принять результат")
        hands.fill({"День события": "2021-06-21"}).press("Принять результат").sees("принято")


def check_effect(school):
    """The head names who checks; the auditor confirms the effect after its day, and the nonconformity is closed."""
    for number, title in zip(NUMBERS, NONCONFORMITIES.values(), strict=True):
        hands = school.head.menu("Несоответствия").follow(number).follow("Назначить проверяющего")
        hands.fill({"Кто проверит": CAST["auditor"].last_name, "Не раньше": "2021-09-01"})
        hands.press("Назначить проверяющего").sees("Проверяющий назначен")
        hands = school.auditor.menu("Несоответствия").follow(number).heading(title)
        hands.follow("Признать результативным")
        for criterion, words in EFFECT.items():
            hands.fill({criterion: True} | words)
        hands.fill({"Что проверено": "Протоколы августа и сентября оформлены полностью.", "День события": "2021-10-05"})
        hands.press("Признать результативным").sees("закрыто")


def close_audit(school):
    hands = school.auditor.menu("Аудиты").follow(MATHS).follow("Завершить аудит")
    hands.fill({"День события": "2021-10-06"}).press("Завершить аудит").sees("завершён")


CHAPTER = (find_causes, write_plan, approve_plan, carry_out, check_effect, close_audit)
