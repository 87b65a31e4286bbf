"""Editions of a criterion: what was asked before, what a started audit asked, and the way back to the words of the list."""

import pytest
from django.urls import reverse

from audits.models import Criterion, CriterionEdition
from audits.services import criteria as service
from audits.services.audits import start_audit
from audits.source_list import shipped
from tests.audits.planned import approve_programme, begin_programme, plan, short_template
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


def of_list(world, code="MO-01"):
    return Criterion.objects.get(school=world.school, code=code)


def page(client, criterion, user):
    client.force_login(user)
    return client.get(criterion.get_absolute_url()).content.decode().replace("\u00a0", " ")


def test_every_former_wording_is_told_with_who_replaced_it_and_what_changed(client, world):
    criterion = of_list(world)
    first = criterion.question
    service.edit_criterion(criterion.pk, actor=world.head, question="Есть ли приказ?")
    service.edit_criterion(criterion.pk, actor=world.deputy, hint="Приказ с приложением")
    kept = CriterionEdition.objects.filter(criterion=criterion)
    assert [(one.number, one.question, one.replaced_by) for one in kept] == [
        (1, first, world.head), (2, "Есть ли приказ?", world.deputy),
    ]  # fmt: skip
    words = page(client, criterion, world.teacher)
    assert words.index("Редакция 3") < words.index("Редакция 2") < words.index("Редакция 1")
    assert "→ Приказ с приложением" in words
    assert "редакция от 23.11.2026, изменён школой" in words
    assert "Изменить критерий" not in words


def test_what_is_no_wording_makes_no_edition(world):
    criterion = of_list(world)
    service.edit_criterion(
        criterion.pk, actor=world.head, question=criterion.question, responsible=world.teacher.employee, is_active=False
    )
    assert of_list(world).edition == 1
    assert not criterion.earlier.exists()


def test_a_form_that_is_opened_and_saved_makes_no_edition(client, world):
    criterion = service.create_criterion(
        world.school, actor=world.head, code="ШК-01", section="Своё", question="Есть ли план?\nИ отчёт?",
        requirement="Устав", applies_to="school",
    )  # fmt: skip
    client.force_login(world.head)
    url = reverse("criterion-edit", args=[criterion.pk])
    form = client.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"question": "Есть ли план?\r\nИ отчёт?"}
    assert client.post(url, sent).status_code == 302
    criterion.refresh_from_db()
    assert criterion.edition == 1


def test_a_started_audit_keeps_its_words_and_tells_their_edition(client, world):
    template = short_template(world, "AA-01")
    template.rows.update(is_mandatory=True)
    criterion = template.criteria.get()
    service.edit_criterion(criterion.pk, actor=world.head, question="Есть ли второе?")
    programme = begin_programme(world)
    audit = plan(world, template=template)
    approve_programme(world, programme)
    start_audit(audit.pk, actor=world.auditor)
    service.edit_criterion(criterion.pk, actor=world.head, question="Есть ли третье?")
    item = audit.items.get()
    assert (item.question, item.edition, item.is_mandatory) == ("Есть ли второе?", 2, True)
    words = page(client, criterion, world.head)
    assert f"№ {audit.number}" in words
    assert '<td data-label="Редакция">2</td>' in words
    # Who does not see the audit does not learn of it here.
    assert f"№ {audit.number}" not in page(client, criterion, world.secretary)


def test_one_step_brings_the_words_of_the_list_back(client, world):
    criterion = of_list(world)
    service.edit_criterion(criterion.pk, actor=world.head, question="Есть ли приказ?", section="Приказы")
    client.force_login(world.head)
    url = reverse("criterion-restore", args=[criterion.pk])
    assert "Есть ли приказ?" in client.get(url).content.decode()
    assert client.post(url).status_code == client.post(url).status_code == 302
    criterion = of_list(world)
    assert (criterion.question, criterion.section) == (shipped()["MO-01"]["question"], shipped()["MO-01"]["section"])
    assert (criterion.edition, criterion.earlier.count()) == (3, 2)
    assert HistoryEntry.objects.of(criterion)[0].sentence == "Возвращена исходная формулировка"


def test_what_the_school_has_written_itself_has_nothing_to_return_to(world):
    own = short_template(world, "AA-01").criteria.get()
    with pytest.raises(TransitionError, match="школа внесла сама"):
        service.restore_criterion(own.pk, actor=world.head)
    service.edit_criterion(of_list(world).pk, actor=world.head, question="Есть ли приказ?")
    with pytest.raises(NotAllowed):
        service.restore_criterion(of_list(world).pk, actor=world.chair)


def test_a_question_of_a_checklist_does_not_turn_to_another_subject(world):
    with pytest.raises(TransitionError, match="стоит в чек-листе «Аудит методического объединения»") as refused:
        service.edit_criterion(of_list(world).pk, actor=world.head, applies_to="school")
    assert refused.value.field == "applies_to"
    assert not CriterionEdition.objects.exists()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"origin": "own"}, ["AA-01"]),
        ({"origin": "changed"}, ["MO-01"]),
        ({"origin": "ours", "section": "Приказы"}, ["MO-01"]),
        ({"q": "папка с приказами"}, ["MO-01"]),
        ({"is_active": "false"}, ["MO-02"]),
    ],
)
def test_the_list_is_narrowed_in_its_address(client, world, query, codes):
    short_template(world, "AA-01")
    service.edit_criterion(of_list(world).pk, actor=world.head, section="Приказы", hint="Папка с приказами")
    service.edit_criterion(of_list(world, "MO-02").pk, actor=world.head, is_active=False)
    client.force_login(world.teacher)
    shown = client.get(reverse("criterion-list"), query).context["object_list"]
    assert [criterion.code for criterion in shown] == codes


def test_the_list_tells_who_answers_and_where_a_question_is_asked(client, world, django_assert_max_num_queries):
    template = short_template(world, "AA-01")
    template.rows.update(is_mandatory=True)
    service.edit_criterion(template.criteria.get().pk, actor=world.head, responsible=world.teacher.employee)
    client.force_login(world.head)
    with django_assert_max_num_queries(15):
        words = client.get(reverse("criterion-list"), {"responsible": world.teacher.employee.pk}).content.decode()
    assert "Короткий, <b>обязательный</b>" in words
    assert "Вопрос школы" in words
    assert "MO-01" not in words
    with django_assert_max_num_queries(15):
        assert "не спрашивается" in client.get(reverse("criterion-list")).content.decode()
