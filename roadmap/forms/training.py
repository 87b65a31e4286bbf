from crispy_forms.layout import Column, Layout, Row

from roadmap.models import Training
from roadmap.services.training import FIELDS
from vsoko.forms import RecordForm


class TrainingForm(RecordForm):
    class Meta:
        model = Training
        fields = FIELDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "programme",
            "organisation",
            Row(Column("hours"), Column("finished_on"), Column("valid_until")),
            "certificate",
        )

    def clean(self):
        data = super().clean()
        first, last = data.get("finished_on"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", "Срок кончается раньше, чем окончено обучение: поправьте даты.")
        return data
