"""The pages of an opening cost the same for one line and for thirty, with files, meetings and questions behind them."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import AuditMeeting, ChecklistItem, RequestLine
from tests.audits.drafting import draft
from tests.builders.audits import make_checked, make_request
from tests.factories import make_criterion
from tests.permissions.subjects import stored
from tests.worlds import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MOST = 15
OF_CHAIR = ("audit-detail", "audit-questions", "audit-request")
OF_LEAD = (*OF_CHAIR, "audit-timetable", "audit-request-edit")


def add(world, request, number):
    """Add so many answered lines with a file each, meetings and questions to an audit."""
    audit = request.audit
    first = 10 + request.lines.count()
    for position in range(first, first + number):
        line = RequestLine.objects.create(
            request=request, position=position, text=f"Протокол {position}", codes=[f"A-{position}"], state="answered",
            answered_on=date(2021, 5, 11), answered_by=world.chair,
        )  # fmt: skip
        line.files.add(stored(world, f"{position}.pdf"))
        AuditMeeting.objects.create(
            audit=audit, position=position, day=date(2021, 5, 11), stage="interview", auditor=world.auditor.employee
        )
        ChecklistItem.objects.create(
            audit=audit, position=position, code=f"A-{position}", section="Раздел", question="Есть ли?",
            criterion=make_criterion(world.school), assigned_to=world.auditor.employee,
        )  # fmt: skip


def test_pages_cost_the_same_for_one_line_and_for_thirty(client):
    ContentType.objects.get_for_models(*apps.get_models())  # kept longer than a request
    world = make_world()
    request = make_request(world, "sent", audit=make_checked(world, "in_progress"))
    add(world, request, 1)
    paper = draft(request.audit, "D08", actor=world.auditor)

    def costs():
        found = {}
        for person, names in (("auditor", OF_LEAD), ("chair", OF_CHAIR)):
            client.force_login(getattr(world, person))
            pages = {name: reverse(name, args=[request.audit_id]) for name in names}
            if person == "auditor":
                pages["D08"] = paper.get_absolute_url()
            for name, url in pages.items():
                if not found:
                    client.get(url)  # fills the caches that live longer than a request
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(url).status_code == 200
                found[person, name] = len(captured)
        return found

    one = costs()
    add(world, request, 29)
    assert costs() == one
    assert {key: number for key, number in one.items() if number > MOST} == {}
