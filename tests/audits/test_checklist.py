"""The checklist: a copy of the criteria, answers with versions, a section saved without scripts, and what a «нет» offers."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audits.models import Criterion, Evidence
from audits.services import answers, audits
from audits.services.offers import offered
from roadmap.models import CourseProgramme
from roadmap.permissions import Role
from tests.audits.planned import plan, short_template
from tests.builders.audits import make_checked
from tests.factories import make_user, pdf_bytes
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
PDF = pdf_bytes()


@pytest.fixture
def second(world):
    return make_user(world.school, Role.AUDITOR, group=world.roadmap.working_group, last_name="Глобусова")


def start(world, **fields):
    audit = plan(world, unscheduled=True, basis="Поручение директора.", **fields)
    return audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))


@pytest.fixture
def audit(world, second):
    return start(world, template=short_template(world, "A-1", "A-2", "A-3"), team=[second.employee])


def item_of(audit, code="A-1"):
    return audit.items.get(code=code)


def answer(world, item, given="yes", version=0, actor=None, **words):
    return answers.answer_item(item.pk, actor=actor or world.auditor, version=version, answer=given, **words)


# --- the copy -------------------------------------------------------------------------------------------------------


def test_edits_of_a_criterion_do_not_reach_a_started_audit(world, audit):
    Criterion.objects.filter(code="A-1").update(
        question="Иначе?", requirement="Другое", section="Другой", is_active=False
    )
    item = item_of(audit)
    assert (item.question, item.requirement) == ("Есть ли A-1?", "Положение о МО")
    assert item.section == "Документация и планирование МО"


def test_chosen_sections_narrow_the_questions(world):
    template = short_template(world, "A-1", "A-2")
    Criterion.objects.filter(code="A-2").update(section="Журналы")
    audit = start(world, template=template, sections=["Журналы"])
    assert [item.code for item in audit.items.all()] == ["A-2"]


def test_programme_questions_are_asked_once_for_every_sampled_programme(world):
    sampled = [
        CourseProgramme.objects.create(school=world.school, name=name, focus="arts", association=world.association)
        for name in ("Лепка", "Хор")
    ]
    audit = start(
        world,
        template=short_template(world, "A-1"),
        sections=["Документация и планирование МО"],
        sampled_programmes=sampled,
    )
    about = audit.items.exclude(course_programme=None)
    assert audit.items.filter(course_programme=None).count() == 1
    assert {programme: about.filter(course_programme=programme).count() for programme in sampled} == dict.fromkeys(
        sampled, 27
    )


def test_an_audit_of_a_programme_asks_about_that_programme(world):
    programme = CourseProgramme.objects.create(
        school=world.school, name="Лепка", focus="arts", association=world.association, author=world.teacher.employee
    )
    audit = start(world, subject="programme", association=None, course_programme=programme)
    assert audit.auditee == world.teacher.employee
    assert set(audit.items.values_list("course_programme", flat=True)) == {programme.pk}


# --- answers --------------------------------------------------------------------------------------------------------


def test_an_answer_keeps_by_whom_and_when_and_writes_no_history(world, audit):
    lines = HistoryEntry.objects.count()
    item = answer(world, item_of(audit), "partly", evidence_text="Протокол № 1.", note="Подписи нет.")
    assert (item.answer, item.evidence_text, item.note) == ("partly", "Протокол № 1.", "Подписи нет.")
    assert (item.version, item.answered_by) == (1, world.auditor)
    assert item.answered_at
    assert HistoryEntry.objects.count() == lines


def test_a_colleagues_answer_is_never_overwritten_unseen(world, audit, second):
    answer(world, item_of(audit), "yes", note="Видела журнал.")
    with pytest.raises(answers.AnswerConflict, match="Пеналова.*«да», заметка: «Видела журнал.»") as conflict:
        answer(world, item_of(audit), "no", actor=second)
    assert conflict.value.item.answer == "yes"
    answer(world, item_of(audit), "no", version=1, actor=second)
    assert (item_of(audit).answer, item_of(audit).answered_by) == ("no", second)


def test_the_same_answer_sent_twice_is_one_answer(world, audit):
    answer(world, item_of(audit), "yes")
    assert answer(world, item_of(audit), "yes").version == 1


@pytest.mark.parametrize("who", ["director", "deputy", "head", "chair", "teacher", "administrator"])
def test_only_the_team_answers(world, audit, who):
    with pytest.raises(NotAllowed, match="участники аудиторской группы"):
        answer(world, item_of(audit), actor=world.people[who])


def test_a_reported_audit_takes_no_answers(world):
    audit = make_checked(world, "reported")
    item = audit.items.first()
    with pytest.raises(TransitionError, match="ответы заперты"):
        answer(world, item, "no", version=item.version)


def test_a_cancelled_audit_takes_no_answers(world, audit):
    audits.cancel_audit(audit.pk, actor=world.head, comment="Не нужен.")
    with pytest.raises(TransitionError, match="отменён"):
        answer(world, item_of(audit))


def test_an_unknown_answer_and_a_novel_are_refused(world, audit):
    with pytest.raises(TransitionError, match="один из пяти"):
        answer(world, item_of(audit), "maybe")
    with pytest.raises(TransitionError, match="Слишком длинно"):
        answer(world, item_of(audit), "yes", note="о" * 4001)


@pytest.mark.parametrize(
    ("given", "words", "lack"),
    [
        ("partly", {}, "к ответу «частично» оно обязательно"),
        ("no", {"note": "Нет подписи."}, "к ответу «нет» оно обязательно"),
        ("no", {"evidence_text": "Протокол № 1."}, ""),
        ("na", {}, "почему вопрос не применим"),
        ("na", {"reason": "Нет ГИА."}, ""),
        ("yes", {}, ""),
    ],
)
def test_an_unfinished_answer_is_kept_and_says_what_it_lacks(world, audit, given, words, lack):
    item = answer(world, item_of(audit), given, **words)
    assert item.answer == given
    assert lack in answers.lack_of(item)
    assert bool(lack) is bool(answers.lack_of(item))


def test_a_file_proves_an_answer_and_can_be_taken_off(world, audit):
    upload = SimpleUploadedFile("протокол.pdf", PDF)
    item = answer(world, item_of(audit), "partly", files=[upload])
    evidence = item.evidence.get()
    assert (evidence.file.name, answers.lack_of(item)) == ("протокол.pdf", "")
    answer(world, item_of(audit), "partly", version=1, remove=[evidence.pk])
    assert not Evidence.objects.exists()


def test_a_file_that_is_refused_leaves_the_answer_as_it_was(world, audit):
    with pytest.raises(TransitionError, match="не то, что обещает имя"):
        answer(world, item_of(audit), "partly", files=[SimpleUploadedFile("протокол.pdf", b"MZ")])
    assert item_of(audit).answer == "unchecked"


def test_official_secrets_are_proved_by_requisites_only(world):
    audit = start(world, template=short_template(world, "BZ-99"))
    with pytest.raises(TransitionError, match="служебные сведения"):
        answer(world, item_of(audit, "BZ-99"), "yes", files=[SimpleUploadedFile("паспорт.pdf", PDF)])


# --- the offer ------------------------------------------------------------------------------------------------------


def test_a_no_offers_a_finding_with_everything_known(client, world, audit):
    answer(world, item_of(audit), "no", evidence_text="Протокол № 1.", note="Подписи нет.")
    client.force_login(world.auditor)
    text = client.get(reverse("audit-checklist", args=[audit.pk])).content.decode()
    assert f"{reverse('finding-create', args=[audit.pk])}?item={item_of(audit).pk}" in text
    facts = offered(audit, [item_of(audit)])[item_of(audit).pk]
    assert (facts["fact"], facts["evidence"]) == ("Подписи нет.", "Протокол № 1.")
    assert facts["requirement"] == "Положение о МО. Критерий A-1: «Есть ли A-1?»"
    assert facts["grades"]["no"]["grade"].startswith("незначительное")
    answer(
        world, item_of(audit), "no", version=1, files=[SimpleUploadedFile("протокол.pdf", PDF)], dated=date(2021, 5, 12)
    )
    assert offered(audit, [item_of(audit)])[item_of(audit).pk]["evidence"] == "протокол.pdf от 12.05.2021"


@pytest.mark.parametrize(
    ("query", "grade"), [("", "minor"), ("&grade=observation", "observation"), ("&grade=x", "minor")]
)
def test_the_form_of_a_finding_opens_with_the_chosen_grade(client, world, audit, query, grade):
    answer(world, item_of(audit), "no", evidence_text="Протокол № 1.")
    client.force_login(world.auditor)
    response = client.get(f"{reverse('finding-create', args=[audit.pk])}?item={item_of(audit).pk}{query}")
    assert response.context["form"]["grade"].value() == grade


def test_what_is_recorded_is_not_offered_again(world):
    audit = make_checked(world, "in_progress")
    assert offered(audit, list(audit.items.filter(answer="no"))) == {}
