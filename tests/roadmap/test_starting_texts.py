"""What a new paper begins with: the school's skeleton, complete with names, lists and days."""

from datetime import date

import pytest

from roadmap.models import DocumentKind, Employee, Skeleton
from roadmap.permissions import Role
from roadmap.placeholders import MARK, Facts, Setting, names_for
from roadmap.services.documents import kind_of
from roadmap.services.starting import start_of
from roadmap.sheet import sheet_of
from roadmap.sheet_blocks import parts_of
from tests.factories import (
    appoint,
    join,
    make_activity,
    make_association,
    make_employee,
    make_group,
    make_paper,
    make_roadmap,
    make_school,
    make_user,
)
from vsoko.wording import NBSP

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def deputy(school):
    return make_user(school, Role.DEPUTY_EDU, last_name="Циркулева", position="заместитель директора по УВР")


def test_every_delivered_skeleton_leaves_only_what_is_filled_when_the_paper_is_read(school):
    roadmap = make_roadmap(school)
    for skeleton in Skeleton.objects.filter(school=school).select_related("kind__school"):
        start = start_of(skeleton.kind, roadmap=roadmap, variant=skeleton.variant)
        assert start.skeleton == skeleton
        left = {mark[1] for mark in MARK.finditer(f"{start.title}\n{start.text}")}
        names = names_for(skeleton.kind.code)
        assert {names[name.partition(".pos")[0]].sort for name in left} <= {"table", "late"}, skeleton
        assert not any("{{" in item["text"] for item in start.items), skeleton


def test_an_order_names_the_coordinator_in_the_case_of_its_verb(school, deputy):
    start = start_of(kind_of(school, "D01"), roadmap=make_roadmap(school))
    words = [item["text"] for item in start.items]
    assert f"Возложить координацию работы по ВСОКО на Циркулеву{NBSP}А.И., заместителя директора по УВР." in words


def test_a_doubtful_case_is_never_printed(school, deputy):
    Employee.objects.filter(pk=deputy.employee.pk).update(last_name="Сова")
    text = " ".join(item["text"] for item in start_of(kind_of(school, "D01"), roadmap=make_roadmap(school)).items)
    assert f"на работника (Сова{NBSP}А.И., заместитель директора по УВР)." in text


def test_a_correction_on_the_card_is_printed(school, deputy):
    forms = {"last_name": {"вин": "Совиную"}}
    Employee.objects.filter(pk=deputy.employee.pk).update(last_name="Сова", case_forms=forms)
    text = " ".join(item["text"] for item in start_of(kind_of(school, "D01"), roadmap=make_roadmap(school)).items)
    assert f"на Совиную{NBSP}А.И., заместителя директора по УВР." in text


def test_points_come_with_who_answers_by_when_and_what_completes_them(school, deputy):
    roadmap = make_roadmap(school)
    make_activity(roadmap, "regulation", ends_on=date(2021, 3, 31))
    items = start_of(kind_of(school, "D01"), roadmap=roadmap).items
    project = next(item for item in items if "проект Положения" in item["text"])
    assert (project["responsible"], project["due_on"], project["condition"]) == (
        deputy.employee, date(2021, 3, 31), "regulation",
    )  # fmt: skip
    assert items[-1]["responsible"] is None


def test_minutes_differ_by_the_stage_of_their_row(school, deputy):
    kind, roadmap = kind_of(school, "D04"), make_roadmap(school)
    briefing = start_of(kind, roadmap=roadmap, activity=make_activity(roadmap, "briefing"))
    staff = start_of(kind, roadmap=roadmap, activity=make_activity(roadmap, "staff"))
    assert briefing.signer == deputy.employee
    assert (briefing.audience, staff.audience) == ("chairs", "staff")
    assert briefing.body_name != staff.body_name


def test_minutes_of_an_association_list_its_members(school):
    association = make_association(school, "МО учителей химии")
    chair = make_user(school, Role.CHAIR, association=association, last_name="Пробиркина", position="учитель химии")
    join(association, chair.employee)
    join(association, make_employee(school, "Колбочкина"))
    start = start_of(kind_of(school, "D04"), roadmap=make_roadmap(school), association=association)
    assert (start.body_name, start.signer) == ("МО учителей химии", chair.employee)
    assert f"2{NBSP}человека — Колбочкина{NBSP}А.И., Пробиркина{NBSP}А.И." in start.text
    assert "О подготовке методического объединения учителей химии к внутреннему аудиту." in start.text


def test_a_meeting_about_the_plan_and_one_about_the_analysis_have_their_own_agenda(school):
    roadmap, association, kind = (
        make_roadmap(school),
        make_association(school, "МО учителей химии"),
        kind_of(school, "D04"),
    )
    plans = start_of(kind, roadmap=roadmap, activity=make_activity(roadmap, "plans"), association=association)
    assert "1. О плане корректирующих мероприятий по результатам внутреннего аудита методического" in plans.text
    assert plans.body_name == "МО учителей химии"
    council = start_of(kind, roadmap=roadmap, activity=make_activity(roadmap, "analysis"))
    assert (council.body_name, "1. Об анализе внутренней системы" in council.text) == ("Педагогический совет", True)


def test_what_another_year_has_created_is_not_created_again(school, deputy):
    kind, first, second = kind_of(school, "D01"), make_roadmap(school), make_roadmap(school, "2022")
    assert start_of(kind, roadmap=second).title == "О создании внутренней системы оценки качества образования"
    signed = {"approved_by": deputy, "approved_on": date(2021, 1, 12), "content": {}}
    make_paper(school, "D01", author=deputy, roadmap=first, state="approved", **signed)
    assert start_of(kind, roadmap=first).title.startswith("О создании")
    assert start_of(kind, roadmap=second).title.startswith("Об организации функционирования")


def test_who_leads_a_meeting_is_not_its_secretary_as_well(school, deputy):
    kind, head = kind_of(school, "D04"), make_employee(school, "Пробиркина")
    text = start_of(kind, roadmap=make_roadmap(school)).text
    written = make_paper(school, "D04", author=deputy, text=text, signer=head)
    led = make_paper(school, "D04", author=deputy, text=text, signer=deputy.employee)
    for paper, name in ((written, deputy.employee.signature), (led, "_______________")):
        sheet = sheet_of(paper)
        assert sheet["signatures"][-1] == {"title": "Секретарь", "name": name}
    assert {"is": "text", "text": "Секретарь — _______________"} in sheet["blocks"]


def test_nobody_is_counted_twice_in_the_group(school, deputy):
    roadmap = make_roadmap(school)
    auditor = make_employee(school, "Пенал")
    for role in (Role.AUDITOR, Role.GROUP_SECRETARY):
        appoint(auditor, role, group=make_group(roadmap))
    facts = Facts(Setting(school, "D03", roadmap))
    assert (facts.value("group.number"), facts.value("group.names")) == ("1", auditor.short_name)
    assert facts.value("group.composition")[1][3] == "секретарь, член группы, внутренний аудитор"


@pytest.mark.parametrize(
    ("label", "today", "year"),
    [("2021", "2021-11-24", "2021"), ("2021", "2021-03-01", "2020"), ("2021", "2026-11-24", "2021"),
     ("2026/2027", "2026-11-24", "2026"), ("2026/2027", "2027-08-01", "2026")],
)  # fmt: skip
def test_a_self_examination_is_of_the_year_that_its_cycle_reports(school, label, today, year):
    first = date(int(label[:4]), 9, 1) if "/" in label else date(int(label), 1, 1)
    last = date(first.year + 1, 8, 31) if "/" in label else date(first.year, 12, 31)
    roadmap = make_roadmap(school, label, period_from=first, period_to=last)
    assert Facts(Setting(school, "D14", roadmap, today=date.fromisoformat(today))).value("year.report") == year


def test_the_composition_of_the_group_stays_a_fact_until_it_is_approved(school, deputy):
    roadmap = make_roadmap(school)
    auditor = make_employee(school, "Пенал", gender="m", position="учитель физики")
    appoint(deputy.employee, Role.GROUP_HEAD, group=make_group(roadmap))
    paper = make_paper(
        school, "D03", author=deputy, roadmap=roadmap, text=start_of(kind_of(school, "D03"), roadmap=roadmap).text
    )
    appoint(auditor, Role.AUDITOR, group=make_group(roadmap))
    table = sheet_of(paper)["appendices"][0]["blocks"][-1]
    assert [row[3] for row in table["rows"]] == ["руководитель", "член группы, внутренний аудитор"]
    assert table["rows"][1][1:3] == [auditor.full_name, "учитель физики"]


def test_a_day_of_a_paper_keeps_its_year_on_one_line(school):
    start = start_of(kind_of(school, "D03"), roadmap=make_roadmap(school))
    assert f"до 31{NBSP}декабря 2021{NBSP}г." in " ".join(item["text"] for item in start.items)


def test_an_edited_skeleton_changes_new_papers_only(school, deputy):
    kind = kind_of(school, "D02")
    made = make_paper(school, "D02", author=deputy, text=start_of(kind).text)
    Skeleton.objects.filter(kind=kind).update(text="1. Совсем другое положение")
    made.refresh_from_db()
    assert "Совсем другое" not in made.text
    assert start_of(kind).text == "1. Совсем другое положение"


def test_a_kind_without_a_skeleton_starts_with_its_name(school):
    kind = kind_of(school, "D16")
    Skeleton.objects.filter(kind=kind).delete()
    start = start_of(kind)
    assert (start.title, start.text, start.items) == (kind.title, "", [])


def test_the_regulation_takes_its_terms_from_the_school():
    school = make_school(plan_due_days=7, objection_days=2)
    text = start_of(kind_of(school, "D02")).text
    assert f"в течение 7{NBSP}рабочих дней после отчёта" in text
    assert f"в течение 2{NBSP}рабочих дней изложить" in text


def test_a_school_that_keeps_its_skeletons_gets_only_the_missing_ones(school):
    from roadmap.services.skeletons import load_skeletons

    kinds = DocumentKind.objects.filter(school=school)
    Skeleton.objects.filter(kind__in=kinds, kind__code="D01").update(name="Наш приказ")
    Skeleton.objects.filter(kind__in=kinds, kind__code="D02").delete()
    total = Skeleton.objects.filter(school=school).count()
    load_skeletons(school)
    assert Skeleton.objects.filter(school=school).count() == total + 1
    assert Skeleton.objects.filter(school=school, name="Наш приказ").exists()


def test_words_of_a_sheet_stand_where_papers_have_them():
    body, appendices = parts_of("Во исполнение\nПРИКАЗЫВАЮ:\n\nПриложение № 1\nСОСТАВ\n№ | Имя\n1 | Пеналова")
    assert [block["is"] for block in body] == ["text", "lead"]
    assert [(head, [block["is"] for block in blocks]) for head, blocks in appendices] == [
        ("Приложение № 1", ["title", "table"])
    ]
