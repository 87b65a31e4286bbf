"""The way of a paper as the story tells it: draft, signature, number, readers, points. It stops where the data stop.

Keys of a paper in `data/`: code, stage, author, title, text, number, association, body, signer (also who signs, else the
director), edition_of, readers (an audience or surnames), read_by, unread, remarks, items; days drafted, submitted, signed;
returned {on, why}, unnumbered. A point: text, who, due, done, report, returned {on, why}, ask {on, due, why}, waits.
"""

from audits.demo.world import DIRECTOR, SECRETARY
from roadmap.models import Document, DocumentItem
from roadmap.placeholders import source_of
from roadmap.services import acknowledgements, items
from roadmap.services.documents import create_document, edit_document, kind_of, return_document, submit_document
from roadmap.services.drafts import new_edition

AUDIENCES = {
    "chairs": acknowledgements.chairs,
    "staff": acknowledgements.staff,
    "group": acknowledgements.working_group,
}
READING_DAYS = 4  # a paper goes round the staff room for so long


def paper_story(world, told):
    """Tell of one paper."""
    yield world.day(told["drafted"])
    document = write(world, told)
    if "submitted" not in told:
        return
    yield world.day(told["submitted"])
    submit_document(document.pk, actor=world.user(told["author"]))
    if back := told.get("returned"):
        yield world.day(back["on"])
        return_document(document.pk, actor=world.user(told.get("signer", DIRECTOR)), comment=back["why"])
    if "signed" not in told:
        return
    yield world.day(told["signed"])
    world.sign(document, told.get("signer", DIRECTOR), numbered=not told.get("unnumbered"))
    for point, row in zip(document.items.all(), told.get("items", []), strict=True):
        yield item_story(world, point, row)
    yield from reading_story(world, document, told)


def write(world, told):
    """Return the draft: a new paper, or a new edition of the one in force."""
    actor = world.user(told["author"])
    words = {
        "text": told["text"].strip(),
        "items": [point_of(world, row) for row in told.get("items", [])],
        "readers": readers_of(world, told),
        "read_by": world.day(told["read_by"]) if "read_by" in told else None,
        "roadmap": world.roadmap,
        "activity": world.activity(told["stage"]) if "stage" in told else None,
    }
    if code := told.get("edition_of"):
        former = Document.objects.get(school=world.cast.school, kind__code=code, state__in=Document.IN_FORCE)
        return edit_document(new_edition(former.pk, actor=actor).pk, actor=actor, **words)
    association = world.cast.association(told["association"]) if "association" in told else None
    return create_document(
        kind_of(world.cast.school, told["code"]),
        actor=actor,
        title=told["title"].format(school_year=last_school_year(world.clock.day)),
        body_name=told.get("body", ""),
        number=told.get("number", ""),
        number_year=world.roadmap.label if "number" in told else "",
        # Minutes are begun on the day of the meeting, whose date they bear.
        dated=world.clock.day if "body" in told else None,
        signer=world.cast[told["signer"]] if "signer" in told else None,
        association=association,
        about=association if source_of(association, told["code"]) else None,
        **words,
    )


def last_school_year(day):
    """Return «2025/2026», the school year that has ended or soon ends: its analysis is written from May on."""
    end = day.year if day.month >= 5 else day.year - 1
    return f"{end - 1}/{end}"


def point_of(world, row):
    return {
        "text": row["text"],
        "responsible": world.cast[row["who"]] if "who" in row else None,
        "due_on": world.day(row["due"]) if "due" in row else None,
    }


def readers_of(world, told):
    readers = told.get("readers", [])
    return list(AUDIENCES[readers](world.cast.school)) if isinstance(readers, str) else world.cast.all(readers)


def reading_story(world, document, told):
    """Everybody reads on one of the next days; who keeps to paper signs the sheet, which the secretary enters."""
    unread = told.get("unread", [])
    rows = document.acknowledgements.select_related("employee")
    readers = [row.employee for row in rows if row.employee.last_name not in unread]
    on_paper = [reader for reader in readers if reader.user_id is None]
    for turn in range(READING_DAYS):
        yield world.next_day()
        for reader in [reader for reader in readers if reader.user_id][turn::READING_DAYS]:
            acknowledgements.acknowledge(document.pk, actor=world.user(reader.last_name))
    remarks = {world.cast[surname].pk: words for surname, words in told.get("remarks", {}).items()}
    if on_paper or remarks:
        acknowledgements.record_signatures(document.pk, actor=world.user(SECRETARY), people=on_paper, remarks=remarks)


def item_story(world, point, row):
    """Tell how one point of a paper was carried out; a point without a day of its end is still being carried out."""
    if ask := row.get("ask"):
        yield world.day(ask["on"])
        items.ask_due_change(point.pk, actor=world.user(row["who"]), new_due=world.day(ask["due"]), reason=ask["why"])
    if "started" in row:
        yield world.day(row["started"])
        items.start_item(point.pk, actor=world.user(row["who"]))
    if "done" not in row:
        return
    yield world.day(row["done"])
    items.report_item(point.pk, actor=world.user(row["who"]), comment=row["report"])
    if back := row.get("returned"):
        yield world.day(back["on"])
        items.return_item(point.pk, actor=controller_of(world, point), comment=back["why"])
    elif not row.get("waits"):
        yield world.next_day()
        items.accept_item(point.pk, actor=controller_of(world, point))


def controller_of(world, point):
    """Return who accepts: whoever signed the paper, or the director where that person did the work."""
    point = DocumentItem.objects.select_related("document__approved_by__employee", "responsible").get(pk=point.pk)
    signer = point.document.approved_by.employee
    return world.user(DIRECTOR if signer == point.responsible else signer.last_name)
