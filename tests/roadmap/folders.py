"""A year whose folder is packed in tests, and what its inventory says."""

import io
import zipfile
from datetime import date

from openpyxl import load_workbook

from roadmap import packing
from roadmap.permissions import Role
from roadmap.services.documents import register_document
from roadmap.services.year_folder import make_folder, request_folder
from tests.factories import approve_paper, make_paper, make_roadmap, make_school, make_user

DAY = date(2020, 12, 14)


class Year:
    """A school with the roadmap of a year and whoever makes and signs its papers."""

    def __init__(self):
        self.school = make_school()
        self.director = make_user(self.school, Role.DIRECTOR)
        self.deputy = make_user(self.school, Role.DEPUTY_EDU)
        self.secretary = make_user(self.school, Role.SECRETARY)
        self.roadmap = make_roadmap(self.school)

    def order(self, number=None, *, readers=(), code="D01", **fields):
        draft = make_paper(
            self.school,
            code,
            author=self.deputy,
            roadmap=self.roadmap,
            readers=[one.employee for one in readers],
            **fields,
        )
        paper = approve_paper(draft, director=self.director, on=DAY)
        if number:
            paper = register_document(paper.pk, actor=self.secretary, number=number, dated=DAY)
        return paper

    def request(self):
        return request_folder(self.roadmap.pk, actor=self.deputy)

    def pack(self):
        """Return the folder as the worker leaves it, and its ZIP."""
        folder = self.request()
        make_folder.call(folder.pk)
        folder.refresh_from_db()
        assert folder.state == "done", folder.problem
        return folder, zipfile.ZipFile(folder.file.file.open("rb"))


def lines_of(packed):
    rows = load_workbook(io.BytesIO(packed.read("Опись.xlsx"))).active.iter_rows(values_only=True)
    return [dict(zip([column.title for column in packing.COLUMNS], row, strict=True)) for row in list(rows)[1:]]
