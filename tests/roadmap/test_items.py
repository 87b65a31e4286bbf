"""Поручения: a point starts with its paper, is reported by its responsible, accepted by somebody else, moved at most twice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmap import document_workflow as workflow
from roadmap.models import DocumentItem
from roadmap.permissions import Role
from roadmap.services import items as services
from tests.factories import approve_paper, make_paper, make_school, make_user
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
S = DocumentItem.State
DUE = timezone.localdate() + timedelta(days=5)
LATER = DUE + timedelta(days=7)


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def director(school):
    return make_user(school, Role.DIRECTOR)


@pytest.fixture
def deputy(school):
    return make_user(school, Role.DEPUTY_EDU)


@pytest.fixture
def worker(school):
    return make_user(school, Role.TEACHER)


def item_of(school, author, director, responsible, due_on=DUE):
    points = [{"text": "Составить план.", "responsible": responsible.employee, "due_on": due_on}]
    return approve_paper(make_paper(school, author=author, items=points), director=director).items.get()


@pytest.fixture
def item(school, deputy, director, worker):
    return item_of(school, deputy, director, worker)


def done(item, worker):
    return services.report_item(item.pk, actor=worker, comment="План составлен.")


def test_a_point_of_a_draft_is_nobodys_work_yet(client, school, deputy, worker):
    points = [{"text": "Составить план.", "responsible": worker.employee, "due_on": DUE}]
    item = make_paper(school, author=deputy, items=points).items.get()
    assert item.state == S.PROPOSED
    with pytest.raises(TransitionError, match="уже нельзя"):
        services.start_item(item.pk, actor=worker)
    client.force_login(worker)
    assert client.get(item.get_absolute_url()).status_code == 404


def test_work_is_done_returned_done_again_and_accepted(client, item, worker, director):
    client.force_login(worker)
    assert "Отчитаться о выполнении" in client.get(item.get_absolute_url()).content.decode()
    client.post(reverse("item-start", args=[item.pk]))
    client.post(reverse("item-report", args=[item.pk]), {"comment": "План составлен."})
    client.force_login(director)
    assert "Принять результат" in client.get(item.get_absolute_url()).content.decode()
    client.post(reverse("item-return", args=[item.pk]), {"comment": "Нет подписи."})
    item.refresh_from_db()
    assert (item.state, item.returned, item.done_on, item.done_by) == (S.IN_PROGRESS, 1, None, None)
    client.force_login(worker)
    page = client.get(item.get_absolute_url()).content.decode()
    assert "Исправьте по замечанию" in page
    assert "«Нет подписи.»" in page.partition("<dl")[0]
    client.post(reverse("item-report", args=[item.pk]), {"comment": "Подписан."})
    client.force_login(director)
    client.post(reverse("item-accept", args=[item.pk]))
    item.refresh_from_db()
    assert (item.state, item.report, item.accepted_by) == (S.ACCEPTED, "Подписан.", director)
    assert [entry.to_state for entry in reversed(HistoryEntry.objects.of(item))] == [
        "planned", "in_progress", "done", "in_progress", "done", "accepted",
    ]  # fmt: skip


def test_a_report_says_what_was_done(item, worker):
    with pytest.raises(TransitionError, match="Что сделано"):
        services.report_item(item.pk, actor=worker, comment=" ")


def test_nobody_accepts_his_own_work(school, deputy, director):
    item = done(item_of(school, deputy, director, director), director)
    with pytest.raises(NotAllowed):
        services.accept_item(item.pk, actor=director)
    assert services.accept_item(item.pk, actor=deputy).state == S.ACCEPTED


def test_what_the_secretary_writes_down_is_still_the_work_of_the_responsible(school, deputy, director):
    item = item_of(school, director, director, deputy)
    secretary = make_user(school, Role.SECRETARY)
    item = services.report_item(item.pk, actor=secretary, comment="Доложено устно.")
    assert item.done_by == deputy
    with pytest.raises(NotAllowed):
        services.accept_item(item.pk, actor=deputy)


@pytest.mark.parametrize(
    ("step", "may"),
    [
        ("start", {"worker", "secretary"}),
        ("report", {"worker", "secretary"}),
        ("accept", {"director", "deputy"}),
        ("return", {"director", "deputy"}),
        ("cancel", {"director", "deputy"}),
    ],
)
def test_rights_by_role(school, item, director, deputy, worker, step, may):
    people = {
        "director": director, "deputy": deputy, "worker": worker, "secretary": make_user(school, Role.SECRETARY),
        "teacher": make_user(school, Role.TEACHER), "stranger": make_user(make_school(), Role.DIRECTOR),
    }  # fmt: skip
    row = workflow.DOCUMENT_ITEM[step]
    assert {name for name, user in people.items() if row.who(user, item)} == may


CALLS = {
    "start": services.start_item,
    "report": services.report_item,
    "accept": services.accept_item,
    "return": services.return_item,
    "cancel": services.cancel_item,
}
WRONG = [
    (row.name, state) for row in workflow.DOCUMENT_ITEM if row.name in CALLS for state in S if state not in row.sources
]


@pytest.mark.one_database
@pytest.mark.parametrize(("step", "state"), WRONG)
def test_a_step_from_another_state_is_refused(school, item, deputy, director, worker, step, state):
    ways = {
        S.PROPOSED: lambda: None,
        S.PLANNED: lambda: None,
        S.IN_PROGRESS: lambda: services.start_item(item.pk, actor=worker),
        S.DONE: lambda: done(item, worker),
        S.ACCEPTED: lambda: (done(item, worker), services.accept_item(item.pk, actor=director)),
        S.CANCELLED: lambda: services.cancel_item(item.pk, actor=director, comment="Не нужно."),
    }
    if state == S.PROPOSED:
        points = [{"text": "Составить план.", "responsible": worker.employee, "due_on": DUE}]
        item = make_paper(school, author=deputy, items=points).items.get()
    ways[state]()
    item.refresh_from_db()
    assert item.state == state
    with pytest.raises(TransitionError, match="уже нельзя"):
        CALLS[step](item.pk, actor=worker if step in ("start", "report") else director, comment="Так.")
    item.refresh_from_db()
    assert item.state == state


def ask(item, worker, day=LATER):
    return services.ask_due_change(item.pk, actor=worker, new_due=day, reason="Ждём данные.")


def test_another_day_is_granted_by_somebody_else(client, item, worker, director):
    client.force_login(worker)
    client.post(reverse("item-due-ask", args=[item.pk]), {"new_due": LATER.isoformat(), "reason": "Ждём данные."})
    change = item.due_changes.get()
    assert client.post(reverse("due-grant", args=[change.pk])).status_code == 403
    client.force_login(director)
    assert "Продлить срок" in client.get(item.get_absolute_url()).content.decode()
    client.post(reverse("due-grant", args=[change.pk]))
    item.refresh_from_db()
    change.refresh_from_db()
    assert (item.due_on, change.state, change.old_due, change.decided_by) == (LATER, "granted", DUE, director)


def test_a_refused_day_stays(item, worker, director):
    change = ask(item, worker)
    with pytest.raises(TransitionError, match="Почему"):
        services.refuse_due_change(change.pk, actor=director, comment="")
    services.refuse_due_change(change.pk, actor=director, comment="Данные есть.")
    item.refresh_from_db()
    assert item.due_on == DUE


def test_a_day_is_moved_at_most_twice(item, worker, director):
    for weeks in (1, 2):
        services.grant_due_change(ask(item, worker, DUE + timedelta(weeks=weeks)).pk, actor=director)
    with pytest.raises(TransitionError, match="уже переносили 2 раза"):
        ask(item, worker, DUE + timedelta(weeks=3))


def test_requests_that_make_no_sense_are_refused(school, item, worker, director, deputy):
    with pytest.raises(TransitionError, match="позже прежнего"):
        ask(item, worker, DUE)
    with pytest.raises(NotAllowed):
        ask(item, director)
    endless = item_of(school, deputy, director, worker, due_on=None)
    with pytest.raises(TransitionError, match="нет срока"):
        ask(endless, worker)
    change = ask(item, worker)
    with pytest.raises(TransitionError, match="уже подана"):
        ask(item, worker)
    done(item, worker)
    with pytest.raises(TransitionError, match="уже не важен"):
        services.grant_due_change(change.pk, actor=director)


def test_a_request_is_decided_once(item, worker, director):
    change = ask(item, worker)
    services.grant_due_change(change.pk, actor=director)
    with pytest.raises(TransitionError, match="уже нельзя"):
        services.grant_due_change(change.pk, actor=director)
