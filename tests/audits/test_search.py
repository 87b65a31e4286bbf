"""The search over papers, rows of the roadmap, audits and findings: what one may not see, one does not find."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import Audit
from audits.services.audits import write_report
from roadmap.permissions import Role
from roadmap.services.activities import delete_activity, edit_activity
from roadmap.services.documents import edit_document, register_document
from roadmap.services.people import edit_employee
from tests.builders.audits import make_checked, make_finding
from tests.factories import approve_paper, make_activity, make_paper, make_roadmap, make_school, make_user
from vsoko.models import HistoryEntry, SearchEntry

pytestmark = [pytest.mark.django_db, pytest.mark.searched]


def found(client, user, q, **more):
    """Return {heading: [names]} of what the page of the search shows."""
    client.force_login(user)
    groups = client.get(reverse("search"), {"q": q} | more).context["groups"]
    return {title: ["".join(piece for piece, _ in line.label) for line in lines] for title, lines in groups}


def test_every_kind_is_found_by_the_forms_of_its_words(client, world):
    make_paper(world.school, author=world.deputy, title="О журналах учёта", text="Проверить журналы.")
    make_activity(world.roadmap, number="9", title="Проверка журналов")
    make_checked(world, "reported", objectives="Проверить журнал.")
    make_finding(world, "open", title="Записи в журнале с опозданием")
    call_command("index_search", verbosity=0)
    assert list(found(client, world.deputy, "ЖУРНАЛА")) == [
        "Документы", "Мероприятия дорожной карты", "Аудиты", "Заключения аудитов",
    ]  # fmt: skip
    assert found(client, world.deputy, "журнала", kind="activities") == {
        "Мероприятия дорожной карты": ["9. Проверка журналов"]
    }
    assert list(found(client, world.deputy, "журнал учета")) == ["Документы"]


def test_a_number_finds_its_order_and_its_finding(client, world):
    order = approve_paper(
        make_paper(world.school, author=world.deputy, dated=date(2021, 3, 1)), director=world.director
    )
    register_document(order.pk, actor=world.secretary, number="112", dated=date(2021, 3, 2))
    finding = make_finding(world, "open")
    call_command("index_search", verbosity=0)
    assert found(client, world.deputy, "№ 112-од") == {"Документы": [order.title]}
    assert found(client, world.deputy, finding.number) == {"Заключения аудитов": [str(finding)]}
    assert len(found(client, world.deputy, finding.audit.number)["Аудиты"]) == 1


def test_nobody_finds_what_is_not_theirs_to_see(client, world):
    make_paper(world.school, author=world.deputy, title="О тайной проверке")
    make_finding(world, "draft", title="Тайный черновик проверки")
    make_finding(world, "open", title="Открытое: проверки не было")
    call_command("index_search", verbosity=0)
    assert len(found(client, world.deputy, "проверка")["Заключения аудитов"]) == 2
    assert found(client, world.chair, "проверка") == {"Заключения аудитов": ["2021-02/01: Открытое: проверки не было"]}
    assert found(client, world.teacher, "проверка") == {}
    assert found(client, make_user(make_school(), Role.DIRECTOR), "проверка") == {}


def test_what_an_auditor_is_writing_is_found_by_others_when_it_is_reported(client, world):
    audit = make_checked(world, "in_progress", nonconformity=False, conclusion="Предварительный вывод.")
    call_command("index_search", verbosity=0)
    assert "Аудиты" not in found(client, world.chair, "предварительный")
    Audit.objects.filter(pk=audit.pk).update(state="reported", reported_on=date(2021, 5, 17))
    call_command("index_search", verbosity=0)
    assert "Аудиты" in found(client, world.chair, "предварительный")


def test_a_change_is_found_at_once_and_an_undone_one_never(client, world):
    paper = make_paper(world.school, author=world.deputy, title="О журналах")
    edit_document(paper.pk, actor=world.deputy, title="О дневниках", items=[{"text": "Завести ведомость."}])
    assert found(client, world.deputy, "журнал") == {}
    assert list(found(client, world.deputy, "дневник ведомости")) == ["Документы"]
    with transaction.atomic():
        edit_document(paper.pk, actor=world.deputy, title="О тетрадях")
        transaction.set_rollback(True)
    assert found(client, world.deputy, "тетрадь") == {}
    assert not HistoryEntry.objects.filter(changes__icontains="тетрад").exists()
    row = make_activity(make_roadmap(world.school, "2022"))
    edit_activity(row.pk, actor=world.deputy, title="Собрать тетради")
    assert list(found(client, world.deputy, "тетрадь")) == ["Мероприятия дорожной карты"]
    delete_activity(row.pk, actor=world.deputy)
    assert found(client, world.deputy, "тетрадь") == {}


def test_a_person_is_found_by_the_new_surname_where_work_is_given(client, world):
    items = [{"text": "Завести ведомость.", "responsible": world.teacher.employee}]
    make_paper(world.school, author=world.deputy, items=items)
    assert list(found(client, world.deputy, world.teacher.employee.last_name)) == ["Документы"]
    former = world.teacher.employee.last_name
    edit_employee(world.teacher.employee.pk, actor=world.director, last_name="Переименованная")
    assert list(found(client, world.deputy, "Переименованная")) == ["Документы"]
    assert found(client, world.deputy, former) == {}


def test_the_index_made_anew_is_the_one_that_was_kept(world):
    paper = make_paper(world.school, author=world.deputy, title="О журналах")
    approve_paper(paper, director=world.director)
    audit = make_checked(world, "in_progress", nonconformity=False)
    write_report(audit.pk, actor=world.auditor, conclusion="Журналы ведутся.", strengths="Порядок.")
    kept = dict(SearchEntry.objects.values_list("label", "stems"))
    call_command("index_search", verbosity=0)
    assert {label: stems for label, stems in SearchEntry.objects.values_list("label", "stems") if label in kept} == kept


@pytest.mark.one_database
@pytest.mark.parametrize("more", [{}, {"kind": "documents"}])
def test_a_page_of_results_costs_the_same_for_one_and_for_thirty(client, world, more):
    client.force_login(world.deputy)

    def count(papers):
        for _ in range(papers):
            make_paper(world.school, author=world.deputy, title="О журналах", items=[{"text": "Проверить."}])
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse("search"), {"q": "журнал"} | more)
        assert answer.status_code == 200
        return len(queries)

    count(1)  # what is read once a process is read now
    assert count(1) == count(30)


def test_empty_answers_say_what_to_do(client, world):
    client.force_login(world.teacher)

    def shown(**query):
        return client.get(reverse("search"), query).content.decode()

    assert "Напишите, что найти" in shown()
    assert "ни слова, ни номера" in shown(q="…")
    assert "Уберите лишние слова" in shown(q="никогдатакогонебыло")
    assert "Ничего не нашлось" in shown(q="\x00никогда")
    make_activity(world.roadmap, title="Собрать тетради")
    call_command("index_search", verbosity=0)
    assert "Записей этого вида не нашлось" in shown(q="тетрадь", kind="audits")
    assert "<mark>тетради</mark>" in shown(q="тетрадей", kind="чепуха")


def test_the_box_stands_on_every_page_and_keeps_the_question(client, world):
    client.force_login(world.teacher)
    assert 'class="top__find"' in client.get(reverse("desk")).content.decode()
    assert client.get(reverse("search"), {"q": '"><b>'}).content.decode().count('value="&quot;&gt;&lt;b&gt;"') == 3
