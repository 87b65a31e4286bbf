"""Визы: all of them let a paper go on, one refusal returns it, and what is decided is not decided again."""

import pytest

from roadmap.models import Document, Visa
from roadmap.permissions import Role
from roadmap.services.documents import agree_visa, approve_document, recall_document, refuse_visa, submit_document
from tests.factories import make_paper, make_school, make_user
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    school = make_school()
    roles = {
        "author": Role.GROUP_HEAD,
        "edu": Role.DEPUTY_EDU,
        "upbringing": Role.DEPUTY_UPBRINGING,
        "director": Role.DIRECTOR,
    }
    return {name: make_user(school, role) for name, role in roles.items()}


@pytest.fixture
def paper(people):
    author = people["author"]
    paper = make_paper(author.school, "D16", author=author)
    paper.kind.visa_roles = [Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING]
    paper.kind.save()
    return submit_document(paper.pk, actor=author)


def visa(paper, role):
    return paper.visas.get(role=role)


def test_the_paper_goes_on_when_all_have_agreed(people, paper):
    agree_visa(visa(paper, Role.DEPUTY_EDU).pk, actor=people["edu"])
    paper.refresh_from_db()
    assert paper.state == Document.State.ON_VISA
    with pytest.raises(TransitionError, match="уже нельзя"):
        approve_document(paper.pk, actor=people["director"])
    agree_visa(visa(paper, Role.DEPUTY_UPBRINGING).pk, actor=people["upbringing"])
    approved = approve_document(paper.pk, actor=people["director"])
    assert [row["role"] for row in approved.content["visas"]] == [
        "заместитель директора по УВР",
        "заместитель директора по ВР",
    ]


def test_one_refusal_returns_the_paper_with_its_remark(people, paper):
    refuse_visa(visa(paper, Role.DEPUTY_EDU).pk, actor=people["edu"], comment="Нет сроков.")
    paper.refresh_from_db()
    assert paper.state == Document.State.DRAFT
    assert HistoryEntry.objects.of(paper).first().comment == "Нет сроков."


def test_a_refusal_needs_a_remark(people, paper):
    with pytest.raises(TransitionError, match="Замечание"):
        refuse_visa(visa(paper, Role.DEPUTY_EDU).pk, actor=people["edu"], comment="")
    assert visa(paper, Role.DEPUTY_EDU).state == Visa.State.WAITS


def test_a_visa_is_given_once_and_by_its_role(people, paper):
    asked = visa(paper, Role.DEPUTY_EDU)
    for name in ("author", "upbringing", "director"):
        with pytest.raises(NotAllowed):
            agree_visa(asked.pk, actor=people[name])
    agree_visa(asked.pk, actor=people["edu"])
    with pytest.raises(TransitionError, match="уже нельзя"):
        agree_visa(asked.pk, actor=people["edu"])


def test_a_visa_of_a_recalled_paper_is_not_given(people, paper):
    asked = visa(paper, Role.DEPUTY_EDU)
    recall_document(paper.pk, actor=people["author"])
    with pytest.raises(TransitionError, match="не на согласовании"):
        agree_visa(asked.pk, actor=people["edu"])
    submit_document(paper.pk, actor=people["author"])
    with pytest.raises(TransitionError, match="больше не нужна"):
        agree_visa(asked.pk, actor=people["edu"])
