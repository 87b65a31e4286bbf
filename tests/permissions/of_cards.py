"""Cards of the sample behind their addresses: the auditor of the world has filled them in."""

from audits.models import SamplingCard
from audits.services.cards import create_card
from tests.builders.audits import make_checked
from tests.permissions.subjects import of


def card(world, state):
    """Return a card of an audit in this state."""
    audit = make_checked(world, "in_progress")
    item = audit.items.first()
    made = create_card(
        audit.pk, actor=world.auditor, kind="minutes", key="k1", subject="заседание МО", group="", lesson=None,
        document="№ 1", day=audit.started_on, lines={item.pk: ("yes", "")},
    )  # fmt: skip
    if state == "reported":
        audit.state, audit.reported_on = "reported", audit.ends_on
        audit.save(update_fields=["state", "reported_on"])
    return SamplingCard.objects.get(pk=made.pk)


def of_its_audit(record):
    return [record.sample.audit_id]


def one_line(world):
    """Return what is typed on a card, whose questions stand in the two questions of the world's checklist."""
    return {"subject": "заседание МО", "more0": first_item(world), "moreq0": "yes"}


def first_item(world):
    audit = world.__dict__["_records"][make_checked, ("in_progress",)]
    return audit.items.first().pk


SUBJECTS = {
    "card-list": of(card, "in_progress", args=of_its_audit),
    "card-list reported": of(card, "reported", args=of_its_audit),
    "card-blank": of(card, "in_progress", args=of_its_audit),
    "card-create": of(make_checked, "in_progress", typed=one_line),
    "card-detail": of(card, "in_progress"),
    "card-detail reported": of(card, "reported"),
    "card-edit": of(card, "in_progress", typed=lambda world: {"subject": "заседание МО, август"}),
    "card-edit reported": of(card, "reported", typed=lambda world: {"subject": "заседание МО, август"}),
    "card-delete": of(card, "in_progress"),
}
