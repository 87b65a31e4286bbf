"""The people of the walk, each at an own browser, who come in by a one-time link."""

from dataclasses import dataclass, field

from django.urls import reverse

from tests.browser.hands import Hands

PASSWORD = "chernilnitsa-2021"


@dataclass(frozen=True)
class Part:
    """Who somebody is: names, post, login, and the roles that are given by hand."""

    last_name: str
    first_name: str
    patronymic: str
    woman: bool
    position: str
    login: str
    roles: tuple = ()

    @property
    def short(self):
        return f"{self.last_name} {self.first_name[0]}.{self.patronymic[0]}."


CAST = {
    "deputy": Part(
        "Чернильникова", "Вера", "Ильинична", True, "заместитель директора по УВР", "chernilnikova",
        ("заместитель директора по УВР",),
    ),
    "head": Part(
        "Циркулев", "Пётр", "Павлович", False, "заместитель директора по ВР", "cirkulev", ("заместитель директора по ВР",)
    ),
    "auditor": Part("Пеналова", "Анна", "Сергеевна", True, "учитель русского языка", "penalova", ("педагог",)),
    "chair": Part("Дробинина", "Мария", "Олеговна", True, "учитель математики", "drobinina", ("педагог",)),
    "teacher": Part("Тетрадкина", "Ольга", "Юрьевна", True, "учитель математики", "tetradkina", ("педагог",)),
    "secretary": Part("Скрепкина", "Нина", "Львовна", True, "секретарь", "skrepkina", ("секретарь школы",)),
}  # fmt: skip
DIRECTOR = Part("Линейкин", "Лев", "Петрович", False, "директор", "linejkin")
ADMINISTRATOR = Part("Кнопкин", "Кирилл", "Игоревич", False, "системный администратор", "knopkin")


@dataclass
class School:
    """The browsers of the people; `school.director` is the director's window."""

    new_context: object
    windows: dict = field(default_factory=dict)

    def window(self, name):
        if name not in self.windows:
            self.windows[name] = Hands(self.new_context().new_page())
        return self.windows[name]

    def __getattr__(self, name):
        return self.window(name)

    def enter(self, name, login, password=PASSWORD):
        """Come in by the form: into a school that has begun to work already."""
        hands = self.window(name).open(reverse("login"))
        hands.page.fill("[name=username]", login)
        hands.page.fill("[name=password]", password)
        hands.page.press("[name=password]", "Enter")
        hands.page.wait_for_url(lambda url: reverse("login") not in url)
        return hands
