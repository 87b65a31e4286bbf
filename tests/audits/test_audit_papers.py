"""Документы аудита: the mandatory set with its completeness, each line leading to the paper or to the form that drafts it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.mandatory import paper_set
from audits.models import Audit
from audits.services import audits
from roadmap.models import Document
from roadmap.services.documents import annul_document, submit_document
from tests.audits.drafting import draft, signed
from tests.builders.audits import approved_and_read, make_action, make_analysis, make_checked, make_finding, make_plan
from tests.readiness import audit_to_close
from vsoko.workflow import TransitionError

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def state(audit):
    return {part.code: (part.there, part.needed) for part in paper_set(Audit.objects.get(pk=audit.pk)).parts}


def sign_all(world, audit):
    """Draw up and sign all that the set of a reported audit asks for beside its report and plan."""
    signed(draft(audit, "D07", actor=world.head), by=world.director)
    signed(draft(audit, "D08", actor=world.head), by=world.head)
    signed(draft(audit, "D09", actor=world.auditor), by=world.auditor)
    for finding in audit.findings.nonconformities():
        signed(draft(finding, "D10", actor=world.auditor), by=world.auditor)


def test_an_audit_without_nonconformities_asks_for_four_papers(world):
    audit = make_checked(world, "reported", nonconformity=False)
    assert state(audit) == {"D07": (0, 1), "D08": (0, 1), "D09": (0, 1), "D11": (0, 1)}


def test_nonconformities_ask_for_a_card_each_and_a_plan(world):
    audit = make_checked(world, "reported")
    second = make_finding(world, "open", audit=audit, grade="major")
    make_finding(world, "withdrawn", audit=audit)
    make_finding(world, "recorded", audit=audit)
    signed(draft(second, "D10", actor=world.auditor), by=world.auditor)
    assert state(audit)["D10"] == (1, 2)
    assert state(audit)["D12"] == (0, 1)


def test_a_draft_or_an_annulled_paper_does_not_count(world):
    audit = make_checked(world, "reported", nonconformity=False)
    order = draft(audit, "D07", actor=world.head)
    assert state(audit)["D07"] == (0, 1)
    order = signed(order, by=world.director)
    assert state(audit)["D07"] == (1, 1)
    annul_document(order.pk, actor=world.director, comment="Ошибка.")
    assert state(audit)["D07"] == (0, 1)


def test_the_set_is_complete_when_all_is_signed_and_the_plan_is_in(world):
    audit = audit_to_close(world)
    sign_all(world, audit)
    whole = paper_set(audit)
    assert (whole.done, len(whole.parts), whole.missing) == (6, 6, [])


def test_papers_of_another_audit_do_not_count(world):
    audit, other = make_checked(world, "reported"), make_checked(world, "reported")
    sign_all(world, other)
    assert {there for there, _ in state(audit).values()} == {0}


def page_of(client, audit, user):
    client.force_login(user)
    return client.get(audit.get_absolute_url())


def test_the_page_tells_how_much_is_there_and_leads_to_what_lacks(client, world):
    audit = make_checked(world, "reported", **approved_and_read(world))
    page = page_of(client, audit, world.head)
    lines = {line["name"]: line for line in page.context["papers"].lines}
    assert "Не хватает: приказ о проведении аудита, план аудита, чек-лист с ответами" in page.content.decode()
    assert lines["Отчёт об аудите"]["word"] == "есть"
    card = audit.findings.get()
    assert (
        lines["Карточки несоответствий"]["url"] == f"{reverse('document-create', args=['D10'])}?about=finding-{card.pk}"
    )
    for line in lines.values():
        if "url" in line:
            assert client.get(line["url"]).status_code == 200
    order = draft(audit, "D07", actor=world.head)
    submit_document(order.pk, actor=world.head)
    lines = {line["name"]: line for line in page_of(client, audit, world.head).context["papers"].lines}
    assert lines["Приказ о проведении аудита"]["word"] == "на подписи"
    assert "url" not in lines["Приказ о проведении аудита"]


def test_while_the_audit_runs_nothing_is_called_missing(client, world):
    audit = make_checked(world, "in_progress")
    assert "Не хватает" not in page_of(client, audit, world.head).content.decode()


def test_the_audited_is_offered_no_paper_of_the_auditors(client, world):
    audit = make_checked(world, "reported")
    lines = page_of(client, audit, world.chair).context["papers"].lines
    assert [line["url"] for line in lines if "url" in line] == []


def test_each_auditor_is_led_to_the_own_declaration(client, world):
    audit = make_checked(world, "in_progress")
    others = page_of(client, audit, world.auditor).context["papers"].others
    assert others[0]["word"] == "0 из 1"
    paper = draft(audit, "D18", actor=world.auditor)
    assert others[0]["url"].endswith(f"?about=audit-{audit.pk}")
    signed(paper, by=world.auditor)
    page = page_of(client, audit, world.auditor)
    assert page.context["papers"].others[0]["word"] == "1 из 1"
    # It has a day and never a number.
    day = Document.objects.get(pk=paper.pk).dated
    assert f'<span class="sub2">от {day:%d.%m.%Y}</span>' in page.content.decode()
    member = audit.team.create(employee=world.head.employee)
    assert page_of(client, audit, world.head).context["papers"].others[0]["word"] == "1 из 2"
    signed(draft(member, "D18", actor=world.head), by=world.head)
    assert page_of(client, audit, world.head).context["papers"].others[0]["word"] == "2 из 2"


def test_an_incomplete_audit_is_closed_where_the_school_only_warns(client, world):
    audit = audit_to_close(world)
    client.force_login(world.auditor)
    assert "Не хватает документов" in client.get(reverse("audit-close", args=[audit.pk])).content.decode()
    audits.close_audit(audit.pk, actor=world.auditor, on=date(2021, 6, 1))
    assert Audit.objects.get(pk=audit.pk).state == Audit.State.CLOSED


def test_where_the_school_asks_for_papers_closing_names_what_lacks(world):
    audit = audit_to_close(world)
    world.school.audit_needs_papers = True
    world.school.save(update_fields=["audit_needs_papers"])
    with pytest.raises(TransitionError, match="приказ о проведении аудита, план аудита, чек-лист с ответами, карточки"):
        audits.close_audit(audit.pk, actor=world.auditor)
    sign_all(world, audit)
    assert audits.close_audit(audit.pk, actor=world.auditor).state == Audit.State.CLOSED


def test_the_page_of_a_nonconformity_leads_to_its_papers(client, world):
    finding = make_finding(world, "verifying")
    client.force_login(world.auditor)
    page = client.get(finding.get_absolute_url())
    assert [one["label"] for one in page.context["further"]] == ["Карточка несоответствия"]
    paper = draft(finding, "D10", actor=world.auditor)
    page = client.get(finding.get_absolute_url())
    assert page.context["papers"] == [paper]
    assert page.context["further"] == []


def test_the_page_of_the_analysis_leads_to_the_order_and_the_plan_once(client, world):
    analysis = make_analysis(world, "approved")
    client.force_login(world.deputy)
    labels = [one["label"] for one in client.get(analysis.get_absolute_url()).context["further"]]
    assert labels == ["Приказ об итогах функционирования ВСОКО", "План мероприятий по совершенствованию ВСОКО"]
    order = signed(draft(analysis, "D22", actor=world.deputy), by=world.director)
    page = client.get(analysis.get_absolute_url())
    assert page.context["papers"] == [order]
    assert [one["label"] for one in page.context["further"]] == labels[1:]


def test_pages_of_audits_ask_the_same_for_one_card_and_for_many(client, world, django_assert_num_queries):

    one, many = make_checked(world, "reported"), make_checked(world, "reported")
    plan = make_plan(world, "approved", audit=many)
    for _ in range(6):
        finding = make_finding(world, "acknowledged", audit=many)
        make_action(world, "planned", finding=finding, plan=plan)
        draft(finding, "D10", actor=world.auditor)
    draft(one.findings.get(), "D10", actor=world.auditor)
    make_plan(world, "approved", audit=one)
    page_of(client, one, world.head)
    with CaptureQueriesContext(connection) as first:
        client.get(one.get_absolute_url())
    with django_assert_num_queries(len(first)):
        client.get(many.get_absolute_url())


@pytest.mark.parametrize("stage", ["audits", "elimination"])
def test_a_chair_is_led_to_the_year_of_the_own_association(client, world, stage):
    row = world.roadmap.activities.get(stage=stage)
    client.force_login(world.chair)
    (link,) = [one for one in client.get(row.get_absolute_url()).context["further"] if "/D21/" in one["url"]]
    assert str(world.association) in link["label"]
    assert client.get(link["url"]).context["form"].initial["activity"] == row
    client.force_login(world.teacher)
    assert "/D21/" not in client.get(row.get_absolute_url()).content.decode()


def test_the_page_of_an_association_leads_to_its_year(client, world):
    client.force_login(world.chair)
    links = client.get(world.association.get_absolute_url()).context["papers"]
    row = world.roadmap.activities.get(stage="audits")
    url = f"{reverse('document-create', args=['D21'])}?about=association-{world.association.pk}&activity={row.pk}"
    assert url in [one["url"] for one in links]


def test_a_declaration_leads_back_to_its_audit(client, world):
    audit = make_checked(world, "in_progress")
    member = audit.team.create(employee=world.head.employee)
    paper = draft(member, "D18", actor=world.head)
    client.force_login(world.head)
    assert audit.get_absolute_url() in client.get(paper.get_absolute_url()).content.decode()
