"""The term of an activity: what days its text means, as far as it tells. Missing years are found in `years`."""

import re
from dataclasses import dataclass, replace
from datetime import date

from roadmap.importing import term_words as tw
from roadmap.importing.term_atoms import Atom, Mark, NotUnderstood, complete, fold, kind_of, sane_year
from roadmap.importing.text_clean import one_line

MAX_TERM = 200

_PARENTHESES = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Term:
    """What a text says: `first` None is «до …», `last` None an open end, `whole` the period of the roadmap."""

    text: str
    first: Mark | None = None
    last: Mark | None = None
    yearless: bool = False
    whole: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def understood(self):
        return self.whole or bool(self.first or self.last)


def read_term(cell, period):
    """Return the Term of a cell, text or a real date of Excel.

    A text that is not understood gives a Term with a remark and no marks. Raises ImpossibleTerm.
    """
    if isinstance(cell, date):
        mark = Mark(sane_year(cell.year, str(cell.year)), cell.month, cell.day)
        return Term(f"{cell:%d.%m.%Y}", mark, mark)
    text = one_line(cell)
    if not text:
        return Term("", remarks=("Срок не указан: впишите начало и окончание.",))
    if len(text) > MAX_TERM:
        return Term(text, remarks=("Вместо срока длинный текст: впишите начало и окончание.",))
    marks, remarks, whole = _read(text, period)
    return _term(text, marks, remarks, whole)


def read_ends(start, end, period):
    """Return the Term of two columns, «Начало» and «Окончание»; raises ImpossibleTerm."""
    first, last = read_term(start, period), read_term(end, period)
    text = " – ".join(part.text for part in (first, last) if part.text)
    remarks = tuple(remark for part in (first, last) if part.text for remark in part.remarks)
    if not text:
        return last
    begins = _absolute(first.first or first.last, first.yearless)
    ends = _absolute(last.last or last.first, last.yearless)
    whole = first.whole or last.whole
    return _term(text, [begins, ends], remarks, whole and not (begins or ends))


def _absolute(mark, yearless):
    return replace(mark, year=None) if mark and yearless else mark


def _term(text, marks, remarks, whole):
    """Return the Term of [first, …, last] marks with the years that they lend each other."""
    if not any(marks):
        return Term(text, whole=whole, remarks=remarks)
    known = [mark for mark in marks if mark]
    yearless = all(mark.year is None for mark in known)
    if yearless:
        known[0] = replace(known[0], year=0)
    for place in range(len(known) - 2, -1, -1):
        mark, after = known[place], known[place + 1]
        if mark.year is None and after.year is not None:
            known[place] = replace(mark, year=after.year - (mark.month > after.month))
    for place in range(1, len(known)):
        mark, before = known[place], known[place - 1]
        if mark.year is None:
            known[place] = replace(mark, year=before.year + (mark.month < before.month))
    return Term(text, known[0] if marks[0] else None, known[-1] if marks[-1] else None, yearless, False, remarks)


def _read(text, period):
    """Return (marks, remarks, whole) of a text; marks are [first or None, …, last or None] or empty."""
    prepared = tw.prepare(text)
    if tw.TO_YEAR_END.fullmatch(prepared):
        return [None, Mark(None, period.last.month)], (), False
    for pattern, remark in (
        (tw.WHOLE, None),
        (tw.UNDATED, f"Срок «{text}» не называет дат: принят весь период карты."),
    ):
        rest = pattern.sub(" ", prepared)
        if rest == prepared:
            continue
        try:
            return *_parse(rest, text, period), False
        except NotUnderstood:
            named = any(word.kind not in (tw.AND, tw.DASH) for word in tw.cut(rest))
            if named and remark is None:
                remark = f"Из срока «{text}» понят только весь период карты: проверьте даты."
            return [], (remark,) if remark else (), True
    for candidate, remark in (
        (prepared, None),
        (_PARENTHESES.sub(" ", prepared), f"Уточнение в скобках из срока «{text}» в даты не вошло."),
    ):
        try:
            marks, remarks = _parse(candidate, text, period)
            return marks, remarks + ((remark,) if remark else ()), False
        except NotUnderstood:
            continue
    return [], (f"Срок «{text}» не распознан: впишите начало и окончание.",), False


def _parse(prepared, text, period):
    """Return (marks, remarks) of a prepared text; raises NotUnderstood and ImpossibleTerm."""
    words = tw.cut(prepared)
    if any(word.kind == tw.UNKNOWN for word in words):
        raise NotUnderstood
    items = complete(fold(words, period), period)
    remarks = ()
    if any(kind_of(item) == tw.VAGUE for item in items) or (
        any(kind_of(item) == tw.END for item in items) and not any(kind_of(item) in (tw.UNTIL, tw.TO) for item in items)
    ):
        remarks += (f"Срок «{text}» понят приблизительно: проверьте даты.",)
    segments = _segments([item for item in items if kind_of(item) not in (tw.VAGUE, tw.END)])
    if len(segments) == 1:
        marks = _stretch(segments[0], period)
        if marks[0] is None and marks[1].day is None and not any(kind_of(item) == tw.END for item in items):
            remarks += (f"Срок «{text}» понят как «по конец месяца»: проверьте день.",)
        if marks[1] is None:
            remarks += (f"Окончание в сроке «{text}» не названо: принят конец периода карты.",)
        return marks, remarks
    marks = [mark for segment in segments for mark in _stretch(segment, period)]
    if None in marks:
        raise NotUnderstood
    if all(mark.year is None for mark in marks):
        marks.sort(key=lambda mark: period.offset(mark.month))
    return marks, (*remarks, f"В сроке «{text}» несколько дат: взято время от первой до последней.")


def _stretch(items, period):
    """Return [first or None, last or None] of one stretch: «май», «с мая по декабрь», «до 20 апреля»."""
    shape = [kind_of(item) for item in items]
    atoms = [item for item in items if isinstance(item, Atom)]
    if shape == ["atom"]:
        return [atoms[0].first, atoms[0].last]
    if shape in ([tw.UNTIL, "atom"], [tw.TO, "atom"]):
        return [None, atoms[0].last]
    if shape == [tw.FROM, "atom"]:
        return [atoms[0].first, None]
    middle = shape[1:] if shape[:1] == [tw.FROM] else shape
    if len(middle) == 3 and middle[::2] == ["atom", "atom"] and middle[1] in (tw.DASH, tw.TO, tw.UNTIL):
        years = [atom.first.year for atom in atoms if atom.unit == tw.YEAR]
        if years == [period.first.year, period.last.year] and period.is_school_year:
            return [Mark(period.first.year, period.first.month), Mark(period.last.year, period.last.month)]
        return [atoms[0].first, atoms[1].last]
    raise NotUnderstood


def _segments(items):
    """Part the items at commas, «и» and where one stretch follows another without a sign between them."""
    segments, current = [], []
    for item in items:
        juxtaposed = isinstance(item, Atom) and current and isinstance(current[-1], Atom)
        if juxtaposed or kind_of(item) == tw.AND:
            segments.append(current)
            current = []
        if kind_of(item) != tw.AND:
            current.append(item)
    segments = [segment for segment in [*segments, current] if segment]
    if not segments:
        raise NotUnderstood
    return segments
