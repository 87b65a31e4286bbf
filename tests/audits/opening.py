"""An audit that lies ahead, its order, and the list of documents that it asks for."""

from audits.models import Criterion
from audits.services import requests
from tests.audits.planned import plan, short_template
from tests.builders.roadmap import make_paper
from vsoko.models import User

HINTS = {"A-1": "Протоколы заседаний", "A-2": "Протоколы заседаний", "A-3": "Журнал", "BZ-1": "Акты"}


def audit_ahead(world, **fields):
    """Return a planned audit of four questions with hints: two look at the same papers, the last at official secrets."""
    template = short_template(world, *HINTS)
    for code, hint in HINTS.items():
        Criterion.objects.filter(school=world.school, code=code).update(hint=hint)
    Criterion.objects.filter(school=world.school, code__in=["A-3", "BZ-1"]).update(section="Журналы")
    return plan(world, unscheduled=True, basis="Поручение директора.", template=template, **fields)


def announce(world, audit):
    return make_paper(world, "approved", code="D07", about=audit)


def list_of(world, audit):
    """Save the proposed lines as the list and return it."""
    rows = [{"pk": None, "text": text, "codes": codes} for text, codes in requests.proposed_lines(audit)]
    return requests.save_request(audit.pk, actor=world.auditor, version=0, due_on=requests.due_day(audit), rows=rows)


def sent_list(world, audit):
    """Announce the audit, send its list and return the lines: protocols, the journal, the papers that take no file."""
    announce(world, audit)
    request = requests.send_request(list_of(world, audit).pk, actor=world.auditor)
    return list(request.lines.all())


def again(user):
    """Return the person as another request would see them: rights and the desk are kept by the object."""
    return User.objects.get(pk=user.pk)
