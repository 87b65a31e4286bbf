"""The plan of measures as a paper: decisions stand in what is signed, and what is signed changes by a new edition."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.services import improvements
from audits.services.next_year import open_next_year
from roadmap.services.documents import annul_document, approve_document, recall_document, submit_document
from roadmap.services.drafts import new_edition
from tests.audits.signing import accept, draft_plan, propose, refused, sign, sign_plan, states
from tests.builders.audits import make_analysis
from vsoko.models import HistoryEntry

pytestmark = pytest.mark.django_db
WHY = "Нет средств."


def test_a_signed_plan_closes_its_measures_until_a_new_edition_is_signed(world):
    analysis = make_analysis(world, "approved")
    first, second, third, fourth = propose(world, analysis, "Первая", "Вторая", "Третья", "Четвёртая")
    accept(world, first, second)
    refused(lambda: open_next_year(analysis.pk, actor=world.deputy, label="2031"), "ещё не подписан")
    plan = draft_plan(world, analysis)
    submit_document(plan.pk, actor=world.deputy)
    refused(lambda: accept(world, third), "«на подписи»")
    recall_document(plan.pk, actor=world.deputy)
    sign(world, plan)
    assert states(analysis) == {
        "Первая": "approved",
        "Вторая": "approved",
        "Третья": "proposed",
        "Четвёртая": "proposed",
    }
    for act in (
        lambda: accept(world, third),
        lambda: improvements.decline_improvement(first.pk, actor=world.deputy, comment=WHY),
        lambda: improvements.edit_improvement(first.pk, actor=world.deputy, text="Иначе"),
    ):
        refused(act, "подготовьте его новую редакцию")
    # What is in no plan yet may be given up at any time.
    improvements.decline_improvement(fourth.pk, actor=world.deputy, comment=WHY)

    edition = new_edition(plan.pk, actor=world.deputy)
    accept(world, third)
    improvements.decline_improvement(first.pk, actor=world.deputy, comment=WHY)
    improvements.edit_improvement(second.pk, actor=world.deputy, text="Вторая иначе")
    refused(lambda: open_next_year(analysis.pk, actor=world.deputy, label="2031"), "не вошло 3.решения")
    plan.refresh_from_db()
    assert "Первая" in plan.content["text"]
    assert "Третья" not in plan.content["text"]
    edition = sign(world, edition)
    plan.refresh_from_db()
    assert plan.state == "superseded"
    assert set(analysis.improvements.filter(state="approved").values_list("text", "plan")) == {
        ("Вторая иначе", edition.pk),
        ("Третья", edition.pk),
    }
    roadmap = open_next_year(analysis.pk, actor=world.deputy, label="2031", with_yearly=False)
    # What is signed while the next roadmap is a draft stands in it, too.
    last = new_edition(edition.pk, actor=world.deputy)
    accept(world, *propose(world, analysis, "Пятая"))
    sign(world, last)
    rows = list(roadmap.activities.order_by("position").values_list("number", "title"))
    assert rows == [("1", "Вторая иначе"), ("2", "Третья"), ("3", "Пятая")]


def test_decisions_of_an_edition_that_came_to_nothing_are_no_decisions_of_the_plan(world):
    """Neither is what stands in a plan that the director has annulled."""
    analysis = make_analysis(world, "approved")
    first, second = propose(world, analysis, "Первая", "Вторая")
    accept(world, first, second)
    plan = sign_plan(world, analysis)
    edition = new_edition(plan.pk, actor=world.deputy)
    improvements.decline_improvement(first.pk, actor=world.deputy, comment=WHY)
    annul_document(edition.pk, actor=world.deputy, comment="Передумали.")
    refused(lambda: open_next_year(analysis.pk, actor=world.deputy, label="2031"), "не вошло 1.решение")
    annul_document(plan.pk, actor=world.director, comment="Подписан по ошибке.")
    refused(lambda: open_next_year(analysis.pk, actor=world.deputy, label="2031"), "аннулирован: подготовьте новый")
    # What was signed waits for another plan, and what was declined stays so.
    assert states(analysis) == {"Первая": "declined", "Вторая": "accepted"}
    entry = HistoryEntry.objects.of(second).first()
    assert (entry.actor, entry.action) == (world.director, "audits.improvementitem.release")
    assert entry.comment == "Подписан по ошибке."
    refused(lambda: annul_document(plan.pk, actor=world.director, comment="Ещё раз."), "уже нельзя")
    anew = sign_plan(world, analysis)
    assert analysis.improvements.get(state="approved").plan == anew


def test_a_plan_without_measures_is_not_handed_in(world):
    plan = draft_plan(world, make_analysis(world, "approved"))
    refused(lambda: submit_document(plan.pk, actor=world.deputy), "нет ни одной меры")


def test_the_page_names_the_next_step_of_the_plan_and_who_takes_it(world, client):
    analysis = make_analysis(world, "approved")
    (item, late) = propose(world, analysis, "Первая", "Вторая")
    page = reverse("improvement-list", args=[analysis.roadmap_id])
    opening = reverse("next-year", args=[analysis.roadmap_id])

    def step(person=world.deputy):
        client.force_login(person)
        found = client.get(page).context["next"]
        return found["title"].replace("\u00a0", " "), found["url"]

    assert step() == ("Без решения: 2 меры", reverse("improvement-decide", args=[analysis.roadmap_id]))
    improvements.decide_improvements(
        analysis.pk, actor=world.deputy, accepted=[{"pk": item.pk}], declined=[{"pk": late.pk, "comment": WHY}]
    )
    assert step()[0] == "Подготовьте план мероприятий"
    assert step(world.director) == ("План мероприятий ещё не подготовлен", "")
    # Whoever comes to open the year before is led to the plan.
    assert client.get(opening).url == page
    plan = draft_plan(world, analysis)
    assert step() == ("Передайте план мероприятий на подпись", plan.get_absolute_url())
    submit_document(plan.pk, actor=world.deputy)
    assert step() == ("План мероприятий на подписи", plan.get_absolute_url())
    approve_document(plan.pk, actor=world.director)
    assert step() == ("Откройте следующий год", opening)
    edition = new_edition(plan.pk, actor=world.deputy)
    improvements.edit_improvement(item.pk, actor=world.deputy, text="Иначе")
    annul_document(edition.pk, actor=world.deputy, comment="Передумали.")
    assert step() == ("Не вошло в подписанный план: 1 решение о мерах", plan.get_absolute_url())


def test_the_desk_asks_for_the_plan_until_it_is_handed_in(world, client):
    analysis = make_analysis(world, "approved")
    begin = f"{reverse('document-create', args=['D16'])}?about=analysis-{analysis.pk}"

    def asked(person):
        client.force_login(person)
        client.get(reverse("desk"))
        with CaptureQueriesContext(connection) as queries:
            groups = client.get(reverse("desk")).context["groups"]
        found = [duty.url for group in groups for duty in group.duties if "план мероприятий" in duty.title.lower()]
        return found, len(queries)

    (none, before) = asked(world.deputy)
    accept(world, *propose(world, analysis, "Первая"))
    assert none == []
    assert asked(world.deputy) == ([begin], before)
    assert asked(world.head)[0] == [begin]
    assert asked(world.teacher)[0] == asked(world.director)[0] == []
    client.force_login(world.deputy)
    assert client.get(begin).status_code == 200
    plan = draft_plan(world, analysis)
    # One line for whoever drafted it, too.
    assert asked(world.deputy)[0] == asked(world.head)[0] == [plan.get_absolute_url()]
    submit_document(plan.pk, actor=world.deputy)
    assert asked(world.deputy)[0] == asked(world.head)[0] == []
    approve_document(plan.pk, actor=world.director)
    assert asked(world.head)[0] == []
    annul_document(plan.pk, actor=world.director, comment="Подписан по ошибке.")
    assert asked(world.head)[0] == [begin]


# --- many decisions at once -----------------------------------------------------------------------------------------


def typed(decisions, on=""):
    rows = {f"m{pk}-{name}": value for pk, row in decisions.items() for name, value in row.items()}
    return {"measure": list(decisions), "on": on} | rows


def test_many_measures_are_decided_in_one_go(world, client):
    analysis = make_analysis(world, "draft")
    first, second, third = propose(world, analysis, "Первая", "Вторая", "Третья")
    client.force_login(world.deputy)
    page = reverse("improvement-decide", args=[analysis.roadmap_id])
    shown = client.get(page).context["forms"]
    assert [form["decision"].value() for form in shown] == ["leave"] * 3
    accepted = {
        "decision": "accept",
        "responsible": world.chair.employee.pk,
        "due_on": str(first.due_on),
        "comment": "",
    }
    left = accepted | {"decision": "leave"}
    bad = {
        first.pk: accepted | {"responsible": ""},
        second.pk: accepted | {"decision": "decline"},
        third.pk: left | {"comment": "Подумать."},
    }
    answer = client.post(page, typed(bad))
    assert answer.status_code == 422
    errors = [list(form.errors) for form in answer.context["forms"]]
    assert errors == [["responsible"], ["comment"], ["decision"]]
    assert "Подумать." in answer.content.decode()
    early = accepted | {"due_on": str(analysis.roadmap.period_to)}
    answer = client.post(page, typed({first.pk: accepted, second.pk: early}))
    assert [list(form.errors) for form in answer.context["forms"]] == [[], ["due_on"]]
    assert set(states(analysis).values()) == {"proposed"}
    assert client.post(page, typed({first.pk: left})).status_code == 422

    # Somebody has decided on the third meanwhile: their decision stays, and what was typed here stays on the page.
    improvements.decline_improvement(third.pk, actor=world.head, comment=WHY)
    decisions = {first.pk: accepted, second.pk: {"decision": "decline", "comment": WHY}, third.pk: accepted}
    answer = client.post(page, typed(decisions))
    assert answer.status_code == 422
    assert "уже нельзя" in answer.context["forms"][2].errors["decision"][0]
    decisions[third.pk] = left
    answer = client.post(page, typed(decisions, on="2021-12-20"))
    assert answer.url == reverse("improvement-list", args=[analysis.roadmap_id])
    assert states(analysis) == {"Первая": "accepted", "Вторая": "declined", "Третья": "declined"}
    shown = client.get(answer.url, {"state": "declined"}).context
    assert [row.text for row in shown["object_list"]] == ["Вторая", "Третья"]
    assert [tab["n"] for tab in shown["counts"]] == [3, 0, 1, 0, 2, 0]
    entry = HistoryEntry.objects.of(first).get(action="audits.improvementitem.accept")
    assert (entry.actor, entry.effective_on) == (world.deputy, date(2021, 12, 20))


def test_the_page_of_decisions_asks_as_often_for_many_measures_as_for_one(world, client):
    analysis = make_analysis(world, "draft")
    client.force_login(world.deputy)
    page = reverse("improvement-decide", args=[analysis.roadmap_id])

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    propose(world, analysis, "Первая")
    client.get(page)
    once = asked()
    propose(world, analysis, *(f"Мера {number}" for number in range(40)))
    assert asked() == once
    answer = client.get(page, {"page": 2})
    assert len(answer.context["forms"]) == 11
