"""A paper for Word: margins, one font, page numbers from the second page, tables with repeated heads. No domain words."""

import io

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "PT Serif"
SIZE, SMALL = 14, 12
INDENT = 12.5
PORTRAIT, LANDSCAPE = (210, 297), (297, 210)
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


class Paper:
    """A Word document that grows from the top; with `before`, inside another one, in front of that paragraph.

    All measures are millimetres. `left` is the margin of the binding; on a sheet on its side it is the upper one.
    """

    def __init__(self, *, left=30, title="", author="", document=None, before=None):
        self.left = left
        self.inside = document is not None
        self.document = document or Document()
        self.before = before
        self.document.core_properties.title = title
        self.document.core_properties.author = author
        if self.inside:
            section = self.document.sections[0]
            self.width = (section.page_width - section.left_margin - section.right_margin) / Mm(1)
        else:
            self._set_styles()
            self._number_pages()

    # --- pages --------------------------------------------------------------------------------------------------------

    def lay(self, *, wide=False):
        """Set how the first sheets lie. Inside another document its own sheets stay as they are."""
        if not self.inside:
            self._shape(self.document.sections[0], wide)

    def new_part(self, *, wide=False):
        """Begin a part of the paper on a new sheet."""
        if self.inside:
            self.paragraph("").paragraph_format.page_break_before = True
            return
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        self._shape(section, wide)

    def _shape(self, section, wide):
        width, height = LANDSCAPE if wide else PORTRAIT
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        margins = (self.left, 20, 10, 20) if wide else (20, 10, 20, self.left)
        section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
        section.header_distance = section.footer_distance = Mm(10)
        self.width = width - margins[1] - margins[3]

    def _number_pages(self):
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run()
        run.font.size = Pt(SMALL)
        for kind, text in (("begin", None), (None, " PAGE "), ("end", None)):
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            else:
                part.set(qn("xml:space"), "preserve")
                part.text = text
            run._r.append(part)

    def _set_styles(self):
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(SIZE)
        properties = normal.element.get_or_add_rPr()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            properties.rFonts.set(qn(script), FONT)
        # Word reads its settings in one order only: this one follows the tab stop.
        self.document.settings.element.find(qn("w:defaultTabStop")).addnext(OxmlElement("w:autoHyphenation"))
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "ru-RU")
        properties.append(language)
        spacing = normal.paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing = 1.15
        spacing.widow_control = True

    # --- what stands on them ------------------------------------------------------------------------------------------

    def paragraph(self, text, *, align="left", indent=0, bold=False, size=None, above=0, keep=False, width=None):
        """Add a paragraph and return it. `keep` leaves it on one page with the next; `width` narrows its lines."""
        paragraph = self._place(self.document.add_paragraph())
        self._write(paragraph, text, bold, size)
        paragraph.alignment = ALIGN[align]
        shape = paragraph.paragraph_format
        shape.first_line_indent = Mm(indent) if indent else None
        shape.space_before = Mm(above)
        shape.keep_with_next = keep
        if width:
            shape.right_indent = Mm(self.width - width)
        return paragraph

    def sides(self, left, right, *, above=0):
        """Add one line with a word at each edge."""
        paragraph = self.paragraph(f"{left}\t{right}", above=above, keep=True)
        self._stops(paragraph, (100, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.SPACES))

    def signature(self, title, name, *, above=0, keep=False):
        """Add a line to sign on, between who signs and the name."""
        paragraph = self.paragraph(f"{title}\t\t\t{name}", above=above, keep=keep)
        start, end = (54, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.SPACES), (70, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
        self._stops(paragraph, start, end, (100, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.SPACES))

    def _stops(self, paragraph, *stops):
        for share, side, leader in stops:
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(self.width * share / 100), side, leader)

    def picture(self, data):
        """Add a picture as wide as the text."""
        paragraph = self.paragraph("", keep=True)
        paragraph.add_run().add_picture(io.BytesIO(data), width=Mm(self.width))

    def table(self, head, rows, widths):
        """Add a ruled table whose head is repeated on every page; `widths` are percents of the text's width."""
        table = self._grid(len(rows) + 1, widths)
        table.style = self._ruled()
        for cells, texts in zip(table.rows, [head, *rows], strict=True):
            first = texts is head
            self._row(cells, whole=True, repeated=first)
            for cell, text in zip(cells.cells, texts, strict=True):
                self._write(cell.paragraphs[0], text, bold=first, size=SMALL)
                cell.paragraphs[0].paragraph_format.keep_with_next = first

    def columns(self, cells, widths):
        """Add columns without rules; each cell is a list of paragraphs."""
        table = self._grid(1, widths)
        self._row(table.rows[0], whole=True)
        for cell, texts in zip(table.rows[0].cells, cells, strict=True):
            for place, text in enumerate(texts or [""]):
                paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
                paragraph.paragraph_format.space_before = Mm(4 if place else 0)
                self._write(paragraph, text)

    def keep_last(self):
        """Leave what was written last on one page with what follows."""
        last = self.before.getprevious() if self.inside else self.document.element.body.sectPr.getprevious()
        for paragraph in [] if last is None else last[-1].iter(qn("w:p")) if last.tag == qn("w:tbl") else [last]:
            paragraph.get_or_add_pPr().get_or_add_keepNext()

    def save(self):
        """Return the bytes of the file."""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    # --- how Word writes it -------------------------------------------------------------------------------------------

    def _place(self, block):
        if self.before is not None:
            self.before.addprevious(block._element)
        return block

    def _ruled(self):
        """Return the style of ruled tables; a document of somebody else may not have one."""
        names = {style.name for style in self.document.styles}
        return "Table Grid" if "Table Grid" in names else None

    def _write(self, paragraph, text, bold=False, size=None):
        run = paragraph.add_run(text)
        run.bold = bold or None
        run.font.size = Pt(size) if size else None

    def _grid(self, rows, widths):
        table = self._place(self.document.add_table(rows, len(widths)))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        for column, share in zip(table.columns, widths, strict=True):
            column.width = Mm(self.width * share / 100)
            for cell in column.cells:
                cell.width = Mm(self.width * share / 100)
        return table

    def _row(self, row, *, whole=False, repeated=False):
        properties = row._tr.get_or_add_trPr()
        for name, wanted in (("w:cantSplit", whole), ("w:tblHeader", repeated)):
            if wanted:
                properties.append(OxmlElement(name))
