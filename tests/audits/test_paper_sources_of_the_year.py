"""Papers about nonconformities and the year: complete from requirement to effect, and only when their time has come."""

from datetime import date

import pytest
from django.urls import reverse

from audits.models import Finding
from audits.papers.analysis import planned_for
from roadmap.models import Document
from roadmap.permissions import Role
from roadmap.placeholders import BLANK
from roadmap.services.documents import approve_document, register_document, submit_document
from tests.audits.drafting import draft, words
from tests.audits.life import carry_out, planned, verified
from tests.builders.audits import make_analysis, make_checked, make_finding, make_measure
from tests.factories import make_association, make_user
from vsoko.wording import NBSP
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def plain(text):
    return text.replace(NBSP, " ")


# --- несоответствие -------------------------------------------------------------------------------------------------


def test_the_card_is_complete_from_requirement_to_check_of_effect(world):
    finding = make_finding(world, "closed")
    paper = draft(finding, "D10", actor=world.auditor)
    text = words(paper)
    for told in (
        finding.requirement,
        finding.fact,
        finding.evidence_text.rstrip("."),
        finding.cause.whys[-1].rstrip("."),
    ):
        assert told in text
    assert "результативно" in text
    assert "Закрыто: 1\u00a0апреля 2021\u00a0г." in text
    assert BLANK not in text
    assert paper.number == finding.number
    assert paper.signer == world.auditor.employee


def test_the_card_tells_how_the_cause_was_tested_and_of_earlier_years_only_the_chain(world):
    finding = make_finding(world, "closed")
    chain = "1) В форме нет граф; 2) Форму не пересматривали."
    assert f"5. Причина\n{chain}\n6. " in words(draft(finding, "D10", actor=world.auditor))
    finding.causes.update(changes=["document", "order"])
    assert (
        f"5. Причина\n{chain} Проверка причины. Если это устранить, случай повторится? — нет. "
        "Что придётся изменить, чтобы причины не стало? — документ или форму; порядок: кто, когда и что делает.\n6. "
    ) in words(draft(Finding.objects.get(pk=finding.pk), "D10", actor=world.auditor))


def test_the_card_of_a_fresh_nonconformity_leaves_blanks_for_the_pen(world):
    text = words(draft(make_finding(world, "open"), "D10", actor=world.auditor))
    assert f"5. Причина\n{BLANK}." in text
    assert f"Закрыто: {BLANK}" in text
    assert "Особое мнение" not in text


def test_a_card_begun_early_says_on_the_day_of_signing_what_is_known_then(world):
    finding = make_finding(world, "open")
    paper = draft(finding, "D10", actor=world.auditor)
    assert "Результат: ____" in words(paper)
    Finding.objects.filter(pk=finding.pk).update(closed_on=date(2021, 9, 1), objection="Мы не согласны.")
    text = plain(words(Document.objects.get(pk=paper.pk)))
    assert "Закрыто: 1 сентября 2021 г." in text
    assert "ознакомлена, не согласна (особое мнение)" in text


def test_only_a_registered_nonconformity_has_a_card(world):
    for finding in (make_finding(world, "draft"), make_finding(world, "recorded")):
        with pytest.raises(NotAllowed):
            draft(finding, "D10", actor=world.auditor)


def test_the_elimination_is_reported_after_an_action_was(world):
    audit = make_checked(world, "reported")
    finding = Finding.objects.get(audit=audit)
    one = planned(world, audit, finding)
    finding = Finding.objects.get(pk=finding.pk)
    with pytest.raises(NotAllowed):
        draft(finding, "D13", actor=world.chair)
    carry_out(world, one.actions.get())
    paper = draft(finding, "D13", actor=world.chair)
    row = "Корректирующее действие: Графы введены. | {}, 10.06.2021 | Приказ от 10.06.2021 № 45-од | {}"
    assert row.format(world.teacher.employee.short_name, world.head.employee.short_name) in words(paper)
    assert paper.association == world.association


def test_the_elimination_waits_until_somebody_else_has_accepted_the_work(world):
    finding = make_finding(world, "in_progress")
    finding.actions.update(state="done", done_on=date(2021, 6, 10), done_by=world.teacher, report="Графы введены.")
    paper = draft(finding, "D13", actor=world.chair)
    with pytest.raises(TransitionError, match="ждёт приёмки"):
        submit_document(paper.pk, actor=world.chair)
    finding.actions.update(state="accepted", accepted_on=date(2021, 6, 11), accepted_by=world.head)
    assert submit_document(paper.pk, actor=world.chair).state == Document.State.ON_APPROVAL
    assert f"| {world.head.employee.short_name}" in words(paper)


def test_who_did_the_work_may_report_it_and_strangers_may_not(world):
    audit = make_checked(world, "reported")
    finding = Finding.objects.get(audit=audit)
    verified(world, audit, finding)
    finding.refresh_from_db()
    assert draft(finding, "D13", actor=world.teacher).number == finding.number
    stranger = make_user(world.school, Role.TEACHER)
    with pytest.raises(NotAllowed):
        draft(finding, "D13", actor=stranger)


# --- итоги года -----------------------------------------------------------------------------------------------------


def test_the_order_of_results_waits_for_the_approved_analysis(world):
    with pytest.raises(NotAllowed):
        draft(make_analysis(world, "draft"), "D22", actor=world.deputy)
    analysis = make_analysis(world, "approved")
    order = draft(analysis, "D22", actor=world.deputy)
    assert order.title == f"Об итогах функционирования ВСОКО за {analysis.roadmap.year_words}"
    assert [item.condition for item in order.items.exclude(condition="")] == ["measures", "acquainted"]
    assert "протокол от ___.___.______" in order.text


def test_the_improvement_plan_lists_the_accepted_measures(world):
    analysis = make_analysis(world, "draft")
    facts = {"school": world.school, "source_text": "Вывод 3", "responsible": world.head.employee}
    analysis.improvements.create(text="Обучить аудиторов.", state="accepted", due_on=date(2022, 3, 1), **facts)
    analysis.improvements.create(text="Отложить.", state="declined", decline_reason="Не нужно.", **facts)
    text = words(draft(analysis, "D16", actor=world.deputy))
    assert f"1 | Обучить аудиторов. | Вывод 3 |  | {world.head.employee.short_name} | 01.03.2022" in text
    assert "Отложить" not in text


def test_a_measure_of_spring_belongs_to_the_school_year_that_still_runs(world):
    analysis = make_analysis(world, "approved")
    analysis.roadmap.period_to = date(2021, 12, 31)
    assert planned_for(analysis) == "2022/2023"
    facts = {"school": world.school, "source_text": "Вывод 3", "state": "accepted"}
    analysis.improvements.create(text="Обучить аудиторов.", due_on=date(2022, 3, 1), **facts)
    assert planned_for(analysis) == "второе полугодие 2021/2022 и на 2022/2023"


def test_the_order_of_results_gives_its_number_to_the_plan_of_measures(world):
    analysis = make_measure(world, "accepted").analysis
    signed = []
    for code in ("D16", "D22"):
        paper = draft(analysis, code, actor=world.deputy)
        submit_document(paper.pk, actor=world.deputy)
        signed.append(approve_document(paper.pk, actor=world.director))
    plan, order = signed
    register_document(order.pk, actor=world.secretary, number="290", dated=order.approved_on)
    plan.refresh_from_db()
    order.refresh_from_db()
    assert (plan.state, plan.requisites) == ("registered", order.requisites)


def test_the_year_of_an_association_is_drafted_by_its_chair(client, world):
    finding = make_finding(world, "closed")
    make_checked(world, "in_progress")  # nothing of a running audit is told
    client.force_login(world.chair)
    row = world.roadmap.activities.get(stage="audits")
    url = f"{reverse('document-create', args=['D21'])}?about=association-{world.association.pk}&activity={row.pk}"
    page = client.get(url)
    form = page.context["form"]
    assert form.initial["signer"] == world.chair.employee
    posted = {
        "title": form.initial["title"], "text": form.initial["text"], "signer": world.chair.employee.pk,
        "association": world.association.pk, "activity": row.pk, "audience": "nobody",
        "items-TOTAL_FORMS": 0, "items-INITIAL_FORMS": 0,
    }  # fmt: skip
    assert client.post(url, posted).status_code == 302
    paper = Document.objects.get(kind__code="D21")
    assert (paper.about, paper.roadmap, paper.association) == (world.association, world.roadmap, world.association)
    text = plain(words(paper))
    assert f"{finding.number} | {finding.title} | {finding.get_grade_display()} | закрыто" in text
    assert "несоответствий — 1, из них значительных — 0; закрыто — 1" in text
    assert "| 50 % | отчёт сдан" in text
    assert "| — | идёт" in text


def test_another_chair_does_not_draft_it(client, world):
    stranger = make_user(world.school, Role.CHAIR, association=make_association(world.school))
    client.force_login(stranger)
    url = f"{reverse('document-create', args=['D21'])}?about=association-{world.association.pk}"
    assert client.get(url).status_code in (403, 404)


# --- с чего начинают -------------------------------------------------------------------------------------------------


def test_a_paper_of_a_record_begins_with_the_record_and_not_with_blanks(client, world):
    open_yet, carded = make_finding(world, "open"), make_finding(world, "open")
    draft(carded, "D10", actor=world.auditor)
    client.force_login(world.head)
    page = client.get(reverse("document-list")).content.decode()
    subject = reverse("document-subject", args=["D10"])
    assert f'href="{subject}"' in page
    offered = [one["url"] for one in client.get(subject).context["subjects"]]
    assert offered == [f"{reverse('document-create', args=['D10'])}?about=finding-{open_yet.pk}"]
    assert reverse("document-create", args=["D01"]) in page
    assert client.get(reverse("document-subject", args=["D01"])).status_code == 404


def test_the_group_offers_its_papers_to_those_who_prepare_them(client, world):
    group = {}
    for name in ("deputy", "auditor", "chair"):
        client.force_login(getattr(world, name))
        group[name] = [paper["label"].split()[1] for paper in client.get(reverse("working-group")).context["papers"]]
    assert group == {"deputy": ["приказ", "протокол"], "auditor": [], "chair": ["протокол"]}
