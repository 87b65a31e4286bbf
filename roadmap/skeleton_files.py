"""Starting texts as they are delivered: one file each, `CODE.txt` or `CODE-occasion.txt`, in the folders of the rooms.

A file has three parts parted by a line «---»: head lines «name: value», the text, and the points, one a line (`roadmap.points`).
"""

from vsoko import registries

HEADS = {"name": "name", "title": "title", "body": "body_name", "readers": "readers", "signer": "signer_role"}


def delivered():
    """Return [(code of the kind, occasion, {field of Skeleton: value})] of all rooms, in the order of their names."""
    paths = [path for folder in registries.skeleton_texts.values() for path in sorted(folder.glob("D*.txt"))]
    return [(*_named(path.stem), read(path.read_text(encoding="utf-8"))) for path in paths]


def _named(stem):
    code, _, occasion = stem.partition("-")
    return code, occasion


def read(content):
    """Return {field of Skeleton: value} of one file."""
    head, text, points = (part.strip("\n") for part in content.split("---\n"))
    pairs = (line.split(": ", 1) for line in head.splitlines())
    return {HEADS[name]: value for name, value in pairs} | {"text": text, "points": points}


def give_missing(kinds, skeletons, school_id):
    """Give a school the delivered skeletons that it has not got, for the kinds that it has; its own stay as they are.

    `kinds` and `skeletons` are managers of the models: the present ones, or those that a migration knows.
    """
    own = dict(kinds.filter(school_id=school_id).values_list("code", "id"))
    there = set(skeletons.filter(school_id=school_id).values_list("kind_id", "variant"))
    skeletons.bulk_create(
        skeletons.model(school_id=school_id, kind_id=own[code], variant=occasion, **fields)
        for code, occasion, fields in delivered()
        if code in own and (own[code], occasion) not in there
    )
