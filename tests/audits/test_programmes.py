"""The yearly programme: one for a roadmap, approved by its document, changed by editions."""

from datetime import date

import pytest

from audits.models import Audit, AuditProgramme
from audits.services import audits, planning, programme_changes, programmes
from roadmap.models import Document, Edition
from roadmap.services.content import content_of
from roadmap.services.documents import recall_document, return_document
from tests.audits.planned import GOALS, approve_paper, approve_programme, begin_programme, conditions, plan
from tests.factories import make_association, make_roadmap
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(world):
    programme = begin_programme(world)
    plan(world)
    return approve_programme(world, programme)


def change_days(world, audit, **fields):
    """Edit the audit through the service, everything else as it is."""
    same = {name: getattr(audit, name) for name in planning.FIELDS}
    return planning.edit_audit(audit.pk, actor=world.head, team=[], sampled_programmes=[], **(same | fields))


def test_a_programme_takes_in_the_audits_planned_before_it(world):
    audit = plan(world)
    unscheduled = plan(world, unscheduled=True, basis="Обращение родителей.", association=make_association(world.school),
                       auditee=world.deputy.employee)  # fmt: skip
    programme = begin_programme(world)
    audit.refresh_from_db()
    unscheduled.refresh_from_db()
    assert (audit.programme, unscheduled.programme) == (programme, None)


def test_a_year_has_one_programme(world):
    begin_programme(world)
    with pytest.raises(TransitionError, match="уже есть"):
        begin_programme(world)


@pytest.mark.parametrize("who", ["director", "auditor", "chair", "teacher", "secretary", "administrator"])
def test_others_do_not_write_the_programme(world, who):
    with pytest.raises(NotAllowed, match="составляет руководитель рабочей группы"):
        programmes.create_programme(world.roadmap.pk, actor=world.people[who], **GOALS)


def test_a_programme_without_audits_is_not_submitted_and_leaves_no_paper(world):
    programme = begin_programme(world)
    with pytest.raises(TransitionError, match="нет ни одного аудита"):
        programmes.submit_programme(programme.pk, actor=world.head)
    assert not Document.objects.filter(kind__code="D06").exists()


def test_approval_of_the_paper_approves_the_programme_and_freezes_its_content(world, approved):
    assert (approved.state, approved.approved_by) == (AuditProgramme.State.APPROVED, world.director)
    content = approved.documents.get().content["owner"]
    assert [row["number"] for row in content["audits"]] == ["2021-01"]
    Audit.objects.update(scope="Другое")
    assert approved.documents.get().content["owner"] == content


def test_a_returned_programme_goes_again_with_the_same_paper(world):
    programme = begin_programme(world)
    plan(world)
    programmes.submit_programme(programme.pk, actor=world.head)
    paper = programme.documents.get()
    return_document(paper.pk, actor=world.deputy, comment="Добавьте школу в целом.")
    programme.refresh_from_db()
    assert programme.state == AuditProgramme.State.DRAFT
    programmes.submit_programme(programme.pk, actor=world.head)
    assert list(programme.documents.all()) == [paper]


@pytest.mark.parametrize("state", [AuditProgramme.State.ON_APPROVAL, AuditProgramme.State.APPROVED])
def test_words_of_a_submitted_programme_are_not_edited(world, state):
    programme = begin_programme(world)
    plan(world)
    programmes.submit_programme(programme.pk, actor=world.head)
    if state == AuditProgramme.State.APPROVED:
        approve_paper(world, programme)
    with pytest.raises(TransitionError, match="правится только черновик"):
        programmes.edit_programme(programme.pk, actor=world.head, goals="Иначе", scope="Иначе")


def test_editing_a_draft_leaves_history_of_what_changed(world):
    programme = begin_programme(world)
    programmes.edit_programme(programme.pk, actor=world.deputy, goals="Иначе", scope=GOALS["scope"])
    assert HistoryEntry.objects.of(programme)[0].changes == {"цели": [GOALS["goals"], "Иначе"]}


def test_submitting_twice_is_refused_in_words(world):
    programme = begin_programme(world)
    plan(world)
    programmes.submit_programme(programme.pk, actor=world.head)
    with pytest.raises(TransitionError, match="передать можно черновик"):
        programmes.submit_programme(programme.pk, actor=world.head)


# --- numbers --------------------------------------------------------------------------------------------------------


def test_audits_are_numbered_in_the_year_and_a_number_is_never_given_again(world):
    first, second = plan(world), plan(world)
    audits.cancel_audit(second.pk, actor=world.head, comment="Объединение упразднено.")
    third = plan(world)
    assert [audit.number for audit in (first, second, third)] == ["2021-01", "2021-02", "2021-03"]


def test_a_calendar_and_a_school_year_that_begin_together_share_one_row_of_numbers(world):
    plan(world)
    school_year = make_roadmap(world.school, "2021/2022")
    audit = planning.plan_audit(school_year.pk, actor=world.head, **conditions(world))
    assert audit.number == "2021-02"


# --- changes of an approved programme -------------------------------------------------------------------------------


def start_change(world, programme, **fields):
    words = {"reason": "Карантин.", "goals": programme.goals, "scope": programme.scope} | fields
    return programme_changes.start_change(programme.pk, actor=world.head, **words)


def test_a_new_audit_of_an_approved_programme_needs_a_change_with_a_reason(world, approved):
    with pytest.raises(TransitionError, match="начните её изменение с причиной") as refused:
        plan(world)
    assert refused.value.field == "unscheduled"


def test_an_unscheduled_audit_needs_no_change_but_a_basis(world, approved):
    with pytest.raises(TransitionError, match="почему понадобился внеплановый"):
        plan(world, unscheduled=True)
    assert plan(world, unscheduled=True, basis="Обращение родителей.").programme is None


def test_a_new_audit_joins_when_the_change_is_approved_and_cannot_begin_before(world, approved):
    edition = start_change(world, approved)
    audit = plan(world)
    with pytest.raises(TransitionError, match="ещё нет в утверждённой программе"):
        audits.start_audit(audit.pk, actor=world.auditor)
    programme_changes.submit_change(approved.pk, actor=world.head)
    with pytest.raises(TransitionError, match="на утверждении"):
        plan(world)
    approve_paper(world, edition)
    audit.refresh_from_db()
    edition.refresh_from_db()
    assert audit.programme == approved
    assert edition.state == Edition.State.APPROVED
    assert [row["number"] for row in edition.snapshot["audits"]] == ["2021-01", "2021-02"]


def test_days_and_lead_of_an_approved_audit_wait_for_the_director(world, approved):
    audit = approved.audits.get()
    with pytest.raises(TransitionError, match="Начните изменение программы") as refused:
        change_days(world, audit, starts_on=date(2021, 5, 20), ends_on=date(2021, 5, 24))
    assert refused.value.field == "starts_on"
    edition = start_change(world, approved)
    change_days(world, audit, starts_on=date(2021, 5, 20), ends_on=date(2021, 5, 24), lead=world.head.employee,
                objectives="Проверить исполнение решений.")  # fmt: skip
    audit.refresh_from_db()
    assert (audit.starts_on, audit.lead) == (date(2021, 5, 11), world.auditor.employee)
    assert audit.objectives == "Проверить исполнение решений."
    programme_changes.submit_change(approved.pk, actor=world.head)
    approve_paper(world, edition)
    audit.refresh_from_db()
    assert (audit.starts_on, audit.ends_on) == (date(2021, 5, 20), date(2021, 5, 24))
    assert audit.lead == world.head.employee
    changes = HistoryEntry.objects.of(audit)[0].changes
    assert changes["начало аудита"] == ["11.05.2021", "20.05.2021"]


def test_the_director_reads_the_programme_as_it_becomes(world, approved):
    audit = approved.audits.get()
    edition = start_change(world, approved, goals="Оценить журналы.")
    change_days(world, audit, starts_on=date(2021, 5, 20), ends_on=date(2021, 5, 24), lead=world.head.employee)
    told = programme_changes.change_content(programme_changes.change_under_way(approved))["programme"]
    assert told["goals"] == "Оценить журналы."
    (row,) = told["audits"]
    assert (row["starts_on"], row["ends_on"]) == ("2021-05-20", "2021-05-24")
    assert row["lead"] == world.head.employee.short_name
    programme_changes.submit_change(approved.pk, actor=world.head)
    approve_paper(world, edition)
    edition.refresh_from_db()
    assert edition.snapshot == told


def test_typing_the_old_days_again_takes_the_proposal_back(world, approved):
    audit = approved.audits.get()
    edition = start_change(world, approved)
    change_days(world, audit, starts_on=date(2021, 5, 12))
    change_days(world, audit)
    edition.refresh_from_db()
    assert edition.changes == []
    with pytest.raises(TransitionError, match="В изменении ничего нет"):
        programme_changes.submit_change(approved.pk, actor=world.head)


def test_the_subject_of_an_approved_audit_does_not_change(world, approved):
    start_change(world, approved)
    other = make_association(world.school)
    with pytest.raises(TransitionError, match="Объект утверждён программой"):
        change_days(world, approved.audits.get(), association=other, auditee=world.deputy.employee)


def test_an_audit_that_began_meanwhile_keeps_its_days(world, approved):
    audit = approved.audits.get()
    edition = start_change(world, approved)
    change_days(world, audit, starts_on=date(2021, 5, 12))
    programme_changes.submit_change(approved.pk, actor=world.head)
    audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))
    approve_paper(world, edition)
    audit.refresh_from_db()
    assert audit.starts_on == date(2021, 5, 11)


def test_words_of_an_approved_programme_change_with_the_edition(world, approved):
    edition = start_change(world, approved, goals="Проверить подготовку к учебному году.")
    assert AuditProgramme.objects.get(pk=approved.pk).goals == GOALS["goals"]
    programme_changes.submit_change(approved.pk, actor=world.head)
    text = content_of(edition.documents.get())["text"]
    assert "Почему меняется: карантин." in text
    assert "\nЦели: проверить подготовку" in text
    assert f"{GOALS['goals']} | Проверить подготовку к учебному году." in text
    approve_paper(world, edition)
    assert AuditProgramme.objects.get(pk=approved.pk).goals == "Проверить подготовку к учебному году."


def test_a_returned_change_is_a_draft_again_and_may_be_dropped_with_its_paper(world, approved):
    edition = start_change(world, approved, goals="Иначе.")
    programme_changes.submit_change(approved.pk, actor=world.head)
    return_document(edition.documents.get().pk, actor=world.deputy, comment="Не сейчас.")
    edition.refresh_from_db()
    assert edition.state == Edition.State.DRAFT
    programme_changes.drop_change(approved.pk, actor=world.head)
    edition.refresh_from_db()
    assert edition.state == Edition.State.DROPPED
    assert edition.documents.get().state == Document.State.ANNULLED
    assert AuditProgramme.objects.get(pk=approved.pk).goals == GOALS["goals"]


def test_a_change_that_its_author_took_back_is_not_called_returned(world, approved):
    edition = start_change(world, approved, goals="Иначе.")
    programme_changes.submit_change(approved.pk, actor=world.head)
    recall_document(edition.documents.get().pk, actor=world.head)
    assert "Изменение отозвано для правки" in HistoryEntry.objects.of(edition).first().sentence


def test_a_change_needs_an_approved_programme_and_its_writer(world):
    programme = begin_programme(world)
    with pytest.raises(TransitionError, match="черновик правьте прямо"):
        start_change(world, programme)
    with pytest.raises(NotAllowed):
        programme_changes.start_change(programme.pk, actor=world.chair, reason="Хочу.", **GOALS)


def test_there_is_one_change_under_way(world, approved):
    first = start_change(world, approved)
    again = start_change(world, approved, reason="Карантин и ремонт.")
    assert again == first
    assert programme_changes.change_under_way(approved).reason == "Карантин и ремонт."
