"""People and programmes from a school's list: read as it stands, looked at, written once, taken back."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from roadmap.models import (
    Appointment,
    Association,
    AssociationMember,
    CourseProgramme,
    Employee,
    RosterImport,
)
from roadmap.roster.sheets import parse_roster
from tests.worlds import make_world
from vsoko.models import HistoryEntry, StoredFile

pytestmark = pytest.mark.django_db
CONFIRM = "roster-import-confirm"
PEOPLE = [
    ["Список работников школы"],
    ["№", "Ф.И.О. работника", None, None, "Должность", "E-mail"],
    [None, "Фамилия", "Имя", "Отчество", None, None],
    [1, 2, 3, 4, 5, 6],
    ["МО учителей музыки"],
    [1, "Клавишникова", "Анна  ", "Павловна", "учитель  музыки, председатель МО", "KLAV@example.org"],
    [2, "Cмычков", "Пётр", "Ильич", "учитель музыки", None],  # a Latin «C»
    ["МО учителей труда"],
    [3, "Смычков", "Пётр", "Ильич", "учитель труда", None],
    ["Прочие работники"],
    [4, "БАРАБАНОВА", "ОЛЬГА", "ИГОРЕВНА", "повар", None],
]
COURSES = [
    ["Наименование программы", "Направленность", "Педагог", "Часов", "МО", "Цвет"],
    ["«Оркестр»", "художественная", "Клавишникова А.П., Смычков Пётр Ильич", "72 ч", "музыки", "синий"],
]


def workbook(**sheets):
    book, file = Workbook(), BytesIO()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if rows is PEOPLE:
            sheet.merge_cells("B2:D2")
            sheet.merge_cells("E2:E3")
            sheet.merge_cells("A5:F5")
    book.save(file)
    return file.getvalue()


def upload(client, content, name="spisok.xlsx"):
    return client.post(reverse("roster-import"), {"upload": SimpleUploadedFile(name, content)})


def confirm(client, create=None):
    page = client.get(reverse(CONFIRM))
    form = page.context["form"]
    ticked = form.fields["create"].initial if create is None else create
    return client.post(reverse(CONFIRM), {"seen": page.context["mark"], "create": ticked}, follow=True)


def everything():
    models = (Employee, Association, AssociationMember, Appointment, CourseProgramme, CourseProgramme.teachers.through)
    return [list(model.objects.order_by("pk").values()) for model in models]


def people_in(association):
    return sorted(row.employee.last_name for row in Association.objects.get(name=association).members.all())


def text(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def world(client):
    world = make_world()
    client.force_login(world.administrator)
    return world


def test_a_list_is_looked_at_written_whole_kept_and_taken_back(client, world):
    content, before = workbook(Кадры=PEOPLE, Кружки=COURSES), everything()
    upload(client, content)
    page = client.get(reverse(CONFIRM))
    shown = text(page)
    assert "Сотрудники добавятся: 3" in shown
    assert "Программы добавятся: 1" in shown
    assert "латинские буквы в слове «Смычков» заменены русскими" in shown
    assert "Кадры, строка 7" in shown
    assert "строка 9 о том же человеке" in shown
    assert "строка 10: «Прочие работники» — подзаголовок" in shown
    assert "не читаются графы «Цвет»" in shown
    # The school has associations: new ones are a person's decision, and nothing is written by the look.
    assert page.context["form"].fields["create"].initial == []
    assert everything() == before
    answer = confirm(client, list(dict(page.context["form"].fields["create"].choices)))
    assert answer.redirect_chain[-1][0] == reverse("roster-links")
    chief = Employee.objects.get(last_name="Клавишникова")
    assert (chief.full_name, chief.gender, chief.position, chief.email) == (
        "Клавишникова Анна Павловна", "f", "учитель музыки, председатель МО", "klav@example.org",
    )  # fmt: skip
    assert {(row.role, str(row.association or "")) for row in chief.appointments.all()} == {
        ("teacher", ""), ("chair", "МО учителей музыки"),
    }  # fmt: skip
    both = Employee.objects.get(last_name="Смычков")
    assert (both.gender, both.position) == ("m", "учитель музыки, учитель труда")
    cook = Employee.objects.get(last_name="Барабанова")
    assert not cook.appointments.exists()
    assert people_in("МО учителей музыки") == ["Клавишникова", "Смычков"]
    assert people_in("МО учителей труда") == ["Смычков"]
    course = CourseProgramme.objects.get(name="Оркестр")
    assert (course.focus, course.hours, set(course.teachers.all())) == ("arts", 72, {chief, both})
    assert course.association.name == "МО учителей музыки"
    for record in (chief, course, Association.objects.get(name="МО учителей труда")):
        entries = HistoryEntry.objects.of(record)
        assert {(entry.comment, entry.actor) for entry in entries} == {("Файл «spisok.xlsx»", world.administrator)}
    # The same file once more changes nothing, not even in history.
    written, told = everything(), HistoryEntry.objects.count()
    upload(client, content)
    again = client.get(reverse(CONFIRM))
    assert "менять нечего" in text(again)
    assert (again.context["wanted"], dict(again.context["form"].fields["create"].choices)) == (0, {})
    assert (everything(), HistoryEntry.objects.count()) == (written, told)
    # A new post takes the place of the former, by text with semicolons in cp1251; and both loads go back one by one.
    changed = "Должность;Сотрудник\nзаместитель директора по ВР;Барабанова Ольга Игоревна\n"
    upload(client, changed.encode("cp1251"), "kadry.csv")
    assert "должность: повар → заместитель директора по ВР" in text(client.get(reverse(CONFIRM)))
    confirm(client)
    cook.refresh_from_db()
    assert cook.position == "заместитель директора по ВР"
    assert [row.role for row in cook.appointments.all()] == ["deputy_upbringing"]
    undo = client.get(reverse("roster-import-undo"))
    client.post(reverse("roster-import-undo"), {"shown": undo.context["object"].pk})
    assert everything() == written
    # What was taken back is a fact of history as well: it touches a person of the first load, so that one stays.
    undo = client.get(reverse("roster-import-undo"))
    refused = client.post(reverse("roster-import-undo"), {"shown": undo.context["object"].pk})
    assert "с загруженным уже работали — Барабанова О.И." in text(refused)
    assert everything() == written


def test_undo_leaves_the_school_as_it_was_and_is_refused_once_somebody_worked_with_it(client, world):
    before = everything()
    upload(client, workbook(Кадры=PEOPLE, Кружки=COURSES))
    confirm(client, ["музыки"])
    assert people_in("МО учителей музыки") == ["Клавишникова", "Смычков"]
    assert not Association.objects.filter(name="МО учителей труда").exists()
    load = RosterImport.objects.get()
    client.post(reverse("roster-import-undo"), {"shown": load.pk})
    assert everything() == before
    assert client.post(reverse("roster-import-undo"), {"shown": load.pk}).status_code == 404
    # The people in again, with a login for one of them: its link is shown once, and the way back is closed.
    upload(client, workbook(Кадры=PEOPLE))
    confirm(client, [])
    page = client.get(reverse("roster-links"))
    assert [one.last_name for one in page.context["employees"]] == ["Барабанова", "Клавишникова", "Смычков"]
    chosen = Employee.objects.get(last_name="Смычков")
    sheet = client.post(reverse("roster-links"), {"people": [chosen.pk]})
    chosen.refresh_from_db()
    assert sheet.headers["Cache-Control"] == "no-store"
    assert f"<strong>{chosen.user.username}</strong>" in text(sheet)
    assert "/invite/" in text(sheet)
    assert "<svg" in text(sheet)
    load = RosterImport.objects.standing().first()
    refused = client.post(reverse("roster-import-undo"), {"shown": load.pk})
    assert refused.status_code == 422
    assert "Отменить нельзя: с загруженным уже работали — Смычков П.И.: открыт вход" in text(refused)


@pytest.mark.one_database
def test_a_list_with_five_thousand_wrong_rows_is_refused_in_a_page_that_can_be_read(client, world):
    before, stored = everything(), StoredFile.objects.count()
    rows = [["ФИО", "Должность"]] + [[f"Ошибкин{number}", "учитель"] for number in range(5000)]
    answer = upload(client, workbook(Кадры=rows))
    assert answer.status_code == 422
    errors = answer.context["form"].errors["upload"]
    assert errors[0] == "Кадры, строка 2: «Ошибкин0» — не полное имя: впишите фамилию, имя и отчество."
    assert (len(errors), errors[-1].replace("\u00a0", " ")) == (21, "И ещё 4980 мест.")
    assert (everything(), StoredFile.objects.count()) == (before, stored)
    assert client.get(reverse(CONFIRM)).status_code == 404


@pytest.mark.one_database
def test_a_long_list_is_looked_at_page_by_page_and_written_whole(client, world):
    names = [f"Длиннов{first}{second}" for first in "абвгдежзик" for second in "абвгдежзиклмнопрстуфхцчшщ"]
    upload(client, ("ФИО;Должность\n" + "".join(f"{name} Анна Ивановна;учитель\n" for name in names)).encode(), "a.csv")
    first, second = (text(client.get(reverse(CONFIRM), {"page": page})) for page in (1, 2))
    assert "Сотрудники добавятся: 250" in first
    assert "страница 1 из 2" in first
    assert names[0] in first
    assert names[0] not in second
    assert names[-1] in second
    assert names[-1] not in first
    confirm(client)
    assert Employee.objects.filter(last_name__startswith="Длиннов").count() == 250


def test_what_does_not_fit_the_school_has_its_row_and_sentence(client, world):
    rows = [
        ["Должность", "ФИО", "Роль", "МО", "Почта"],
        ["директор", "Смирнов Иван Петрович", "директор", None, None],
        ["учитель", "Ким Ли", None, None, None],
        ["учитель", "Петров П.П.", None, None, None],
        ["учитель", "Петрова Анна Ильинична", "волшебник", None, None],
        ["учитель", "Петров Илья Ильич", "председатель МО", None, None],
        [None, "Иванов Илья Ильич", None, None, None],
    ]
    errors = upload(client, workbook(Кадры=rows)).context["form"].errors["upload"]
    assert [error.split(": ")[0] for error in errors] == [f"Кадры, строка {row}" for row in range(2, 8)]
    told = (
        "уже у другого",
        "впишите пол",
        "имя и отчество полностью",
        "«волшебник» нет",
        "не названо объединение",
        "нет должности",
    )
    for error, words in zip(errors, told, strict=True):
        assert words in error
    # Nobody is entered twice because one of the two lists leaves the patronymic out.
    teacher = world.teacher.employee
    upload(client, workbook(Кадры=[["ФИО", "Должность"], [f"{teacher.last_name} {teacher.first_name}", "повар"]]))
    ((_, kind, _, _, (intent,)),) = client.get(reverse(CONFIRM)).context["tables"]
    assert (intent.existing, kind) == (teacher, "changed")
    # A role that was only guessed says so; whoever keeps the computers does not become the administrator of this programme.
    rows = [
        ["ФИО", "Должность"],
        ["Иванов Илья Ильич", "заместитель директора"],
        ["Ильин Илья Ильич", "системный администратор"],
    ]
    upload(client, workbook(Кадры=rows))
    shown = text(client.get(reverse(CONFIRM)))
    assert "роль: заместитель директора по УВР" in shown
    assert "не указано направление: принят заместитель по УВР, проверьте" in shown
    assert "роль: администратор" not in shown
    # A deputy manages people, yet gives nobody the rights of the director or the administrator.
    client.force_login(world.deputy)
    rows = [["ФИО", "Должность", "Роль"], ["Иванов Илья Ильич", "инженер", "администратор"]]
    errors = upload(client, workbook(Кадры=rows)).context["form"].errors["upload"]
    assert "дают только директор и администратор" in errors[0]
    client.force_login(world.teacher)
    assert upload(client, workbook(Кадры=rows)).status_code == 403


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("typed", "full", "gender"),
    [
        ("Мария Петровна Иванова", "Иванова Мария Петровна", "f"),
        ("Мамедов Али Гусейн оглы", "Мамедов Али Гусейн оглы", "m"),
        ("Салтыков-Щедрин  Иван\u00a0Ильич", "Салтыков-Щедрин Иван Ильич", "m"),
        ("САЛТЫКОВА-ЩЕДРИНА АННА", "Салтыкова-Щедрина Анна", "f"),
        ("OPEXOBA Oльга Игоревна", "Орехова Ольга Игоревна", "f"),
    ],
)
def test_names_are_understood_as_they_are_typed(typed, full, gender):
    content = f"Табельный номер\tФИО\tДолжность\n12\t{typed}\tучитель\n"
    book = parse_roster(content.encode(), "kadry.csv")
    assert book.problems == []
    assert (book.people[0].name.full, book.people[0].fields["inferred_gender"]) == (full, gender)
