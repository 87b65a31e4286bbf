"""Заготовки of a school: given when it opens, changed by its administrator and deputies. Papers already made keep their words."""

from django.db import transaction

from roadmap.models import Document, DocumentKind, Skeleton
from roadmap.permissions import Role, has_role
from roadmap.placeholders import Facts, Setting, source_of
from roadmap.services.drafts import replace_items
from roadmap.services.starting import begin
from roadmap.sheet import sheet_of
from roadmap.skeleton_files import give_missing
from vsoko import history
from vsoko.translit import latin
from vsoko.workflow import NotAllowed

EDITABLE = ("name", "title", "body_name", "text", "points", "readers", "signer_role")
REFUSAL = "Заготовки правят администратор, директор и его заместители."
edits_skeletons = has_role(Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING)


def load_skeletons(school):
    """Give the school the delivered skeletons that it has not got."""
    give_missing(DocumentKind.objects, Skeleton.objects, school.pk)


@transaction.atomic
def edit_skeleton(pk, *, actor, **fields):
    """Change a skeleton and return it. Raises NotAllowed; the caller has checked its placeholders."""
    skeleton = Skeleton.objects.select_for_update(of=("self",)).select_related("school").get(pk=pk)
    if not edits_skeletons(actor, skeleton):
        raise NotAllowed(REFUSAL)
    before = history.snapshot(skeleton, EDITABLE)
    for name in EDITABLE:
        setattr(skeleton, name, fields[name])
    skeleton.save(update_fields=EDITABLE)
    changes = history.differences(skeleton, before, history.snapshot(skeleton, EDITABLE))
    if changes:
        history.record(
            skeleton, actor=actor, action="roadmap.skeleton.edit", sentence="Заготовка изменена", changes=changes
        )
    return skeleton


@transaction.atomic
def copy_skeleton(pk, *, actor, name):
    """Make a further skeleton of the same kind for another occasion, with the words of this one. Returns it."""
    old = Skeleton.objects.select_related("school", "kind").get(pk=pk)
    if not edits_skeletons(actor, old):
        raise NotAllowed(REFUSAL)
    DocumentKind.objects.select_for_update().get(pk=old.kind_id)  # two copies at once do not take one address
    fields = {field: getattr(old, field) for field in EDITABLE} | {"name": name}
    skeleton = Skeleton.objects.create(school=old.school, kind=old.kind, variant=_free(old.kind, name), **fields)
    history.record(
        skeleton,
        actor=actor,
        action="roadmap.skeleton.create",
        sentence="Заготовка создана",
        comment=f"по образцу «{old}»",
    )
    return skeleton


def _free(kind, name):
    root = latin(name)[:26].strip("-") or "own"
    taken = set(kind.skeletons.values_list("variant", flat=True))
    return next(one for one in (root, *(f"{root}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)


def preview(skeleton, *, actor, roadmap=None, association=None, record=None):
    """Return the sheet (roadmap.sheet) of a paper that would begin with these words now; nothing of it is kept.

    `skeleton` may be unsaved. The draft is made as any other and taken back, so that it looks as it would.
    """
    kind, fields = skeleton.kind, {}
    if source := source_of(record, kind.code) if record is not None else None:
        fields = source.fields(record, kind.code)
    association = fields.get("association", association)
    roadmap = fields.get("roadmap", roadmap)
    setting = Setting(kind.school, kind.code, roadmap, fields.get("activity"), association)
    start = begin(skeleton, Facts(setting, record))
    with transaction.atomic():
        document = Document.objects.create(
            school=kind.school, kind=kind, author=actor, title=start.title, text=start.text, body_name=start.body_name,
            signer=fields.get("signer", start.signer), roadmap=roadmap, association=association, about=record,
        )  # fmt: skip
        replace_items(document, start.items)
        sheet = sheet_of(document)
        transaction.set_rollback(True)
    return sheet
