"""The school's own letterhead and Word template: checked, cleaned and kept as files that never change."""

from django.db import transaction

from roadmap.docx_tags import BODY, REQUIRED, TAGS
from roadmap.permissions import administers
from vsoko import history
from vsoko.apart import Unfit, apart
from vsoko.files import OFFICE, looked_into, store_bytes, succeed
from vsoko.models import School
from vsoko.workflow import NotAllowed, TransitionError

REFUSAL = "Бланк и шаблон школы ведут администратор и директор."
MOST = 5 * 2**20
# A strip across the sheet: 170 mm at 300 dots an inch, and sharp enough at half of that.
LEAST_WIDE, WIDE = 1000, 2100


@transaction.atomic
def change_letterhead(school, *, actor, upload=None):
    """Keep the picture as the letterhead of papers to come, or take the present one off (`upload` None). Returns the school."""
    picture = None
    if upload is not None:
        data = letterhead_of(upload)
        name = f"{upload.name.rsplit('.', 1)[0][-100:]}.png"
        picture = store_bytes(data, name=name, content_type="image/png", school=school, actor=actor)
    return _keep(school, "letterhead", picture, actor, ("Загружен бланк", "Бланк снят"))


@transaction.atomic
def change_template(school, *, actor, upload=None):
    """Keep the .docx as the school's template, or take the present one off (`upload` None). Returns the school."""
    template = None
    if upload is not None:
        data = template_of(upload)
        template = store_bytes(data, name=upload.name[-200:], content_type=OFFICE["docx"], school=school, actor=actor)
    return _keep(school, "docx_template", template, actor, ("Загружен шаблон Word", "Шаблон Word снят"))


def _keep(school, field, stored, actor, sentences):
    school = School.objects.select_for_update().get(pk=school.pk)
    if not administers(actor, school):
        raise NotAllowed(REFUSAL)
    former = getattr(school, field)
    if former is None and stored is None:
        raise TransitionError("Снимать нечего: файла пока нет.")
    if stored is not None and former is not None:
        succeed(stored, former)
    setattr(school, field, stored)
    school.save(update_fields=[field])
    history.record(
        school, actor=actor, action=f"vsoko.school.{field}", school=school,
        sentence=sentences[0] if stored else sentences[1], changes={},
    )  # fmt: skip
    return school


def letterhead_of(upload):
    """Return the picture drawn anew as PNG on white. Raises TransitionError with one sentence for the field «file»."""
    if upload.size > MOST:
        raise TransitionError(f"Картинка больше {MOST // 2**20} МБ: сохраните её в JPG или PNG поменьше.", field="file")
    return looked_into("clean_letterhead", upload.read(), LEAST_WIDE, WIDE)


def template_of(upload):
    """Return the bytes of a template whose tags are all known. Raises TransitionError for the field «file»."""
    if upload.size > MOST:
        raise TransitionError(f"Шаблон больше {MOST // 2**20} МБ: уменьшите картинки в нём.", field="file")
    data = upload.read()
    try:
        apart("vsoko.docx_template:check", data, TAGS, BODY, REQUIRED)
    except Unfit as error:
        raise TransitionError(str(error), field="file") from error
    return data
