"""The root cause: a chain that explains, the diagram of branches, the test questions, and what helped in earlier cases."""

from datetime import date

import pytest
from django.urls import reverse

from audits.models import Finding
from audits.services import causes, effectiveness, findings, plans
from tests.audits.life import JUDGED, fresh, verified
from tests.worlds import make_finding, make_world, reported_audit
from vsoko.models import HistoryEntry
from vsoko.workflow import TransitionError

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
FORM = {"why1": "Спешили.", "why2": "Нет графы.", "branch": "rules", "recurs": "no", "changes": ["document"]}


@pytest.fixture
def finding(world):
    found = make_finding(world, reported_audit(world))
    return findings.acknowledge_finding(found.pk, actor=world.chair, on=date(2021, 5, 18))


@pytest.fixture
def effective(world, finding):
    """Return an earlier case of the same criterion, closed with effect."""
    audit = reported_audit(world)
    case = make_finding(world, audit, criterion=finding.criterion)
    check = verified(world, audit, case)
    effectiveness.confirm_effect(check.pk, actor=world.auditor, comment="Хорошо.", on=date(2021, 7, 12), **JUDGED)
    return fresh(case)


@pytest.mark.parametrize(
    ("typed", "field", "part"),
    [
        ({"why2": "Человеческий  ФАКТОР, забыли."}, "why2", "не последняя причина"),
        ({"why2": "Секретарь не уследил за сроком."}, "why2", "не последняя причина"),
        ({"why2": "спешили"}, "why2", "Два ответа одинаковы"),
        ({"why2": ""}, "why2", "хотя бы дважды"),
        ({"recurs": "yes"}, "recurs", "причина лежит глубже"),
        ({"changes": []}, "changes", "причина поверхностна"),
    ],
)
def test_a_cause_that_explains_nothing_is_refused_beside_its_field(world, client, finding, typed, field, part):
    client.force_login(world.chair)
    typed = FORM | {"branch_people": "Новый секретарь."} | typed
    page = client.post(reverse("finding-cause", args=[finding.pk]), typed)
    assert page.status_code == 422
    assert part in page.context["form"].errors[field][0]
    assert "Новый секретарь." in page.content.decode()
    assert not finding.causes.exists()


def test_a_cause_without_effect_is_not_repeated(world, finding):
    causes.record_cause(finding.pk, actor=world.chair, whys=["Раз.", "Два."], branch="rules")
    Finding.objects.filter(pk=finding.pk).update(returns=1)
    with pytest.raises(TransitionError, match="не дали результата"):
        causes.record_cause(finding.pk, actor=world.chair, whys=["Раз.", "Два."], branch="rules")


def test_the_diagram_and_its_table_say_what_was_considered_and_what_was_found(world, client, finding):
    client.force_login(world.chair)
    url = reverse("finding-cause", args=[finding.pk])
    considered = {"branch_people": "Новый секретарь.\nДва <МО> у секретаря."}
    for _ in range(2):  # a double click
        client.post(url, FORM | considered)
    cause = finding.causes.get()
    assert (cause.considered, cause.changes) == (
        {"people": ["Новый секретарь.", "Два <МО> у секретаря."]},
        ["document"],
    )
    page = client.get(finding.get_absolute_url())
    svg, rows = page.context["bones"]["svg"], page.context["bones"]["rows"]
    assert "<title" in svg
    assert "Люди (квалификация, нагрузка) — Новый секретарь., Два &lt;МО&gt; у секретаря." in svg
    assert [(row.found, len(row.causes)) for row in rows[:2]] == [((), 2), (("Нет графы.",), 0)]
    assert len(rows) == 7
    assert "Изменить: документ или форму" in page.content.decode()
    assert client.get(url).context["form"]["branch_people"].value() == considered["branch_people"]


def test_what_helped_before_is_taken_over_by_one_click(world, client, finding, effective):
    client.force_login(world.chair)
    taken, action = effective.cause, effective.actions.get()
    form_url = f"{reverse('finding-cause', args=[finding.pk])}?take={taken.pk}"
    assert form_url in client.get(reverse("finding-cause", args=[finding.pk])).content.decode()
    form = client.get(form_url).context["form"]
    assert [form[name].value() for name in ("why1", "why2", "branch")] == [*taken.whys, taken.branch]

    plan = plans.create_plan(actor=world.chair, audit=finding.audit)
    action_url = f"{reverse('action-create', args=[plan.pk])}?finding={finding.pk}&take={action.pk}"
    assert action_url.replace("&", "&amp;") in client.get(finding.get_absolute_url()).content.decode()
    form = client.get(action_url).context["form"]
    assert (form["text"].value(), form["sign"].value()) == (action.text, action.sign)


def test_only_effective_cases_of_the_criterion_in_the_own_school_are_offered(world, finding, effective):
    assert [case.finding for case in causes.effective_cases(finding)] == [effective]
    stranger = make_world()
    elsewhere = make_finding(stranger, reported_audit(stranger))
    assert causes.taken_from(elsewhere, effective.cause.pk) is None
    other = make_finding(world, finding.audit)
    assert causes.effective_cases(other) == []
    Finding.objects.filter(pk=effective.pk).update(state="verifying")
    assert causes.effective_cases(finding) == []


def test_comments_are_plain_text_in_the_history_and_a_double_click_writes_one(world, client, finding):
    client.force_login(world.chair)
    url = reverse("finding-comment", args=[finding.pk])
    assert client.post(url, {"text": "  "}).status_code == 422
    for _ in range(2):
        client.post(url, {"text": "Протокол <b>нашёлся</b>."})
    entry = HistoryEntry.objects.of(finding).get(action="audits.finding.comment")
    assert (entry.actor, entry.comment) == (world.chair, "Протокол <b>нашёлся</b>.")
    client.force_login(world.head)
    page = client.get(finding.get_absolute_url()).content.decode()
    assert page.count("Протокол &lt;b&gt;нашёлся&lt;/b&gt;.") == 1


def test_the_card_tells_the_history_of_actions_with_differences(world, client, effective):
    client.force_login(world.head)
    page = client.get(effective.get_absolute_url()).content.decode()
    assert "Корректирующее действие: Ввести графы." in page
    assert "Кто проверяет: пусто → " in page
