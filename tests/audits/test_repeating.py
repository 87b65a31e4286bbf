"""An audit after an earlier one takes its conditions and questions, never its answers."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audits.models import Audit
from audits.models.checklist import Answer
from audits.services import audits
from tests.audits.planned import plan
from tests.builders.audits import make_checked
from tests.factories import make_association
from vsoko.workflow import TransitionError

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
BASIS = {"unscheduled": True, "basis": "Контроль."}


def started(world, base, **fields):
    audit = plan(world, based_on=base, **BASIS, **fields)
    return list(audits.start_audit(audit.pk, actor=world.auditor).items.order_by("position"))


def test_a_copy_takes_the_questions_as_they_were_and_no_answer(world):
    base = make_checked(world, "closed")
    base.template.rows.first().delete()
    items = started(world, base)
    assert [item.code for item in items] == [item.code for item in base.items.order_by("position")]
    assert {(item.answer, item.note, item.evidence_text, item.answered_by) for item in items} == {
        (Answer.NOT_CHECKED, "", "", None)
    }


def test_a_follow_up_asks_only_where_nonconformities_were_found(world):
    base = make_checked(world, "closed")
    wanted = [finding.item.code for finding in base.findings.all()]
    assert [item.code for item in started(world, base, follow_up=True)] == wanted
    assert len(wanted) < base.items.count()


def test_a_question_that_is_no_longer_asked_is_not_taken_over(world):
    base = make_checked(world, "closed")
    gone = base.items.order_by("position").first()
    gone.criterion.is_active = False
    gone.criterion.save()
    assert gone.code not in [item.code for item in started(world, base)]


def test_what_cannot_be_repeated_says_why(world):
    running, clean = make_checked(world, "in_progress"), make_checked(world, "closed", nonconformity=False)
    with pytest.raises(TransitionError, match="ещё не сдан"):
        plan(world, based_on=running, **BASIS)
    with pytest.raises(TransitionError, match="контролировать нечего"):
        plan(world, based_on=clean, follow_up=True, **BASIS)
    other = {"association": make_association(world.school), "auditee": world.deputy.employee}
    with pytest.raises(TransitionError, match="того же объекта"):
        plan(world, based_on=clean, **BASIS, **other)


def test_a_follow_up_without_the_audit_that_it_follows_is_refused_by_the_database(world):
    audit = make_checked(world, "planned")
    with pytest.raises(IntegrityError), transaction.atomic():
        Audit.objects.filter(pk=audit.pk).update(follow_up=True)


def test_the_card_offers_both_and_the_form_opens_filled_in(client, world):
    base = make_checked(world, "closed")
    client.force_login(world.head)
    card = client.get(base.get_absolute_url()).content.decode()
    url = f"{reverse('audit-create')}?follow_up={base.pk}"
    assert url in card
    assert f"{reverse('audit-create')}?copy={base.pk}" in card
    form = client.get(url)
    assert form.context["form"].initial["basis"] == f"Контроль устранения несоответствий аудита № {base.number}."
    assert "Ответы не переносятся" in form.content.decode()
