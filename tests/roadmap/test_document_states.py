"""The table of states of a paper: every wrong start, every missing condition, every role; a second click changes nothing."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmap import document_workflow as workflow
from roadmap.models import Document, DocumentKind, Visa
from roadmap.permissions import Role
from roadmap.services import documents as services
from roadmap.services.drafts import create_document, edit_document, kind_of, new_edition
from roadmap.services.numbering import date_remarks
from tests.factories import PASSWORD, approve_paper, make_employee, make_paper, make_school, make_user
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
S = Document.State
TODAY = {"number": "112-од", "dated": date(2020, 12, 14)}
CALLS = {
    "send_for_visas": (services.submit_document, {}),
    "submit": (services.submit_document, {}),
    "approve": (services.approve_document, {}),
    "return": (services.return_document, {"comment": "Исправьте."}),
    "recall": (services.recall_document, {}),
    "register": (services.register_document, TODAY),
    "annul": (services.annul_document, {"comment": "Издан ошибочно."}),
}
WRONG = [(row.name, state) for row in workflow.DOCUMENT if row.name in CALLS for state in S if state not in row.sources]


class Cast:
    """A school with one person for each part of a paper's way."""

    def __init__(self):
        self.school = make_school()
        self.director = make_user(self.school, Role.DIRECTOR)
        self.deputy = make_user(self.school, Role.DEPUTY_EDU)
        self.head = make_user(self.school, Role.GROUP_HEAD)
        self.secretary = make_user(self.school, Role.SECRETARY)
        self.teacher = make_user(self.school, Role.TEACHER)

    def paper_in(self, state):
        """Return an order that has come to this state by its own way."""
        paper = make_paper(self.school, author=self.deputy)
        if state == S.DRAFT:
            return paper
        if state == S.ON_VISA:
            paper.kind.visa_roles = [Role.GROUP_HEAD]
            paper.kind.save()
        services.submit_document(paper.pk, actor=self.deputy)
        if state in (S.ON_VISA, S.ON_APPROVAL):
            return fresh(paper)
        services.approve_document(paper.pk, actor=self.director)
        if state == S.REGISTERED:
            services.register_document(paper.pk, actor=self.secretary, **TODAY)
        if state == S.SUPERSEDED:
            approve_paper(new_edition(paper.pk, actor=self.deputy), director=self.director)
        if state == S.ANNULLED:
            services.annul_document(paper.pk, actor=self.director, comment="Издан ошибочно.")
        return fresh(paper)


def fresh(paper):
    return Document.objects.get(pk=paper.pk)


@pytest.fixture
def cast():
    return Cast()


def who_does(cast, step):
    by_director, by_secretary = ("approve", "return", "annul"), ("register",)
    return cast.director if step in by_director else cast.secretary if step in by_secretary else cast.deputy


@pytest.mark.one_database
@pytest.mark.parametrize(("step", "state"), WRONG)
def test_a_step_from_another_state_is_refused_and_changes_nothing(cast, step, state):
    paper = cast.paper_in(state)
    assert paper.state == state
    if step == "send_for_visas":
        DocumentKind.objects.filter(pk=paper.kind_id).update(visa_roles=[Role.GROUP_HEAD])
    entries = HistoryEntry.objects.count()
    service, facts = CALLS[step]
    with pytest.raises(TransitionError, match="уже нельзя"):
        service(paper.pk, actor=who_does(cast, step), **facts)
    assert fresh(paper).state == state
    assert HistoryEntry.objects.count() == entries


@pytest.mark.parametrize(
    ("step", "state", "may"),
    [
        ("submit", S.DRAFT, {"director", "deputy", "head", "secretary"}),
        ("approve", S.ON_APPROVAL, {"director"}),
        ("return", S.ON_APPROVAL, {"director"}),
        ("return", S.ON_VISA, {"director", "head"}),
        ("recall", S.ON_APPROVAL, {"director", "deputy", "head", "secretary"}),
        ("register", S.APPROVED, {"deputy", "secretary"}),
        ("annul", S.DRAFT, {"director", "deputy", "head", "secretary"}),
        ("annul", S.REGISTERED, {"director"}),
    ],
)
def test_rights_of_a_step_by_role(cast, step, state, may):
    paper = cast.paper_in(state)
    service, facts = CALLS[step]
    refused = {"director", "deputy", "head", "secretary", "teacher"} - may
    for name in sorted(refused):
        with pytest.raises(NotAllowed):
            service(paper.pk, actor=getattr(cast, name), **facts)
    assert {name for name in may | refused if workflow.DOCUMENT[step].who(getattr(cast, name), paper)} == may


def test_a_director_of_another_school_may_nothing(cast):
    paper = cast.paper_in(S.ON_APPROVAL)
    stranger = make_user(make_school(), Role.DIRECTOR)
    with pytest.raises(NotAllowed):
        services.approve_document(paper.pk, actor=stranger)


def test_naming_oneself_as_signer_does_not_pass_the_director(cast):
    paper = make_paper(cast.school, author=cast.deputy, signer=cast.deputy.employee)
    services.submit_document(paper.pk, actor=cast.deputy)
    with pytest.raises(NotAllowed):
        services.approve_document(paper.pk, actor=cast.deputy)


def test_a_kind_is_drafted_by_those_whom_it_names(cast):
    with pytest.raises(NotAllowed, match="готовит"):
        create_document(kind_of(cast.school, "D01"), actor=cast.teacher, title="О создании ВСОКО")


@pytest.mark.parametrize(
    ("code", "changes", "sentence"),
    [
        ("D01", {"text": "  "}, "нет текста"),
        ("D18", {}, "кто подписывает"),
        ("D04", {"signer": None}, "кто подписывает"),
        ("D04", {"body_name": ""}, "чей это протокол"),
        ("D04", {"dated": None}, "дата заседания"),
    ],
)
def test_what_is_missing_in_a_draft_is_said_before_it_goes(cast, code, changes, sentence):
    author = cast.head if code == "D18" else cast.deputy
    paper = make_paper(cast.school, code, author=author, **changes)
    with pytest.raises(TransitionError, match=sentence):
        services.submit_document(paper.pk, actor=author)
    assert fresh(paper).state == S.DRAFT


def test_minutes_are_not_sent_to_a_chairman_who_cannot_log_in(cast):
    paper = make_paper(cast.school, "D04", author=cast.deputy, signer=make_employee(cast.school))
    with pytest.raises(TransitionError, match="не входит в программу"):
        services.submit_document(paper.pk, actor=cast.deputy)


def test_remarks_and_reasons_are_required(cast):
    waiting, approved = cast.paper_in(S.ON_APPROVAL), cast.paper_in(S.APPROVED)
    with pytest.raises(TransitionError, match="Замечание"):
        services.return_document(waiting.pk, actor=cast.director, comment=" ")
    with pytest.raises(TransitionError, match="Почему"):
        services.annul_document(approved.pk, actor=cast.director, comment="")


def test_days_that_have_not_come_are_refused(cast):
    tomorrow = timezone.localdate() + timedelta(days=1)
    waiting = cast.paper_in(S.ON_APPROVAL)
    with pytest.raises(TransitionError, match="ещё не наступил"):
        services.approve_document(waiting.pk, actor=cast.director, on=tomorrow)


def test_a_date_that_has_not_come_is_remarked_and_allowed(cast):
    """A journal may be ahead of the day: the paper says so, the secretary decides."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    approved = cast.paper_in(S.APPROVED)
    paper = services.register_document(approved.pk, actor=cast.secretary, number="112", dated=tomorrow)
    assert paper.state == S.REGISTERED
    assert f"{tomorrow:%d.%m.%Y} ещё не наступило: проверьте дату документа." in date_remarks(paper)


def test_a_number_of_the_journal_is_not_put_on_a_paper_that_has_its_own(cast):
    minutes = approve_paper(make_paper(cast.school, "D04", author=cast.deputy), director=cast.deputy)
    with pytest.raises(TransitionError, match="не нужен"):
        services.register_document(minutes.pk, actor=cast.secretary, **TODAY)


def test_a_submitted_paper_is_not_edited(cast):
    paper = cast.paper_in(S.ON_APPROVAL)
    with pytest.raises(TransitionError, match="отзовите"):
        edit_document(paper.pk, actor=cast.deputy, text="Другой текст")
    assert fresh(paper).text == paper.text


def test_approving_twice_approves_once(client, cast):
    paper = cast.paper_in(S.ON_APPROVAL)
    client.force_login(cast.director)
    address = reverse("document-approve", args=[paper.pk])
    assert client.post(address, {"password": PASSWORD}).status_code == 302
    second = client.post(address)
    assert second.status_code == 422
    assert "Сейчас это невозможно" in second.content.decode()
    assert HistoryEntry.objects.of(paper).filter(to_state="approved").count() == 1
    # What was typed for a step that can be made no more stands there to be copied.
    late = client.post(reverse("document-return", args=[paper.pk]), {"comment": "Впишите срок."})
    assert late.status_code == 422
    assert "Впишите срок." in late.content.decode()


def test_opening_a_step_changes_nothing(client, cast):
    paper = cast.paper_in(S.ON_APPROVAL)
    client.force_login(cast.director)
    for name in ("document-approve", "document-return", "tray-detail"):
        assert client.get(reverse(name, args=[paper.pk])).status_code == 200
    assert fresh(paper).state == S.ON_APPROVAL


def test_visas_are_asked_anew_after_a_return(cast):
    paper = cast.paper_in(S.ON_VISA)
    services.refuse_visa(paper.visas.get().pk, actor=cast.head, comment="Нет срока.")
    assert fresh(paper).state == S.DRAFT
    services.submit_document(paper.pk, actor=cast.deputy)
    assert paper.visas.get().state == Visa.State.WAITS
