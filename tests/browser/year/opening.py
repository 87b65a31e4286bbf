"""An empty school: its names, its people with their one-time links, its associations."""

from tests.browser.year.cast import ADMINISTRATOR, CAST, DIRECTOR, PASSWORD

MATHS = "МО учителей математики"
RUSSIAN = "МО учителей русского языка"


def set_up(school):
    hands = school.administrator.open("/setup/").heading("Первые сведения о школе")
    hands.fill(
        {
            "Полное наименование": "Государственное бюджетное общеобразовательное учреждение средняя школа № 463",
            "Краткое наименование": "ГБОУ школа № 463",
            "Место": "Санкт-Петербург",
        }
    )
    person(hands, DIRECTOR, group="Директор")
    hands.fill({"другой сотрудник": True})
    person(hands, ADMINISTRATOR, group="Администратор")
    hands.fill({"Должность": ADMINISTRATOR.position}, group="Администратор")
    hands.fill({"Логин": ADMINISTRATOR.login, "Пароль": PASSWORD, "Пароль ещё раз": PASSWORD})
    hands.press("Открыть школу").sees("Первые шаги", "До начала года")


def person(hands, part, group):
    hands.fill(
        {
            "Фамилия": part.last_name,
            "Имя": part.first_name,
            "Отчество": part.patronymic,
            "женский" if part.woman else "мужской": True,
        },
        group=group,
    )


def take_people_in(school):
    """The administrator writes the cards, gives the roles and hands out the links; everybody sets a password."""
    hands = school.administrator
    for name, part in CAST.items():
        hands.menu("Сотрудники").follow("Внести сотрудника")
        hands.fill(
            {
                "Фамилия": part.last_name,
                "Имя": part.first_name,
                "Отчество": part.patronymic,
                "женский" if part.woman else "мужской": True,
                "Должность": part.position,
            }
        )
        hands.press("Внести сотрудника").heading(part.last_name)
        for role in part.roles:
            hands.follow("Дать роль").fill({"Роль": role}).press("Дать роль").sees("Роль дана")
        come_in(school, name, part)
    hands.menu("Сотрудники").follow(DIRECTOR.last_name)
    come_in(school, "director", DIRECTOR)


def come_in(school, name, part):
    """From the person's card: a one-time link, by which the person comes in with an own password."""
    hands = school.administrator.follow("Открыть вход").fill({"Логин": part.login}).press("Получить ссылку")
    link = hands.page.get_by_label("Одноразовая ссылка").input_value()
    own = school.window(name).open(link).heading("Задайте пароль")
    own.fill({"Новый пароль": PASSWORD, "Пароль ещё раз": PASSWORD})
    own.press("Сохранить пароль и войти").sees("Пароль задан")
    hands.follow("Вернуться к карточке").sees(part.login)


def form_associations(school):
    hands = school.administrator
    for name, chair, members in (
        (MATHS, CAST["chair"], (CAST["chair"], CAST["teacher"])),
        (RUSSIAN, CAST["auditor"], (CAST["auditor"],)),
    ):
        hands.menu("Методические объединения").follow("Создать объединение")
        hands.fill({"Название": name, "Председатель МО": chair.last_name, "С какого дня": "2020-09-01"})
        hands.press("Создать объединение").heading(name).follow("Внести членов")
        hands.fill({member.short: True for member in members}).press("Внести").sees("Состав")


CHAPTER = (set_up, take_people_in, form_associations)
