"""An action on its way: notes, its passing to somebody else, the criteria of its effect, other associations of a plan."""

from datetime import date

import pytest
from django.urls import reverse

from audits.models import Action, EffectivenessCheck
from audits.services import actions, due_changes, effectiveness, plans, progress
from roadmap.permissions import Role
from tests.audits.life import JUDGED, acknowledged, add_action, carry_out, fresh, planned, verified
from tests.factories import make_association, make_user
from tests.worlds import make_finding, reported_audit
from vsoko.models import CalendarPeriod, HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
DAY = date(2021, 6, 1)


@pytest.fixture
def audit(world):
    return reported_audit(world)


@pytest.fixture
def finding(world, audit):
    return make_finding(world, audit)


def test_a_handed_over_action_is_seen_by_both_and_never_judged_by_the_former(world, audit, finding, client):
    action = planned(world, audit, finding).actions.get()
    auditor = world.auditor.employee
    with pytest.raises(NotAllowed):
        progress.hand_over(action.pk, actor=world.head, to=auditor, reason="Отпуск.", on=DAY)
    progress.hand_over(action.pk, actor=world.teacher, to=auditor, reason="Отпуск.", on=DAY)
    progress.hand_over(action.pk, actor=world.auditor, to=world.secretary.employee, reason="Командировка.", on=DAY)
    assert fresh(action).responsible == world.secretary.employee
    assert HistoryEntry.objects.of(audit.plan).filter(action="audits.correctiveplan.hand_over").count() == 2

    for person in (world.teacher, world.secretary, world.chair):
        client.force_login(person)
        page = client.get(action.get_absolute_url()).content.decode()
        assert "Кто отвечал" in page
    carried = {"comment": "Введены.", "reference": "Приказ № 45-од", "on": date(2021, 6, 10)}
    with pytest.raises(NotAllowed):
        actions.report_action(action.pk, actor=world.teacher, **carried)
    actions.report_action(action.pk, actor=world.secretary, **carried)
    with pytest.raises(NotAllowed):
        actions.accept_action(action.pk, actor=world.auditor)
    actions.accept_action(action.pk, actor=world.head, on=date(2021, 6, 11))
    check = EffectivenessCheck.objects.get(finding=finding)
    with pytest.raises(TransitionError, match="назначьте другого"):
        effectiveness.assign_checker(check.pk, actor=world.head, checker=auditor, due_on=check.due_on)
    client.force_login(world.head)
    offered = client.get(reverse("check-assign", args=[check.pk])).context["form"].fields["checker"].queryset
    assert auditor not in offered
    assert world.head.employee in offered


def test_notes_begin_the_work_and_stay_with_their_days(world, audit, finding, client):
    action = planned(world, audit, finding).actions.get()
    with pytest.raises(NotAllowed):
        progress.note_progress(action.pk, actor=world.chair, text="Готово наполовину.", on=DAY)
    with pytest.raises(TransitionError, match="План утверждён 24.05.2021"):
        progress.note_progress(action.pk, actor=world.teacher, text="Готово.", on=date(2021, 5, 20))
    client.force_login(world.teacher)
    client.post(reverse("action-note", args=[action.pk]), {"text": "Черновик формы готов.", "on": "2021-06-01"})
    assert fresh(action).state == Action.State.IN_PROGRESS
    assert list(action.notes.values_list("text", "dated")) == [("Черновик формы готов.", DAY)]
    client.force_login(world.head)
    sheet = client.get(reverse("plan-progress", args=[action.plan_id])).content.decode()
    assert "Черновик формы готов." in sheet
    assert "Принято 0 из 1, просрочено 1" in sheet


def test_effect_is_confirmed_by_every_criterion_or_denied(world, audit, finding):
    check = verified(world, audit, finding)
    with pytest.raises(TransitionError, match="поставьте 10.07.2021 или позже"):
        effectiveness.assign_checker(
            check.pk, actor=world.head, checker=world.auditor.employee, due_on=date(2021, 7, 9)
        )
    given = {"actor": world.auditor, "comment": "Протоколы № 4–5.", "on": date(2021, 7, 12)}
    with pytest.raises(TransitionError, match="признак выполнения достигнут"):
        effectiveness.confirm_effect(check.pk, **given, **(JUDGED | {"reached": False}))
    with pytest.raises(TransitionError, match="что вы видели"):
        effectiveness.confirm_effect(check.pk, **given, **(JUDGED | {"proved_words": " "}))
    with pytest.raises(TransitionError, match="Отмечено всё"):
        effectiveness.deny_effect(check.pk, **given, **JUDGED)
    same = make_finding(world, audit, criterion=finding.criterion, registered_on=date(2021, 7, 1))
    with pytest.raises(TransitionError, match=f"записано {same.number} по тому же критерию"):
        effectiveness.confirm_effect(check.pk, **given, **JUDGED)
    assert fresh(check).state == EffectivenessCheck.State.ASSIGNED
    effectiveness.deny_effect(check.pk, **given, **(JUDGED | {"no_repeat": False}))
    assert [met for _, met, _ in fresh(check).criteria] == [True, False, True]
    assert fresh(finding).returns == 1


def test_the_page_of_a_check_shows_what_the_records_say(world, audit, finding, client):
    check = verified(world, audit, finding)
    same = make_finding(world, audit, criterion=finding.criterion, registered_on=date(2021, 7, 1))
    client.force_login(world.auditor)
    page = client.get(reverse("check-confirm", args=[check.pk])).content.decode().replace("\u00a0", " ")
    for words in ("Принято действий: 1 из 1", f"№ {same.number} от 01.07.2021", "Признак: Форма с графами."):
        assert words in page


def test_other_associations_get_an_action_each_and_are_not_offered_again(world, audit, finding, client):
    acknowledged(world, finding)
    plan = plans.create_plan(actor=world.chair, audit=audit)
    others = [make_association(world.school, name) for name in ("МО биологов", "МО химиков", "МО без главы")]
    chairs = [make_user(world.school, Role.CHAIR, association=other).employee for other in others[:2]]
    client.force_login(world.chair)
    url = f"{reverse('action-elsewhere', args=[plan.pk])}?finding={finding.pk}"
    typed = {"text": "Сверить протоколы.", "due_on": "2021-06-16", "sign": "Справка.", "resources": "Два часа."}
    refused = client.post(url, typed | {"associations": [others[0].pk, others[2].pk]})
    assert refused.status_code == 422
    assert "нет председателя" in refused.content.decode()
    assert not plan.actions.exists()

    client.post(url, typed | {"associations": [others[0].pk, others[1].pk]})
    made = plan.actions.order_by("id")
    assert [(one.kind, one.association, one.responsible) for one in made] == [
        ("preventive", others[0], chairs[0]),
        ("preventive", others[1], chairs[1]),
    ]
    assert list(client.get(url).context["form"].fields["associations"].queryset) == [others[2]]
    page = client.get(plan.get_absolute_url()).content.decode()
    assert page.index("Что исправить сейчас?") < page.index("Что изменить,") < page.index("Где ещё может случиться?")


def test_a_day_off_of_the_school_is_refused_and_the_next_day_is_proposed(world, audit, finding):
    acknowledged(world, finding)
    plan = plans.create_plan(actor=world.chair, audit=audit)
    CalendarPeriod.objects.create(
        school=world.school, kind="day_off", name="Ремонт", starts_on=date(2021, 6, 16), ends_on=date(2021, 6, 17)
    )
    with pytest.raises(TransitionError, match=r"16.06.2021 — нерабочий день \(ремонт\): .* ближайший 18.06.2021"):
        add_action(world, plan, finding, due_on=date(2021, 6, 16))
    assert not plan.actions.exists()


def test_an_addendum_waits_for_a_deeper_cause(world, audit, finding):
    check = verified(world, audit, finding)
    effectiveness.deny_effect(check.pk, actor=world.auditor, comment="Снова.", on=date(2021, 7, 12))
    edition = plans.start_addendum(audit.plan.pk, actor=world.chair, reason="Не результативно.")
    add_action(world, audit.plan, finding, edition=edition, due_on=date(2021, 9, 1))
    with pytest.raises(TransitionError, match="объект ещё не ознакомлен"):
        plans.submit_addendum(edition.pk, actor=world.chair, on=date(2021, 7, 14))


def test_the_terms_of_the_school_are_kept(world, audit, finding):
    world.school.most_due_changes, world.school.check_after_days = 0, 10
    world.school.save()
    action = planned(world, audit, finding).actions.get()
    with pytest.raises(TransitionError, match="сроки не продлевают"):
        due_changes.ask_due_change(action.pk, actor=world.teacher, new_due=date(2021, 6, 22), reason="Нет бланков.")
    carry_out(world, action)
    assert EffectivenessCheck.objects.get(finding=finding).due_on == date(2021, 6, 20)
