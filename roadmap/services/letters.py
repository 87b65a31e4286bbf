"""Whom a paper or a point concerns at each of its steps; the letters themselves are worded in `vsoko.notifications`."""

from roadmap.models import Appointment, Visa
from roadmap.permissions import Role
from vsoko import notifications
from vsoko.models import HistoryEntry, User
from vsoko.wording import day_num
from vsoko.workflow import fact_day

DEPUTIES = (Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING)


def facts_of(record, title):
    return {"title": title, "url": record.get_absolute_url()}


def turn(record):
    """Return the key of this turn of a record: what was sent, returned and sent again is told again."""
    return f"{record._meta.model_name}:{record.pk}:{HistoryEntry.objects.of(record).count()}"


def holders(school_id, roles):
    """Return the users who hold one of the roles today."""
    held = Appointment.objects.filter(school=school_id, role__in=roles).covering(fact_day(None))
    return User.objects.filter(employee__in=held.values("employee"))


def overseers(school_id):
    """Return who gets copies of what is late: the deputies for teaching or, where there are none, for upbringing."""
    return next(filter(None, (list(holders(school_id, [role])) for role in DEPUTIES)), [])


def besides(users, actor):
    """Return these users without whoever took the step: nobody needs a letter about a deed of his own."""
    return [user for user in users if actor is None or user.pk != actor.pk]


def paper_is_decided(document):
    """Whoever was called to decide about the paper is called no more."""
    notifications.over(f"paper:{document.pk}")


def tell_who_decides(document, actor):
    """The paper has come to whoever gives a visa, or to whoever approves."""
    paper_is_decided(document)
    facts = facts_of(document, document.title) | {"key": turn(document), "duty": f"paper:{document.pk}"}
    if document.state == document.State.ON_VISA:
        roles = document.visas.filter(state=Visa.State.WAITS).values_list("role", flat=True)
        notifications.waits_for_visa(besides(holders(document.school_id, list(roles)), actor), **facts)
    elif document.signer_id:
        signer = User.objects.filter(employee=document.signer_id)
        notifications.waits_for_signature(besides(signer, actor), **facts)
    else:
        approvers = holders(document.school_id, [document.kind.approver_role])
        notifications.waits_for_signature(besides(approvers, actor), **facts)


def tell_author(document, remark, actor):
    paper_is_decided(document)
    facts = facts_of(document, document.title) | {"key": turn(document), "duty": f"paper:{document.pk}"}
    notifications.returned(besides([document.author], actor), remark=remark, **facts)


def tell_readers(document):
    """The paper is in force: each is asked once, whoever is added later is asked then."""
    by_day = {}
    for row in document.acknowledgements.filter(done_on=None, employee__user__isnull=False).select_related(
        "employee__user"
    ):
        by_day.setdefault(row.due_on, []).append(row.employee.user)
    for due, users in by_day.items():
        facts = facts_of(document, document.title) | {"key": str(document.pk), "duty": f"read:{document.pk}"}
        notifications.asked_to_read(users, due=day_num(due), **facts)


def tell_responsible(document):
    for item in document.items.filter(responsible__user__isnull=False).select_related("responsible__user"):
        key, due = f"item:{item.pk}", day_num(item.due_on)
        notifications.assigned([item.responsible.user], key=key, duty=key, due=due, **facts_of(item, item.text))


def tell_returned(item, remark):
    if item.responsible and item.responsible.user_id:
        facts = facts_of(item, item.text) | {"key": turn(item), "duty": f"item:{item.pk}"}
        notifications.returned([item.responsible.user], remark=remark, **facts)
