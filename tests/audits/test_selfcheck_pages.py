"""The self-check on the screen: the form of who answers for the subject, and what auditors see of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audits.services.selfchecks import Given, questions_of, save_answers
from roadmap.models import CourseProgramme, Document
from tests.audits.planned import short_template
from tests.audits.selfchecking import about_to_be_audited, begin, hand_in, own
from vsoko.workflow import TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit(world):
    return about_to_be_audited(world)


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


@pytest.mark.one_database
def test_the_forms_cost_the_same_for_three_questions_and_for_many(client, world, audit):
    client.force_login(world.chair)
    url = reverse("audit-selfcheck", args=[audit.pk])
    own(world, audit, A_1="yes")
    few = queries(client, url)
    template = short_template(world, *(f"B-{n}" for n in range(12)), name="Длинный")
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


def test_the_questions_are_answered_as_they_are_read_once_the_audit_is_announced(client, world):
    audit = about_to_be_audited(world)
    order = Document.objects.get(kind__code="D07")
    Document.objects.filter(pk=order.pk).update(state="draft")
    client.force_login(world.chair)
    url = reverse("audit-selfcheck", args=[audit.pk])
    assert url not in client.get(audit.get_absolute_url()).content.decode()
    refused = client.get(url)
    assert (refused.status_code, "когда утверждена программа" in refused.content.decode()) == (403, True)
    with pytest.raises(TransitionError, match="ещё не объявлен"):
        own(world, audit, A_1="yes")
    Document.objects.filter(pk=order.pk).update(state="approved")
    assert url in client.get(audit.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
