"""The archive of a copy: a ZIP with a line of JSON for each row, the files as they are, and a manifest with the hash of each part.

data/roadmap.employee.jsonl    one row a line: {column: value}
files/7/0a1b…                  a file under the name that its row has for it
manifest.json                  when and of what it was made, how many rows, the hash of every part
"""

import hashlib
import json
import zipfile
import zlib
from contextlib import contextmanager

from django.apps import apps

FORMAT = 1
MANIFEST = "manifest.json"
DATA, FILES = "data/", "files/"
PIECE = 1024 * 1024
# Whoever works now enters again, what is found by words is worked out anew from the records, workers are of the server, and the
# list of copies tells of the folder of this installation only.
LEFT_OUT = {"sessions.session", "vsoko.session", "vsoko.searchentry", "vsoko.workersign", "vsoko.copy"}


class BadCopy(ValueError):
    """The archive cannot be taken; the text says what is wrong with it and what to do."""


def kept_models():
    """Return the models whose rows a copy holds, those behind many-to-many fields too."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]


def data_name(model):
    """Return the name of the part that holds the rows of a model."""
    return f"{DATA}{model._meta.label_lower}.jsonl"


def add_part(copy, name, pieces):
    """Write the pieces of bytes as one part of the archive and return {"size", "sha256"} of it."""
    size, digest = 0, hashlib.sha256()
    with copy.open(name, "w", force_zip64=True) as part:
        for piece in pieces:
            part.write(piece)
            size += len(piece)
            digest.update(piece)
    return {"size": size, "sha256": digest.hexdigest()}


def add_manifest(copy, manifest):
    copy.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))


@contextmanager
def opened(path):
    """Yield (ZIP, manifest) of a copy whose every part is there and unaltered. Raises BadCopy, which names what is not."""
    try:
        with zipfile.ZipFile(path) as copy:
            manifest = _manifest_of(copy, path)
            _check(copy, manifest, path)
            yield copy, manifest
    except (zipfile.BadZipFile, EOFError) as error:
        raise BadCopy(f"«{path.name}» обрезан или не копия ВСОКО: возьмите другую копию.") from error


def _manifest_of(copy, path):
    try:
        manifest = json.loads(copy.read(MANIFEST))
        made_of = manifest["format"]
        all(told["sha256"] for told in manifest["parts"].values())
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise BadCopy(f"В «{path.name}» нет описи {MANIFEST}: это не копия ВСОКО. Возьмите другую копию.") from error
    if made_of != FORMAT:
        raise BadCopy(f"«{path.name}» сделан другой версией программы: восстановите его в ней.")
    return manifest


def _check(copy, manifest, path):
    present = [name for name in copy.namelist() if name != MANIFEST]
    if more := sorted(set(present) - set(manifest["parts"])):
        raise BadCopy(f"В «{path.name}» есть часть, которой нет в описи: {more[0]}. Возьмите другую копию.")
    if len(present) != len(set(present)):
        raise BadCopy(f"В «{path.name}» часть записана дважды. Возьмите другую копию.")
    for name, told in manifest["parts"].items():
        if leads_out(name):
            raise BadCopy(f"В «{path.name}» часть {name} ведёт за пределы архива: это не копия ВСОКО.")
        if name not in present:
            raise BadCopy(f"В «{path.name}» не хватает части {name}. Возьмите другую копию.")
        try:
            same = hash_of(pieces_of(copy, name)) == told["sha256"]
        except (zipfile.BadZipFile, EOFError, zlib.error):
            same = False
        if not same:
            raise BadCopy(f"В «{path.name}» изменена часть {name}. Возьмите другую копию.")


def leads_out(name):
    """Return whether a file of this name might land elsewhere than below the folder that it is written to."""
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def hash_of(pieces):
    """Return the SHA-256 of bytes that come in pieces."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def pieces_of(copy, name):
    """Yield the bytes of a part, a piece at a time."""
    with copy.open(name) as part:
        while piece := part.read(PIECE):
            yield piece
