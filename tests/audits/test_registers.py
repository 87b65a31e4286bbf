"""Реестры: audits, findings and actions as tables for Excel, each with what its list shows under the same filter."""

import io
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.builders.audits import make_action, make_checked

pytestmark = pytest.mark.django_db
REGISTERS = ("audit-export", "finding-export", "action-export")


def table(client, name, **query):
    """Return the rows of the register as {title: value}."""
    answer = client.get(reverse(name), query)
    assert answer["Content-Disposition"].endswith('.xlsx"')
    head, *rows = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_an_audit_is_told_with_its_answers_and_days(client, world):
    audit = make_checked(world, "reported")
    client.force_login(world.head)
    (row,) = table(client, "audit-export")
    assert (row["Номер"], row["Вид"], row["Вопросов"]) == (audit.number, "внеплановый", 2)
    assert row["Индекс соответствия, %"] == 50
    assert row["Начало"] == datetime(2021, 5, 11)
    assert table(client, "audit-export", state="planned") == []


def test_findings_and_actions_are_told_with_their_terms(client, world):
    action = make_action(world, "planned")
    client.force_login(world.head)
    (found,) = table(client, "finding-export")
    assert (found["Номер"], found["Установлено"]) == (action.finding.number, action.finding.fact)
    (row,) = table(client, "action-export")
    assert (row["Действие"], row["Ответственный"]) == (action.text, world.teacher.employee.short_name)
    assert row["Срок"].date() == action.due_on


def test_whom_the_records_do_not_concern_gets_an_empty_table(client, world):
    make_action(world, "planned")
    client.force_login(world.secretary)
    assert [table(client, name) for name in REGISTERS] == [[], [], []]


@pytest.mark.one_database
@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_costs_the_same_for_one_and_for_many(client, world, name, django_assert_num_queries):
    make_action(world, "planned")
    client.force_login(world.head)
    table(client, name)
    with CaptureQueriesContext(connection) as one:
        table(client, name)
    for _ in range(9):
        make_action(world, "planned")
    with django_assert_num_queries(len(one)):
        assert len(table(client, name)) > 9


@pytest.mark.parametrize("name", ["audit", "finding", "action"])
def test_the_list_leads_to_its_table_with_its_filter(client, world, name):
    make_action(world, "planned")
    client.force_login(world.head)
    page = client.get(reverse(f"{name}-list"), {"year": world.roadmap.pk}).content.decode()
    assert f'href="{reverse(f"{name}-export")}?year={world.roadmap.pk}"' in page
