"""Values of an indicator: written, changed, taken away by who answers for them."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.forms.indicators import DATA, MeasurementForm, ReasonForm
from audits.indicator_terms import ended, parsed
from audits.indicator_words import hide_small, told
from audits.models import Indicator, Measurement
from audits.models.indicator import Scope, Whose
from audits.permissions import enters_value, enters_values
from audits.services import measurements
from vsoko.views.generic import ServiceFormView
from vsoko.wording import NBSP

FACTS = ("year", "part", "whose", "scope", "association", "level", "focus", "subject", "school_class", "note")
DAYS = ("starts_on", "ends_on", "as_of")


class MeasurementCreate(ServiceFormView):
    form_class = MeasurementForm
    template_name = "audits/measurement_form.html"
    submit_label = "Записать значение"
    right = enters_values

    def load(self):
        self.object = self.indicator = self.visible(Indicator.objects.select_related("school"), pk=self.kwargs["pk"])

    def check_right(self):
        if not enters_values(self.request.user, self.indicator):
            raise PermissionDenied(measurements.ENTERS)

    def get_heading(self):
        return f"Значение {self.indicator.code}: {self.indicator.name}"

    def get_initial(self):
        asked = parsed(self.request.GET.get("year", "")[:9])
        if asked:
            part = self.request.GET.get("part", "")
            return {"year": asked.year, "part": part}
        owed = ended(
            self.indicator.periodicity,
            timezone.localdate() + timedelta(days=1),
            is_calendar=self.indicator.calendar_year,
        )
        latest = max(owed, key=lambda term: term.days[1], default=None)
        return {"year": latest.year, "part": latest.part} if latest else {}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "indicator": self.indicator}

    def get_context_data(self, **kwargs):
        return super().get_context_data(indicator=self.indicator, **kwargs)

    def get_cancel_url(self):
        return self.indicator.get_absolute_url()

    def act(self, form):
        value = measurements.enter_value(self.indicator.pk, actor=self.request.user, **form.facts)
        self.success_message = message(value, self.indicator)
        return self.get_cancel_url()


def message(value, indicator):
    if value.value is None:
        return "Делить не на что: записано «н/д»."
    value.indicator, value.hidden = indicator, False
    about = [value.scope_words] if value.whose == Whose.OWN or value.scope != Scope.SCHOOL else []
    about += [] if value.whose == Whose.OWN else [value.get_whose_display()]
    return f"Записано: {value.term}, {', '.join(about)}{NBSP}— {told(value)}."


class MeasurementEdit(MeasurementCreate):
    submit_label = "Сохранить значение"

    def load(self):
        rows = Measurement.objects.select_related("indicator__school", "school", "association")
        self.object = self.value = self.visible(rows, pk=self.kwargs["pk"])
        self.indicator = self.value.indicator

    def check_right(self):
        if not enters_value(self.request.user, self.value):
            raise PermissionDenied(measurements.ENTERS)

    def get_initial(self):
        value = self.value
        usual = dict(zip(("starts_on", "ends_on"), value.term.days, strict=True))
        days = {name: getattr(value, name) for name in DAYS if getattr(value, name) != usual.get(name)}
        numbers = {DATA + name: number for name, number in value.primary.items()}
        seen = {"number": value.value, "seen": measurements.version_of(value)}
        return {name: getattr(value, name) for name in FACTS} | days | numbers | seen

    def get_context_data(self, **kwargs):
        return super().get_context_data(value=self.value, **kwargs)

    def act(self, form):
        value = measurements.edit_value(
            self.value.pk, actor=self.request.user, seen=form.cleaned_data["seen"] or None, **form.facts
        )
        self.success_message = message(value, self.indicator)
        return self.get_cancel_url()


class MeasurementDelete(MeasurementEdit):
    form_class = ReasonForm
    template_name = "generic/transition.html"
    submit_label = "Удалить значение"
    success_message = "Значение удалено; в истории показателя осталось, что оно было."

    def get_form_kwargs(self):
        return {name: one for name, one in super().get_form_kwargs().items() if name not in ("user", "indicator")}

    def get_initial(self):
        return {}

    def get_heading(self):
        return "Удалить значение"

    def get_context_data(self, **kwargs):
        (value,) = hide_small([self.value], self.request.user)
        facts = [
            ("Показатель", str(self.indicator)),
            ("Когда", str(value.term)),
            ("О чём", value.scope_words),
            ("Значение", told(value)),
        ]
        return super().get_context_data(facts=facts, danger=True, **kwargs)

    def act(self, form):
        measurements.delete_value(self.value.pk, actor=self.request.user, **form.cleaned_data)
        return self.get_cancel_url()
