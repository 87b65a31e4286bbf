"""The self-check: the subject answers what the auditors will ask, and both sides are compared question by question."""

import pytest
from django.urls import reverse

from audits.completeness import checked_items
from audits.models import Criterion, SelfCheck
from audits.paper_words import report_words
from audits.services import answers, audits, selfchecks
from audits.services.comparison import comparison
from audits.services.report import report_facts
from audits.services.selfchecks import Given, questions_of, save_answers
from roadmap.models import CourseProgramme
from roadmap.permissions import Role
from tests.audits.drafting import draft
from tests.audits.opening import announce
from tests.audits.planned import plan, short_template
from tests.audits.selfchecking import DAY, about_to_be_audited, begin, hand_in, own
from tests.builders.audits import make_checked, make_selfcheck
from tests.factories import make_association, make_user
from tests.worlds import make_world
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit(world):
    return about_to_be_audited(world)


def compared(audit):
    return comparison(audit, checked_items(audit))


# --- answering ------------------------------------------------------------------------------------------------------


def test_own_answers_meet_the_questions_of_an_audit_begun_later(world, audit):
    own(world, audit, A_1="yes", A_2="partly", A_3="no")
    hand_in(world, audit)
    found = compared(begin(world, audit, A_1="yes", A_2="no", A_3="partly"))
    assert found["total"] == {"agreed": 1, "group": 1, "own": 1, "uncompared": 0}
    assert found["codes"] == {"group": ["A-2"], "own": ["A-3"]}
    assert [row["agreed"] for row in found["sections"]] == [1, 0]


def test_questions_about_sampled_programmes_are_answered_one_by_one(world):
    sampled = [
        CourseProgramme.objects.create(school=world.school, name=name, focus="arts", association=world.association)
        for name in ("Лепка", "Хор")
    ]
    audit = plan(
        world, unscheduled=True, basis="Жалоба.", template=short_template(world, "A-1"), sampled_programmes=sampled
    )
    announce(world, audit)
    before = [item.key for item in questions_of(audit)]
    save_answers(audit.pk, actor=world.chair, given={before[1]: Given("yes"), before[-1]: Given("no")})
    hand_in(world, audit)
    audit = begin(world, audit)
    assert [item.key for item in audit.items.all()] == before
    last = audit.items.last()
    answers.answer_item(last.pk, actor=world.auditor, version=0, answer="yes")
    audit = type(audit).objects.get(pk=audit.pk)
    assert compared(audit)["codes"] == {"group": [], "own": [f"{last.code} (Хор)"]}


def test_a_question_withdrawn_or_reworded_since_is_not_compared(world, audit, client):
    own(world, audit, A_1="yes", A_2="yes", A_3="yes")
    Criterion.objects.filter(code="A-1").update(is_active=False)
    Criterion.objects.filter(code="A-2").update(question="Есть ли два А-2?")
    client.force_login(world.chair)
    page = client.get(reverse("audit-selfcheck", args=[audit.pk]))
    assert "Вопрос с тех пор изменён" in page.content.decode()
    assert page.context["sheet"].score.left == 1
    hand_in(world, audit)
    found = compared(begin(world, audit, A_2="no", A_3="yes"))
    assert found["total"] == {"agreed": 1, "group": 0, "own": 0, "uncompared": 1}


def test_not_applicable_agrees_only_with_itself(world, audit):
    own(world, audit, A_1="na", A_2="na", A_3="yes")
    hand_in(world, audit)
    found = compared(begin(world, audit, A_1="na", A_2="no", A_3="na"))
    assert found["total"] == {"agreed": 1, "group": 0, "own": 0, "uncompared": 2}


def test_two_who_answer_for_the_subject_never_overwrite_each_other_unseen(world, audit):
    other = make_user(world.school, Role.CHAIR, association=world.association, last_name="Глобусова")
    own(world, audit, A_1="yes")
    assert "здесь ответили: Дробинина" in own(world, audit, actor=other, A_1="no", A_2="yes")["A-1"]
    assert set(audit.selfcheck.answers.values_list("answer", flat=True)) == {"yes"}
    assert own(world, audit, actor=other, version=1, A_1="no") == {}


def test_a_strangers_answer_is_refused(world, audit):
    elsewhere = make_world()
    neighbour = make_user(world.school, Role.CHAIR, association=make_association(world.school))
    for actor in (world.auditor, world.head, world.teacher, neighbour, elsewhere.chair):
        with pytest.raises(NotAllowed, match="кто отвечает за проверяемый объект"):
            own(world, audit, actor=actor, A_1="yes")
    assert not SelfCheck.objects.exists()


# --- handing in -----------------------------------------------------------------------------------------------------


def test_it_is_handed_in_once_and_taken_back_until_auditors_answer(world, audit):
    own(world, audit, A_1="yes")
    selfcheck = hand_in(world, audit)
    with pytest.raises(TransitionError, match="уже нельзя"):
        hand_in(world, audit)
    with pytest.raises(TransitionError, match="уже передана"):
        own(world, audit, A_1="no")
    selfchecks.take_back_selfcheck(selfcheck.pk, actor=world.chair)
    own(world, audit, A_1="no")
    hand_in(world, audit)
    begin(world, audit, A_1="yes")
    with pytest.raises(TransitionError, match="уже отвечают"):
        selfchecks.take_back_selfcheck(selfcheck.pk, actor=world.chair)


def test_nothing_is_handed_in_without_an_answer(world, audit):
    own(world, audit, A_1="unchecked")
    with pytest.raises(TransitionError, match="нет ни одного ответа"):
        hand_in(world, audit)


def test_a_subject_that_may_have_read_the_report_answers_no_more(world):
    audit = make_checked(world, "reported")
    make_selfcheck(world, audit=audit)
    with pytest.raises(TransitionError, match="«отчёт сдан»: самопроверка больше не меняется"):
        hand_in(world, audit)
    audits.reopen_audit(audit.pk, actor=world.head, comment="Допишите.")
    with pytest.raises(TransitionError, match="уже сдавали"):
        hand_in(world, audit)


# --- the report -----------------------------------------------------------------------------------------------------


def test_the_report_tells_the_gap_both_ways_and_keeps_it(client, world):
    audit = make_checked(world, "in_progress", nonconformity=False)
    make_selfcheck(world, "handed_in", audit=audit, answers=("partly", "yes"))
    facts = report_facts(type(audit).objects.get(pk=audit.pk))
    words = report_words(facts)
    stricter, milder = audit.items.order_by("-position").values_list("code", flat=True)
    assert f"Группа ответила строже — 1 (50\u00a0%): {stricter}." in words
    assert f"Самопроверка строже — 1 (50\u00a0%): {milder}." in words
    type(audit).objects.filter(pk=audit.pk).update(state="reported", reported_on=DAY)
    audit = type(audit).objects.get(pk=audit.pk)
    paper = draft(audit, "D20", actor=world.head)
    client.force_login(world.head)
    assert "Самопроверка строже" in client.get(paper.get_absolute_url()).content.decode()
    client.force_login(world.chair)
    assert "11. Самопроверка" in client.get(reverse("audit-report", args=[audit.pk])).content.decode()


def test_without_a_self_check_papers_do_not_name_it(client, world):
    audit = make_checked(world, "reported")
    make_selfcheck(world, audit=audit)
    assert "амопроверк" not in report_words(report_facts(audit))
    paper = draft(audit, "D20", actor=world.head)
    client.force_login(world.head)
    assert "амопроверк" not in client.get(paper.get_absolute_url()).content.decode()
    assert "11. " not in client.get(reverse("audit-report", args=[audit.pk])).content.decode()
