"""What a secretary enters from the printed sheet of a paper's readers."""

from django import forms
from django.utils import timezone

from vsoko.forms import PlainForm


class PaperSignaturesForm(PlainForm):
    """Who has signed, all on one day; beside anybody a remark («отпуск», «отказ, акт от 15.12.2020»)."""

    on = forms.DateField(label="Дата на листе", help_text="День, который стоит против подписей.")

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.fields["on"].initial = timezone.localdate()
        for row in rows:
            self.fields[f"signed_{row.employee_id}"] = forms.BooleanField(label=str(row.employee), required=False)
            self.fields[f"remark_{row.employee_id}"] = forms.CharField(
                label=f"Примечание: {row.employee}", max_length=200, required=False, initial=row.remark
            )

    def lines(self):
        """Return (row, field of the mark, field of the remark) for each reader who has not signed yet."""
        return [(row, self[f"signed_{row.employee_id}"], self[f"remark_{row.employee_id}"]) for row in self.rows]

    def clean(self):
        data = super().clean()
        if not self.signed() and not self.remarks():
            raise forms.ValidationError("Отметьте тех, кто расписался на листе, или впишите примечание.")
        return data

    def signed(self):
        """Return the employees whose signature stands on the sheet."""
        return [row.employee for row in self.rows if self.cleaned_data.get(f"signed_{row.employee_id}")]

    def remarks(self):
        """Return {employee pk: remark} of the remarks that were changed."""
        typed = {row: self.cleaned_data.get(f"remark_{row.employee_id}", row.remark) for row in self.rows}
        return {row.employee_id: remark for row, remark in typed.items() if remark != row.remark}
