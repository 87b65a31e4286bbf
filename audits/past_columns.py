"""The two tables in which a school hands over its earlier years: nonconformities and what was done about them."""

from dataclasses import dataclass, field

from audits.models import Action, Finding
from audits.models.finding import Branch, Grade
from roadmap.importing.text_clean import alike


@dataclass(frozen=True)
class PastColumn:
    """One column: `hint` stands above it in the blank, `needed` must be filled, `options` are all that may be typed.

    `short` are other words for an option. `offered` names the list of the blank: people, subjects or criteria of the school,
    or the options.
    """

    title: str
    width: int
    hint: str
    needed: bool = False
    longest: int | None = None
    is_day: bool = False
    options: tuple = ()
    short: dict = field(default_factory=dict)
    offered: str = ""

    def option(self, text):
        """Return the option that is meant, whole or without what its label says in brackets; None for other words."""
        typed = alike(text)
        for option in self.options:
            if typed in (alike(option.label), alike(option.label.split("(")[0])):
                return option
        return next((option for word, option in self.short.items() if alike(word) == typed), None)


SHORT_GRADES = {"значительное": Grade.MAJOR, "незначительное": Grade.MINOR}
SHORT_KINDS = {"корректирующее": Action.Kind.CORRECTIVE, "предупреждающее": Action.Kind.PREVENTIVE}


def length_of(model, name):
    return model._meta.get_field(name).max_length


FINDING_COLUMNS = {
    "number": PastColumn(
        "Номер", 14, "Как в вашем учёте. В каждом году свой: если номера повторялись, допишите год.", needed=True,
        longest=length_of(Finding, "number"),
    ),
    "found_on": PastColumn("Дата", 12, "День отчёта или справки: «12.03.2026».", needed=True, is_day=True),
    "subject": PastColumn(
        "Объект", 34, "Методическое объединение, программа или «школа в целом».", needed=True, offered="subjects"
    ),
    "auditee": PastColumn("Кто отвечал", 22, "За объект. Фамилия И.О.", needed=True, offered="people"),
    "lead": PastColumn("Кто проверял", 22, "Фамилия И.О.", needed=True, offered="people"),
    "grade": PastColumn(
        "Класс", 28, "Одно из списка.", needed=True, options=tuple(Grade), short=SHORT_GRADES, offered="grades"
    ),
    "criterion": PastColumn(
        "Критерий", 14, "Код. Без него повтор не узнать.", offered="criteria"
    ),
    "title": PastColumn("Суть", 44, "Одна строка.", needed=True, longest=length_of(Finding, "title")),
    "requirement": PastColumn("Требование", 44, "Пусто: возьмётся из критерия."),
    "fact": PastColumn("Установлено", 44, "Пусто: останется суть."),
    "evidence_text": PastColumn("Свидетельство", 34, "Документ, номер, дата."),
    "cause": PastColumn("Причина", 40, "Если её искали. Днём причины станет дата записи."),
    "branch": PastColumn(
        "Где причина", 26, "Нужна, если названа причина.", options=tuple(Branch), offered="branches"
    ),
    "acknowledged_on": PastColumn("Ознакомлен", 12, "Тот, кто отвечал. Пусто: ознакомится в ВСОКО.", is_day=True),
    "closed_on": PastColumn(
        "Закрыто", 12, "День, когда проверили результат и закрыли. Пусто: ещё не закрыто.", is_day=True
    ),
    "decision": PastColumn(
        "Решение", 20, "О наблюдении или рекомендации. Пусто: решат в ВСОКО.",
        options=(Finding.State.ACCEPTED,), offered="decisions",
    ),
}  # fmt: skip
ACTION_COLUMNS = {
    "number": PastColumn("Номер несоответствия", 16, "Как на первом листе.", needed=True),
    "kind": PastColumn(
        "Вид", 26, "Что это было.", needed=True, options=tuple(Action.Kind), short=SHORT_KINDS, offered="kinds"
    ),
    "text": PastColumn("Что сделать", 50, "Как в плане.", needed=True),
    "responsible": PastColumn("Ответственный", 22, "Фамилия И.О.", needed=True, offered="people"),
    "due_on": PastColumn("Срок", 12, "Прошедший тоже. Невыполненному нужен.", is_day=True),
    "done_on": PastColumn("Выполнено", 12, "Пусто: ещё выполняется.", is_day=True),
    "accepted_on": PastColumn(
        "Принято", 12, "Пусто: в день, когда закрыли, а у незакрытого ждёт приёмки.", is_day=True
    ),
    "report": PastColumn("Что сделано", 44, "Если записано."),
    "sign": PastColumn("Признак выполнения", 34, "Если был назван.", longest=length_of(Action, "sign")),
}
TABLES = {"findings": FINDING_COLUMNS, "actions": ACTION_COLUMNS}
SHEETS = {"findings": "Несоответствия", "actions": "Действия"}
# By these a table is recognised, wherever the other columns stand.
KNOWN_BY = {"findings": ("number", "title"), "actions": ("number", "text")}
