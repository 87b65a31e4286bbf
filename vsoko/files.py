"""Keeping files: checked by content, not by name, and stored with the hash of their bytes."""

import hashlib
import io
import zipfile

import filetype
from django.conf import settings
from django.core.files.base import ContentFile, File

from vsoko.apart import Unfit, apart
from vsoko.models import StoredFile
from vsoko.workflow import TransitionError

OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
IMAGES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}
ALLOWED = ("pdf", *OFFICE, *IMAGES)
SCANS = ("pdf", *IMAGES)
MOST_POINTS = 80_000_000
MOST_UNPACKED = 200 * 1024 * 1024


def store_bytes(content, *, name, content_type, school, actor):
    """Store bytes that the product made itself and return the StoredFile."""
    stored = StoredFile(
        school=school,
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=actor,
    )
    stored.file.save(name, ContentFile(content), save=False)
    stored.save()
    return stored


def succeed(stored, former):
    """Make a stored file the next version of the former one, which stays as it is and where it is. Returns the new one."""
    stored.previous, stored.version = former, former.version + 1
    stored.save(update_fields=["previous", "version"])
    return stored


class MovedFile(File):
    """A finished file of this computer that the storage may move instead of copying it through memory."""

    def temporary_file_path(self):
        return self.name


def store_file(path, *, name, content_type, school, actor):
    """Move a file that the product made itself into the store, however large it is, and return the StoredFile."""
    with path.open("rb") as made:
        digest = hashlib.file_digest(made, "sha256").hexdigest()
        stored = StoredFile(
            school=school, name=name, content_type=content_type, size=path.stat().st_size, sha256=digest,
            uploaded_by=actor,
        )  # fmt: skip
        stored.file.save(name, MovedFile(made, str(path)), save=False)
    stored.save()
    return stored


def store_upload(upload, *, school, actor, kinds=ALLOWED):
    """Check an uploaded file by its content, clean images, store it and return the StoredFile.

    `kinds` are the endings that are taken. Raises TransitionError with one sentence, for the field «file», when the file is
    too large, of another kind, or not what its name says.
    """
    if upload.size > settings.MAX_UPLOAD_BYTES:
        most = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        cure = "сохраните его с меньшим разрешением" if kinds == SCANS else "уменьшите его или приложите ссылку словами"
        raise TransitionError(f"Файл больше {most} МБ: {cure}.", field="file")
    extension = upload.name.rsplit(".", 1)[-1].lower()
    if extension not in kinds:
        papers = "PDF, DOCX, XLSX" if kinds == ALLOWED else "PDF"
        raise TransitionError(f"Можно приложить {papers} или фотографию (JPG, PNG).", field="file")
    content = upload.read()
    found = filetype.guess(content)
    kind = found.extension if found else ""
    if extension in IMAGES:
        content = looked_into("clean_image", content, IMAGES[extension], MOST_POINTS)
        content_type = f"image/{IMAGES[extension].lower()}"
    elif kind == extension == "pdf":
        looked_into("refuse_broken_pdf", content, upload.name)
        content_type = "application/pdf"
    elif kind == extension:
        refuse_bad_office(content, upload.name)
        content_type = OFFICE[extension]
    else:
        raise TransitionError(
            f"Внутри файла «{upload.name}» не то, что обещает имя: сохраните его заново и приложите ещё раз.",
            field="file",
        )
    return store_bytes(content, name=upload.name[-200:], content_type=content_type, school=school, actor=actor)


def refuse_bad_office(content, name):
    """Raise TransitionError for a DOCX or XLSX that is broken, runs macros, or unpacks to what no document of a school is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
            macros = any(part.lower().endswith("vbaproject.bin") for part in parts.namelist())
    except zipfile.BadZipFile as error:
        raise TransitionError(
            f"Файл «{name}» повреждён: сохраните его заново и приложите ещё раз.", field="file"
        ) from error
    if unpacked > MOST_UNPACKED:
        raise TransitionError(
            f"Файл «{name}» при открытии займёт слишком много памяти: сохраните его в PDF и приложите ещё раз.",
            field="file",
        )
    if macros:
        raise TransitionError(
            f"В файле «{name}» есть макросы: сохраните его без макросов и приложите ещё раз.", field="file"
        )


def looked_into(function, *given):
    """Return what a function of vsoko/uploads.py makes of an upload. Raises TransitionError for the field «file»."""
    try:
        return apart(f"vsoko.uploads:{function}", *given)
    except Unfit as error:
        raise TransitionError(str(error), field="file") from error
