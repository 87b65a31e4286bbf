"""The checklist on the screen: a section saved by one POST, and one answer sent at once by script."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audits.services import answers, audits
from roadmap.permissions import Role
from tests.audits.planned import plan, short_template
from tests.factories import make_user
from tests.permissions.subjects import png

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def second(world):
    return make_user(world.school, Role.AUDITOR, group=world.roadmap.working_group, last_name="Глобусова")


def start(world, **fields):
    audit = plan(world, unscheduled=True, basis="Поручение директора.", **fields)
    return audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))


@pytest.fixture
def audit(world, second):
    return start(world, template=short_template(world, "A-1", "A-2", "A-3"), team=[second.employee])


def item_of(audit, code="A-1"):
    return audit.items.get(code=code)


def answer(world, item, given="yes", version=0, actor=None, **words):
    return answers.answer_item(item.pk, actor=actor or world.auditor, version=version, answer=given, **words)


# --- a section without scripts --------------------------------------------------------------------------------------


@pytest.fixture
def send_section(client, world, audit):
    """Return f(typed) that posts the first tab as the page shows it, with what was typed: code -> (field, words)."""
    client.force_login(world.auditor)
    url = reverse("audit-checklist", args=[audit.pk])

    def fields_of(response):
        data = {}
        for row in response.context["sheet"].rows:
            data |= {f"{row.prefix}-{name}": value for name, value in row.values.items()}
            data |= {f"{row.prefix}-version": row.version, f"{row.prefix}-was": row.was}
        return data

    opened = fields_of(client.get(url))

    def send(typed, follow=False):
        data = dict(opened)
        for code, words in typed.items():
            data |= {f"q{item_of(audit, code).pk}-{name}": value for name, value in words.items()}
        return client.post(url, data, follow=follow)

    return send


def test_a_section_is_saved_by_one_post(world, audit, send_section):
    response = send_section(
        {"A-1": {"answer": "yes"}, "A-2": {"answer": "na", "reason": "Нет ГИА."}, "A-3": {"note": "Смотрю."}}
    )
    assert (response.status_code, response.url) == (302, audit.get_absolute_url())
    assert list(audit.items.values_list("answer", "reason", "note")) == [
        ("yes", "", ""), ("na", "Нет ГИА.", ""), ("unchecked", "", "Смотрю."),
    ]  # fmt: skip


def test_an_untouched_row_is_not_written(world, audit, send_section):
    send_section({"A-1": {"answer": "yes"}})
    assert list(audit.items.values_list("version", flat=True)) == [1, 0, 0]


def test_a_page_without_the_fields_of_a_row_leaves_its_words(client, world, audit):
    answer(world, item_of(audit), "yes", note="Смотрел журнал.")
    client.force_login(world.auditor)
    url = reverse("audit-checklist", args=[audit.pk])
    assert client.post(url, {}).status_code == 302
    assert (item_of(audit).note, item_of(audit).version) == ("Смотрел журнал.", 1)


def test_browsers_line_ends_are_no_change(world, audit, send_section):
    item = answer(world, item_of(audit), "yes", note="Первое.\nВторое.")
    send_section({"A-1": {"answer": "yes", "note": "Первое.\r\nВторое.", "version": item.version}})
    assert item_of(audit).version == 1


def test_bad_rows_keep_what_was_typed_and_good_ones_are_saved(world, audit, second, send_section):
    answer(world, item_of(audit, "A-2"), "yes", actor=second)
    response = send_section({"A-1": {"answer": "yes"}, "A-2": {"answer": "no", "note": "Не нашла."}})
    text = response.content.decode()
    assert response.status_code == 422
    assert item_of(audit, "A-1").answer == "yes"
    assert item_of(audit, "A-2").answer == "yes"
    assert "Глобусова" in text
    assert "Не нашла.</textarea>" in text
    assert "Остальные ответы сохранены." in text


def test_a_colleagues_row_that_this_page_did_not_touch_is_no_conflict(world, audit, second, send_section):
    answer(world, item_of(audit, "A-2"), "no", actor=second)
    assert send_section({"A-1": {"answer": "yes"}}).status_code == 302
    assert item_of(audit, "A-2").answered_by == second


def test_the_page_stays_while_an_answer_lacks_something(world, audit, send_section):
    response = send_section({"A-1": {"answer": "no"}}, follow=True)
    text = response.content.decode()
    assert item_of(audit).answer == "no"
    assert "A-1. Добавьте свидетельство" in text
    assert response.redirect_chain[0][0].endswith("?section=0")


def test_others_cannot_post_a_section(client, world, audit):
    client.force_login(world.head)
    assert client.post(reverse("audit-checklist", args=[audit.pk]), {}).status_code == 403


def test_a_locked_audit_refuses_a_posted_section_in_words(client, world, audit, send_section):
    for item in audit.items.all():
        answer(world, item)
    audits.report_audit(audit.pk, actor=world.auditor)
    response = send_section({"A-1": {"answer": "no"}})
    assert response.status_code == 422
    assert "ответы заперты" in response.content.decode()
    assert item_of(audit).answer == "yes"


def test_only_the_unanswered_are_shown_on_demand(client, world, audit):
    answer(world, item_of(audit))
    client.force_login(world.auditor)
    response = client.get(reverse("audit-checklist", args=[audit.pk]), {"section": "left"})
    assert [row.item.code for row in response.context["sheet"].rows] == ["A-2", "A-3"]
    for code in ("A-2", "A-3"):
        answer(world, item_of(audit, code))
    response = client.get(reverse("audit-checklist", args=[audit.pk]), {"section": "left"})
    assert "Вопросов без ответа нет." in response.content.decode()


def test_the_blank_leads_by_its_code_to_all_questions_in_its_order(client, world, audit):
    client.force_login(world.auditor)
    blank = client.get(reverse("audit-blank", args=[audit.pk]))
    assert "QR-код: ввод ответов с этого бланка" in blank.content.decode()
    entry = client.get(blank.context["entry_url"])
    printed = [item.code for _, items in blank.context["sheet"].groups for item in items]
    assert [row.item.code for row in entry.context["sheet"].rows] == printed


# --- one answer by script -------------------------------------------------------------------------------------------


def send_one(client, item, **words):
    facts = {"answer": "yes", "version": item.version, "was": ""} | words
    return client.post(
        reverse("audit-answer", args=[item.pk]), {f"q{item.pk}-{key}": value for key, value in facts.items()}
    )


def test_one_answer_is_saved_at_once_and_the_reply_counts_what_is_left(client, world, audit):
    client.force_login(world.auditor)
    reply = send_one(client, item_of(audit), answer="partly").json()
    assert (reply["kept"], reply["version"], reply["left"], reply["total"]) == (True, 1, 2, 3)
    assert reply["tabs"] == ["1 из 3"]
    assert "оно обязательно" in reply["problem"]


KEY = "0123456789abcdef0123456789abcdef"


def test_an_answer_sent_again_is_stored_once_with_its_photo(client, world, audit):
    client.force_login(world.auditor)
    for _ in range(2):
        reply = send_one(client, item_of(audit), answer="partly", key=KEY, version=0, file=png()).json()
        assert (reply["kept"], reply["version"], reply["problem"]) == (True, 1, "")
    assert (item_of(audit).version, item_of(audit).evidence.count()) == (1, 1)


def test_an_answer_sent_again_replaces_nothing_that_a_colleague_wrote_since(client, world, audit, second):
    client.force_login(world.auditor)
    send_one(client, item_of(audit), answer="yes", key=KEY, version=0)
    answer(world, item_of(audit), "no", version=1, actor=second)
    reply = send_one(client, item_of(audit), answer="yes", key=KEY, version=0).json()
    assert (reply["kept"], item_of(audit).answer) == (True, "no")
    assert "Глобусова" in reply["others"][str(item_of(audit).pk)]
    # The page has not shown the colleague's answer, so the next word of its reader meets it first.
    assert send_one(client, item_of(audit), answer="na", version=reply["version"]).status_code == 409


def test_an_answer_that_reached_the_server_is_kept_even_after_the_report_is_in(client, world, audit):
    client.force_login(world.auditor)
    for item in audit.items.all():
        send_one(client, item, key=KEY)
    audits.report_audit(audit.pk, actor=world.auditor)
    assert send_one(client, item_of(audit), key=KEY, version=0).json()["kept"]
    assert send_one(client, item_of(audit), answer="no").status_code == 422


@pytest.mark.parametrize(
    ("dated", "kept"), [("2021-05-04", True), ("", True), ("2999-01-01", False), ("четвёртого", False)]
)
def test_a_photo_has_a_date_of_its_own(client, world, audit, dated, kept):
    client.force_login(world.auditor)
    reply = send_one(client, item_of(audit), answer="no", dated=dated, file=png())
    assert (reply.status_code == 200, "Дата свидетельства" in reply.json()["problem"]) == (kept, not kept)
    days = [str(evidence.dated) for evidence in item_of(audit).evidence.all()]
    assert days == ([dated or str(timezone.localdate())] if kept else [])


def test_a_photo_of_twenty_five_megabytes_is_refused_in_words_and_nothing_changes(client, world, audit):
    client.force_login(world.auditor)
    photo = SimpleUploadedFile("foto.jpg", b"\xff\xd8" + bytes(25 * 1024 * 1024))
    reply = send_one(client, item_of(audit), answer="no", file=photo)
    assert (reply.status_code, "больше 20 МБ" in reply.json()["problem"]) == (422, True)
    assert item_of(audit).answer == "unchecked"


def test_a_key_that_no_page_makes_is_refused(client, world, audit):
    client.force_login(world.auditor)
    assert "ключом" in send_one(client, item_of(audit), key="x" * 5000).json()["problem"]
    assert item_of(audit).answer == "unchecked"


@pytest.mark.one_database
@pytest.mark.parametrize("given", ["yes", "no"])
@pytest.mark.parametrize("who", ["lead", "member"])
def test_an_answer_costs_at_most_eight_queries_however_long_the_checklist(client, world, second, given, who):
    costs = []
    client.get("/")  # fills what lives longer than a request
    for length in (1, 60):
        codes = [f"L{length}-{number}" for number in range(length)]
        template = short_template(world, *codes, name=f"Из {length}")
        audit = start(world, template=template, team=[second.employee])
        items = list(audit.items.all())
        client.force_login({"lead": world.auditor, "member": second}[who])
        with CaptureQueriesContext(connection) as captured:
            assert send_one(client, items[-1], answer=given, key=KEY).json()["kept"]
        costs.append(len([query for query in captured if "SAVEPOINT" not in query["sql"]]))
    assert costs[0] == costs[1] <= 8


def test_a_conflict_is_answered_with_the_colleagues_words(client, world, audit, second):
    answer(world, item_of(audit), "no", actor=second)
    client.force_login(world.auditor)
    reply = send_one(client, item_of(audit), version=0).json()
    assert (reply["kept"], reply["version"]) == (False, 1)
    assert "«нет»" in reply["problem"]


def test_after_a_conflict_the_section_does_not_send_the_row_by_itself(client, world, audit, second):
    item = item_of(audit)
    answer(world, item, "no", actor=second)
    client.force_login(world.auditor)
    reply = send_one(client, item, version=0).json()
    typed = {"answer": "yes", "version": reply["version"], "was": reply["was"]}
    client.post(
        reverse("audit-checklist", args=[audit.pk]), {f"q{item.pk}-{key}": value for key, value in typed.items()}
    )
    assert item_of(audit).answer == "no"


@pytest.mark.parametrize(("who", "status"), [("head", 403), ("director", 403), ("chair", 404), ("teacher", 404)])
def test_one_answer_of_a_stranger_is_refused(client, world, audit, who, status):
    client.force_login(world.people[who])
    assert send_one(client, item_of(audit)).status_code == status
    assert item_of(audit).answer == "unchecked"


def test_looking_changes_nothing(client, world, audit):
    client.force_login(world.auditor)
    assert client.get(reverse("audit-answer", args=[item_of(audit).pk])).status_code == 405
