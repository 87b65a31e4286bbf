from crispy_forms.layout import Column, Layout, Row
from django import forms

from vsoko.forms import RecordForm
from vsoko.models import CalendarPeriod
from vsoko.wording import day_num


class CalendarPeriodForm(RecordForm):
    class Meta:
        model = CalendarPeriod
        fields = ("kind", "name", "starts_on", "ends_on")
        help_texts = {"ends_on": "Один день: тот же, что в поле «с»."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("kind", "name", Row(Column("starts_on"), Column("ends_on")))

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            raise forms.ValidationError({"ends_on": f"Начало {day_num(first)}: поставьте тот же день или позже."})
        return data
