"""The columns of a school's lists by their usual names; they may stand in any order and among others."""

import re
from dataclasses import dataclass

from roadmap.importing.text_clean import alike, key, one_line

PEOPLE, PROGRAMMES = "people", "programmes"
SHEETS = {PEOPLE: "Сотрудники", PROGRAMMES: "Программы"}
LONGEST_HEADING = 90  # beyond it a cell is a sentence, not a heading
_MO = r"((ш|р)?мо|методическ\w+ объединени\w+|объединени[ея]|кафедра)( .*)?"


@dataclass(frozen=True)
class RosterColumn:
    """One column: `usual` fits its headings in schools' lists, `hint` and the list `offered` stand in the blank."""

    title: str
    width: int
    usual: str
    hint: str = ""
    needed: bool = False
    offered: str = ""
    is_day: bool = False

    def is_named(self, heading):
        return re.fullmatch(self.usual, heading) is not None


COLUMNS = {
    PEOPLE: {
        "full_name": RosterColumn(
            "ФИО", 34,
            r"(ф ?и ?о|фамилия имя( и)? отчество|фамилия и о|фамилия имя)( .*)?"
            r"|(сотрудник|работник|педагог|учител|преподавател)[а-я]{0,2}",
            "Полностью. Можно и тремя графами: «Фамилия», «Имя», «Отчество».", needed=True,
        ),
        "last_name": RosterColumn("Фамилия", 20, r"фамилия"),
        "first_name": RosterColumn("Имя", 16, r"имя"),
        "patronymic": RosterColumn("Отчество", 20, r"отчество( .*)?"),
        "position": RosterColumn(
            "Должность", 34, r"(занимаемая |основная )?должность( .*)?", "Как в штатном расписании.", needed=True
        ),
        "association": RosterColumn("МО", 36, _MO, "Название объединения; несколько через точку с запятой.",
                                    offered="associations"),
        "roles": RosterColumn(
            "Роль", 30, r"рол[ьи]( .*)?", "Пусто: следует из должности. Председателю и куратору нужно МО.", offered="roles"
        ),
        "gender": RosterColumn("Пол", 10, r"пол", "Пусто: следует из отчества.", offered="genders"),
        "email": RosterColumn(
            "Почта", 28, r"(рабочая |электронная |эл |личная )?почта|(адрес )?(e ?mail|электронной почты).*", "Рабочая."
        ),
    },
    PROGRAMMES: {
        "name": RosterColumn(
            "Название", 44,
            r"(наименование|название)( .*)?|(дополнительн\w+ )?(общеобразовательн\w+ |общеразвивающ\w+ )*программа|дооп",
            "Без кавычек.", needed=True,
        ),
        "focus": RosterColumn("Направленность", 26, r"направленност\w+( .*)?", "Одна из списка.", needed=True,
                              offered="focuses"),
        "association": RosterColumn("МО", 36, _MO, offered="associations"),
        "author": RosterColumn("Автор", 26, r"(автор|составител|разработчик)\w*( .*)?", "Фамилия И.О.", offered="people"),
        "teachers": RosterColumn(
            "Педагоги", 34, r"(педагог|преподавател|руководител)\w*( .*)?|кто ведет", "Через запятую."
        ),
        "hours": RosterColumn("Часов", 10, r"((количество|кол во|число|объем) )?(часов|часы|час)( .*)?|объем( .*)?",
                              "Число."),
        "ages": RosterColumn("Возраст", 16, r"возраст\w*( .*)?", "«7–10 лет»."),
        "updated_on": RosterColumn("Обновлена", 14, r"((дата|год) )?(обновлен|утвержден)\w*( .*)?", "День.", is_day=True),
    },
}  # fmt: skip
# By these a table is recognised: one of the sets has to be there, and one column more.
KNOWN_BY = {PROGRAMMES: ({"name", "focus"},), PEOPLE: ({"full_name"}, {"last_name", "first_name"})}
OF_BLANK = {PEOPLE: ("full_name", "position", "association", "roles", "gender", "email"),
            PROGRAMMES: tuple(COLUMNS[PROGRAMMES])}  # fmt: skip


def recognise(table, cell):
    """Return the name of the column whose heading the cell is, or None."""
    text = one_line(str(cell))
    if not text or len(text) > LONGEST_HEADING:
        return None
    # Latin letters that look like Cyrillic ones count as those, unless the heading is Latin itself.
    for words in (key(text), alike(text)):
        heading = re.sub(r"[\W_]+", " ", words).strip()
        for name, column in COLUMNS[table].items():
            if column.is_named(heading):
                return name
    return None
