from django import forms

from audits.past_sheets import KINDS
from roadmap.importing.readers import MAX_BYTES, MEBI
from vsoko.forms import PlainForm


class PastFileForm(PlainForm):
    upload = forms.FileField(
        label="Книга Excel с прошлыми годами",
        help_text="Сначала вы увидите, что будет записано из каждой строки.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(KINDS)}),
        error_messages={"empty": "Файл пуст: выберите книгу с несоответствиями."},
    )

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(f"Файл больше {MAX_BYTES // MEBI} МБ: оставьте в нём только эти два листа.")
        return upload


class PastConfirmForm(PlainForm):
    """Carries the mark of the preview that a person has looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=32)


class PastUndoForm(PlainForm):
    """Names the load that a person has looked at: another one may have come since."""

    shown = forms.IntegerField(widget=forms.HiddenInput)
