"""What a school starts with, and edits of its criteria."""

import pytest

from audits.models import ChecklistTemplate, Criterion
from audits.models.criterion import Subject
from audits.services import checklists
from audits.services import criteria as service
from roadmap.permissions import Role
from tests.factories import make_criterion, make_school, make_user
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def head(school):
    return make_user(school, Role.GROUP_HEAD)


def test_a_new_school_has_every_criterion_by_subject(school):
    count = {subject: Criterion.objects.filter(school=school, applies_to=subject).count() for subject in Subject}
    assert count == {Subject.ASSOCIATION: 45, Subject.PROGRAMME: 27, Subject.SCHOOL: 77}
    assert not Criterion.objects.filter(school=school, source_code="").exists()
    assert not Criterion.objects.filter(school=school, source_edition="").exists()


def test_a_new_school_has_three_checklists_and_an_association_is_asked_the_core(school):
    templates = {row.applies_to: row.rows.count() for row in ChecklistTemplate.objects.filter(school=school)}
    assert templates.keys() == set(Subject)
    assert 25 <= templates[Subject.ASSOCIATION] <= 30
    assert (templates[Subject.PROGRAMME], templates[Subject.SCHOOL]) == (27, 77)


def test_checklists_ask_only_about_their_own_subject(school):
    for template in ChecklistTemplate.objects.filter(school=school):
        assert set(template.criteria.values_list("applies_to", flat=True)) == {template.applies_to}


@pytest.mark.parametrize(
    ("code", "acts"),
    [
        ("MO-01", ["273-fz"]),
        ("MO-07", ["gost-7-0-97"]),
        ("MO-12", ["273-fz", "779"]),
        ("ST-08", ["152-fz"]),
        ("VS-04", ["iso-9001", "iso-19011"]),
        ("DP-09", ["678-r"]),
        ("DP-10", ["sp-3648", "sanpin-3685", "629"]),
        ("KD-03", ["273-fz", "196"]),
        ("MO-03", []),
        ("ZP-04", []),
    ],
)
def test_a_criterion_cites_the_acts_that_its_requirement_names(school, code, acts):
    criterion = Criterion.objects.get(school=school, code=code)
    assert set(criterion.acts.values_list("code", flat=True)) == set(acts)


def test_a_changed_requirement_cites_other_acts(school, head):
    criterion = Criterion.objects.get(school=school, code="MO-01")
    service.edit_criterion(criterion.pk, actor=head, requirement="приказ Минпросвещения России от 24.03.2023 № 196")
    assert [act.code for act in criterion.acts.all()] == ["196"]


def test_a_criterion_is_added_and_changed_with_history(school, head):
    criterion = service.create_criterion(
        school, actor=head, code="ШК-01", section="Своё", question="Есть ли?", requirement="Устав", applies_to="school"
    )
    service.edit_criterion(criterion.pk, actor=head, question="Есть ли устав?")
    entries = HistoryEntry.objects.of(criterion)
    assert [entry.sentence for entry in entries] == ["Критерий изменён", "Критерий добавлен"]
    assert entries[0].changes == {"вопрос": ["Есть ли?", "Есть ли устав?"]}


def test_a_save_that_changes_nothing_leaves_no_history(school, head):
    criterion = make_criterion(school)
    service.edit_criterion(criterion.pk, actor=head, question=criterion.question)
    assert not HistoryEntry.objects.of(criterion).exists()


def test_a_taken_code_is_refused_in_words(school, head):
    with pytest.raises(TransitionError, match="Код MO-01 уже занят"):
        service.create_criterion(
            school, actor=head, code="MO-01", section="Своё", question="?", requirement="Устав", applies_to="school"
        )


@pytest.mark.parametrize("role", [Role.TEACHER, Role.AUDITOR, Role.CHAIR, Role.DIRECTOR])
def test_others_do_not_keep_criteria(school, role):
    actor = make_user(school, role)
    with pytest.raises(NotAllowed, match="Критерии ведёт"):
        service.edit_criterion(make_criterion(school).pk, actor=actor, question="Иначе?")


def test_nobody_changes_criteria_of_another_school(school):
    stranger = make_user(make_school(), Role.GROUP_HEAD)
    with pytest.raises(NotAllowed):
        service.edit_criterion(make_criterion(school).pk, actor=stranger, question="Иначе?")


def test_a_checklist_is_made_of_chosen_criteria_and_says_what_changed(school, head):
    first, second, third = (make_criterion(school) for _ in range(3))
    template = checklists.create_template(
        school, actor=head, criteria=[second, first], name="Короткий", applies_to="association"
    )
    assert [row.criterion for row in template.rows.all()] == [second, first]
    checklists.edit_template(template.pk, actor=head, criteria=[first, third])
    entry = HistoryEntry.objects.of(template)[0]
    assert entry.changes == {"Вопросы": [[second.code], [third.code]]}


def test_a_checklist_without_questions_is_refused(school, head):
    with pytest.raises(TransitionError, match="нет ни одного вопроса"):
        checklists.create_template(school, actor=head, criteria=[], name="Пустой", applies_to="association")
    assert not ChecklistTemplate.objects.filter(school=school, name="Пустой").exists()
