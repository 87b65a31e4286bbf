"""A measure signed after the next roadmap was approved comes into it by a change of that roadmap, once."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from audits.models import AnnualAnalysis
from audits.services import improvements
from audits.services.later_measures import bring_into_change
from audits.services.next_year import open_next_year
from roadmap.services import editions
from roadmap.services.documents import approve_document
from roadmap.services.drafts import new_edition
from tests.audits.signing import accept, propose, refused, sign, sign_plan, states
from tests.builders.audits import make_analysis
from vsoko.models import HistoryEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(world):
    """A plan whose new edition is signed when the next roadmap is in force: analysis, plan, roadmap, two measures."""
    analysis = make_analysis(world, "approved")
    accept(world, *propose(world, analysis, "Первая"))
    plan = sign_plan(world, analysis)
    roadmap = open_next_year(analysis.pk, actor=world.deputy, label="2031", with_yearly=False)
    roadmap.state, roadmap.approved_on, roadmap.approved_by = "approved", date(2021, 6, 1), world.director
    roadmap.save()
    edition = new_edition(plan.pk, actor=world.deputy)
    measures = propose(world, analysis, "Вторая", "Третья")
    accept(world, *measures)
    return SimpleNamespace(analysis=analysis, plan=sign(world, edition), roadmap=roadmap, measures=measures)


def test_a_change_of_the_roadmap_carries_what_was_signed_after_it(world, client, late):
    client.force_login(world.deputy)
    page = reverse("improvement-list", args=[late.analysis.roadmap_id])
    form = reverse("improvement-later", args=[late.analysis.roadmap_id])
    assert client.get(page).context["next"]["url"] == form
    assert "Третья" in client.get(form).content.decode()
    change = editions.under_way(late.roadmap)
    assert change is None
    answer = client.post(form)
    change = editions.under_way(late.roadmap)
    assert answer.url == change.get_absolute_url()
    # Pressed twice: nothing is there twice.
    entries = HistoryEntry.objects.count()
    assert client.post(form).status_code == 422
    assert HistoryEntry.objects.count() == entries
    assert client.get(form).url == page
    assert [row["label"] for row in editions.under_way(late.roadmap).changes] == ["2. Вторая", "3. Третья"]
    assert client.get(page).context["next"]["url"] == change.get_absolute_url()
    editions.take_back(change.pk, 1, actor=world.deputy)
    assert client.get(page).context["next"]["title"].endswith("1\u00a0мера")

    paper = editions.submit_edition(change.pk, actor=world.deputy)
    assert client.post(form).status_code == 422  # what waits for the director takes nothing more
    assert client.get(page).context["next"]["url"] == change.get_absolute_url()
    assert set(states(late.analysis).values()) == {"carried", "approved"}
    approve_document(paper.pk, actor=world.director)
    carried = late.analysis.improvements.get(text="Вторая")
    assert (carried.state, carried.activity.roadmap, carried.activity.number) == ("carried", late.roadmap, "2")
    assert carried.activity.responsible.get().employee == world.chair.employee
    assert HistoryEntry.objects.of(carried).first().actor == world.director

    # The year after takes over what is in no roadmap, and that alone.
    after = AnnualAnalysis.objects.create(
        school=world.school, roadmap=late.roadmap, state="approved", figures={}, approved_on=date(2021, 6, 2),
        approved_by=world.director,
    )  # fmt: skip
    following = open_next_year(after.pk, actor=world.deputy, label="2032", with_yearly=False)
    assert [row.title for row in following.activities.all()] == ["Третья"]


def test_a_measure_decided_anew_stops_the_change_that_brings_it_in(world, late):
    change = bring_into_change(late.analysis.pk, actor=world.deputy)
    paper = editions.submit_edition(change.pk, actor=world.deputy)
    new_edition(late.plan.pk, actor=world.deputy)
    improvements.decline_improvement(late.measures[1].pk, actor=world.deputy, comment="Нет средств.")
    refused(lambda: approve_document(paper.pk, actor=world.director), "«Третья» сейчас «отклонено»")
    assert states(late.analysis)["Вторая"] == "approved"
    assert late.roadmap.activities.count() == 1
