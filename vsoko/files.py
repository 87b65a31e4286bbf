"""Keeping files: checked by content, not by name, and stored with the hash of their bytes."""

import hashlib
import io
import zipfile

import filetype
from django.conf import settings
from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps, UnidentifiedImageError

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
Image.MAX_IMAGE_PIXELS = MOST_POINTS
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
        content, content_type = clean_image(content, IMAGES[extension])
    elif kind == extension == "pdf":
        refuse_broken_pdf(content, upload.name)
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


def refuse_broken_pdf(content, name):
    """Raise TransitionError for a PDF that cannot be opened, or only with a password: nobody could read it as evidence."""
    # Imported here: a web process needs it only for uploads.
    import pikepdf

    try:
        pikepdf.open(io.BytesIO(content)).close()
    except pikepdf.PasswordError as error:
        raise TransitionError(
            f"Файл «{name}» закрыт паролем: сохраните его без пароля и приложите ещё раз.", field="file"
        ) from error
    except pikepdf.PdfError as error:
        raise TransitionError(
            f"Файл «{name}» повреждён: сохраните его заново и приложите ещё раз.", field="file"
        ) from error


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


def clean_image(content, image_format):
    """Return the picture drawn anew: without place, camera and anything appended to it."""
    too_many = TransitionError(
        "В снимке слишком много точек: сохраните его с меньшим разрешением и приложите ещё раз.", field="file"
    )
    try:
        with Image.open(io.BytesIO(content)) as image:
            # By what the file says of itself, before a point of it is unpacked.
            if image.width * image.height > MOST_POINTS:
                raise too_many
            image = ImageOps.exif_transpose(image).convert("RGB" if image_format == "JPEG" else "RGBA")
            # What is known about the picture beside its points: place, camera, comments.
            image.info = {}
            fresh = io.BytesIO()
            image.save(fresh, format=image_format)
    except Image.DecompressionBombError as error:
        raise too_many from error
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise TransitionError(
            "Фотографию не удалось прочесть: сделайте её ещё раз или сохраните в JPG.", field="file"
        ) from error
    return fresh.getvalue(), f"image/{image_format.lower()}"
