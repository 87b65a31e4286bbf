"""Sections of the annual analysis (domain text, section 8.1) in their order; what has no data yet says so."""

from dataclasses import dataclass

NO_DATA = "Данные за период не представлены."


@dataclass(frozen=True)
class Section:
    """`key` is what texts are stored under; `typed` sections live by people's words alone."""

    key: str
    number: int
    title: str
    typed: bool = False
    hint: str = ""


SECTIONS = tuple(
    Section(key, number, title, typed, hint)
    for number, (key, title, typed, hint) in enumerate(
        [
            ("introduction", "Введение", False, "Основание, цель, период, объекты, методы, ограничения данных."),
            ("previous", "Выполнение решений прошлого анализа", False, "Что выполнено, перенесено, снято и почему."),
            (
                "changes",
                "Изменения условий",
                True,
                "Законодательство, контингент, кадры, структура МО, новые программы.",
            ),
            ("roadmap", "Выполнение дорожной карты и программы аудитов", False, "План и факт, причины отклонений."),
            (
                "associations",
                "Результаты аудитов методических объединений",
                False,
                "Индекс соответствия, сильные стороны.",
            ),
            ("school", "Результаты аудита школы в целом", False, "По разделам критериев."),
            ("courses", "Дополнительное образование", False, "Программы по направленностям, обновление, запросы."),
            ("indicators", "Показатели ВСОКО", False, "Факт и ориентир по данным цикла."),
            (
                "opinion",
                "Удовлетворённость и запросы",
                False,
                "Родители, обучающиеся, педагоги: выборка и предложения.",
            ),
            ("findings", "Анализ несоответствий", False, "Число, классы, разделы, повторные, причины."),
            ("actions", "Корректирующие и предупреждающие действия", False, "В срок, результативность, просроченные."),
            ("resources", "Ресурсы", True, "Кадры, обучение аудиторов, время, оборудование."),
            ("risks", "Риски и возможности", True, "Что может помешать, что использовать."),
            ("conclusions", "Выводы", True, "Пять–восемь тезисов: сильные стороны, проблемы, тенденции."),
            ("measures", "Меры по предупреждению и предложения", True, "Что меняется, чтобы не повторилось."),
        ],
        start=1,
    )
)
BY_KEY = {section.key: section for section in SECTIONS}

APPENDICES = (
    ("audits", 1, "Перечень аудитов"),
    ("register", 2, "Реестр несоответствий"),
    ("method", 3, "Методика"),
    ("documents", 4, "Перечень обязательных документов"),
)
