"""The self-check: the subject answers what the auditors will ask, and both sides are compared question by question."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

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
from tests.audits.planned import plan, short_template
from tests.builders.audits import make_checked, make_selfcheck
from tests.factories import make_association, make_user
from tests.worlds import make_world
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
DAY = date(2021, 5, 10)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def audit(world):
    template = short_template(world, "A-1", "A-2", "A-3")
    Criterion.objects.filter(code="A-3").update(section="Журналы")
    return plan(world, unscheduled=True, basis="Поручение директора.", template=template)


def own(world, audit, actor=None, version=0, **given):
    """Answer as the chair: own(world, audit, A_1="yes"); returns the sentences of what was refused by code."""
    codes = {item.code: item.key for item in questions_of(audit)}
    told = {codes[code.replace("_", "-")]: Given(answer, version=version) for code, answer in given.items()}
    refused = save_answers(audit.pk, actor=actor or world.chair, given=told)
    return {code: refused[key] for code, key in codes.items() if key in refused}


def hand_in(world, audit):
    return selfchecks.hand_in_selfcheck(SelfCheck.objects.get(audit=audit).pk, actor=world.chair, on=DAY)


def begin(world, audit, **given):
    audit = audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))
    for code, answer in given.items():
        item = audit.items.get(code=code.replace("_", "-"))
        answers.answer_item(
            item.pk, actor=world.auditor, version=0, answer=answer, evidence_text="Протокол № 1.", reason="Нет ГИА."
        )
    return type(audit).objects.get(pk=audit.pk)


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


# --- the chair's form -----------------------------------------------------------------------------------------------


def fields(page):
    data = {}
    for row in page.context["sheet"].rows:
        data |= {f"{row.prefix}-{name}": value for name, value in row.values.items()}
        data |= {f"{row.prefix}-version": row.version, f"{row.prefix}-was": row.was}
    return data


def test_sections_are_saved_one_by_one_and_lead_to_the_handing_in(client, world, audit):
    client.force_login(world.chair)
    url = reverse("audit-selfcheck", args=[audit.pk])
    first = client.get(url)
    keys = [row.prefix for row in first.context["sheet"].rows]
    response = client.post(url, fields(first) | {f"{key}-answer": "yes" for key in keys})
    assert response.url == f"{url}?section=1"
    second = client.get(response.url)
    assert "<b>Осталось 1</b> из 3" in second.content.decode()
    key = second.context["sheet"].rows[0].prefix
    response = client.post(response.url, fields(second) | {f"{key}-answer": "no", f"{key}-note": "Нет журнала."})
    assert response.url == reverse("selfcheck-hand-in", args=[audit.selfcheck.pk])
    assert client.post(response.url, {}).url == url
    assert "Отозвать самопроверку" in client.get(url).content.decode()


def test_a_novel_stays_typed_beside_its_sentence_and_the_rest_is_saved(client, world, audit):
    client.force_login(world.chair)
    url = reverse("audit-selfcheck", args=[audit.pk])
    page = client.get(url)
    first, second = (row.prefix for row in page.context["sheet"].rows)
    data = fields(page) | {f"{first}-answer": "yes", f"{second}-answer": "no", f"{second}-note": "о" * 1001}
    response = client.post(url, data)
    text = response.content.decode()
    assert response.status_code == 422
    assert "Слишком длинно (пояснение)" in text
    assert "Остальные ответы сохранены." in text
    assert "о" * 1001 in text
    assert audit.selfcheck.answers.get().answer == "yes"


def test_what_comes_after_the_handing_in_is_refused_with_all_its_words(client, world, audit):
    client.force_login(world.chair)
    url = reverse("audit-selfcheck", args=[audit.pk])
    page = client.get(url)
    key = page.context["sheet"].rows[0].prefix
    own(world, audit, A_2="yes")
    hand_in(world, audit)
    response = client.post(url, fields(page) | {f"{key}-answer": "no", f"{key}-note": "Нет подписи."})
    assert response.status_code == 422
    assert "чтобы изменить ответы, отзовите её" in response.content.decode()
    assert "Нет подписи.</textarea>" in response.content.decode()


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_forms_cost_the_same_for_three_questions_and_for_many(client, world, audit):
    client.force_login(world.chair)
    url = reverse("audit-selfcheck", args=[audit.pk])
    own(world, audit, A_1="yes")
    few = queries(client, url)
    template = short_template(world, *(f"B-{n}" for n in range(40)), name="Длинный")
    audit.sampled_programmes.set(
        CourseProgramme.objects.create(school=world.school, name=f"П{n}", focus="arts", association=world.association)
        for n in range(3)
    )
    type(audit).objects.filter(pk=audit.pk).update(template=template)
    audit.template = template
    save_answers(audit.pk, actor=world.chair, given={item.key: Given("yes") for item in questions_of(audit)})
    assert (
        queries(client, url) <= few + 2 <= 15
    )  # the checklist of programmes and its questions, for any number of them
    hand_in(world, audit)
    begin(world, audit, B_1="no", B_2="yes")
    client.force_login(world.auditor)
    assert queries(client, reverse("audit-detail", args=[audit.pk])) <= 15
    assert queries(client, reverse("audit-checklist", args=[audit.pk])) <= 15


# --- what others see ------------------------------------------------------------------------------------------------


def test_auditors_learn_nothing_before_it_is_handed_in_nor_before_their_own_answer(client, world, audit):
    own(world, audit, A_1="yes", A_2="no")
    begin(world, audit, A_1="partly")
    client.force_login(world.auditor)
    card, form = audit.get_absolute_url(), reverse("audit-checklist", args=[audit.pk])
    assert "Самопроверка" not in client.get(card).content.decode() + client.get(form).content.decode()
    hand_in(world, audit)
    text = client.get(form).content.decode()
    assert "Самопроверка: «да», группа ответила строже." in text
    assert text.count("Самопроверка есть: её ответ откроется после вашего.") == 1
    assert "«нет», " not in text
    assert "Самопроверка строже" in client.get(card).content.decode()
    differing = client.get(form, {"section": "differ"})
    assert [row.item.code for row in differing.context["sheet"].rows] == ["A-1"]


def test_an_answer_sent_by_script_brings_the_own_one_within_eight_queries(client, world, audit):
    own(world, audit, A_1="yes")
    hand_in(world, audit)
    item = begin(world, audit).items.get(code="A-1")
    client.force_login(world.auditor)
    url, data = reverse("audit-answer", args=[item.pk]), {f"q{item.pk}-version": 0, f"q{item.pk}-was": ""}
    client.get("/")
    client.force_login(world.auditor)
    with CaptureQueriesContext(connection) as captured:
        reply = client.post(url, data | {f"q{item.pk}-answer": "no", f"q{item.pk}-evidence_text": "Протокол."}).json()
    assert reply["own"] == "Самопроверка: «да», группа ответила строже."
    assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) <= 8


def test_a_row_on_the_list_of_differences_is_saved_though_it_agrees_by_now(client, world, audit):
    own(world, audit, A_1="yes")
    hand_in(world, audit)
    item = begin(world, audit, A_1="no").items.get(code="A-1")
    client.force_login(world.auditor)
    url = reverse("audit-checklist", args=[audit.pk]) + "?section=differ"
    data = fields(client.get(url))
    type(item).objects.filter(pk=item.pk).update(answer="yes")
    client.post(url, data | {f"q{item.pk}-note": "Вижу."})
    assert audit.items.get(code="A-1").note == "Вижу."


def test_the_desk_offers_it_as_no_duty_and_only_while_it_can_be_done(client, world, audit):
    client.force_login(world.chair)
    offer = "Ответить на вопросы аудита"
    assert offer not in client.get("/").content.decode()  # over by the clock
    type(audit).objects.filter(pk=audit.pk).update(starts_on=timezone.localdate(), ends_on=timezone.localdate())
    page = client.get("/")
    assert offer in page.content.decode()
    assert page.context["groups"] == []
    own(world, audit, A_1="yes")
    hand_in(world, audit)
    assert offer not in client.get("/").content.decode()


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
