"""The zip inside .xlsx and .docx, looked at before anything opens it."""

import zipfile
from io import BytesIO

from roadmap.importing.parsed import ImportRefused

MEBI = 1024 * 1024
MAX_XML = 30 * MEBI
MAX_UNPACKED = 150 * MEBI
MAX_PARTS = 3000
_MAIN_PARTS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}


def check_archive(content, filename, expected):
    """Raise ImportRefused unless the bytes are an archive of the expected kind (".docx", ".xlsx") of sane size inside.

    Sizes come from the table of contents; zipfile itself never reads more of a part than stands there.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise ImportRefused("Файл повреждён: откройте его в программе и сохраните заново.", filename) from None
    found = next((kind for name, kind in _MAIN_PARTS.items() if any(part.filename == name for part in parts)), None)
    if found is None:
        raise ImportRefused(
            f"Внутри файла не {_KIND_WORDS[expected]}: проверьте, тот ли файл выбран, и сохраните его заново.", filename
        )
    if found != expected:
        raise ImportRefused(
            f"Внутри файла {_KIND_WORDS[found]}, а имя кончается на {expected}: дайте файлу окончание {found}.",
            filename,
        )
    xml = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if len(parts) > MAX_PARTS or xml > MAX_XML or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise ImportRefused("Файл слишком велик внутри: оставьте в нём одну таблицу без рисунков.", filename)


_KIND_WORDS = {".docx": "документ Word", ".xlsx": "книга Excel"}
