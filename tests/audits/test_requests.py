"""«Что подготовить»: the lead asks for what exists, the chair answers line by line, the team takes it as evidence."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audits.models import Audit, DocumentRequest, RequestLine
from audits.services import audits, requests
from tests.audits.opening import again, announce, audit_ahead, list_of, sent_list
from tests.builders.audits import make_checked
from tests.factories import pdf_bytes
from tests.permissions.visits import offered
from vsoko.desk import duties_of, expectations_of
from vsoko.models import CalendarPeriod, HistoryEntry, StoredFile
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
PDF = pdf_bytes()


@pytest.fixture
def audit(world):
    return audit_ahead(world)


@pytest.fixture
def lines(world, audit):
    return sent_list(world, audit)


@pytest.fixture
def answer(client, world, audit):
    """Return f(line, name=value, …) that sends the page as the chair: answer((line, "reference"), "№ 1", …)."""

    def answer(*told):
        client.force_login(world.chair)
        data = {f"l{line.pk}-{name}": value for line, name, value in told}
        return client.post(reverse("audit-request", args=[audit.pk]), data)

    return answer


def pdf(name="план.pdf"):
    return SimpleUploadedFile(name, PDF)


def words(page):
    return page.content.decode().replace("\u00a0", " ")


def states(audit):
    return list(RequestLine.objects.filter(request__audit=audit).values_list("state", flat=True))


# --- the list -------------------------------------------------------------------------------------------------------


def test_each_hint_is_proposed_once_and_saved_as_it_stands(client, world, audit):
    CalendarPeriod.objects.create(
        school=world.school, kind="day_off", name="День школы", starts_on=date(2021, 5, 7), ends_on=date(2021, 5, 7)
    )
    client.force_login(world.auditor)
    url = reverse("audit-request-edit", args=[audit.pk])
    saved = client.post(url, offered(client.get(url)))
    assert saved.url == reverse("audit-request", args=[audit.pk])
    lines = audit.request.lines.values_list("text", "codes", "section", "takes_files")
    assert list(lines) == [
        ("Протоколы заседаний", ["A-1", "A-2"], "Документация и планирование МО", True),
        ("Журнал", ["A-3"], "Журналы", True),
        ("Акты", ["BZ-1"], "Журналы", False),
    ]
    # The working day before 11 May 2021: neither the state's holidays nor the school's own day.
    assert audit.request.due_on == date(2021, 5, 6)


def test_lines_are_reworded_added_and_taken_off_but_never_the_answered(client, world, audit, lines, answer):
    answer((lines[0], "reference", "Протоколы № 1–4"))
    client.force_login(world.auditor)
    url = reverse("audit-request-edit", args=[audit.pk])
    form = offered(client.get(url)) | {"rows-0-text": "", "rows-2-text": "План  МО", "rows-2-codes": "a-3; a-1"}
    client.post(url, form)
    kept = list(audit.request.lines.values_list("text", "state", "codes"))
    assert kept == [
        ("Протоколы заседаний", "answered", ["A-1", "A-2"]),
        ("Акты", "asked", ["BZ-1"]),
        ("План МО", "asked", ["A-3", "A-1"]),
    ]


def test_a_stale_page_overwrites_nothing_and_keeps_what_was_typed(client, world, audit):
    request = list_of(world, audit)
    client.force_login(world.auditor)
    url = reverse("audit-request-edit", args=[audit.pk])
    form = offered(client.get(url)) | {"rows-0-text": "Моё"}
    assert client.post(url, form | {"rows-0-text": "Чужое"}).status_code == 302
    page = client.post(url, form)
    assert "уже сохранён из другого окна" in words(page)
    assert "Моё" in words(page)
    assert request.lines.first().text == "Чужое"


def test_an_edited_line_sent_twice_is_saved_once_without_a_complaint(client, world, audit):
    request = list_of(world, audit)
    client.force_login(world.auditor)
    url = reverse("audit-request-edit", args=[audit.pk])
    form = offered(client.get(url)) | {"rows-0-text": "План  МО", "rows-3-text": "Отчёт"}
    entries = HistoryEntry.objects.of(request)
    for _ in range(2):
        assert client.post(url, form).url == reverse("audit-request", args=[audit.pk])
    assert list(request.lines.values_list("text", flat=True)) == ["План МО", "Журнал", "Акты", "Отчёт"]
    assert entries.filter(sentence="Перечень документов изменён").count() == 1


def test_a_code_that_the_audit_does_not_ask_is_named(client, world, audit):
    client.force_login(world.auditor)
    url = reverse("audit-request-edit", args=[audit.pk])
    page = client.post(url, offered(client.get(url)) | {"rows-0-codes": "A-1, ZZ-9"})
    assert "нет вопроса ZZ-9" in words(page)
    assert not DocumentRequest.objects.exists()


def test_it_is_sent_once_and_only_when_the_audit_is_announced(client, world, audit):
    request = list_of(world, audit)
    client.force_login(world.auditor)
    url = reverse("audit-request-send", args=[request.pk])
    assert "Аудит ещё не объявлен" in words(client.get(url))
    with pytest.raises(TransitionError, match="ещё не объявлен"):
        requests.send_request(request.pk, actor=world.auditor)
    announce(world, audit)
    assert client.post(url).status_code == 302
    request.refresh_from_db()
    second = client.post(url)
    assert "Сейчас это невозможно: «отправлен»" in words(second)
    assert HistoryEntry.objects.of(request).filter(action="audits.documentrequest.send").count() == 1


# --- answers --------------------------------------------------------------------------------------------------------


def test_one_page_takes_a_reference_a_file_and_an_absence(client, world, audit, lines, answer):
    told = [
        (lines[0], "reference", "Протоколы № 1–4"),
        (lines[1], "files", pdf()),
        (lines[2], "absence", "Не\nсоставлялись"),
    ]
    assert answer(*told).status_code == 302
    assert states(audit) == ["answered", "answered", "absent"]
    assert RequestLine.objects.get(pk=lines[2].pk).absence == "Не составлялись"
    entries = HistoryEntry.objects.count()
    # The same page sent twice: what is there is not written again, and nothing is complained of.
    assert answer((lines[0], "reference", "Протоколы № 1–4"), (lines[1], "files", pdf())).status_code == 302
    assert (lines[1].files.count(), StoredFile.objects.count(), HistoryEntry.objects.count()) == (1, 1, entries)
    assert "На все строки ответ есть" in words(client.get(reverse("audit-request", args=[audit.pk])))
    # What was missing has been found; another file is added to the one that is there.
    answer((lines[2], "reference", "Акт № 3"), (lines[1], "reference", "Журнал, с. 4"))
    found = RequestLine.objects.get(pk=lines[2].pk)
    assert (found.state, found.absence) == ("answered", "")
    assert (lines[1].files.count(), RequestLine.objects.get(pk=lines[1].pk).reference) == (1, "Журнал, с. 4")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"<html>", "не то, что обещает имя"), (b"%PDF" + bytes(25 * 1024 * 1024), "больше 20 МБ")],
    ids=["not its name", "25 MB"],
)
def test_a_bad_file_is_told_beside_its_line_and_the_rest_is_kept(audit, lines, answer, content, words):
    page = answer(
        (lines[0], "reference", "Протоколы № 1"),
        (lines[1], "reference", "Журнал № 2"),
        (lines[1], "files", SimpleUploadedFile("журнал.pdf", content)),
    )
    assert page.status_code == 422
    (row,) = page.context["problems"]
    assert (row.line, words in row.error, row.reference) == (lines[1], True, "Журнал № 2")
    assert states(audit) == ["answered", "asked", "asked"]
    assert not StoredFile.objects.exists()


def test_an_answer_is_never_emptied(audit, lines, answer):
    answer((lines[0], "reference", "Протоколы № 1–4"))
    page = answer((lines[0], "reference", ""))
    assert "Ответ остаётся записанным" in words(page)
    assert RequestLine.objects.get(pk=lines[0].pk).reference == "Протоколы № 1–4"


def test_official_secrets_take_no_file_only_requisites(client, audit, lines, answer):
    page = answer((lines[2], "files", pdf()))
    assert "служебные сведения: файл не прикладывают" in words(page)
    assert f'name="l{lines[2].pk}-files"' not in words(page)
    assert states(audit)[2] == "asked"
    assert answer((lines[2], "reference", "Акт № 3, сейф")).status_code == 302
    assert states(audit)[2] == "answered"


def test_a_document_and_its_absence_exclude_each_other(audit, lines, answer):
    page = answer((lines[0], "reference", "Протоколы"), (lines[0], "absence", "Не вели"))
    assert "Оставьте одно" in words(page)
    assert states(audit)[0] == "asked"


def test_a_line_comes_back_with_a_remark_and_keeps_what_was_shown(client, world, audit, lines, answer):
    answer((lines[1], "files", pdf()))
    client.force_login(world.auditor)
    client.post(reverse("request-line-return", args=[lines[1].pk]), {"comment": "Нет страниц за март."})
    answer()
    page = client.get(reverse("audit-request", args=[audit.pk]))
    assert "Замечание: Нет страниц за март." in words(page)
    (duty,) = [duty for duty in duties_of(again(world.chair), date(2021, 5, 1)) if duty.key == f"request:{audit.pk}"]
    assert (duty.shape, duty.word) == ("back", "возвращено")
    answer((lines[1], "files", pdf("журнал-март.pdf")), (lines[1], "reference", "Март"))
    line = RequestLine.objects.get(pk=lines[1].pk)
    assert (line.state, line.remark, line.files.count()) == ("answered", "", 1)


# --- the desk -------------------------------------------------------------------------------------------------------


def test_the_chair_has_one_duty_and_the_lead_sees_what_is_owed(client, world, audit, lines, answer):
    day = date(2021, 4, 1)

    def waits():
        return [duty for duty in duties_of(again(world.chair), day) if duty.key == f"request:{audit.pk}"]

    def expected():
        rows = expectations_of(again(world.auditor), day)
        return [(row.detail.replace("\u00a0", " "), row.due) for row in rows if "документы" in row.detail]

    (duty,) = waits()
    assert duty.due == lines[0].request.due_on
    assert "без ответа 3 строки из 3" in duty.detail.replace("\u00a0", " ")
    answer((lines[0], "reference", "Протоколы № 1"), (lines[2], "absence", "Не составлялись"))
    assert len(waits()) == 1
    assert expected() == [(f"документы к аудиту № {audit.number}: нет ответа на 1 строку", lines[0].request.due_on)]
    client.force_login(again(world.auditor))
    assert "нет ответа на" in words(client.get("/"))
    answer((lines[1], "reference", "Журнал"))
    assert waits() == expected() == []


# --- evidence and the end -------------------------------------------------------------------------------------------


def test_what_was_shown_becomes_evidence_once_however_often_it_is_pressed(client, world, audit, lines, answer):
    answer((lines[0], "files", pdf()), (lines[0], "reference", "Протоколы № 1–4"))
    with pytest.raises(TransitionError, match="пока аудит идёт"):
        requests.take_over(lines[0].pk, actor=world.auditor, item_pk=1)
    audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))
    first, second = audit.items.filter(code__in=["A-1", "A-2"])
    client.force_login(world.auditor)
    for item in (first, first, second):
        client.post(reverse("request-line-take", args=[lines[0].pk]), {"item": item.pk})
    taken = [set(item.evidence.values_list("file", "reference")) for item in (first, second)]
    assert taken == [{(lines[0].files.get().pk, ""), (None, "Протоколы № 1–4")}] * 2
    assert first.evidence.count() == 2
    with pytest.raises(NotAllowed):
        requests.take_over(lines[0].pk, actor=world.head, item_pk=first.pk)
    strange = make_checked(world, "in_progress").items.first()
    with pytest.raises(TransitionError, match="не из этого аудита"):
        requests.take_over(lines[0].pk, actor=world.auditor, item_pk=strange.pk)


def test_after_the_report_nothing_is_asked_answered_or_returned(client, world, audit, lines, answer):
    answer((lines[0], "reference", "Протоколы № 1"))
    Audit.objects.filter(pk=audit.pk).update(
        state="reported", started_on=date(2021, 5, 11), reported_on=date(2021, 5, 14)
    )
    page = answer((lines[1], "reference", "Журнал"))
    assert "больше не ждут" in words(page)
    with pytest.raises(TransitionError, match="больше не ждут"):
        requests.return_line(lines[0].pk, actor=world.auditor, comment="Не то.")
    with pytest.raises(TransitionError, match="больше не ждут"):
        requests.save_request(audit.pk, actor=world.auditor, version=1, due_on=audit.starts_on, rows=[])
    assert states(audit) == ["answered", "asked", "asked"]
    assert "Сохранить ответы" not in words(client.get(reverse("audit-request", args=[audit.pk])))
    assert [duty for duty in duties_of(again(world.chair), date(2021, 5, 20)) if "request" in duty.key] == []
