"""Checklists with mandatory questions: on the form, in the audit, and in its report when they stay unchecked."""

import pytest
from django.urls import reverse

from audits.completeness import lack_of_answer
from audits.models import ChecklistTemplate
from audits.services import checklists
from audits.services.questions import asked_by
from audits.services.report import report_facts
from roadmap.models import CourseProgramme
from tests.audits.planned import plan, short_template
from tests.builders.audits import make_checked
from tests.factories import make_criterion
from vsoko.models import HistoryEntry
from vsoko.workflow import TransitionError

pytestmark = pytest.mark.django_db


def marked(template):
    return set(template.rows.filter(is_mandatory=True).values_list("criterion__code", flat=True))


def test_our_checklists_come_with_their_core_marked(world):
    for template in ChecklistTemplate.objects.filter(school=world.school):
        assert 9 <= len(marked(template)) < template.rows.count()


def test_marks_are_saved_and_told_in_history(world):
    first, second = make_criterion(world.school), make_criterion(world.school)
    template = checklists.create_template(
        world.school,
        actor=world.head,
        criteria=[first, second],
        mandatory=[first],
        name="Мой",
        applies_to="association",
    )
    checklists.edit_template(template.pk, actor=world.head, criteria=[first, second], mandatory=[second])
    assert marked(template) == {second.code}
    assert HistoryEntry.objects.of(template)[0].changes == {"Обязательные": [[first.code], [second.code]]}


def test_a_mandatory_question_leaves_only_after_its_mark(client, world):
    template = short_template(world, "AA-01", "AA-02")
    first, second = template.criteria.order_by("code")
    client.force_login(world.head)
    url = reverse("template-edit", args=[template.pk])
    sent = {"name": template.name, "is_active": "on", "criteria": [second.pk], "mandatory": [first.pk]}
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "Вопрос AA-01 обязательный: снимите отметку" in answer.content.decode()
    assert f'name="mandatory" id="must-{first.pk}" value="{first.pk}" checked' in answer.content.decode()
    assert template.rows.count() == 2
    assert client.post(url, sent | {"mandatory": [second.pk]}).status_code == 302
    assert list(template.criteria.all()) == [second]
    with pytest.raises(TransitionError, match="Вопрос AA-01 обязательный"):
        checklists.edit_template(template.pk, actor=world.head, criteria=[second], mandatory=[first])


@pytest.mark.parametrize(("picked", "word"), [(24, "часть разделов"), (25, ""), (30, ""), (31, "трудно успеть")])
def test_more_or_fewer_than_usual_is_a_calm_word(picked, word):
    said = checklists.beside_the_usual("association", picked)
    assert bool(said) == bool(word)
    assert word in said
    assert not checklists.beside_the_usual("school", picked)


def test_the_form_counts_and_a_long_checklist_is_saved_all_the_same(client, world, django_assert_max_num_queries):
    template = ChecklistTemplate.objects.get(school=world.school, applies_to="association")
    client.force_login(world.head)
    url = reverse("template-edit", args=[template.pk])
    with django_assert_max_num_queries(15):
        page = client.get(url)
    words = page.content.decode().replace("\u00a0", " ")
    assert "<span data-picked>30</span> из 45" in words
    assert "25–30 вопросов" in words
    everything = list(page.context["form"].known)
    answer = client.post(
        url,
        {"name": template.name, "is_active": "on", "criteria": everything, "mandatory": everything[:1]},
        follow=True,
    )
    assert "В чек-листе 45 вопросов, обычно для МО берут 25–30" in answer.content.decode().replace("\u00a0", " ")
    assert template.rows.count() == 45


def test_an_inactive_question_is_not_lost_with_a_save(client, world):
    template = short_template(world, "AA-01", "AA-02")
    template.criteria.filter(code="AA-01").update(is_active=False)
    client.force_login(world.head)
    form = client.get(reverse("template-edit", args=[template.pk])).context["form"]
    assert form.picked == 2


def test_programme_questions_are_asked_once_for_each_sampled_programme(world):
    courses = [
        CourseProgramme.objects.create(school=world.school, name=name, association=world.association)
        for name in ("Шахматы", "Хор")
    ]
    template = short_template(world, "AA-01")
    audit = plan(world, template=template, sampled_programmes=courses)
    asked = asked_by(audit)
    programme = ChecklistTemplate.objects.get(school=world.school, applies_to="programme")
    assert [one.criterion.code for one in asked if one.programme is None] == ["AA-01"]
    for course in courses:
        own = [one for one in asked if one.programme == course]
        assert len(own) == 27
        assert {one.criterion.code for one in own if one.is_mandatory} == marked(programme)


def test_an_unchecked_mandatory_question_is_named_as_such(client, world):
    audit = make_checked(world, "in_progress", nonconformity=False)
    first, second = audit.items.all()
    audit.items.filter(pk=first.pk).update(answer="unchecked", is_mandatory=True)
    first.refresh_from_db()
    assert lack_of_answer(first).startswith("обязательный вопрос без ответа")
    client.force_login(world.auditor)
    assert "Обязательный вопрос" in client.get(reverse("audit-checklist", args=[audit.pk])).content.decode()
    assert "Обязательный вопрос" in client.get(reverse("audit-blank", args=[audit.pk])).content.decode()
    # Explained, it passes as any other, and the report says which it is.
    audit.items.filter(pk=first.pk).update(reason="Журнал у заместителя.")
    first.refresh_from_db()
    assert lack_of_answer(first) == ""
    assert report_facts(audit)["unchecked_mandatory"] == [first.code]
    page = client.get(reverse("audit-report", args=[audit.pk])).content.decode()
    assert "Из обязательных вопросов не проверены:" in page
