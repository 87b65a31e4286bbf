"""Legal acts: a text cites them by number and date, a table says which are in force, an expired one is named where cited."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audits.models import Criterion
from roadmap.citing import acts_in
from roadmap.models import LegalAct
from roadmap.permissions import Role
from roadmap.services.documents import edit_document
from tests.builders.audits import make_checked
from tests.factories import approve_paper, make_paper, make_school, make_user
from tests.worlds import make_world

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
OLD = "приказом Минпросвещения России от 09.11.2018 № 196"


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def deputy(school):
    return make_user(school, Role.DEPUTY_EDU)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("статья 28 Федерального закона от 29.12.2012 № 273-ФЗ", ["273-fz"]),
        ("Федеральный закон от 29 декабря 2012 г. № 273-ФЗ", ["273-fz"]),
        ("закон № 1273-ФЗ", []),
        ("закон от 01.01.2020 № 273-ФЗ", []),
        ("приказ Минпросвещения России № 629", ["629"]),
        ("приказ директора № 629", []),
        ("приказ школы от 27.07.2022 № 629-од", []),
        ("приказ Минпросвещения России от 24.03.2023 № 196", ["196"]),
        (OLD, ["196-2018"]),
        ("приказ Минпросвещения России № 196", []),
        ("приказ Минпросвещения № 779; приказ № 115", ["779"]),
        ("пункт 629 Положения Минпросвещения", []),
        ("ГОСТ Р 7.0.97-2025 и ГОСТ Р ИСО 9001-2015", ["gost-7-0-97", "iso-9001"]),
        ("от 99.99.2022 № 678-р", []),
    ],
)
def test_an_act_is_known_by_its_number_and_date(school, text, codes):
    assert [act.code for act in acts_in(text, LegalAct.objects.filter(school=school))] == codes


def test_the_first_table_is_complete_and_links_what_replaced_what(school):
    acts = {act.code: act for act in LegalAct.objects.filter(school=school).select_related("replaced_by")}
    replaced = {code: act.replaced_by.code for code, act in acts.items() if act.replaced_by}
    assert replaced == {"196-2018": "629", "582": "779", "fstec-17": "fstec-117", "gost-7-0-97-2016": "gost-7-0-97"}
    assert all(act.valid_until for act in acts.values() if act.replaced_by)
    assert {"462", "1324", "556", "115", "1493", "iso-19011", "236"} <= set(acts)
    assert acts["ok-1656"].checked_on is None


def test_a_draft_cites_what_its_words_name_and_says_what_has_expired(client, school, deputy):
    paper = make_paper(school, author=deputy, text=f"Руководствуясь {OLD}.", items=[{"text": "Изучить 273-ФЗ."}])
    assert set(paper.acts.values_list("code", flat=True)) == {"273-fz", "196-2018"}
    client.force_login(deputy)
    words = client.get(paper.get_absolute_url()).content.decode().replace("\u00a0", " ")
    assert "Срок действия истёк 28.02.2023" in words
    assert "№ 629" in words
    assert "замените ссылку в тексте" in words
    edit_document(paper.pk, actor=deputy, text="Руководствуясь приказом Минпросвещения России № 629.")
    assert set(paper.acts.values_list("code", flat=True)) == {"273-fz", "629"}
    assert "Срок действия истёк" not in client.get(paper.get_absolute_url()).content.decode()


def test_a_regulation_in_force_is_to_be_renewed_and_an_old_order_is_left_alone(client, school, deputy):
    director = make_user(school, Role.DIRECTOR)
    client.force_login(deputy)

    def shown(code):
        paper = approve_paper(make_paper(school, code, author=deputy, text=f"По {OLD}."), director=director)
        return client.get(paper.get_absolute_url()).content.decode()

    assert "замените ссылку новой редакцией" in shown("D02")
    order = shown("D01")
    assert "замените ссылку" not in order
    assert "срок истёк" in order


def test_an_expired_act_is_named_beside_the_criterion_and_the_question(client):
    world = make_world()
    audit = make_checked(world, "in_progress", nonconformity=False)
    act = LegalAct.objects.get(school=world.school, code="115")
    LegalAct.objects.filter(pk=act.pk).update(valid_until=date(2021, 1, 1))
    item = audit.items.first()
    item.criterion.acts.add(act)
    client.force_login(world.auditor)
    for address in (
        f"{reverse('criterion-list')}?q={item.criterion.code}",
        reverse("audit-checklist", args=[audit.pk]),
    ):
        words = client.get(address).content.decode()
        assert words.count("Срок действия истёк 01.01.2021") == 1
        assert "Найдите акт, который его заменил" in words


def test_the_table_shows_what_is_in_force_what_ends_soon_and_what_to_check(client, school, deputy):
    LegalAct.objects.filter(school=school).delete()

    def act(number, **fields):
        facts = {"title": f"Акт {number}", "checked_on": TODAY} | fields
        return LegalAct.objects.create(school=school, number=number, **facts)

    act("1")
    act("2", valid_until=TODAY + timedelta(days=30))
    act("3", valid_until=TODAY - timedelta(days=1), checked_on=None)
    act("4", checked_on=TODAY - timedelta(days=200))
    act("5", checked_on=None, title="Приказ о сайте")
    client.force_login(deputy)

    def found(**query):
        return {one.number for one in client.get(reverse("legal-act-list"), query).context["object_list"]}

    assert found() == {"1", "2", "3", "4", "5"}
    assert found(state="force") == {"1", "2", "4", "5"}
    assert found(state="soon") == {"2"}
    assert found(state="expired") == {"3"}
    assert found(state="unchecked") == {"4", "5"}
    assert found(q="САЙТЕ") == {"5"}
    LegalAct.objects.filter(school=school, number="2").delete()
    assert "ничего не нашлось" in client.get(reverse("legal-act-list"), {"state": "soon"}).content.decode()


def test_an_act_leads_to_the_papers_that_cite_it(client, school, deputy):
    paper = make_paper(school, author=deputy, text=f"По {OLD}.")
    act = paper.acts.get()
    client.force_login(deputy)
    assert f"?act={act.pk}" in client.get(reverse("legal-act-list"), {"state": "expired"}).content.decode()
    assert list(client.get(reverse("document-list"), {"act": act.pk}).context["object_list"]) == [paper]
    client.force_login(make_user(school, Role.TEACHER))
    assert f"?act={act.pk}" not in client.get(reverse("legal-act-list")).content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"valid_until": "2012-12-28"}, "valid_until", "поставьте день позже"),
        ({"checked_on": "2999-01-01"}, "checked_on", "ещё не наступил"),
        ({}, "number", "Этот акт уже внесён"),
    ],
)
def test_an_act_with_impossible_days_or_entered_twice_is_refused_beside_the_field(
    client, school, typed, field, sentence
):
    client.force_login(make_user(school, Role.ADMINISTRATOR))
    facts = {"title": "О том же", "number": "273-ФЗ", "issued_on": "2012-12-29"}
    answer = client.post(reverse("legal-act-create"), facts | typed)
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors[field][0]
    act = LegalAct.objects.get(school=school, code="273-fz")
    assert client.post(reverse("legal-act-edit", args=[act.pk]), facts).status_code == 302


def test_an_act_of_another_school_cannot_replace_ours(client, school):
    client.force_login(make_user(school, Role.ADMINISTRATOR))
    ours, theirs = LegalAct.objects.filter(school=school).first(), LegalAct.objects.filter(school=make_school()).first()
    typed = {"title": ours.title, "number": ours.number, "replaced_by": theirs.pk}
    assert client.post(reverse("legal-act-edit", args=[ours.pk]), typed).status_code == 422


@pytest.mark.one_database
def test_the_table_costs_the_same_for_any_number_of_acts(client, school, deputy):
    client.force_login(deputy)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("legal-act-list")).status_code == 200
        return len(queries)

    LegalAct.objects.filter(school=school).exclude(code="273-fz").delete()
    count()  # what is read once a process is read now
    few = count()
    for number in range(30):
        LegalAct.objects.create(school=school, title=f"Акт {number}", number=str(number))
    assert count() == few


@pytest.mark.one_database
def test_the_list_of_criteria_costs_the_same_however_many_acts_are_cited(client, school, deputy):
    client.force_login(deputy)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("criterion-list")).status_code == 200
        return len(queries)

    count()  # what is read once a process is read now
    few = count()
    for criterion in Criterion.objects.filter(school=school):
        criterion.acts.set(LegalAct.objects.filter(school=school))
    assert count() == few
