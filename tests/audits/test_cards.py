"""Cards of the sample: who fills them in and until when, what they prove, and that every sum agrees with them.

The audit runs from 11 to 14 May 2021; its two questions are answered «да» and «нет».
"""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from audits.card_kinds import kinds, shipped
from audits.completeness import checklist_is_complete
from audits.models import Criterion, Sample, SamplingCard
from audits.models.sampling import CardKind
from audits.paper_words import report_words
from audits.papers import audit as paper
from audits.services import cards
from audits.services.grades import signs_of
from audits.services.report import report_facts
from audits.services.samples import WITH_CARDS, tally_of, with_references
from roadmap.models import CourseProgramme
from roadmap.permissions import Role
from tests.builders.audits import make_checked
from tests.factories import make_user
from tests.worlds import make_finding
from vsoko.models import HistoryEntry
from vsoko.workflow import Incomplete, NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
DAY = date(2021, 5, 12)


@pytest.fixture
def audit(world):
    return make_checked(world, "in_progress", nonconformity=False)


@pytest.fixture
def colleague(world, audit):
    user = make_user(world.school, Role.AUDITOR, group=world.roadmap.working_group, last_name="Глобусова")
    audit.team.create(employee=user.employee)
    return user


@pytest.fixture
def failed(audit):
    return audit.items.get(answer="no")


def fill(world, audit, given="no", note="Срока нет.", *, actor=None, kind="minutes", item=None, **facts):
    """Write a card about one question, the failed one unless another is named."""
    item = item or audit.items.get(answer="no")
    facts = {"subject": "заседание МО", "group": "", "lesson": None, "document": "№ 2", "day": DAY} | facts
    return cards.create_card(
        audit.pk, actor=actor or world.auditor, kind=kind, key=facts.pop("key", uuid.uuid4().hex),
        lines={item.pk: (given, note)}, **facts,
    )  # fmt: skip


def set_state(audit, state):
    audit.state, audit.reported_on = state, date(2021, 5, 17)
    audit.save(update_fields=["state", "reported_on"])


# --- who, when, how often -------------------------------------------------------------------------------------------


def test_the_team_fills_in_and_the_author_or_the_lead_changes(world, audit, colleague):
    card = fill(world, audit, actor=colleague)
    facts = {"subject": "заседание", "group": "", "lesson": None, "document": "№ 3", "day": DAY}
    lines = {line.item_id: (line.answer, line.note) for line in card.lines.all()}
    for user in (colleague, world.auditor, world.head):
        cards.edit_card(card.pk, actor=user, lines=lines, **facts)
    own = fill(world, audit)
    with pytest.raises(NotAllowed):
        cards.edit_card(own.pk, actor=colleague, lines=lines, **facts)
    with pytest.raises(NotAllowed):
        fill(world, audit, actor=world.head)
    told = HistoryEntry.objects.of(card).get(action="audits.samplingcard.edit")
    assert told.changes["реквизиты документа"] == ["№ 2", "№ 3"]


@pytest.mark.parametrize("state", ["reported", "planned"])
def test_cards_are_locked_with_the_answers(world, audit, state):
    card = fill(world, audit)
    set_state(audit, state)
    for step in (lambda: fill(world, audit), lambda: cards.delete_card(card.pk, actor=world.auditor)):
        with pytest.raises(TransitionError):
            step()
    assert SamplingCard.objects.count() == 1


def test_a_card_sent_twice_is_one_card(world, audit):
    assert fill(world, audit, key="same") == fill(world, audit, key="same")
    assert SamplingCard.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "note", "facts", "words"),
    [
        ("no", "  ", {}, "запишите, что увидели"),
        ("na", "", {}, "выберите «да»"),
        ("yes", "", {"day": date(2021, 5, 10)}, "Аудит начат 11.05.2021"),
        ("yes", "", {"population": 0}, "Карточек этого вида уже 1, а всего указано 0"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_half_saved(world, audit, given, note, facts, words):
    with pytest.raises(TransitionError, match=words):
        fill(world, audit, given, note, **facts)
    assert not Sample.objects.exists()


def test_a_question_of_another_audit_is_refused(world, audit):
    foreign = make_checked(world, "in_progress").items.first()
    with pytest.raises(TransitionError, match="Такого вопроса в чек-листе нет"):
        fill(world, audit, item=foreign)


def test_in_an_audit_of_the_school_nobody_speaks_about_the_own_question(world):
    audit = make_checked(world, "in_progress", nonconformity=False)
    audit.subject, audit.association = "school", None
    audit.save()
    item = audit.items.get(answer="no")
    item.criterion.responsible = world.auditor.employee
    item.criterion.save()
    with pytest.raises(TransitionError, match="отвечаете вы"):
        fill(world, audit, item=item)


# --- what they prove ------------------------------------------------------------------------------------------------


def test_a_card_that_saw_the_fault_is_evidence_and_one_that_saw_none_is_not(world, audit, failed):
    failed.evidence.all().delete()
    failed.evidence_text = ""
    failed.save()
    make_finding(world, audit, item=failed, state="draft", grade="observation", number="")

    def lacks():
        fresh = type(audit).objects.get(pk=audit.pk)
        try:
            checklist_is_complete(fresh)
        except Incomplete as error:
            return [gap.message for gap in error.gaps]
        return []

    fill(world, audit, "yes", "")
    assert any("добавьте свидетельство" in gap for gap in lacks())
    fill(world, audit, "no")
    assert lacks() == []


def test_three_cards_with_no_are_three_cases_and_never_count_beside_their_finding(world, audit, failed):
    def suggested():
        return signs_of(audit, [type(failed).objects.get(pk=failed.pk)])[failed.pk].suggest("no")

    for _ in range(2):
        fill(world, audit)
    fill(world, audit, "partly")
    assert suggested()[0] == "minor"
    fill(world, audit)
    grade, why = suggested()
    assert grade == "major"
    assert why == "системно: по этому критерию за 12 месяцев случаев — 3, из них в карточках выборки — 3"
    make_finding(world, audit, item=failed, criterion=failed.criterion)
    assert suggested() == (grade, why)


# --- what is told ---------------------------------------------------------------------------------------------------


def test_the_report_and_the_note_tell_the_sums_of_the_cards(world, audit, failed):
    good = audit.items.get(answer="yes")
    fill(world, audit, population=9)
    fill(world, audit, "partly", population=9)
    fill(world, audit, "yes", "", item=good, population=9)
    fill(world, audit, "yes", "", item=good, kind="lesson", lesson=2)
    facts = report_facts(audit)
    lesson, minutes = facts["samples"]
    assert (lesson["name"], lesson["share"]) == ("Посещение занятия", "1, всего не указано")
    assert (minutes["seen"], minutes["population"], minutes["codes"]) == (3, 9, [good.code, failed.code])
    row = f"Протокол | 3 из 9 | {good.code}, {failed.code} | да 1, частично 1, нет 1"
    assert row in report_words(facts)
    table = paper.facts(audit, "D09")["audit.cards"]()
    assert " | ".join(table[-1]) == row


def test_a_report_frozen_before_there_were_cards_is_still_read(audit):
    facts = report_facts(audit)
    assert facts.pop("samples") == []
    assert "Выборка" not in report_words(facts)


def test_every_kind_has_its_words_and_feeds_questions_of_the_criteria(world):
    assert list(kinds(world.school)) == CardKind.values == list(shipped())
    known = set(Criterion.objects.filter(school=world.school).values_list("source_code", flat=True))
    assert {code for words in kinds(world.school).values() for code in words.codes} <= known


# --- pages ----------------------------------------------------------------------------------------------------------


def test_the_checklist_shows_the_cards_and_puts_them_into_the_evidence_once(client, world, audit, failed):
    card = fill(world, audit, population=9)
    client.force_login(world.auditor)
    url = reverse("audit-checklist", args=[audit.pk])
    page = client.get(url)
    assert "да 0, частично 0, нет 1 из 1; выборка 1 из 9" in page.content.decode().replace("\u00a0", " ")
    data = {"cite": failed.pk}
    for _ in range(2):
        row = next(row for row in client.get(url).context["sheet"].rows if row.item.pk == failed.pk)
        data |= {f"{row.prefix}-{name}": value for name, value in row.values.items()}
        data |= {f"{row.prefix}-version": row.version, f"{row.prefix}-was": row.was}
        assert client.post(url, data).url == f"{url}?section=0#q{failed.pk}"
    failed.refresh_from_db()
    assert failed.evidence_text.count(card.reference) == 1
    fill(world, audit, "partly", population=9)
    tally = tally_of(type(failed).objects.prefetch_related(WITH_CARDS).get(pk=failed.pk))
    words = with_references(failed.evidence_text, tally)
    assert words.count("По карточкам: ") == 1
    assert words.endswith("По карточкам: да 0, частично 1, нет 1 из 2; выборка 2 из 9.")


def test_a_card_begun_from_a_question_opens_with_it_and_a_bad_one_keeps_what_was_typed(client, world, audit, failed):
    client.force_login(world.auditor)
    url = f"{reverse('card-create', args=[audit.pk])}?item={failed.pk}"
    page = client.get(url)
    assert [line.item for line in page.context["form"].lines] == [failed]
    sent = {"subject": "протокол", "day": "2021-05-12", "population": "4", "key": "k", f"q{failed.pk}": "no"}
    refused = client.post(url, sent)
    assert refused.status_code == 422
    text = refused.content.decode().replace("\u00a0", " ")
    assert "Запишите, что увидели: без этого «нет» ничего не докажет." in text
    assert 'value="протокол"' in text
    done = client.post(url, sent | {f"note{failed.pk}": "Срока нет.", "another": "1"})
    assert done.url == url
    assert client.get(url).context["form"]["population"].value() == 4
    assert SamplingCard.objects.get().lines.get().note == "Срока нет."


def test_questions_of_one_sampled_programme_stand_together(client, world, audit, failed):
    good = audit.items.get(answer="yes")
    for item, name in ((good, "Хор"), (failed, "Лепка")):
        item.criterion.source_code = "DP-02"
        item.criterion.save()
        item.course_programme = CourseProgramme.objects.create(
            school=world.school, name=name, focus="arts", association=world.association
        )
        item.save()
    client.force_login(world.auditor)
    url = reverse("card-create", args=[audit.pk])
    page = client.get(url, {"kind": "course", "course": failed.course_programme_id})
    assert [line.item for line in page.context["form"].lines] == [failed]
    assert [label for label, _, _ in page.context["courses"]] == [
        str(good.course_programme), str(failed.course_programme)
    ]  # fmt: skip


def test_the_blank_leads_to_the_form_only_those_who_fill_it_in(client, world, audit):
    url = reverse("card-blank", args=[audit.pk])
    entry = f'href="{reverse("card-create", args=[audit.pk])}'
    for user, may in ((world.auditor, True), (world.deputy, False)):
        client.force_login(user)
        assert (entry in client.get(url).content.decode()) is may
