"""Papers about audits open complete: names, days, lists and tables come from the records, and only to whom they belong."""

from datetime import date

import pytest
from django.urls import reverse

from audits.models import AuditTeamMember, Exemption
from audits.papers.schedule import questions_of, schedule
from audits.papers.words import days_words
from audits.services import audits as services
from roadmap.models import Document
from roadmap.permissions import Role
from roadmap.placeholders import mistakes, names_for
from roadmap.points import point_mistakes, points_of
from roadmap.services.documents import annul_document, submit_document
from roadmap.skeleton_files import delivered
from tests.audits.drafting import draft, signed, words
from tests.audits.planned import approve_programme, begin_programme, plan, short_template
from tests.builders.audits import make_analysis, make_checked, make_finding
from tests.factories import join, make_user
from vsoko import registries
from vsoko.wording import NBSP
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
OF_AUDITS = ("D07", "D08", "D09", "D10", "D13", "D16", "D18", "D19", "D20", "D21", "D22")


def plain(text):
    return text.replace(NBSP, " ")


def test_every_delivered_text_of_the_room_names_only_what_there_is():
    found = {code: fields for code, _, fields in delivered()}
    assert set(OF_AUDITS) <= set(found)
    for code in OF_AUDITS:
        fields, names = found[code], names_for(code)
        lines = [fields["title"], fields["text"], *(point.text for point in points_of(fields["points"]))]
        assert mistakes("\n".join(lines), names) + point_mistakes(fields["points"], names) == [], code


@pytest.mark.parametrize("key", ["audit", "auditor", "finding", "analysis"])
def test_each_source_knows_all_that_it_names(world, key):
    """A name without a fact would be a blank for ever; a fact without a name nobody could ask for."""
    source = registries.paper_sources[key]
    finding = make_finding(world, "closed")
    finding.audit.team.create(employee=make_user(world.school, Role.AUDITOR).employee)
    record = {
        "audit": finding.audit, "auditor": finding.audit.team.get(), "finding": finding, "analysis": make_analysis(world),
    }[key]  # fmt: skip
    known = {name for code in source.kinds for name in source.facts(record, code)}
    expected = set(source.names) if key != "auditor" else known & set(source.names)
    assert known == expected


def test_days_are_written_in_the_shortest_full_form():
    may, june = date(2021, 5, 28), date(2021, 6, 3)
    assert plain(days_words(may, may)) == "28 мая 2021 г."
    assert plain(days_words(date(2021, 5, 11), date(2021, 5, 14))) == "с 11 по 14 мая 2021 г."
    assert plain(days_words(may, june)) == "с 28 мая по 3 июня 2021 г."
    assert plain(days_words(may, date(2022, 1, 2))) == "с 28 мая 2021 г. по 2 января 2022 г."


# --- приказ и план --------------------------------------------------------------------------------------------------


@pytest.fixture
def audit(world):
    """Return a planned audit of an approved programme, with a second auditor."""
    programme = begin_programme(world)
    helper = make_user(world.school, Role.AUDITOR, last_name="Ластикова").employee
    audit = plan(world, team=[helper], template=short_template(world, "AA-01", "AA-02"))
    approve_programme(world, programme)
    audit.refresh_from_db()
    return audit


def test_the_order_names_the_subject_the_days_the_team_and_who_does_what(world, audit):
    order = draft(audit, "D07", actor=world.head)
    text = plain(words(order))
    subject = f"методического объединения {world.association.name.removeprefix('МО ')}"
    assert order.title == f"О проведении внутреннего аудита {subject}"
    assert "программой внутренних аудитов на 2021 год, утверждённой" in text
    assert f"Провести плановый внутренний аудит {subject} (№ 2021-01) с 11 по 14 мая 2021 г." in text
    assert "Пеналову А.И." in text
    assert "Включить в аудиторскую группу: Ластикова А.И." in text
    given = {item.responsible: (item.due_on, item.condition) for item in order.items.exclude(responsible=None)}
    assert given[audit.auditee] == (date(2021, 5, 11), "begun")
    assert given[audit.lead] == (date(2021, 5, 21), "report")
    assert {row.employee.last_name for row in order.acknowledgements.all()} == {"Дробинина", "Пеналова", "Ластикова"}


def test_an_audit_without_further_auditors_has_no_line_about_them(world, audit):
    audit.team.all().delete()
    assert "Включить в аудиторскую группу" not in words(draft(audit, "D07", actor=world.head))


def test_an_unscheduled_audit_is_ordered_with_its_reason(world):
    audit = make_checked(world, "planned")
    assert "внепланового аудита (основание: Обращение родителей)" in words(draft(audit, "D07", actor=world.head))


def test_the_plan_goes_day_by_day_and_gets_the_number_of_the_audit(world, audit):
    paper = draft(audit, "D08", actor=world.auditor)
    rows = schedule(audit, questions_of(audit))
    assert (paper.number, paper.number_year) == ("2021-01", "2021")
    assert [row[0] for row in rows[1:]] == sorted(row[0] for row in rows[1:])
    assert [row[1] for row in rows] == [
        "Этап", "Вводная встреча", "Изучение документов: Документация и планирование МО", "Заключительная встреча",
    ]  # fmt: skip
    assert "{{audit.schedule}}" in paper.text
    text = plain(words(paper))
    assert "11.05.2021 | Вводная встреча | — | Пеналова" in text
    assert "\nЦель: оценить выполнение требований." in text


def test_the_schedule_follows_how_the_questions_are_shared_out(world, audit):
    audit = services.start_audit(audit.pk, actor=world.auditor)
    helper = audit.team.get().employee
    audit.items.update(assigned_to=helper)
    assert schedule(audit, questions_of(audit))[2][2:4] == ["AA-01 … AA-02", helper.short_name]


def test_a_weekend_is_no_day_of_the_schedule(world, audit):
    audit.starts_on, audit.ends_on = date(2021, 5, 14), date(2021, 5, 17)
    assert {row[0] for row in schedule(audit, questions_of(audit))[1:]} == {"14.05.2021", "17.05.2021"}


def test_two_papers_of_one_kind_about_one_audit_are_told_apart(world, audit):
    first, order = draft(audit, "D08", actor=world.head), draft(audit, "D07", actor=world.head)
    annul_document(first.pk, actor=world.head, comment="Перенесли дни.")
    numbers = [first.number, draft(audit, "D08", actor=world.head).number, draft(audit, "D08", actor=world.head).number]
    assert numbers == ["2021-01", "2021-01-2", "2021-01-3"]
    assert order.number == ""  # the journal of orders gives it


# --- чек-лист, декларация, справка ----------------------------------------------------------------------------------


def test_the_checklist_is_a_table_of_questions_with_answers(world):
    audit = make_checked(world, "in_progress")
    paper = draft(audit, "D09", actor=world.auditor)
    question = audit.items.first()
    row = f"{question.code} | {question.question} | да | Протокол № 1 | {world.auditor.employee.short_name}"
    assert row in words(paper)
    assert paper.signer == audit.lead
    assert plain("Всего вопросов — 2, с ответом — 2. Индекс соответствия: 50 %.") in plain(words(paper))


def test_what_auditors_saw_is_not_shown_to_the_audited_before_the_report(client, world):
    audit = make_checked(world, "in_progress")
    paper = draft(audit, "D09", actor=world.auditor)
    signed(paper, by=world.auditor)
    client.force_login(world.chair)
    assert client.get(paper.get_absolute_url()).status_code == 404
    url = f"{reverse('document-create', args=['D09'])}?about=audit-{audit.pk}"
    assert client.get(url).status_code == 403


def test_a_checklist_with_unexplained_questions_is_not_signed(world):
    audit = make_checked(world, "in_progress")
    audit.items.update(answer="unchecked")
    paper = draft(audit, "D09", actor=world.auditor)
    with pytest.raises(TransitionError) as refused:
        submit_document(paper.pk, actor=world.auditor)
    told = [gap.message for gap in refused.value.every]
    assert told == [
        f"{code}: без ответа. Ответьте или объясните, почему не проверено."
        for code in audit.items.values_list("code", flat=True)
    ]
    assert Document.objects.get(pk=paper.pk).state == Document.State.DRAFT


def test_each_auditor_declares_for_himself(world, audit):
    member = AuditTeamMember.objects.select_related("audit", "employee").get(audit=audit)
    helper = member.employee.user
    paper = draft(member, "D18", actor=helper)
    assert (paper.signer, paper.number) == (member.employee, "")
    assert paper.title == "Декларация беспристрастности аудитора Ластиковой\u00a0А.И."
    with pytest.raises(NotAllowed):
        draft(audit, "D18", actor=helper)  # that of the lead
    assert draft(audit, "D18", actor=world.auditor).signer == audit.lead
    assert "Подтверждаю, что не состою в проверяемом" in words(draft(member, "D18", actor=helper))


def test_who_audits_by_an_exemption_declares_that(world, audit):
    member = AuditTeamMember.objects.select_related("audit", "employee").get(audit=audit)
    join(world.association, member.employee)
    Exemption.objects.create(
        school=world.school, employee=member.employee, association=world.association, reason="Некем.",
        until=date(2999, 1, 1), granted_by=world.director.employee, granted_on=date(2021, 5, 1),
    )  # fmt: skip
    text = words(draft(member, "D18", actor=member.employee.user))
    assert "проверяю по письменному исключению директора от 01.05.2021 (член этого МО" in text
    assert "не состою" not in text


def test_the_note_tells_the_same_as_the_report(world):
    audit = make_checked(world, "reported")
    text = plain(words(draft(audit, "D20", actor=world.deputy)))
    finding = audit.findings.get()
    assert (
        f"{finding.number} ¶ {finding.get_grade_display()} | {finding.title}. ¶ Требование: {finding.requirement} ¶ Установлено"
        in text
    )
    assert "положительная практика Нет." in " ".join(text.split())
    assert "Индекс соответствия — 50 %." in text
    assert "План корректирующих мероприятий представить до 31 мая 2021 г." in text
    assert "Прошлый аудит" not in text
    assert "Особые мнения" not in text


def test_a_note_tells_what_was_not_checked_the_audit_before_and_what_is_disputed(world):
    make_checked(world, "reported")
    later = {"starts_on": date(2021, 9, 6), "ends_on": date(2021, 9, 9), "number": "2021-09", "sequence": 9}
    audit = make_checked(world, "reported", **later)
    audit.items.filter(answer="yes").update(answer="unchecked", reason="Журнал у завуча.")
    finding = audit.findings.get()
    finding.state, finding.objection, finding.number = "disputed", "Акт был подписан.", "2021-09/01"
    finding.save()
    text = plain(words(draft(audit, "D20", actor=world.deputy)))
    assert "— журнал у завуча." in text
    assert "Прошлый аудит: № 2021-01, индекс — 50 % (" in text
    assert "Прошлые несоответствия: 2021-01/01 «" in text
    assert "Особые мнения: 2021-09/01: Акт был подписан." in text


def test_there_is_no_note_before_the_report(world):
    with pytest.raises(NotAllowed):
        draft(make_checked(world, "in_progress"), "D20", actor=world.deputy)
