"""Заготовки: edited with a check and a preview, for new papers only."""

import pytest
from django.urls import reverse

from roadmap.models import Document, Skeleton
from roadmap.permissions import Role
from roadmap.services.documents import kind_of
from roadmap.services.skeletons import edits_skeletons
from roadmap.services.starting import start_of
from tests.factories import make_group, make_paper, make_roadmap, make_school, make_user
from vsoko.models import HistoryEntry

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def deputy(school, client):
    user = make_user(school, Role.DEPUTY_EDU, last_name="Циркулева", position="заместитель директора по УВР")
    client.force_login(user)
    return user


@pytest.fixture
def order(school):
    return Skeleton.objects.select_related("kind__school").get(kind=kind_of(school, "D03"), variant="")


def typed(skeleton, **words):
    names = ("name", "title", "body_name", "text", "points", "readers", "signer_role")
    return {name: getattr(skeleton, name) for name in names} | words


def post(client, skeleton, **words):
    return client.post(reverse("skeleton-edit", args=[skeleton.pk]), typed(skeleton, **words))


def test_a_changed_skeleton_is_kept_with_its_history(client, deputy, order):
    answer = post(client, order, title="О рабочей группе {{org.short}}")
    assert answer.status_code == 302
    order.refresh_from_db()
    assert order.title == "О рабочей группе {{org.short}}"
    entry = HistoryEntry.objects.of(order).get()
    assert entry.changes["заголовок документа"][1] == order.title
    assert start_of(order.kind).title == f"О рабочей группе {order.school.short_name}"


def test_a_document_already_made_keeps_its_words(client, deputy, school, order):
    roadmap = make_roadmap(school)
    start = start_of(order.kind, roadmap=roadmap)
    made = make_paper(school, "D03", author=deputy, title=start.title, text=start.text, items=start.items)
    before = [item.text for item in made.items.all()]
    assert post(client, order, title="Иной", text="Иной текст", points="Иной пункт").status_code == 302
    made.refresh_from_db()
    assert (made.title, made.text, [item.text for item in made.items.all()]) == (start.title, start.text, before)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"text": "По {{orgshort}}"}, "{{orgshort}}: такой подстановки нет, может быть, {{org.short}}?"),
        ({"title": "О {{coord:винн}}"}, "{{coord:винн}}: такого падежа нет"),
        ({"title": "О {{group.composition}} и другом"}, "{{group.composition}}: это таблица"),
        ({"title": "О {{doc.signer}}"}, "{{doc.signer}}: эта подстановка заполняется при показе"),
        ({"points": "Сделать. | завхоз"}, "«завхоз»: такой роли нет"),
        ({"points": "Сделать. | секретарь школы | завтра"}, "«завтра»: такого срока нет"),
        ({"points": "Сделать. | {{org.short}}"}, "{{org.short}}: это не человек"),
        ({"points": "Сделать. | секретарь школы | | чудо"}, "«чудо»: такого условия нет"),
        ({"points": "{{group.composition}}"}, "{{group.composition}}: эта подстановка заполняется при показе"),
        ({"points": "Велеть {{кому}}"}, "{{кому}}: такой подстановки нет"),
        ({"name": ""}, "Заполните это поле."),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_is_saved(client, deputy, order, words, sentence):
    answer = post(client, order, **words)
    assert answer.status_code == 422
    field = next(iter(words))
    assert any(error.startswith(sentence) for error in answer.context["form"].errors[field])
    assert typed(Skeleton.objects.get(pk=order.pk)) == typed(order)


def test_the_preview_shows_the_schools_own_facts_and_keeps_nothing(client, deputy, school, order):
    make_group(make_roadmap(school))
    before = (Document.objects.count(), HistoryEntry.objects.count())
    answer = post(client, order, preview="1", title="О группе {{org.short}}", points="Назначить {{coord:вин}}.")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"О группе {school.short_name}" in page.replace("\u00a0", " ")
    assert "Назначить Циркулеву А.И." in page.replace("\u00a0", " ")
    assert "СОСТАВ РАБОЧЕЙ ГРУППЫ" in page
    assert (Document.objects.count(), HistoryEntry.objects.count()) == before
    assert Skeleton.objects.get(pk=order.pk).title == order.title


def test_the_preview_of_wrong_words_names_the_mistake(client, deputy, order):
    answer = post(client, order, preview="1", text="{{нечто}}")
    assert answer.status_code == 422
    assert "text" in answer.context["form"].errors


def test_every_delivered_skeleton_passes_its_own_check(client, deputy, school):
    for skeleton in Skeleton.objects.filter(school=school).select_related("kind"):
        answer = post(client, skeleton)
        assert answer.status_code == 302, (skeleton, answer.context["form"].errors)


def test_every_delivered_skeleton_can_be_previewed(client, deputy, school):
    make_roadmap(school)
    for skeleton in Skeleton.objects.filter(school=school).select_related("kind"):
        page = post(client, skeleton, preview="1").content.decode()
        sheet = page.split('<article class="a4"')[1].split("</article>")[0]
        assert "{{" not in sheet, skeleton


def test_the_page_lists_the_placeholders_that_may_be_used(client, deputy, order):
    page = client.get(reverse("skeleton-edit", args=[order.pk])).content.decode()
    assert "{{group.composition}}" in page
    assert "{{coord.pos:вин}}" in page


def test_a_copy_serves_another_occasion(client, deputy, school, order):
    for _ in range(2):
        answer = client.post(reverse("skeleton-copy", args=[order.pk]), {"name": "Приказ о группе аудиторов"})
        assert answer.status_code == 302
    copies = list(order.kind.skeletons.filter(name="Приказ о группе аудиторов"))
    assert len({one.variant for one in copies}) == 2
    assert all(one.text == order.text for one in copies)
    page = client.get(reverse("document-create", args=["D03"]), {"variant": copies[0].variant}).content.decode()
    assert "Заготовка: Приказ о группе аудиторов." in page.replace("\u00a0", " ")


def test_a_form_asks_only_what_its_kind_has(client, deputy, school):
    minutes = Skeleton.objects.get(kind=kind_of(school, "D04"), variant="")
    order = Skeleton.objects.get(kind=kind_of(school, "D01"), variant="")
    asked = [
        set(client.get(reverse("skeleton-edit", args=[one.pk])).context["form"].fields) for one in (minutes, order)
    ]
    assert asked[0] - asked[1] == {"body_name", "signer_role"}


def test_the_list_costs_the_same_for_few_and_many(client, deputy, school, order, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(reverse("skeleton-list")).status_code == 200
        return len(asked)

    cost()
    few = cost()
    Skeleton.objects.bulk_create(
        Skeleton(school=school, kind=order.kind, variant=f"x{n}", name=f"Ещё {n}", title="О") for n in range(30)
    )
    assert cost() == few


def test_only_leaders_and_the_administrator_edit(school):
    allowed = {Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING}
    assert {role for role in Role if edits_skeletons(make_user(school, role))} == allowed
