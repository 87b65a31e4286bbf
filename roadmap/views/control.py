"""Контроль исполнения: the list under its filters, the same for Excel, and the sheet that is hung before a meeting."""

from django.utils import timezone
from django.views.generic import ListView

from roadmap import control
from roadmap.forms.control import ControlForm
from roadmap.services.meetings import prepares_meetings
from vsoko.spreadsheet import Column, spreadsheet_response
from vsoko.views.generic import SchoolPageMixin
from vsoko.wording import day_paper

LONGEST_SHEET = 500
FILE = "kontrol-ispolneniya"


class ControlView(SchoolPageMixin, ListView):
    template_name = "roadmap/control.html"
    heading = "Контроль исполнения"
    subline = "Пункты приказов, решения протоколов, планы, действия и проверки результативности: сначала просроченные"
    paginate_by = 50

    def load(self):
        self.today = timezone.localdate()
        self.form = ControlForm(self.request.GET, user=self.request.user)
        self.asked = self.form.asked()

    def get_queryset(self):
        return control.listed(self.request.user, self.asked, self.today)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            filter={"form": self.form},
            narrowed=self.form.has_changed(),
            counts=self.tabs(),
            today=self.today,
            tab=self.asked.state,
            may_prepare=prepares_meetings(self.request.user),
            total_word="поручение,поручения,поручений",
            **kwargs,
        )
        return context | {"lines": control.lines(context["object_list"])}

    def tabs(self):
        numbers = control.counts(self.request.user, self.asked, self.today)
        chosen = self.asked.state if self.asked.state in numbers else ""
        return [
            {"label": label, "n": numbers[tab], "url": self.address(tab), "current": tab == chosen, "shape": shape}
            for tab, label, shape in control.TABS
        ]

    def address(self, tab):
        query = self.request.GET.copy()
        for name in ("state", "page"):
            query.pop(name, None)
        if tab:
            query["state"] = tab
        return f"{self.request.path}?{query.urlencode()}"


class ControlExport(ControlView):
    def get(self, request, *args, **kwargs):
        columns = (
            Column("Поручение", 60, lambda line: line.text),
            Column("Документ", 50, lambda line: line.paper),
            Column("Номер", 12, lambda line: line.number),
            Column("Дата", 12, lambda line: line.dated),
            Column("Ответственный", 24, lambda line: line.responsible),
            Column("Срок", 12, lambda line: line.due),
            Column("Просрочено, рабочих дней", 14, lambda line: line.late_days(self.today)),
            Column("Состояние", 18, lambda line: line.state_word),
            Column("Что сделано", 60, lambda line: line.report),
        )
        rows = (line for row in self.get_queryset().iterator(chunk_size=500) for line in control.lines([row]))
        return spreadsheet_response(f"{FILE}-{self.today:%Y-%m-%d}.xlsx", self.heading, columns, rows)


class ControlSheet(ControlView):
    """All that is asked on one sheet of paper, without the frame: to be hung or handed out."""

    template_name = "roadmap/control_sheet.html"
    paginate_by = None

    def get_queryset(self):
        return super().get_queryset()[:LONGEST_SHEET]

    def get_heading(self):
        return f"{self.heading} на {day_paper(self.today)}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(conditions=self.conditions(), longest=LONGEST_SHEET, **kwargs)

    def conditions(self):
        """Return in words what the sheet is narrowed by: [(name, value)]."""
        shown = [("Показаны", next((label.lower() for tab, label, _ in control.TABS if tab == self.asked.state), ""))]
        for name, field in self.form.fields.items():
            if name != "state" and (value := getattr(self.asked, name)):
                shown.append((field.label, f"{value:%d.%m.%Y}" if hasattr(value, "year") else value))
        return shown
