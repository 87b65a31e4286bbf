"""From the bytes of an uploaded file to sheets of rows, whatever the format."""

from roadmap.importing.archives import MEBI, check_archive
from roadmap.importing.delimited import read_csv, read_text
from roadmap.importing.header import find_header
from roadmap.importing.parsed import ImportRefused
from vsoko.apart import apart

MAX_BYTES = 10 * MEBI
MAX_ROWS = 1500

ACCEPTED = (".txt", ".csv", ".xlsx", ".docx")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (
    (b"PK\x03\x04", "архив или документ Office"),
    (_OLE, "документ старого формата или файл с паролем"),
    (b"%PDF", "документ PDF"),
    (b"{\\rtf", "документ RTF"),
    (b"\x89PNG", "рисунок"),
    (b"\xff\xd8\xff", "рисунок"),
)


def read_sheets(content, filename, kinds=ACCEPTED, find_head=find_header, *, most=MAX_ROWS, moments=False):
    """Return the sheets of a file of one of the `kinds`: .txt, .csv, .xlsx or .docx, with at most `most` rows in all.

    `find_head(rows)` tells whether the headings of the wanted table are there: by it the delimiter of a .csv is known.
    `moments` keeps the time of day in the cells of a workbook, as text: else a cell is a day.

    Raises ImportRefused with one sentence when the file is empty, too large, of another kind or not what its name says.
    """
    kind = next((ending for ending in kinds if filename.lower().endswith(ending)), None)
    if kind is None:
        named = " или ".join(filter(None, [", ".join(kinds[:-1]), kinds[-1]]))
        raise ImportRefused(f"Файлы такого вида не читаются: сохраните таблицу как {named}.", filename)
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise ImportRefused("Файл пуст: выберите файл с таблицей.", filename)
    if len(content) > MAX_BYTES:
        raise ImportRefused(f"Файл больше {MAX_BYTES // MEBI} МБ: оставьте в нём одну таблицу без рисунков.", filename)
    _check_signature(content, filename, kind)
    sheets = _sheets(content, filename, kind, find_head, moments)
    if not any(row.filled for sheet in sheets for row in sheet.rows):
        raise ImportRefused("В файле нет таблицы: загрузите файл, где записи стоят в строках таблицы.", filename)
    if sum(len(sheet.rows) for sheet in sheets) > most:
        raise ImportRefused(
            f"В файле больше {most} строк: оставьте в нём только нужную таблицу или разделите её.", filename
        )
    return sheets


def _sheets(content, filename, kind, find_head, moments):
    if kind == ".txt":
        return read_text(content, filename)
    if kind == ".csv":
        return read_csv(content, filename, find_head)
    if kind == ".docx":
        return apart("roadmap.importing.docx_tables:read_docx", content, filename)
    return apart("roadmap.importing.xlsx_sheets:read_xlsx", content, filename, moments)


def _check_signature(content, filename, kind):
    found = next((words for signature, words in _SIGNATURES if content.startswith(signature)), None)
    if kind in (".txt", ".csv"):
        if found:
            raise ImportRefused(
                f"Внутри файла {found}, а имя кончается на {kind}: сохраните таблицу заново как {kind}.",
                filename,
            )
        return
    if content.startswith(_OLE):
        raise ImportRefused(
            f"Файл защищён паролем или сохранён в старом формате: сохраните его без пароля как {kind}.", filename
        )
    if not content.startswith(b"PK"):
        raise ImportRefused(
            f"Внутри файла {found or 'не то, что обещает имя'}: откройте таблицу и сохраните её как {kind}.",
            filename,
        )
    check_archive(content, filename, kind)
