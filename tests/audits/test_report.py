"""What the report says: figures from answers, the rule of the conclusion, and what stays when people edit words."""

from datetime import date

import pytest

from audits.models import Audit, ChecklistItem
from audits.paper_words import report_words
from audits.report_pdf import PURPOSE, facts_of, paper_of
from audits.services.report import draft_conclusion, report_facts, verdict_of
from audits.services.scores import Score, conformity, score_of, with_scores
from roadmap.services.content import content_of as content_of_document
from roadmap.sheet import sheet_of
from tests.builders.audits import make_checked, make_programme
from tests.pango import needs_pango
from tests.worlds import make_finding, reported_audit
from vsoko.rendering import produce
from vsoko.workflow import TransitionError

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("yes", "partly", "no", "index"),
    [(7, 0, 1, 87.5), (1, 1, 0, 75), (0, 2, 2, 25), (0, 0, 3, 0), (4, 0, 0, 100), (0, 0, 0, None)],
)
def test_the_index_counts_partly_as_half_and_nothing_as_nothing(yes, partly, no, index):
    assert conformity(yes, partly, no) == index


def test_what_is_not_checked_or_not_applicable_never_counts():
    items = [ChecklistItem(answer=answer) for answer in ("yes", "no", "na", "unchecked", "unchecked")]
    score = Score.of(items)
    assert (score.index, score.total, score.done, score.left) == (50, 5, 3, 2)


def test_scores_of_a_list_are_those_of_its_rows(world):
    audit = make_checked(world, "in_progress")
    counted = with_scores(Audit.objects.filter(pk=audit.pk)).get()
    assert score_of(counted) == Score.of(audit.items.all())


@pytest.mark.parametrize(
    ("grades", "verdict"),
    [
        ([], "соответствует установленным требованиям"),
        (["observation", "opportunity", "good_practice"], "соответствует установленным требованиям"),
        (["minor", "minor"], "соответствует установленным требованиям с отклонениями"),
        (["minor", "major"], "не соответствует установленным требованиям"),
    ],
)
def test_the_verdict_follows_the_worst_class(world, grades, verdict):
    audit = reported_audit(world)
    for grade in grades:
        make_finding(world, audit, grade=grade, state="open" if grade in ("minor", "major") else "recorded")
    assert verdict_of(audit.findings.all()) == verdict
    assert f"деятельность по проверенным критериям {verdict}." in draft_conclusion(audit)


def test_the_text_is_complete_from_facts_alone(world):
    audit = make_checked(world, "reported", conclusion="")
    text = report_words(report_facts(audit))
    for words in (
        f"Аудит № {audit.number}, внеплановый. Объект: {world.association}.",
        "Основание: Обращение родителей.\n",
        "Дни аудита: 11–14.05.2021.",
        "Проверяемый период: январь\u00a0– апрель 2021\u00a0г.",
        "Всего | 1 | 0 | 1 | 0 | 0 | 50",
        "Индекс соответствия — 50\u00a0%.",
        "Объект проверяется впервые.",
        "с отклонениями. Дробинина",
        "значительных несоответствий — 0, незначительных — 1",
        "План корректирующих мероприятий представить до 31.05.2021.",
    ):
        assert words in text


def test_a_scheduled_audit_cites_its_programme(world):
    programme = make_programme(world, "approved")
    audit = make_checked(world, unscheduled=False, basis="Приказ № 5-од", programme=programme)
    cited = report_facts(audit)["basis"]
    assert cited.startswith("Приказ № 5-од; Программа внутренних аудитов на")
    assert "утверждена" in cited


def test_rewritten_words_stay_and_figures_follow_the_facts(world):
    audit = make_checked(world, "in_progress", conclusion="Своими словами.")
    audit.items.filter(answer="no").update(answer="yes")
    facts = report_facts(audit)
    assert facts["conclusion"] == "Своими словами."
    assert facts["total"]["index"] == 100


def test_one_answer_changes_exactly_its_figures(world):
    audit = make_checked(world, "in_progress")
    before = report_facts(audit)
    audit.items.filter(answer="no").update(answer="partly")
    after = report_facts(audit)
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"sections", "total"}
    assert (before["total"]["index"], after["total"]["index"]) == (50, 75)


def test_what_was_not_checked_is_said_with_its_reason(world):
    audit = make_checked(world, "in_progress")
    audit.items.filter(answer="yes").update(answer="unchecked", reason="Журнал в районе.")
    facts = report_facts(audit)
    assert [row["reason"] for row in facts["unchecked"]] == ["Журнал в районе."]
    assert facts["total"]["index"] == 0


def test_a_withdrawn_finding_counts_for_nothing_and_stays_visible_with_its_reason(world):
    audit = reported_audit(world)
    gone = make_finding(
        world, audit, state="withdrawn", objection="Срок в приложении.", objection_decision="Срок есть."
    )
    facts = report_facts(audit)
    assert (facts["nonconformities"], facts["verdict"]) == ([], "соответствует установленным требованиям")
    assert f"{gone.number} | {gone.title} | Срок в приложении. | Срок есть." in report_words(facts)


def test_the_earlier_audit_of_the_same_subject_is_compared(world):
    earlier = make_checked(
        world, "closed", starts_on=date(2021, 2, 1), ends_on=date(2021, 2, 3), period_to=date(2021, 1, 31)
    )
    reported_audit(world, starts_on=date(2021, 3, 1), ends_on=date(2021, 3, 3), subject="school", association=None)
    audit = make_checked(world, "in_progress")
    previous = report_facts(audit)["previous"]
    assert (previous["number"], previous["index"]) == (earlier.number, 50)
    assert [row["state"] for row in previous["findings"]] == ["зарегистрировано"]
    assert (previous["better"], previous["worse"]) == ([], [])


def test_the_comparison_names_sections_and_what_got_better_and_worse(world):
    make_checked(world, "closed", starts_on=date(2021, 2, 1), ends_on=date(2021, 2, 3), period_to=date(2021, 1, 31))
    audit = make_checked(world, "in_progress")
    good, bad = audit.items.all()
    audit.items.filter(pk=good.pk).update(answer="partly")
    audit.items.filter(pk=bad.pk).update(answer="partly")
    facts = report_facts(audit)
    previous, text = facts["previous"], report_words(facts)
    assert (previous["better"], previous["worse"]) == ([bad.code], [good.code])
    assert previous["sections"] == {good.section: 50}
    assert f"{good.section} | 0 | 2 | 0 | 0 | 0 | 50 | 50" in text
    assert f"Лучше, чем в прошлый раз: {bad.code}." in text


def test_a_disagreement_is_printed_with_its_decision(world):
    audit = reported_audit(world)
    make_finding(world, audit, state="disputed", objection="Срок в приложении.")
    assert "Срок в приложении." in report_words(report_facts(audit))


# --- the paper ------------------------------------------------------------------------------------------------------


def test_a_running_audit_has_no_pdf(world):
    with pytest.raises(TransitionError, match="Отчёт ещё не сдан"):
        paper_of(make_checked(world, "in_progress"))


def test_the_approved_pdf_shows_what_was_approved_whatever_happens_later(world):
    audit = make_checked(world, "closed")
    paper = audit.documents.get()
    paper.content = content_of_document(paper)
    paper.save()
    before = facts_of(audit), sheet_of(paper_of(audit))
    world.school.short_name = "ГБОУ лицей"
    world.school.save()
    audit.findings.update(title="Другое")
    audit.items.update(answer="yes")
    assert (facts_of(audit), sheet_of(paper_of(audit))) == before


@needs_pango
def test_the_pdf_is_drawn(world):
    audit = make_checked(world, "reported")
    assert produce(audit, PURPOSE).startswith(b"%PDF")
