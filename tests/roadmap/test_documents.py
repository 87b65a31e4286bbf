"""A paper from its draft to the archive: who sees what of it on the way, and what nothing changes any more."""

from datetime import date

import pytest
from django.urls import reverse

from roadmap.models import Document
from roadmap.permissions import Role
from roadmap.services.content import hash_of
from roadmap.services.documents import (
    annul_document,
    approve_document,
    recall_document,
    register_document,
    return_document,
    submit_document,
)
from roadmap.services.drafts import edit_document, new_edition
from roadmap.services.numbering import date_remarks
from roadmap.services.roadmaps import roadmaps, submit_roadmap
from roadmap.sheet import sheet_of
from tests.factories import (
    PASSWORD,
    appoint,
    approve_paper,
    make_activity,
    make_employee,
    make_paper,
    make_roadmap,
    make_school,
    make_user,
)
from vsoko.models import HistoryEntry, Notification, Rendering
from vsoko.workflow import TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def director(school):
    return make_user(school, Role.DIRECTOR, last_name="Линейкин", first_name="Пётр", patronymic="Андреевич", gender="m")


@pytest.fixture
def deputy(school):
    return make_user(school, Role.DEPUTY_EDU, last_name="Чернильникова")


@pytest.fixture
def secretary(school):
    return make_user(school, Role.SECRETARY)


def test_a_paper_goes_through_pages_from_its_row_to_the_journal(client, school, director, deputy, secretary):
    roadmap = make_roadmap(school)
    row = make_activity(roadmap, "decision", number="1")
    client.force_login(deputy)
    page = client.get(reverse("document-create", args=["D01"]), {"activity": row.pk})
    assert "О создании внутренней системы оценки качества образования" in page.content.decode()
    form = page.context["form"]
    data = {
        "title": form["title"].value(),
        "text": form["text"].value(),
        "activity": row.pk,
        "audience": "named",
        "read_by": "2020-12-20",
        "items-TOTAL_FORMS": "2",
        "items-INITIAL_FORMS": "0",
        "items-0-text": "Подготовить Положение.",
        "items-0-responsible": deputy.employee.pk,
        "items-0-due_on": "2020-12-25",
        "items-1-text": "",
    }
    client.post(f"{page.request['PATH_INFO']}?activity={row.pk}", data)
    paper = Document.objects.get()
    assert (paper.activity, paper.roadmap, paper.items.count()) == (row, roadmap, 1)
    client.post(reverse("document-submit", args=[paper.pk]), {"on": "2020-12-14"})

    client.force_login(director)
    reading = client.get(reverse("tray-detail", args=[paper.pk])).content.decode()
    assert "Утвердить документ" in reading
    assert "П.А.\xa0Линейкин" in reading
    answer = client.post(
        reverse("document-approve", args=[paper.pk]), {"on": "2020-12-14", "next": "tray", "password": PASSWORD}
    )
    assert answer.url == reverse("tray")

    client.force_login(secretary)
    assert "подписан, ожидает регистрации" in client.get(paper.get_absolute_url()).content.decode()
    client.post(reverse("document-register", args=[paper.pk]), {"number": "112", "dated": "2020-12-14"})
    paper.refresh_from_db()
    assert (paper.state, paper.number, paper.approved_on) == ("registered", "112-од", date(2020, 12, 14))
    assert [(entry.actor, entry.to_state) for entry in reversed(HistoryEntry.objects.of(paper))] == [
        (deputy, "draft"),
        (deputy, "on_approval"),
        (director, "approved"),
        (secretary, "registered"),
    ]


def test_nothing_reaches_an_approved_paper(client, school, director, deputy, secretary):
    worker = make_employee(school, "Пеналова")
    paper = make_paper(
        school, author=deputy, text="Для порядка\nПРИКАЗЫВАЮ:\nПриложение № 1\nСостав | Роль\nПеналова | член",
        items=[{"text": "Составить план.", "responsible": worker, "due_on": date(2021, 1, 11)}],
    )  # fmt: skip
    paper = approve_paper(paper, director=director, on=date(2020, 12, 14))
    register_document(paper.pk, actor=secretary, number="112-од", dated=date(2020, 12, 14))
    paper = Document.objects.get(pk=paper.pk)
    before = paper.content, paper.content_hash, sheet_of(paper)
    client.force_login(director)
    page = page_text(client, paper)

    school.full_name, school.short_name, school.city = "Лицей", "Лицей", "Выборг"
    school.order_number_pattern = "{n}-х"
    school.save()
    worker.last_name = "Ластикова"
    worker.save()
    director.employee.last_name = "Циркулев"
    director.employee.save()
    director.employee.appointments.all().delete()
    appoint(make_employee(school, "Глобусова"), Role.DIRECTOR)
    paper.kind.title, paper.kind.form, paper.kind.numbering = "Распоряжение", "report", "own"
    paper.kind.save()

    paper = Document.objects.get(pk=paper.pk)
    assert (paper.content, paper.content_hash, sheet_of(paper)) == before
    assert hash_of(paper.content) == paper.content_hash
    client.force_login(deputy)
    assert page_text(client, paper) == page


def page_text(client, paper):
    html = client.get(paper.get_absolute_url()).content.decode()
    return html[html.index('<article class="a4"') : html.index("</article>")]


def test_a_regulation_is_approved_by_the_order_that_the_journal_names(school, director, deputy, secretary):
    paper = make_paper(school, "D02", author=deputy, title="Положение о ВСОКО", text="1. Общие положения")
    assert sheet_of(paper)["grips"]["right"][0][-1].endswith("______")
    approve_paper(paper, director=director, on=date(2020, 12, 14))
    paper = register_document(paper.pk, actor=secretary, number="113", dated=date(2020, 12, 14))
    grips = sheet_of(paper)["grips"]
    assert grips["right"] == [["УТВЕРЖДЕНО", f"приказом {school.short_name}", "от 14.12.2020 №\xa0113-од"]]
    assert [lines[0] for lines in grips["left"]] == ["ПРИНЯТО", "УЧТЕНО МНЕНИЕ"]
    assert sheet_of(paper)["signatures"] == []


def test_an_acting_director_signs_as_acting(school, deputy):
    acting = make_user(school, last_name="Пеналова")
    appoint(acting.employee, Role.DIRECTOR, acting=True)
    paper = approve_paper(make_paper(school, author=deputy), director=acting)
    assert paper.approver_title == "И.о. директора"
    assert sheet_of(paper)["signatures"] == [{"title": "И.о. директора", "name": "А.И.\xa0Пеналова"}]


def test_minutes_are_signed_by_their_chairman_and_their_writer(school, director, deputy):
    paper = make_paper(school, "D04", author=deputy, signer=director.employee)
    paper = approve_paper(paper, director=director)
    assert [sign["title"] for sign in sheet_of(paper)["signatures"]] == ["Председатель", "Секретарь"]
    assert paper.number == "1"
    assert paper.dated == date(2020, 12, 14)


def test_a_returned_paper_shows_its_remark_and_goes_again(client, school, director, deputy):
    paper = make_paper(school, author=deputy)
    submit_document(paper.pk, actor=deputy)
    return_document(paper.pk, actor=director, comment="Укажите срок в пункте 2.")
    client.force_login(deputy)
    html = client.get(paper.get_absolute_url()).content.decode()
    assert "Возвращён с замечанием" in html
    assert "Укажите срок в пункте 2." in html
    edit_document(paper.pk, actor=deputy, text="ПРИКАЗЫВАЮ:\nДополнено.")
    assert submit_document(paper.pk, actor=deputy).state == Document.State.ON_APPROVAL


def test_a_new_edition_replaces_the_old_paper_when_it_is_approved(school, director, deputy):
    reader, worker = make_employee(school, "Пеналова"), make_employee(school, "Циркулев")
    old = make_paper(
        school, author=deputy, readers=[reader], items=[{"text": "Подготовить план.", "responsible": worker}]
    )
    approve_paper(old, director=director)
    new = new_edition(old.pk, actor=deputy)
    assert [row.employee for row in new.acknowledgements.all()] == [reader]
    old.refresh_from_db()
    assert old.state == Document.State.APPROVED
    with pytest.raises(TransitionError, match="уже готовится"):
        new_edition(old.pk, actor=deputy)

    approve_paper(new, director=director)
    old.refresh_from_db()
    assert old.state == Document.State.SUPERSEDED
    assert old.items.get().state == "cancelled"
    assert new.items.get().state == "planned"
    assert new.acknowledgements.get().done_on is None


def test_a_new_edition_that_was_annulled_makes_room_for_another(school, director, deputy):
    old = approve_paper(make_paper(school, author=deputy), director=director)
    first = new_edition(old.pk, actor=deputy)
    annul_document(first.pk, actor=deputy, comment="Передумали.")
    assert new_edition(old.pk, actor=deputy).supersedes == old


def test_an_annulled_paper_keeps_its_number_and_takes_off_its_points(school, director, deputy, secretary):
    worker = make_employee(school, "Циркулев")
    paper = make_paper(school, author=deputy, items=[{"text": "Подготовить план.", "responsible": worker}])
    approve_paper(paper, director=director)
    register_document(paper.pk, actor=secretary, number="112-од", dated=date(2020, 12, 14))
    paper = annul_document(paper.pk, actor=director, comment="Издан ошибочно.")
    assert (paper.state, paper.number, paper.items.get().state) == ("annulled", "112-од", "cancelled")


def test_unusual_dates_are_remarked_and_allowed(school, director, deputy, secretary):
    row = make_activity(make_roadmap(school), "regulation")
    minutes = make_paper(school, "D04", author=deputy, activity=row, dated=date(2020, 12, 16))
    approve_paper(minutes, director=deputy)
    order = approve_paper(make_paper(school, author=deputy, activity=row), director=director)
    order = register_document(order.pk, actor=secretary, number="112-од", dated=date(2020, 12, 13))
    assert date_remarks(order) == [
        "13.12.2020 — выходной день: проверьте дату документа.",
        f"Датирован 13.12.2020, а подписан {order.approved_on:%d.%m.%Y}: проверьте дату по журналу.",
        "Приказ датирован раньше протокола того же пункта карты: протокол от 16.12.2020 №\xa01.",
    ]


def test_letters_go_to_whoever_is_next(school, director, deputy):
    for user in (director, deputy):
        user.email = f"{user.username}@school.example"
        user.save()
    paper = make_paper(school, author=deputy, readers=[director.employee])
    submit_document(paper.pk, actor=deputy)
    return_document(paper.pk, actor=director, comment="Укажите срок.")
    submit_document(paper.pk, actor=deputy)
    approve_document(paper.pk, actor=director)
    told = [(row.recipient, row.subject.split(":")[0]) for row in Notification.objects.order_by("id")]
    assert told == [
        (director, "На подпись"),
        (deputy, "Возвращён с замечанием"),
        (director, "На подпись"),
        (director, "Ознакомиться"),
    ]


def test_approval_asks_for_the_pdf_and_does_not_need_pango(
    school, director, deputy, monkeypatch, django_capture_on_commit_callbacks
):
    from vsoko import rendering

    monkeypatch.setattr(rendering, "pdf_available", lambda: False)
    with django_capture_on_commit_callbacks(execute=True):
        paper = approve_paper(make_paper(school, author=deputy), director=director)
    assert (paper.state, Rendering.objects.count()) == ("approved", 0)
    asked = []
    monkeypatch.setattr(rendering, "pdf_available", lambda: True)
    monkeypatch.setattr(rendering, "make", type("Task", (), {"enqueue": staticmethod(asked.append)}))
    with django_capture_on_commit_callbacks(execute=True):
        approve_paper(make_paper(school, author=deputy), director=director)
    assert asked == [Rendering.objects.get().pk]


def test_a_recalled_paper_is_a_draft_again(school, deputy):
    paper = make_paper(school, author=deputy)
    submit_document(paper.pk, actor=deputy)
    assert recall_document(paper.pk, actor=deputy).state == Document.State.DRAFT


def test_a_paper_follows_the_record_that_it_approves(school, director, deputy):
    """The director's signature under the document is what puts a roadmap in force, and its return frees it."""
    roadmap = make_roadmap(school)
    make_activity(roadmap)
    paper = submit_roadmap(roadmap.pk, actor=deputy)
    return_document(paper.pk, actor=director, comment="Добавьте срок.")
    assert roadmaps().get().state == "draft"
    submit_roadmap(roadmap.pk, actor=deputy)
    approve_document(paper.pk, actor=director)
    assert roadmaps().get().state == "approved"
    with pytest.raises(TransitionError, match="Этим документом утверждено"):
        annul_document(paper.pk, actor=director, comment="Ошибка.")
    with pytest.raises(TransitionError, match="Этим документом утверждено"):
        new_edition(paper.pk, actor=deputy)
