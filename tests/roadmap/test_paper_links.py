"""Papers are begun from the place where the work happens, already filled with it."""

import pytest
from django.urls import reverse

from roadmap.models import Document, DocumentItem
from roadmap.permissions import Role
from roadmap.services.documents import register_document
from tests.factories import (
    appoint,
    approve_paper,
    join,
    make_activity,
    make_association,
    make_group,
    make_paper,
    make_roadmap,
    make_school,
    make_user,
)
from vsoko.workflow import NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def deputy(school, client):
    user = make_user(school, Role.DEPUTY_EDU, Role.DIRECTOR, last_name="Циркулева", position="заместитель директора")
    client.force_login(user)
    return user


def begun(client, url, **typed):
    """Open the page that a link leads to, save what it offers, and return the draft."""
    page = client.get(url)
    form, points = page.context["form"], page.context["points"]
    data = {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}
    data["signer"] = getattr(data.get("signer"), "pk", data.get("signer"))
    data |= {name: getattr(data[name], "pk", data[name]) for name in ("association", "activity") if name in data}
    for point in [points.management_form, *points]:
        for field in point:
            value = field.value()
            data[field.html_name] = "" if value is None else getattr(value, "pk", value)
    data = {name: value for name, value in (data | typed).items() if value is not None}
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return Document.objects.latest("pk")


def test_minutes_are_begun_on_the_page_of_an_association(client, deputy, school):
    make_roadmap(school)
    association = make_association(school, "МО учителей труда")
    chair = make_user(school, Role.CHAIR, association=association, last_name="Рубанков")
    join(association, chair.employee)
    client.force_login(chair)
    links = client.get(association.get_absolute_url()).context["papers"]
    minutes = begun(client, links[0]["url"], dated="2021-02-10")
    assert (minutes.association, minutes.signer, minutes.body_name) == (
        association,
        chair.employee,
        "МО учителей труда",
    )
    assert "Рубанков" in minutes.text
    assert minutes.items.last().responsible == chair.employee


def test_who_prepares_nothing_is_offered_nothing(client, school):
    association = make_association(school)
    client.force_login(make_user(school, Role.TEACHER))
    assert client.get(association.get_absolute_url()).context["papers"] == []


def test_the_order_of_the_group_is_complete_when_it_is_opened(client, deputy, school):
    roadmap = make_roadmap(school)
    appoint(deputy.employee, Role.GROUP_HEAD, group=make_group(roadmap))
    make_activity(roadmap, "group")
    make_activity(roadmap, "audits")
    page = client.get(reverse("working-group"), {"roadmap": roadmap.pk})
    assert [link["label"] for link in page.context["papers"]] == [
        "Подготовить приказ о группе",
        "Подготовить протокол группы",
    ]
    order = begun(client, page.context["papers"][0]["url"])
    programme = order.items.get(text__startswith="Представить на утверждение программу")
    assert (programme.responsible, programme.due_on, programme.condition) == (
        deputy.employee, roadmap.period_from, "programme",
    )  # fmt: skip
    assert [row.employee for row in order.acknowledgements.all()] == [deputy.employee]
    assert "{{group.composition}}" in order.text


def test_a_group_with_its_order_is_offered_the_order_of_a_change(client, deputy, school):
    group = make_group(make_roadmap(school))
    group.document = make_paper(school, "D03", author=deputy)
    group.save()
    links = client.get(reverse("working-group"), {"roadmap": group.roadmap.pk}).context["papers"]
    assert "в новой редакции" in client.get(links[0]["url"]).context["points"].initial[0]["text"]


def test_the_row_of_audits_offers_the_self_examination(client, deputy, school):
    roadmap = make_roadmap(school, state="approved", approved_on="2021-01-01", approved_by=deputy)
    row = make_activity(roadmap, "audits")
    links = client.get(row.get_absolute_url()).context["further"]
    assert links == [{"label": "Отчёт о самообследовании", "url": f"/documents/new/D14/?activity={row.pk}"}]
    report = begun(client, links[0]["url"])
    assert report.activity == row
    assert "ВСОКО действует на основании Положения" in report.text


def test_the_order_that_approves_the_regulation_gives_it_its_number(client, deputy, school):
    regulation = approve_paper(make_paper(school, "D02", author=deputy, title="Положение о ВСОКО"), director=deputy)
    links = client.get(regulation.get_absolute_url()).context["offered"]
    order = begun(client, links[0]["url"], audience="nobody")
    assert order.about == regulation
    assert "Признать утратившим силу" not in " ".join(order.items.values_list("text", flat=True))
    approve_paper(order, director=deputy)
    register_document(order.pk, actor=deputy, number="14", dated=order.created_at.date())
    regulation.refresh_from_db()
    assert (regulation.state, regulation.number) == (Document.State.REGISTERED, "14-од")
    assert client.get(regulation.get_absolute_url()).context["offered"] == []


def test_a_paper_about_what_its_kind_is_not_made_of_is_not_found(client, deputy, school):
    regulation = make_paper(school, "D02", author=deputy)
    for address in (
        f"D01/?about=paper-{regulation.pk}",
        "D23/?about=paper-0",
        "D23/?about=paper-x",
        "D23/?about=nothing-1",
    ):
        assert client.get(f"/documents/new/{address}").status_code == 404


def test_a_paper_of_another_school_is_not_found(client, deputy):
    stranger = make_user(make_school(), Role.DEPUTY_EDU)
    foreign = make_paper(stranger.employee.school, "D02", author=stranger)
    assert client.get(f"/documents/new/D23/?about=paper-{foreign.pk}").status_code == 404


def test_a_service_asks_the_right_of_the_record_again(deputy, school):
    regulation = make_paper(school, "D02", author=deputy)
    teacher = make_user(school, Role.TEACHER)
    with pytest.raises(NotAllowed):
        make_paper(school, "D23", author=teacher, about=regulation)


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        ("group", "В рабочей группе сейчас никого нет"),
        ("chairs", "Председателей МО сейчас нет"),
        ("named", "Ни один пункт"),
    ],
)
def test_an_audience_without_people_is_refused_beside_the_choice(client, deputy, school, audience, words):
    url = reverse("document-create", args=["D02"])
    answer = client.post(
        url,
        {"title": "Положение", "text": "Текст", "audience": audience, "items-TOTAL_FORMS": 0, "items-INITIAL_FORMS": 0},
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["audience"][0].startswith(words)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"text": "По {{чему}}"}, "text"), ({"title": "О {{org.short}}"}, "title"), ({"text": "{{dir:ком}}"}, "text")],
)
def test_a_wrong_placeholder_leaves_the_draft_as_it_was(client, deputy, school, typed, field):
    draft = make_paper(school, "D02", author=deputy, title="Положение", text="Прежний текст")
    data = {
        "title": "Положение",
        "text": "Новый",
        "audience": "nobody",
        "items-TOTAL_FORMS": 0,
        "items-INITIAL_FORMS": 0,
    }
    answer = client.post(reverse("document-edit", args=[draft.pk]), data | typed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    draft.refresh_from_db()
    assert draft.text == "Прежний текст"


def test_a_placeholder_in_a_point_is_refused(client, deputy, school):
    data = {
        "title": "Положение", "text": "Текст", "audience": "nobody", "items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 0,
        "items-0-text": "Поручить {{dir:дат}}",
    }  # fmt: skip
    answer = client.post(reverse("document-create", args=["D02"]), data)
    assert answer.status_code == 422
    assert "text" in answer.context["points"].errors[0]


def test_what_completes_a_point_survives_an_edit(client, deputy, school):
    draft = make_paper(school, "D01", author=deputy, items=[{"text": "Подготовить", "condition": "regulation"}])
    begun(client, reverse("document-edit", args=[draft.pk]))
    assert DocumentItem.objects.get(document=draft).condition == "regulation"


def test_a_paper_leads_to_what_it_is_made_of_and_back(client, deputy, school):
    regulation = make_paper(school, "D02", author=deputy, title="Положение о ВСОКО")
    order = make_paper(school, "D23", author=deputy, about=regulation)
    assert client.get(order.get_absolute_url()).context["about"] == {
        "label": "Положение о ВСОКО",
        "url": regulation.get_absolute_url(),
    }
    assert client.get(regulation.get_absolute_url()).context["made"] == [order]
