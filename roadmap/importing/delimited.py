"""Text tables: .txt with tabs and .csv with commas or semicolons."""

import codecs
import re

from roadmap.importing.archives import MEBI
from roadmap.importing.header import find_header
from roadmap.importing.parsed import MAX_COLUMNS, ImportRefused, Row, Sheet
from roadmap.importing.text_clean import clean_lines

MAX_BYTES, MAX_LINES = 2 * MEBI, 10_000

_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(content, filename):
    """Return the text of the bytes with plain line ends: by its byte-order mark, else UTF-8, else cp1251.

    Raises ImportRefused where the bytes are no text in any of them or are more than any roadmap has.
    """
    if len(content) > MAX_BYTES:
        raise ImportRefused(f"В файле больше {MAX_BYTES // MEBI} МБ текста: оставьте в нём только таблицу.", filename)
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            candidates, content = [encoding], content[len(bom) :]
            break
    else:
        candidates = ["utf-8", "cp1251"]
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            continue
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if text.count("\n") > MAX_LINES:
            raise ImportRefused(f"В файле больше {MAX_LINES} строк: оставьте в нём только нужную таблицу.", filename)
        return text
    raise ImportRefused(
        "Внутри файла не текст: откройте таблицу там, где она сделана, и сохраните её как .xlsx или .docx.",
        filename,
    )


def split_rows(text, delimiter):
    """Return the rows of a delimited text with the numbers of the lines where they begin.

    A quoted cell may hold delimiters, line ends and doubled quotes. A quote that is not closed before a delimiter is a
    plain character: in running text («"Успех" – проект») it must not swallow the rest of the file.
    """
    mark = re.escape(delimiter)
    cell = re.compile(rf'"([^"]*(?:""[^"]*)*)"(?={mark}|\n|\Z)|([^{mark}\n]*)')
    rows, cells, position, line, start = [], [], 0, 1, 1
    while position <= len(text):
        match = cell.match(text, position)
        if len(cells) < MAX_COLUMNS:
            cells.append(match[2] if match[1] is None else match[1].replace('""', '"'))
        line += match[0].count("\n")
        position = match.end() + 1
        if text[match.end() : position] != delimiter:
            rows.append(Row(start, tuple(clean_lines(value) for value in cells)))
            cells, line = [], line + 1
            start = line
    return rows


def read_text(content, filename):
    """Return the one sheet of a .txt: cells parted by tabs."""
    text = decode(content, filename)
    if "\t" not in text:
        raise ImportRefused(
            "В файле нет таблицы: разделите столбцы табуляцией или загрузите таблицу из .docx или .xlsx.", filename
        )
    return [Sheet(filename, tuple(split_rows(text, "\t")))]


def read_csv(content, filename, find_head=find_header):
    """Return the one sheet of a .csv; the delimiter is the one that makes a row of headings appear."""
    text = decode(content, filename)
    sheets = [Sheet(filename, tuple(split_rows(text, delimiter))) for delimiter in ";,\t"]
    with_header = [sheet for sheet in sheets if find_head(sheet.rows)]
    return [max(with_header or sheets, key=lambda sheet: sheet.width)]
