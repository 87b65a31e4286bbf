"""The page of a programme: subjects by months, how much is covered, and days on which an audit had better not be."""

from datetime import date

import pytest

from audits.programme_grid import coverage, grid, months_of
from audits.services.days import day_remarks
from tests.audits.planned import begin_programme, plan
from tests.factories import make_association
from vsoko.models import CalendarPeriod

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def calendar(world):
    return CalendarPeriod.objects.calendar(world.school.pk)


def plain(sentences):
    return [sentence.replace("\u00a0", " ") for sentence in sentences]


def test_an_audit_stands_in_each_month_it_touches(world):
    audit = plan(world, starts_on=date(2021, 5, 31), ends_on=date(2021, 6, 2))
    months = months_of(world.roadmap, [audit])
    rows = {row.name: row.cells for row in grid([world.association], [audit], months)}
    assert [number for number, cell in enumerate(rows[str(world.association)], start=1) if cell] == [5, 6]
    assert [days for cell in rows[str(world.association)] for _, days in cell] == ["31", "1–2"]
    assert not any(rows["Школа в целом"])


def test_coverage_grows_with_what_is_planned_and_answered(world):
    make_association(world.school)
    audit = plan(world)
    assert plain(coverage(world.school.pk, [world.association], [audit])) == [
        "В программе 1 из 1 объединения, проверено 0.",
        "О школе в целом зададут 0 из 77 вопросов, отвечено на 0.",
    ]
    school = plan(world, subject="school", association=None, auditee=world.deputy.employee)
    assert plain(coverage(world.school.pk, [world.association], [audit, school]))[1] == (
        "О школе в целом зададут 77 из 77 вопросов, отвечено на 0."
    )
    section = school.template.rows.first().criterion.section
    school.sections = [section]
    left = plain(coverage(world.school.pk, [world.association], [school]))[2]
    assert left.startswith("Не вошли вопросы разделов: ")
    assert section not in left


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2021, 5, 10), date(2021, 5, 14), "Аудит № 2021-01 начинается в нерабочий день, 10 мая: День Победы (выходной)."),
        (date(2021, 5, 11), date(2021, 5, 15), "Аудит № 2021-01 кончается в нерабочий день, 15 мая: суббота."),
        (date(2021, 5, 24), date(2021, 5, 26), "Аудит № 2021-01 попадает на дни без уроков: экзамены 9 класса."),
        (date(2021, 5, 11), date(2021, 5, 14), None),
    ],
)  # fmt: skip
def test_a_day_off_and_exams_are_pointed_out(world, first, last, words):
    CalendarPeriod.objects.create(
        school=world.school, kind="exams", name="экзамены 9 класса", starts_on="2021-05-25", ends_on="2021-05-28"
    )
    audit = plan(world, starts_on=first, ends_on=last)
    said = [one.replace(" 2021 года", "") for one in plain(day_remarks(audit, calendar(world)))]
    assert said == ([words] if words else [])


def test_a_working_saturday_of_the_school_is_no_day_off(world):
    CalendarPeriod.objects.create(
        school=world.school, kind="working", name="за 10 мая", starts_on="2021-05-15", ends_on="2021-05-15"
    )
    assert day_remarks(plan(world, ends_on=date(2021, 5, 15)), calendar(world)) == []


def test_the_page_shows_bars_months_and_what_is_wrong_with_the_days(client, world):
    programme = begin_programme(world)
    audit = plan(world, starts_on=date(2021, 5, 10))
    client.force_login(world.head)
    text = client.get(programme.get_absolute_url()).content.decode()
    assert "Год по месяцам" in text
    assert "gt-bar" in text
    assert "начинается в нерабочий день" in text
    assert audit.number in text
