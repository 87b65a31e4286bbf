"""The trace of a finding: everything from the order to the effect on one page, with links only to what its reader sees."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import Finding
from audits.services import effectiveness
from tests.audits.life import JUDGED, verified
from tests.builders.audits import make_checked
from tests.worlds import make_finding, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_the_trace_leads_from_the_order_to_the_effect_and_hides_the_answer_from_who_only_acts(client):
    world = make_world()
    audit = make_checked(world, "reported", nonconformity=False)
    item = audit.items.get(answer="no")
    finding = make_finding(world, audit, item=item, criterion=item.criterion)
    check = verified(world, audit, finding)
    effectiveness.confirm_effect(
        check.pk, actor=world.auditor, comment="Все со сроками.", on=date(2021, 7, 12), **JUDGED
    )
    url = reverse("finding-trace", args=[finding.pk])
    assert Finding.objects.get(pk=finding.pk).state == "closed"

    client.force_login(world.head)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url).content.decode().replace("\xa0", " ")
    told = [
        "1. Приказ", "2. Аудит", audit.get_absolute_url(), "3. Ответ", item.question, finding.fact, "В форме нет графы.",
        audit.plan.get_absolute_url(), "Ввести графы.", "Приказ от 10.06.2021", "12.07.2021", "Все со сроками.",
    ]  # fmt: skip
    assert [words for words in told if words not in page] == []
    places = [page.index(words) for words in told]
    assert places == sorted(places)
    assert len(queries) <= 15

    client.force_login(world.teacher)
    page = client.get(url).content.decode()
    assert "Ввести графы." in page
    assert item.question not in page
    assert audit.get_absolute_url() not in page
