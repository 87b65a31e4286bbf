"""The PDF of the rows marked in the register of findings: these alone, and never all where none is left."""

import pytest
from django.urls import reverse

from audits.models import Finding
from tests.audits.test_finding_register import sample, titles
from tests.builders.audits import make_finding
from tests.worlds import make_world
from vsoko import rendering
from vsoko.models import Rendering, SavedFilter

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(client, world):
    client.force_login(world.head)
    return client


@pytest.mark.one_database
def test_the_pdf_of_marked_rows_holds_them_alone_in_the_order_of_the_list(world, head, monkeypatch):
    sample(world)
    papers = []
    monkeypatch.setattr(rendering, "pdf_available", lambda: True)
    monkeypatch.setattr(rendering, "render_pdf", lambda *told, **more: papers.append(told[1]) or b"%PDF")
    pks = [Finding.objects.get(title=title).pk for title in ("новое", "закрытое")]
    foreign = make_finding(make_world(), "open").pk
    url = reverse("finding-print-marked")
    back = "&back=state%3Dopen%26sort%3Dgrade%26page%3D2"
    query = "&".join(f"id={pk}" for pk in [*pks, foreign]) + back
    shown = head.get(f"{url}?{query}").content.decode()
    assert "закрытое" in shown
    assert "наблюдение" not in shown
    assert not Rendering.objects.exists()
    for _ in range(2):
        answer = head.post(f"{url}?{query}")
    made = Rendering.objects.get()
    assert answer.url == reverse("rendering", args=[made.pk])
    rendering.make.call(made.pk)
    kept = SavedFilter.objects.get()
    assert kept.query == f"sort=grade&marked={pks[0]}.{pks[1]}"
    assert [row["title"] for row in papers[0]["rows"]] == titles(head, sort="grade", marked=f"{pks[0]}.{pks[1]}")
    assert (papers[0]["conditions"], papers[0]["state"]) == ([], "отмеченные записи")
    page = head.get(kept.get_absolute_url()).content.decode()
    assert "Показаны только отмеченные записи" in page
    assert {"новое", "закрытое"} == set(titles(head, marked=f"{pks[0]}.{pks[1]}"))


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("id=999999", "нет записей, которые вам видны"),
        ("", "нет записей, которые вам видны"),
    ],
)
def test_a_pdf_of_nothing_is_never_the_pdf_of_all(world, head, query, said):
    sample(world)
    refused = head.post(f"{reverse('finding-print-marked')}?{query}")
    assert (refused.status_code, said in refused.content.decode()) == (422, True)
    assert not SavedFilter.objects.exists()
