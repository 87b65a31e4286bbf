"""A folder as one ZIP: every file goes through it piece by piece, so that memory does not grow with the folder."""

import hashlib
import json
import re
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from django.contrib.staticfiles import finders
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from vsoko import spreadsheet
from vsoko.pdf import render_pdf
from vsoko.spreadsheet import Column
from vsoko.wording import day_num

PIECE = 1024 * 1024
# Windows opens no path above 260 letters: what is not taken here is left for where the folder is unpacked.
LONGEST_PATH, LONGEST_FOLDER = 180, 60
FORBIDDEN = re.compile(r'[<>"|?*\x00-\x1f]+')
COLON, SLASH = re.compile(r"\s*:\s*"), re.compile(r"[/\\]")
DATA = "Реестры и записи"
CHUNK = 500
ROWS_IN_PDF = 400  # what is laid out at once stays in memory at once


@dataclass
class Line:
    """One line of the inventory; a line without `path` says in `note` why its file is not in the folder."""

    number: int
    case: str
    title: str
    day: date | None
    registered: str
    sheets: int | None = None
    path: str = ""
    digest: str = ""
    note: str = ""

    @property
    def index(self):
        return self.case.split(" ")[0]


COLUMNS = [
    Column("№", 6, lambda line: line.number),
    Column("Индекс", 10, lambda line: line.index),
    Column("Заголовок", 60, lambda line: line.title),
    Column("Дата", 12, lambda line: line.day),
    Column("Номер", 14, lambda line: line.registered),
    Column("Листов", 8, lambda line: line.sheets),
    Column("Файл", 60, lambda line: line.path),
    Column("SHA-256", 66, lambda line: line.digest),
    Column("Примечание", 40, lambda line: line.note),
]


class Folder:
    """A ZIP that is being written. Names are in UTF-8 and say so, as Windows expects."""

    def __init__(self, file):
        self.archive = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self.taken = set()
        self.lines = []

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.archive.close()

    def add(self, entry, stored):
        """Add the line of an entry with its stored file; without one the line says why."""
        line = Line(len(self.lines) + 1, entry.case, entry.title, entry.day, entry.number, note=entry.withheld)
        self.lines.append(line)
        if stored is None:
            return line
        try:
            source = stored.file.open("rb")
        except FileNotFoundError:
            line.note = "файла нет в хранилище программы"
            return line
        with source:
            line.path = self.free_path(entry, PurePosixPath(stored.name).suffix)
            line.digest = self.copy(source, line.path)
            source.seek(0)
            line.sheets = sheets_of(source, stored.content_type)
        if line.digest != stored.sha256:
            line.note = "файл изменился с тех пор, как был сохранён"
        return line

    def free_path(self, entry, suffix):
        """Return «01-05 Приказы/2020-12-14 № 112-од О создании.pdf», with «(2)» where that is taken."""
        day = f"{entry.day:%Y-%m-%d} " if entry.day else ""
        number = f"№ {entry.number} " if entry.number else ""
        folders = [tidy(part, LONGEST_FOLDER) for part in (entry.case, entry.folder) if part]
        room = LONGEST_PATH - len("/".join([*folders, f" (99){suffix}"]))
        stem = tidy(f"{day}{number}{entry.title.removesuffix(suffix)}", room)
        for copy in range(1, len(self.taken) + 2):
            path = "/".join([*folders, f"{stem}{f' ({copy})' if copy > 1 else ''}{suffix.lower()}"])
            if path.lower() not in self.taken:
                self.taken.add(path.lower())
                return path
        raise AssertionError("there are more names than files")

    def copy(self, source, path):
        """Write the file into the folder and return the SHA-256 of what was written."""
        digest = hashlib.sha256()
        with self.archive.open(self.info(path), "w", force_zip64=True) as target:
            while piece := source.read(PIECE):
                digest.update(piece)
                target.write(piece)
        return digest.hexdigest()

    def info(self, path):
        info = zipfile.ZipInfo(path, timezone.localtime().timetuple()[:6])
        info.external_attr = 0o644 << 16
        return info

    def add_inventory(self, title, school, missing):
        """Write the inventory of all lines, as a table for Excel and as paper; return nothing."""
        with tempfile.TemporaryFile() as book:
            spreadsheet.write(book, "Опись", COLUMNS, self.lines)
            book.seek(0)
            self.copy(book, "Опись.xlsx")
        parts = range(0, max(len(self.lines), 1), ROWS_IN_PDF)
        for part, first in enumerate(parts, start=1):
            last = part == len(parts)
            context = {
                "title": title,
                "school": school,
                "part": part if len(parts) > 1 else None,
                "lines": self.lines[first : first + ROWS_IN_PDF],
                "missing": missing if last else [],
                "whole": last and not missing,
                "counted": len(self.lines) if last else None,
                "made_on": day_num(timezone.localdate()),
            }
            name = "Опись.pdf" if len(parts) == 1 else f"Опись, часть {part}.pdf"
            self.archive.writestr(self.info(name), render_pdf("pdf/inventory.html", context))

    def add_register(self, title, columns, rows):
        """Write a register as a table for Excel and return its path."""
        path = self.data_path(title, "xlsx")
        with tempfile.TemporaryFile() as book:
            spreadsheet.write(book, title, columns, rows.iterator(chunk_size=CHUNK))
            book.seek(0)
            self.copy(book, path)
        return path

    def add_records(self, rows):
        """Write the records of a queryset as JSON, one after another, and return (title, path, how many)."""
        title, number = str(rows.model._meta.verbose_name_plural), 0
        path = self.data_path(title, "json")
        words = {field.attname: str(field.verbose_name) for field in read_fields(rows)}
        with self.archive.open(self.info(path), "w", force_zip64=True) as target:
            head = {"model": rows.model._meta.label_lower, "title": title, "fields": words}
            target.write(json.dumps(head, ensure_ascii=False, indent=1)[:-2].encode() + b',\n "rows": [')
            for row in rows.order_by("pk").values(*words).iterator(chunk_size=CHUNK):
                text = json.dumps(row, ensure_ascii=False, cls=DjangoJSONEncoder)
                target.write(f"{',' if number else ''}\n  {text}".encode())
                number += 1
            target.write(b"\n ]\n}\n")
        return title, path, number

    def data_path(self, title, kind):
        return f"{DATA}/{tidy(title[:1].upper() + title[1:], LONGEST_FOLDER)}.{kind}"

    def add_index(self, **context):
        """Write the page from which a browser opens all of the folder, wherever it lies."""
        look = Path(finders.find("css/archive.css")).read_bytes()
        self.archive.writestr(self.info(f"{DATA}/archive.css"), look)
        cases = {}
        for line in self.lines:
            cases.setdefault(line.case, []).append(line)
        page = render_to_string("roadmap/archive_index.html", context | {"cases": cases, "look": f"{DATA}/archive.css"})
        self.archive.writestr(self.info("index.html"), page)


def read_fields(rows):
    """Return the columns of a queryset that it reads: those put off are left out of the archive, too."""
    names, put_off = rows.query.deferred_loading
    return [
        field
        for field in rows.model._meta.concrete_fields
        if field.primary_key or (field.name in names or field.attname in names) != put_off
    ]


def tidy(name, longest):
    """Return the words as a name that every file system takes; a longer one is cut between words, with «…»."""
    words = COLON.sub(" — ", SLASH.sub("-", name))
    words = " ".join(FORBIDDEN.sub(" ", words).split()).strip(" .")
    if len(words) > longest:
        words = (words[: longest - 1].rsplit(" ", 1)[0] or words[: longest - 1]).rstrip(" .,—") + "…"
    return words or "без имени"


def sheets_of(source, content_type):
    """Return how many pages a file has, or None where nobody can tell."""
    if content_type.startswith("image/"):
        return 1
    if content_type != "application/pdf":
        return None
    # Imported here: a web process knows of folders, and packs none.
    import pikepdf

    try:
        with pikepdf.open(source) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError:
        return None
