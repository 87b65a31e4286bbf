"""Workbooks of criteria made for tests."""

import io

from openpyxl import Workbook

HEAD = ("Код", "Раздел", "Вопрос", "Основание", "Что смотреть", "Относится к", "Применяется")
OWN = ("ШК-01", "Своё", "Есть ли план?", "Устав", "План", "методическое объединение", "да")


def workbook(*rows, head=HEAD, title="Критерии"):
    """Return the bytes of a workbook with these rows under the head; every text stays a text."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in [head, *rows] if head else rows:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
