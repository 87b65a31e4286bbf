"""The class that is suggested for a finding, and the reason that is said beside it (domain text, section 4.1)."""

from datetime import date

import pytest
from django.urls import reverse

from audits.models import Finding
from audits.services.grades import signs_of
from tests.builders.audits import make_checked, make_finding
from tests.worlds import make_finding as found
from tests.worlds import reported_audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(world):
    days = {"starts_on": date(2021, 11, 8), "ends_on": date(2021, 11, 9)}
    return make_checked(world, "in_progress", nonconformity=False, **days).items.get(answer="no")


def suggested(item, answer="no"):
    return signs_of(item.audit, [item])[item.pk].suggest(answer)


def test_a_single_case_is_minor(item):
    assert suggested(item) == ("minor", "единичный случай, за 12 месяцев не повторялся")


def test_partly_is_an_observation_and_yes_a_good_practice(item):
    assert suggested(item, "partly")[0] == "observation"
    assert suggested(item, "yes")[0] == "good_practice"


@pytest.mark.parametrize(("closed", "grade"), [(date(2020, 11, 9), "major"), (date(2020, 11, 8), "minor")])
def test_what_came_back_within_twelve_months_after_closing_is_major(world, item, closed, grade):
    earlier = make_finding(world, "closed")
    Finding.objects.filter(pk=earlier.pk).update(
        criterion=item.criterion, closed_on=closed, registered_on=date(2020, 1, 1)
    )
    assert suggested(item)[0] == grade
    if grade == "major":
        assert f"повторилось в течение 12 месяцев: № {earlier.number} закрыто 09.11.2020" in suggested(item)[1]


def test_the_third_case_of_one_criterion_in_the_school_is_major(world, item):
    elsewhere = reported_audit(world, subject="school", association=None)
    found(world, elsewhere, criterion=item.criterion)
    assert suggested(item)[0] == "minor"
    found(world, elsewhere, criterion=item.criterion)
    assert suggested(item) == ("major", "системно: по этому критерию за 12 месяцев случаев — 3")


def test_withdrawn_remarked_and_old_cases_are_no_cases(world, item):
    elsewhere = reported_audit(world)
    found(world, elsewhere, criterion=item.criterion, state="withdrawn")
    found(world, elsewhere, criterion=item.criterion, grade="observation", state="recorded")
    found(world, elsewhere, criterion=item.criterion, registered_on=date(2020, 5, 1))
    assert suggested(item)[0] == "minor"


def test_a_no_about_safety_is_major(item):
    item.section = "Безопасность и охрана здоровья"
    assert suggested(item) == ("major", "вопрос о безопасности и здоровье")
    assert suggested(item, "partly")[0] == "observation"


@pytest.mark.one_database
def test_signs_cost_the_same_for_any_number_of_questions(item, django_assert_num_queries):
    audit, items = item.audit, list(item.audit.items.all())
    with django_assert_num_queries(2):  # cards of the questions, and findings
        signs_of(audit, items)


def test_the_form_says_what_is_suggested_and_why(client, world, item):
    client.force_login(world.auditor)
    page = client.get(f"{reverse('finding-create', args=[item.audit_id])}?item={item.pk}")
    assert page.context["form"]["grade"].value() == "minor"
    assert "незначительное несоответствие (единичный случай" in page.context["form"].fields["grade"].help_text


def test_a_strength_is_offered_by_a_yes_and_recorded_from_its_row(client, world, item):
    good = item.audit.items.get(answer="yes")
    client.force_login(world.auditor)
    address = f"{reverse('finding-create', args=[item.audit_id])}?item={good.pk}&answer=yes"
    assert (
        address.replace("&", "&amp;") in client.get(reverse("audit-checklist", args=[item.audit_id])).content.decode()
    )
    assert client.get(address).context["form"]["grade"].value() == "good_practice"
    words = {"grade": "good_practice", "title": "Банк заданий", "requirement": "Т", "fact": "Ф", "evidence_text": "С"}
    client.post(address, words)
    assert good.findings.get().grade == "good_practice"


def test_a_nonconformity_outside_the_questions_names_its_criterion(client, world, item):
    client.force_login(world.auditor)
    address = reverse("finding-create", args=[item.audit_id])
    words = {"grade": "minor", "title": "Без срока", "requirement": "Т", "fact": "Ф", "evidence_text": "С"}
    refused = client.post(address, words)
    assert refused.context["form"].errors["criterion"] == ["Выберите критерий, которому это не соответствует."]
    client.post(address, words | {"criterion": item.criterion_id})
    written = item.audit.findings.get()
    assert (written.criterion, written.section) == (item.criterion, item.section)
