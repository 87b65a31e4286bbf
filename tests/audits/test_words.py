"""What cards ask and how a cause is tested: a school writes it anew, uses it at once, and finds its way back."""

import pytest
from django.urls import reverse

from audits.card_kinds import kinds, shipped
from audits.cause_rules import cause_rules, refuse_superficial
from audits.cause_rules import shipped as shipped_rules
from audits.models import CardWords, CauseWords, Criterion
from audits.services import words as service
from tests.audits.test_cards import fill
from tests.builders.audits import make_checked
from tests.worlds import make_finding, make_world, reported_audit
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db

LESSON = reverse("card-words", args=["lesson"])
TYPED = {
    "rule": "Имён не записывают.", "subject": "Дисциплина", "population": "Сколько таких уроков за неделю",
    "document": "Тема по журналу", "codes": "мо-03, ШК-01,\nмо-03",
}  # fmt: skip


def seen(answer):
    return answer.content.decode().replace("\u00a0", " ")


def test_cards_ask_in_the_words_of_the_school_and_a_stranger_keeps_ours(client, world):
    Criterion.objects.create(
        school=world.school,
        code="ШК-01",
        section="Своё",
        question="Есть?",
        requirement="Устав",
        applies_to="association",
    )
    client.force_login(world.deputy)
    assert "Исходные слова" in seen(client.get(reverse("audit-words")))
    for _ in range(2):
        assert client.post(LESSON, TYPED).status_code == 302
    told = kinds(world.school)["lesson"]
    assert (told.subject, told.codes, told.lesson) == ("Дисциплина", ["MO-03", "ШК-01"], True)
    assert kinds(make_world().school) == shipped()
    audit = make_checked(world, "in_progress")
    fill(world, audit, kind="lesson")
    client.force_login(world.auditor)
    for name in ("card-create", "card-blank"):
        page = seen(client.get(reverse(name, args=[audit.pk]), {"kind": "lesson"}))
        assert {"Имён не записывают.", "Дисциплина", "Тема по журналу"} <= {
            one for one in TYPED.values() if one in page
        }
    client.force_login(world.deputy)
    page = seen(client.get(LESSON))
    assert "MO-03, ШК-01" in page
    assert page.count("Слова изменены") == 1
    restore = reverse("card-words-restore", args=["lesson"])
    assert "Дисциплина" in seen(client.get(restore))
    for _ in range(2):
        client.post(restore)
    assert kinds(world.school) == shipped()
    assert [entry.sentence for entry in HistoryEntry.objects.of(CardWords.objects.get())] == [
        "Возвращены исходные слова",
        "Слова изменены",
    ]
    assert "Возвращать нечего" in seen(client.get(restore))


@pytest.mark.one_database
def test_a_code_that_no_criterion_has_is_named_and_nothing_typed_is_lost(client, world):
    client.force_login(world.head)
    answer = client.post(LESSON, TYPED | {"codes": "MO-03, ЖЖ-99"})
    assert answer.status_code == 422
    assert "Такого кода среди критериев нет: ЖЖ-99." in seen(answer)
    assert "Дисциплина" in seen(answer)
    assert not CardWords.objects.exists()
    assert client.get(reverse("card-words", args=["nothing"])).status_code == 404
    with pytest.raises(NotAllowed):
        service.edit_card_words(world.school, "lesson", actor=world.teacher, **shipped()["lesson"].words)


def test_a_cause_is_tested_in_the_words_of_the_school(client, world):
    asked = {"recurs": "Случится снова?", "changes": "Что поменяем?", "superficial": " не было времени \n\n"}
    client.force_login(world.head)
    assert client.post(reverse("cause-words"), asked).status_code == 302
    rules = cause_rules(world.school)
    assert rules.superficial == "не было времени"
    with pytest.raises(TransitionError):
        refuse_superficial(rules, ["Не сделали.", "Не было времени."])
    refuse_superficial(rules, ["Не сделали.", "Учитель забыл."])
    finding = make_finding(world, reported_audit(world), state="acknowledged")
    page = seen(client.get(reverse("finding-cause", args=[finding.pk])))
    assert "Случится снова?" in page
    assert "Что поменяем?" in page
    client.post(reverse("cause-words-restore"))
    assert cause_rules(world.school) == shipped_rules()
    assert CauseWords.objects.count() == 1
