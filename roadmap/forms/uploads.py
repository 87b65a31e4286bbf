"""The forms of every import: a file is taken, its preview confirmed, the last one taken back."""

from django import forms

from roadmap.importing.readers import ACCEPTED, MAX_BYTES, MEBI
from vsoko.forms import PlainForm


class UploadForm(PlainForm):
    """A file of one of the `kinds`."""

    upload = forms.FileField(widget=forms.ClearableFileInput)

    kinds = ACCEPTED
    upload_label = "Файл с таблицей"
    upload_help = ""
    upload_empty = "Файл пуст: выберите файл с таблицей."

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["upload"]
        field.label, field.help_text = self.upload_label, self.upload_help
        field.error_messages["empty"] = self.upload_empty
        field.widget.attrs["accept"] = ",".join(self.kinds)

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(
                f"Файл больше {MAX_BYTES // MEBI} МБ: оставьте в нём одну таблицу без рисунков."
            )
        return upload


class SeenForm(PlainForm):
    """Carries the mark of the preview that a person has looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=32)


class ShownForm(PlainForm):
    """Names the import that a person has looked at: another one may have come since."""

    shown = forms.IntegerField(widget=forms.HiddenInput)
