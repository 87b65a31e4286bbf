"""An audit whose subject checks itself: own answers, their handing in, and the auditors' answers after them."""

from datetime import date

from audits.models import Criterion, SelfCheck
from audits.services import answers, audits, selfchecks
from audits.services.selfchecks import Given, questions_of, save_answers
from tests.audits.opening import announce
from tests.audits.planned import plan, short_template

DAY = date(2021, 5, 10)


def about_to_be_audited(world):
    """Return a planned audit of three questions under two sections."""
    template = short_template(world, "A-1", "A-2", "A-3")
    Criterion.objects.filter(code="A-3").update(section="Журналы")
    audit = plan(world, unscheduled=True, basis="Поручение директора.", template=template)
    announce(world, audit)
    return audit


def own(world, audit, actor=None, version=0, **given):
    """Answer as the chair: own(world, audit, A_1="yes"); returns the sentences of what was refused by code."""
    codes = {item.code: item.key for item in questions_of(audit)}
    told = {codes[code.replace("_", "-")]: Given(answer, version=version) for code, answer in given.items()}
    refused = save_answers(audit.pk, actor=actor or world.chair, given=told)
    return {code: refused[key] for code, key in codes.items() if key in refused}


def hand_in(world, audit):
    return selfchecks.hand_in_selfcheck(SelfCheck.objects.get(audit=audit).pk, actor=world.chair, on=DAY)


def begin(world, audit, **given):
    audit = audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))
    for code, answer in given.items():
        item = audit.items.get(code=code.replace("_", "-"))
        answers.answer_item(
            item.pk, actor=world.auditor, version=0, answer=answer, evidence_text="Протокол № 1.", reason="Нет ГИА."
        )
    return type(audit).objects.get(pk=audit.pk)
