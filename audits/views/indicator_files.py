"""Values of indicators from a table: a form to fill, and a filled one or a journal's summary looked at before it is taken."""

from django.urls import reverse
from django.utils import timezone
from django.views import View

from audits.forms.indicators import ValuesFileForm
from audits.indicator_sheets import TITLES, parse_values
from audits.indicator_terms import Term, ended, school_year
from audits.models import Indicator
from audits.models.indicator import Group
from audits.permissions import enters_indicators
from audits.services.indicator_import import CHANGED, NEW, UNCHANGED, import_values, intents_of, mark_of
from audits.services.indicator_undo import last_import, undo_values
from audits.views.indicators import IndicatorList
from roadmap.views.uploads import PreviewView, UndoView, UploadView, tell
from vsoko.spreadsheet import Column, spreadsheet_response
from vsoko.views.generic import SchoolPageMixin
from vsoko.wording import plural

WIDTHS = {"name": 60, "term": 34, "subject": 24, "association": 34, "note": 40, "whose": 16}
KINDS = ((NEW, "Добавятся"), (CHANGED, "Изменятся"), (UNCHANGED, "Без изменений"))
VALUES = "значение,значения,значений"


def period_of(indicator):
    """Return the time whose value is owed next, as the table names it."""
    terms = ended(indicator.periodicity, timezone.localdate(), is_calendar=indicator.calendar_year)
    return str(max(terms, key=lambda term: term.days[1])) if terms else ""


FILLED = {"code": lambda indicator: indicator.code, "name": lambda indicator: indicator.name, "term": period_of}
COLUMNS = tuple(
    Column(title, WIDTHS.get(name, 14), FILLED.get(name, lambda indicator: None)) for name, title in TITLES.items()
)


class IndicatorExport(IndicatorList):
    """The list under its filter, whole, as it is read by who downloads it."""

    columns = (
        Column("Код", 10, lambda one: one.code),
        Column("Показатель", 60, lambda one: one.name),
        Column("Группа", 28, lambda one: one.get_group_display()),
        Column("Единица", 14, lambda one: one.unit),
        Column("Значение", 18, lambda one: one.latest_words),
        Column("Когда", 34, lambda one: one.standing.latest and str(one.standing.latest.term)),
        Column("По состоянию на", 14, lambda one: one.standing.latest and one.standing.latest.as_of),
        Column("Изменение", 16, lambda one: one.standing.change),
        Column("Ориентир", 30, lambda one: one.target),
        Column("Как стоит", 22, lambda one: one.standing.mark and one.standing.mark[1]),
        Column("Сигналы", 50, lambda one: "; ".join(one.standing.signals)),
        Column("Формула", 50, lambda one: one.formula),
        Column("Источник", 40, lambda one: one.source),
        Column("Кто вносит", 20, lambda one: one.responsible),
    )

    def get(self, request, *args, **kwargs):
        rows = self.told(self.get_filterset(self.get_filterset_class()).qs)
        name = f"pokazateli-{timezone.localdate():%Y-%m-%d}.xlsx"
        return spreadsheet_response(name, self.heading, self.columns, rows)


class ValuesBlank(SchoolPageMixin, View):
    """A workbook with a row for each indicator that people enter: rows without a number are passed over."""

    right = enters_indicators

    def get(self, request, *args, **kwargs):
        rows = Indicator.objects.visible_to(request.user).filter(is_active=True).exclude(group=Group.SYSTEM)
        return spreadsheet_response("pokazateli-zagotovka.xlsx", "Показатели", COLUMNS, rows.order_by("code", "pk"))


class OfValues:
    """Values from a table, for a time that its rows may leave out."""

    kind = "indicators"
    right = enters_indicators

    def parse(self, content, name, year, part):
        return parse_values(content, name, Term(year, part))

    def outlook(self, book):
        return intents_of(self.request.user.school, book.rows)


class ValuesImport(OfValues, UploadView):
    form_class = ValuesFileForm
    template_name = "audits/indicator_import.html"
    heading = "Значения показателей из файла"
    submit_label = "Показать, что запишется"
    confirm_url_name = "indicator-import-confirm"

    def get_initial(self):
        return {"year": school_year(timezone.localdate())}

    def get_cancel_url(self):
        return reverse("indicator-list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(last=last_import(self.request.user.school), **kwargs)

    def facts(self, form):
        return {"year": form.term.year, "part": form.term.part}

    def problems_of(self, book):
        return book.problems or self.outlook(book)[1]


class ValuesConfirm(OfValues, PreviewView):
    template_name = "audits/indicator_import_confirm.html"
    heading = "Проверьте, что запишется"

    def get_cancel_url(self):
        return reverse("indicator-import")

    def get_context_data(self, **kwargs):
        intents, problems = self.outlook(self.book)
        by_kind = {kind: [one for one in intents if one.kind == kind] for kind, _ in KINDS}
        groups = [(kind, label, len(by_kind[kind]), by_kind[kind]) for kind, label in KINDS]
        wanted = len(intents) - len(by_kind[UNCHANGED])
        return super().get_context_data(
            subline=f"{self.stored.name}, {plural(len(self.book.rows), 'строка,строки,строк')}",
            submit_label=f"Записать {plural(wanted, VALUES)}",
            groups=groups,
            **self.page_of([group for group in groups if group[0] != UNCHANGED]),
            problems=problems,
            wanted=wanted,
            mark=mark_of(intents),
            **kwargs,
        )

    def act(self, form):
        school, actor = self.request.user.school, self.request.user
        load = import_values(school, self.book.rows, actor=actor, stored=self.stored, seen=form.cleaned_data["seen"])
        self.forget(drop=load is None)
        tell(
            self.request,
            f"Значения из файла записаны: добавлено {load.added_total}, изменено {load.changed_total}." if load else "",
            "Файл не отличается от того, что уже внесено: записывать нечего.",
        )
        return reverse("indicator-import" if load else "indicator-list")


class ValuesUndo(UndoView):
    template_name = "audits/indicator_import_undo.html"
    right = enters_indicators
    explain = (
        "Новые значения этой загрузки исчезнут, изменённые станут прежними. Сам файл и отметка о загрузке останутся."
    )

    def last(self):
        return last_import(self.request.user.school)

    def totals(self):
        return [("Добавлено значений", self.object.added_total), ("Изменено", self.object.changed_total)]

    def get_cancel_url(self):
        return reverse("indicator-import")

    def act(self, form):
        undo_values(form.cleaned_data["shown"], actor=self.request.user)
        return reverse("indicator-list")
