"""The way of one paper through people's hands: handed in, agreed, signed, numbered, read."""

from tests.browser.year.cast import PASSWORD


def hand_in(hands, button, on):
    """From the page of a draft: pass it on, as of that day."""
    hands.follow(button).fill({"День события": on}).press(button)


def agree(school, name, title):
    """Give a visa in the tray."""
    hands = school.window(name).menu("На подпись").follow(title)
    hands.heading(title).press("Согласовать документ")


def sign(school, name, title, on, dated=None, password=PASSWORD):
    """Sign a paper that was signed by hand on another day; `dated` is its own date where no journal gives it."""
    hands = school.window(name).menu("На подпись").follow(title)
    hands.heading(title).follow("Утвердить другим днём").fill({"День подписания": on})
    if dated:
        hands.fill({"Дата документа": dated})
    # Asked of each person once a sitting.
    if hands.page.get_by_label("Ваш пароль").count():
        hands.fill({"Ваш пароль": password})
    hands.press("Утвердить")


def enter_number(school, title, number, dated):
    """The secretary brings number and date from the school's journal."""
    hands = school.secretary.open("/").follow(f"Внести номер: {title}")
    hands.fill({"Номер по журналу": number, "Дата по журналу": dated}).press("Внести номер")
    hands.sees(f"№ {number}-од")


def read(school, name, title):
    """From the desk to the paper and its one button."""
    hands = school.window(name).open("/").follow(f"Ознакомиться: {title}").heading(title)
    hands.press("Ознакомлен").sees("вы ознакомились")
