"""The roadmap from its file to the signature, and the papers and people that its first six rows ask for."""

from pathlib import Path

from tests.browser.year.cast import CAST
from tests.browser.year.opening import MATHS, RUSSIAN
from tests.browser.year.papers import enter_number, hand_in, read, sign

SEED = Path(__file__).resolve().parents[3] / "roadmap" / "data" / "roadmap-school-463.txt"
ROADMAP = "Дорожная карта"


def import_roadmap(school):
    hands = school.deputy.menu(ROADMAP).follow("Загрузить карту из файла")
    hands.fill({"Год": "2021", "Файл дорожной карты": str(SEED)}).press("Показать, что получится")
    hands.heading("Проверьте, как понята карта")
    hands.sees("Утверждение Положения о ВСОКО", "Пункты 7 и 8 в исходном документе отсутствуют", "год определён")
    hands.press("Загрузить").sees("Загружено: 10 мероприятий")
    hands.press("Подтвердить 2020 год").sees("Годы в сроках подтверждены")


def approve_roadmap(school):
    hand_in(school.deputy, "Передать карту на утверждение", on="2020-12-11")
    sign(school, "director", ROADMAP, on="2020-12-14")
    school.deputy.menu(ROADMAP).sees("Утверждена 14.12.2020")


def row(hands, title):
    """Open a row of the roadmap by its words."""
    return hands.menu(ROADMAP).follow(title)


def order_the_system(school):
    hands = row(school.deputy, "Решение о создании").follow("Подготовить приказ")
    hands.press("Сохранить черновик")
    hand_in(hands, "Передать на подпись", on="2020-12-14")
    sign(school, "director", "О создании внутренней системы", on="2020-12-15")
    enter_number(school, "О создании внутренней системы", "112", "2020-12-15")
    row(school.deputy, "Решение о создании").sees("выполнено")
    for name in ("deputy", "head", "secretary"):
        read(school, name, "О создании внутренней системы")


def brief_chairs(school):
    """Minutes are signed by who led the meeting; the chairs read them, one by the button, one on paper."""
    hands = row(school.deputy, "Ознакомление руководителей").follow("Оформить протокол")
    hands.fill({"Дата заседания": "2020-12-21"}).press("Сохранить черновик")
    hand_in(hands, "Передать на подпись", on="2020-12-21")
    sign(school, "deputy", "Протокол совещания", on="2020-12-21", dated="2020-12-21")
    read(school, "chair", "Протокол совещания")
    hands = row(school.deputy, "Ознакомление руководителей").sees("ознакомлены 1 из 2")
    hands.follow("Протокол совещания").follow("Внести подписи с листа")
    hands.fill({CAST["auditor"].short: True, "Дата на листе": "2020-12-22"}).press("Внести подписи")
    row(school.deputy, "Ознакомление руководителей").sees("выполнено")


def adopt_regulation(school):
    hands = row(school.deputy, "Утверждение Положения").follow("Подготовить положение")
    hands.press("Сохранить черновик")
    hand_in(hands, "Передать на подпись", on="2020-12-24")
    sign(school, "director", "Положение о внутренней системе", on="2020-12-25")
    enter_number(school, "Положение о внутренней системе", "118", "2020-12-25")


def form_group(school):
    """People first: the order takes its list from them, and they read it."""
    hands = school.deputy.open("/").follow("Выполнить: Создание рабочей группы").follow("Создать рабочую группу")
    hands.follow("Создать рабочую группу")
    people = {
        "Руководитель группы": CAST["head"].last_name,
        CAST["auditor"].short: True,
        "С какого дня": "2021-01-12",
    }
    hands.fill(people).press("Сохранить состав").sees("Приказ не указан")
    hands.follow("Подготовить приказ о группе").press("Сохранить черновик").sees("Циркулев Пётр Павлович")
    hand_in(hands, "Передать на подпись", on="2021-01-12")
    sign(school, "director", "О создании рабочей группы", on="2021-01-12")
    enter_number(school, "О создании рабочей группы", "4", "2021-01-12")
    for name in ("head", "auditor"):
        read(school, name, "О создании рабочей группы")
    hands = school.deputy.menu("Рабочая группа").follow("Изменить состав")
    hands.fill({"С какого дня": "2021-01-12", "Приказ": "О создании рабочей группы"}).press("Сохранить состав")
    hands.sees("Циркулев Пётр Павлович", "4-од")
    row(school.deputy, "Создание рабочей группы").sees("создана")


def meet_staff(school):
    hands = row(school.deputy, "Ознакомление педагогического").follow("Оформить протокол")
    hands.fill({"Дата заседания": "2021-01-14"}).press("Сохранить черновик")
    hand_in(hands, "Передать на подпись", on="2021-01-14")
    sign(school, "director", "Протокол заседания педагогического совета", on="2021-01-14", dated="2021-01-14")
    for name in ("deputy", "head", "auditor", "chair", "teacher"):
        read(school, name, "Протокол заседания педагогического совета")
    row(school.deputy, "Ознакомление педагогического").sees("выполнено")


def consult(school):
    for association in (MATHS, RUSSIAN):
        hands = row(school.head, "Консультирование").follow("Записать консультацию")
        hands.fill({"Дата": "2021-02-10", "Кто консультировал": CAST["head"].last_name, "МО": association})
        hands.press("Записать консультацию")
    hands.sees("выполнено")


CHAPTER = (
    import_roadmap,
    approve_roadmap,
    order_the_system,
    brief_chairs,
    adopt_regulation,
    form_group,
    meet_staff,
    consult,
)
