"""A better photo of the same thing is the next version of the file: the former one can still be read and compared."""

from datetime import date

import pytest
from django.urls import reverse

from audits.services import audits
from tests.audits.planned import plan, short_template
from tests.permissions.subjects import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(world):
    template = short_template(world, "A-1", "A-2")
    audit = plan(world, unscheduled=True, basis="Поручение директора.", template=template)
    audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))
    return audit.items.get(code="A-1")


@pytest.fixture
def send(client, world, item):
    client.force_login(world.auditor)

    def send(**words):
        item.refresh_from_db()
        facts = {"answer": "no", "version": item.version, "was": ""} | words
        return client.post(
            reverse("audit-answer", args=[item.pk]), {f"q{item.pk}-{name}": value for name, value in facts.items()}
        )

    return send


def test_a_new_version_takes_the_place_of_the_former_which_stays_to_be_read(client, world, item, send):
    send(file=png(), dated="2021-05-04")
    evidence = item.evidence.get()
    former = evidence.file
    send(file=png(), dated="2021-05-05", replaces=evidence.pk)
    evidence = item.evidence.get()
    assert (evidence.file.version, evidence.file.previous, str(evidence.dated)) == (2, former, "2021-05-05")
    page = client.get(reverse("file-versions", args=[former.pk])).content.decode()
    assert former.sha256 in page
    for stored in (former, evidence.file):
        assert reverse("file-download", args=[stored.pk]) in page
        assert client.get(reverse("file-download", args=[stored.pk])).status_code == 200
    client.force_login(world.chair)
    assert client.get(reverse("file-download", args=[former.pk])).status_code == 404


@pytest.mark.parametrize("case", ["no file", "two files", "another question's"])
def test_it_is_refused_where_it_is_not_clear_what_replaces_what(item, send, case):
    send(file=png())
    other = item.audit.items.get(code="A-2")
    ours = item.evidence.get()
    other.evidence.create(file=ours.file)
    replaced = other.evidence.get().pk if case == "another question's" else ours.pk
    files = {"no file": [], "two files": [png(), png()], "another question's": [png()]}[case]
    reply = send(replaces=replaced, file=files)
    assert (reply.status_code, "приложите" in reply.json()["problem"]) == (422, True)
    assert [one.file_id for one in item.evidence.all()] == [ours.file_id]
