"""«К педсовету»: an agenda of what is really open, minutes filled beforehand, decisions that become assignments."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Acknowledgement, Document, Proposal, Skeleton
from roadmap.permissions import Role
from roadmap.services.documents import approve_document, submit_document
from roadmap.services.meetings import adopt_decisions, prepare_meeting, with_agenda
from tests.builders.audits import make_action, make_checked
from tests.factories import approve_paper, make_activity, make_paper, make_school, make_user
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=3)


def late_point(world, text="Составить план.", who=None):
    items = [{"text": text, "due_on": date(2021, 4, 1), "responsible": (who or world.teacher).employee}]
    return approve_paper(make_paper(world.school, author=world.deputy, items=items), director=world.director)


def prepared(world, actor=None, **fields):
    facts = {"variant": "council", "held_on": TODAY, "chair": world.director.employee, "roadmap": world.roadmap}
    return prepare_meeting(world.school, actor=actor or world.deputy, **facts | fields)


def row(proposal, **words):
    """Return what a person posts for a proposal that is adopted."""
    facts = {"text": proposal.text, "responsible": proposal.responsible_id or "", "due_on": proposal.due_on or ""}
    return {f"d{proposal.pk}-{name}": value for name, value in ({"taken": "on"} | facts | words).items()}


def test_the_agenda_asks_about_all_that_is_open_and_about_nothing_else(client, world):
    world.roadmap.activities.update(state="done", done_on=date(2021, 3, 1))
    empty = prepared(world)
    assert "1. О ходе внутренней оценки качества образования." in empty.text
    assert not empty.proposals.exists()
    paper = late_point(world)
    Acknowledgement.objects.create(document=paper, employee=world.chair.employee, due_on=date(2021, 4, 1))
    make_activity(world.roadmap, number="77", title="Проверить журналы")
    world.roadmap.activities.filter(number="77").update(ends_on=TODAY - timedelta(days=1))
    type(world.roadmap).objects.filter(pk=world.roadmap.pk).update(
        state="approved", approved_on=date(2021, 1, 11), approved_by=world.director
    )
    make_action(world, "planned", text="Исправить записи", due_on=date(2021, 3, 1))
    make_checked(world, "reported", reported_on=TODAY - timedelta(days=10))
    make_paper(world.school, "D02", author=world.deputy, title="Положение о ВСОКО")
    minutes = prepared(world)
    words = minutes.text.replace("\u00a0", " ")
    for title in (
        "О выполнении приказов и решений прошлых заседаний.",
        "О ходе дорожной карты на 2021 год.",
        "О рассмотрении документов перед утверждением.",
        "Об ознакомлении с документами.",
        "Об итогах внутренних аудитов.",
    ):
        assert title in words
    assert "Не выполнены в срок 3 поручения." in words  # with the plan that an audit waits for
    assert "«Исправить записи» (Тетрадкина" in words
    assert "О создании ВСОКО: не ознакомлен 1 работник." in words
    assert f"Пункт 77 «Проверить журналы»: срок прошёл {TODAY - timedelta(days=1):%d.%m.%Y}, не начато." in words
    assert "Положение о ВСОКО: черновик." in words
    assert re.search(r"Аудит № 2021-\d\d, МО [^:]+: отчёт сдан", words)
    assert minutes.body_name == "Педагогический совет"
    assert minutes.signer == world.director.employee
    decisions = {one.text.replace("\u00a0", " "): one for one in minutes.proposals.all()}
    once = decisions["Завершить 2 просроченных поручения и доложить о причинах."]
    assert once.responsible == world.teacher.employee
    assert once.due_on > TODAY
    assert decisions["Рекомендовать директору утвердить: Положение о ВСОКО."].responsible is None


def test_the_minutes_keep_the_words_of_the_schools_skeleton_around_the_agenda(world):
    late_point(world)
    Skeleton.objects.filter(school=world.school, kind__code="D04", variant="council").update(
        text="Председатель — {{doc.signer}}\nПОВЕСТКА ДНЯ:\n1. Старое.\n1. СЛУШАЛИ:\n___\nГолосовали: единогласно.\nРЕШИЛИ:"
    )
    lines = prepared(world).text.splitlines()
    assert lines[:2] == ["Председатель — {{doc.signer}}", "ПОВЕСТКА ДНЯ:"]
    assert lines[-2:] == ["Голосовали: единогласно.", "РЕШИЛИ:"]
    assert "1. Старое." not in lines
    assert with_agenda("Своими словами", []).startswith("Своими словами\nПОВЕСТКА ДНЯ:")


def test_typed_words_make_neither_a_table_nor_a_placeholder(client, world):
    late_point(world, "Дело | {{chairs.table}}\nи ещё")
    minutes = prepared(world)
    assert " | " not in minutes.text.split("ПОВЕСТКА")[1].split("Приложение")[0]
    assert "{{chairs" not in minutes.text
    client.force_login(world.deputy)
    assert client.get(minutes.get_absolute_url()).status_code == 200


def test_a_ticked_decision_becomes_a_point_and_an_assignment_at_approval(client, world):
    late_point(world)
    client.force_login(world.deputy)
    made = client.post(
        reverse("meeting-create"),
        {"variant": "council", "held_on": TODAY.isoformat(), "chair": world.director.employee.pk},
    )
    minutes = Document.objects.get(kind__code="D04")
    page = reverse("meeting-detail", args=[minutes.pk])
    assert made.url == page
    assert "Решения" in client.get(page).content.decode()
    proposal = minutes.proposals.get(text__startswith="Выполнить просроченное: «Составить план»")
    own = {
        "own0-taken": "on", "own0-text": "Провести открытый урок.", "own0-responsible": world.chair.employee.pk,
        "own0-due_on": SOON.isoformat(),
    }  # fmt: skip
    assert client.post(page, row(proposal, text="Завершить и доложить на совещании.") | own).status_code == 302
    points = [(item.text, item.responsible, item.state) for item in minutes.items.all()]
    assert points == [
        ("Завершить и доложить на совещании.", world.teacher.employee, "proposed"),
        ("Провести открытый урок.", world.chair.employee, "proposed"),
    ]
    assert "Завершить и доложить" not in client.get(page).content.decode().split("Решили")[0]
    submit_document(minutes.pk, actor=world.deputy)
    approve_document(minutes.pk, actor=world.director)
    assert {item.state for item in minutes.items.all()} == {"planned"}
    client.force_login(world.chair)
    assert client.get(reverse("desk")).content.decode().count("Провести открытый урок.") == 1


def test_a_second_round_adds_to_what_was_decided(client, world):
    late_point(world)
    late_point(world, who=world.chair)
    minutes = prepared(world)
    first, second = minutes.proposals.filter(text__startswith="Выполнить")
    client.force_login(world.deputy)
    page = reverse("meeting-detail", args=[minutes.pk])
    client.post(page, row(first))
    client.post(page, row(second))
    assert minutes.items.count() == 2
    with pytest.raises(TransitionError, match="уже внесена"):
        adopt_decisions(
            minutes.pk, actor=world.deputy,
            decisions=[{"proposal": first, "text": "Ещё раз", "responsible": None, "due_on": None}],
        )  # fmt: skip
    assert minutes.items.count() == 2


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"due_on": ""}, "Поставьте срок"),
        ({"responsible": ""}, "Выберите ответственного"),
        ({"text": " "}, "Напишите, что решили"),
        ({"due_on": "32.13.2026"}, "Такого дня нет"),
        ({"due_on": "2021-01-01"}, "поставьте этот день или позже"),
        ({"due_on": ""}, "Решения не внесены: исправьте отмеченные красным места"),
        ({"taken": ""}, "Не отмечено ни одного решения"),
    ],
)
def test_a_half_filled_decision_is_refused_beside_its_field_and_nothing_is_lost(client, world, words, sentence):
    late_point(world)
    minutes = prepared(world)
    proposal = minutes.proposals.get(text__startswith="Выполнить")
    client.force_login(world.deputy)
    typed = {"text": "Завершить иначе."} | words
    answer = client.post(reverse("meeting-detail", args=[minutes.pk]), row(proposal, **typed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert typed["text"].strip() in answer.content.decode()
    assert not minutes.items.exists()


def test_an_unticked_own_decision_is_not_lost_silently(client, world):
    minutes = prepared(world)
    client.force_login(world.deputy)
    answer = client.post(reverse("meeting-detail", args=[minutes.pk]), {"own1-text": "Провести урок."})
    assert "Отметьте «Принято»" in answer.content.decode()


def test_minutes_of_a_coming_meeting_can_be_edited_and_not_submitted_before_it(client, world):
    late_point(world)
    minutes = prepared(world, held_on=SOON)
    client.force_login(world.deputy)
    typed = {
        "title": minutes.title, "body_name": minutes.body_name, "dated": SOON.isoformat(), "text": "Другие слова",
        "signer": world.director.employee.pk, "audience": "nobody", "items-TOTAL_FORMS": "0",
        "items-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert client.post(reverse("document-edit", args=[minutes.pk]), typed).status_code == 302
    with pytest.raises(TransitionError, match="после заседания"):
        submit_document(minutes.pk, actor=world.deputy)


def test_who_prepares_sees_what_is_theirs_to_see(world):
    late_point(world)
    make_action(world, "planned", text="Исправить записи", due_on=date(2021, 3, 1))
    assert "Исправить записи" not in prepared(world, world.secretary).text
    assert "Исправить записи" in prepared(world, world.head).text
    for nobody in (world.teacher, world.chair, world.administrator, make_user(make_school(), Role.TEACHER)):
        with pytest.raises(NotAllowed):
            prepared(world, nobody)


def test_submitted_minutes_take_no_more_decisions(client, world):
    late_point(world)
    minutes = prepared(world)
    proposal = minutes.proposals.first()
    adopt_decisions(
        minutes.pk, actor=world.deputy,
        decisions=[{"proposal": proposal, "text": "Так.", "responsible": None, "due_on": None}],
    )  # fmt: skip
    submit_document(minutes.pk, actor=world.deputy)
    client.force_login(world.deputy)
    page = reverse("meeting-detail", args=[minutes.pk])
    assert "отзовите его" in client.get(page).content.decode()
    answer = client.post(page, {"own0-taken": "on", "own0-text": "Поздно."})
    assert answer.status_code == 422
    assert minutes.items.count() == 1


@pytest.mark.one_database
def test_both_pages_cost_the_same_for_one_and_for_thirty(client, world):
    client.force_login(world.deputy)

    def count(size):
        people = [make_user(world.school, Role.TEACHER) for _ in range(size)]
        items = [{"text": "Дело", "due_on": date(2021, 4, 1), "responsible": one.employee} for one in people]
        approve_paper(make_paper(world.school, author=world.deputy, items=items), director=world.director)
        minutes = prepared(world)
        Proposal.objects.bulk_create(Proposal(document=minutes, position=9, text="Решение") for _ in range(size))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("meeting-create")).status_code == 200
            assert client.get(reverse("meeting-detail", args=[minutes.pk])).status_code == 200
        return len(queries)

    count(1)  # what is read once a process is read now
    assert count(1) == count(30)
