"""Earlier years from a workbook: looked at, written at once, the same once more, taken back."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.models import Action, Audit, Finding, PastImport
from audits.paper_words import report_words
from audits.services import past_import as service
from audits.services.past_intents import outlook_of
from audits.services.past_undo import undo_import
from audits.services.repeats import find_repeat
from audits.services.report import report_facts
from audits.services.risk import Risks
from roadmap.models import Roadmap
from tests.audits.past_books import action_row, everything, finding_row, load, read, stored
from tests.factories import make_association, make_employee, make_roadmap
from tests.worlds import make_finding, make_world, reported_audit
from vsoko.models import HistoryEntry, Notification, SearchEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


def faults(world, *rows):
    book = read(*rows)
    assert book.problems == []
    return [str(problem) for problem in outlook_of(world.school, book).problems]


def test_a_nonconformity_of_the_paper_stands_closed_with_cause_actions_and_history(world):
    past = load(world, [finding_row(world)], [action_row(world)])
    finding = Finding.objects.get(past_import=past)
    assert (finding.number, finding.state, finding.closed_by) == ("12", "closed", None)
    assert (finding.registered_on, finding.closed_on) == (date(2020, 3, 12), date(2020, 6, 1))
    assert (finding.criterion.code, finding.section) == ("MO-01", finding.criterion.section)
    assert (str(finding.cause), finding.cause.branch) == ("Нет образца протокола", "rules")
    audit = finding.audit
    assert (audit.number, audit.state, audit.roadmap.label) == ("2020-П01", "closed", "2020")
    assert (audit.starts_on, audit.reported_on, audit.report_approved_on) == (
        date(2020, 3, 12),
        date(2020, 3, 12),
        None,
    )
    assert (audit.auditee, audit.lead) == (world.chair.employee, world.auditor.employee)
    action = finding.actions.get()
    assert (action.state, action.done_on, action.accepted_on) == ("accepted", date(2020, 3, 30), date(2020, 4, 2))
    assert (action.plan.state, action.plan.audit, action.plan.approved_by) == ("completed", audit, None)
    for record in (finding, audit, action, action.plan):
        (entry,) = HistoryEntry.objects.of(record)
        assert (entry.sentence, entry.comment, entry.actor) == (service.SENTENCE, "gody.xlsx", world.deputy)
    # The year itself was not in the system: it is there now, and nobody has approved it.
    assert Roadmap.objects.get(label="2020").state == "draft"
    assert SearchEntry.objects.filter(subject_id=finding.pk, label__contains="12").exists()


def test_it_asks_nothing_of_anybody(world):
    load(world, [finding_row(world)], [])
    assert not Notification.objects.exists()
    assert not Audit.objects.owing_a_plan().exists()
    assert not Finding.objects.filter(state__in=Finding.OPEN).exists()


def test_findings_of_one_subject_and_day_stand_in_one_audit(world):
    other = make_association(world.school, name="МО «Ёлочка»")
    load(
        world,
        [
            finding_row(world, "1"),
            finding_row(world, "2"),
            finding_row(world, "3", found_on=date(2020, 5, 12)),
            finding_row(world, "4", subject="елочка"),
            finding_row(world, "5", subject="Школа  в целом"),
        ],
        [],
    )
    audits = Audit.objects.order_by("sequence")
    assert [audit.findings.count() for audit in audits] == [2, 1, 1, 1]
    assert [audit.number for audit in audits] == ["2020-П01", "2020-П02", "2020-П03", "2020-П04"]
    assert Finding.objects.get(number="4").association == other
    assert Finding.objects.get(number="5").audit.subject_name == "школа в целом"
    # A later file finds the audit of an earlier one.
    load(world, [finding_row(world, "6")], [])
    assert Finding.objects.get(number="6").audit == Finding.objects.get(number="1").audit
    assert Finding.objects.get(number="6").sequence == 3


def test_the_same_file_once_more_changes_nothing(world):
    rows = [finding_row(world, "1"), finding_row(world, "2", cause=None, branch=None)], [action_row(world, "1")]
    load(world, *rows)
    before = everything()
    assert load(world, *rows) is None
    assert everything() == before


def test_a_second_press_finds_the_work_of_the_first(world):
    book = read([finding_row(world)], [action_row(world)])
    seen, file = outlook_of(world.school, book).mark, stored(world)
    assert service.import_past(world.school, book, actor=world.deputy, stored=file, seen=seen)
    before = everything()
    assert service.import_past(world.school, book, actor=world.deputy, stored=file, seen=seen) is None
    assert everything() == before


def test_what_is_written_stays_and_its_differences_are_named(world):
    load(world, [finding_row(world)], [action_row(world)])
    book = read(
        [finding_row(world, title="Иначе", closed_on=date(2020, 6, 2))],
        [action_row(world, report="Иначе"), action_row(world, text="Ещё одно")],
    )
    outlook = outlook_of(world.school, book)
    assert (outlook.problems, outlook.findings[0].kind) == ([], "kept")
    assert outlook.findings[0].differs == ["Суть", "Закрыто"]
    assert [(one.kind, one.differs) for one in outlook.actions] == [("kept", ["Что сделано"]), ("new", [])]
    past = service.import_past(world.school, book, actor=world.deputy, stored=stored(world), seen=outlook.mark)
    assert (past.findings_total, past.actions_total) == (0, 1)
    assert Finding.objects.get().title == "Решения без срока"
    assert Action.objects.values("plan").distinct().count() == 1


def test_a_fault_in_the_last_row_writes_nothing(world):
    book = read([finding_row(world, str(number)) for number in range(20)], [])
    seen = outlook_of(world.school, book).mark
    # Somebody has taken the last number between the look and the press.
    make_finding(world, reported_audit(world), number="19")
    file, before = stored(world), everything()
    with pytest.raises(TransitionError, match="записи школы изменились"):
        service.import_past(world.school, book, actor=world.deputy, stored=file, seen=seen)
    assert everything() == before


def test_a_failure_at_the_very_end_takes_everything_back(world, monkeypatch):
    book = read([finding_row(world)], [action_row(world)])
    seen, file, before = outlook_of(world.school, book).mark, stored(world), everything()
    # History is written last, and the database itself refuses this entry of it.
    monkeypatch.setattr(service, "SENTENCE", None)
    with pytest.raises(Exception, match="NOT NULL|null value"):
        service.import_past(world.school, book, actor=world.deputy, stored=file, seen=seen)
    assert everything() == before


def test_what_does_not_fit_the_school_is_named_row_by_row(world):
    for patronymic in ("Ивановна", "Игоревна"):
        make_employee(world.school, "Двойняшкина", patronymic=patronymic)
    make_finding(world, reported_audit(world), number="20")
    today = timezone.localdate()
    told = faults(
        world,
        [
            finding_row(world, "1", subject="МО поваров"),
            finding_row(world, "2", criterion="ZZ-99"),
            finding_row(world, "3", auditee="Никто Н.Н."),
            finding_row(world, "4", lead="Двойняшкина А.И."),
            finding_row(world, "5", criterion=None, requirement=None),
            finding_row(world, "20"),
            finding_row(world, "21", found_on=today, closed_on=today),
            finding_row(world, "2026-01/02"),
            finding_row(world, "23", lead=world.deputy.employee.full_name),
        ],
        [action_row(world, "404"), action_row(world, "1", responsible="Никто Н.Н.")],
    )
    assert [sentence.split(": ")[1] for sentence in told] == [
        "Объекта «МО поваров» в школе нет",
        "Критерия ZZ-99 в школе нет",
        "«Никто Н.Н.» среди сотрудников школы нет",
        "«Двойняшкина А.И.» среди сотрудников не один",
        "Нет ни критерия, ни требования",
        "Номер 20 уже у несоответствия, записанного в ВСОКО",
        f"{today:%d.%m.%Y} — это {today.year} год, он ещё идёт",
        "Номер 2026-01/02 ВСОКО даст сама, когда дойдёт до этого года",
        "Тот же объект в тот же день, что у строки 3, а люди другие",
        "Несоответствия 404 нет ни в этой книге, ни среди загруженных",
        "«Никто Н.Н.» среди сотрудников школы нет",
    ]
    assert told[0].startswith("Несоответствия, строка 2: ")


def test_a_number_of_another_year_is_not_taken_for_the_same_record(world):
    load(world, [finding_row(world)], [])
    (told,) = faults(world, [finding_row(world, found_on=date(2019, 3, 12))], [])
    assert "Номер 12 уже у загруженного несоответствия от 12.03.2020" in told


def test_closed_years_stay_as_they_are_and_years_of_the_system_take_the_records(world):
    closed = make_roadmap(
        world.school, "2020", state="closed", approved_on=date(2020, 1, 1), approved_by=world.director
    )
    (told,) = faults(world, [finding_row(world)], [])
    assert "2020 год, он закрыт" in told
    Roadmap.objects.filter(pk=closed.pk).update(state="approved")
    load(world, [finding_row(world)], [])
    assert Audit.objects.get().roadmap == closed
    assert PastImport.objects.get().years.count() == 0


def test_school_years_run_from_september(world):
    Roadmap.objects.filter(pk=world.roadmap.pk).update(label="2021/2022")
    load(
        world, [finding_row(world, found_on=date(2019, 8, 31)), finding_row(world, "13", found_on=date(2019, 9, 1))], []
    )
    assert set(PastImport.objects.get().years.values_list("label", flat=True)) == {"2018/2019", "2019/2020"}


def test_people_and_subjects_are_recognised_however_they_are_typed(world):
    name = world.association.name
    make_employee(world.school, "Дон Кихотова")
    rows = [
        finding_row(world, "1", subject=f"  {name.upper()} ", auditee=world.chair.employee.full_name),
        # Cyrillic letters in the code, Latin ones in the name.
        finding_row(world, "2", criterion="МО-01", lead="Пeнaлoва А. И."),
        finding_row(world, "3", found_on=date(2020, 4, 1), lead="Дон  Кихотова А.И."),
    ]
    assert faults(world, rows, []) == []


def test_it_counts_as_an_earlier_finding(world):
    load(
        world,
        [
            finding_row(world, "1", found_on=date(2019, 10, 1), closed_on=date(2019, 12, 1)),
            finding_row(world, "2", closed_on=date(2020, 9, 1), grade="значительное"),
        ],
        [],
    )
    first, second = Finding.objects.order_by("number")
    # Within the file itself, by the rule of the school.
    assert (first.repeat_of, second.repeat_of) == (None, first)
    audit = reported_audit(world)
    again = make_finding(world, audit, criterion=second.criterion)
    assert find_repeat(again, date(2021, 5, 17)) == second
    Audit.objects.filter(pk=audit.pk).update(state="cancelled")
    Finding.objects.filter(pk=again.pk).delete()
    risk = next(one for one in Risks(world.roadmap, date(2021, 1, 10)).all() if one.association == world.association)
    assert "За 2020 год найдено: 1 значительное несоответствие." in " ".join(risk.reasons).replace("\u00a0", " ")
    assert not any("без ответа" in reason for reason in risk.reasons)


def test_the_report_of_the_next_audit_tells_of_it_and_compares_no_index(world):
    load(world, [finding_row(world)], [])
    audit = reported_audit(world)
    facts = report_facts(audit)
    assert facts["previous"]["findings"] == [{"number": "12", "title": "Решения без срока", "state": "закрыто"}]
    words = report_words(facts)
    assert "Несоответствия аудита № 2020-П01" in words
    assert "впервые" not in words
    assert "Прошлый аудит" not in words


def test_only_who_drafts_for_the_director_may(world):
    other = make_world()
    past = load(world, [finding_row(world)], [])
    book = read([finding_row(world, "13")], [])
    seen = outlook_of(world.school, book).mark
    for actor in (world.chair, world.administrator, other.deputy):
        with pytest.raises(NotAllowed):
            service.import_past(world.school, book, actor=actor, stored=past.source_file, seen=seen)
    with pytest.raises(NotAllowed):
        undo_import(past.pk, actor=world.chair)
    with pytest.raises(TransitionError):
        undo_import(past.pk, actor=other.deputy)
    assert Finding.objects.count() == 1


def queries_of(world, first, last):
    rows = [
        finding_row(world, str(number), found_on=date(2020, 1 + number % 12, 5), closed_on=date(2020, 12, 30))
        for number in range(first, last)
    ]
    acts = [action_row(world, str(number)) for number in range(first, last)]
    with CaptureQueriesContext(connection) as queries:
        load(world, rows, acts)
    return len(queries)


def test_a_load_costs_a_fixed_number_of_queries_a_batch(world):
    queries_of(world, 0, 1)
    few, many = queries_of(world, 100, 112), queries_of(world, 200, 220)
    assert many <= few + 2 <= 44
    # SQLite takes some thirty findings by one command; 480 rows are not 480 queries.
    assert queries_of(world, 1000, 1240) <= 64
