from django import forms

from roadmap.forms.uploads import SeenForm, UploadForm
from roadmap.roster.sheets import KINDS
from vsoko.forms import PlainForm


class RosterFileForm(UploadForm):
    kinds = KINDS
    upload_label = "Файл со списком"
    upload_help = "Книга Excel (.xlsx) или .csv. Сначала вы увидите, что будет записано из каждой строки."
    upload_empty = "Файл пуст: выберите файл со списком."


class RosterConfirmForm(SeenForm):
    """The new associations that are agreed to; without one its people come without it."""

    create = forms.MultipleChoiceField(
        label="Создать новые объединения", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Без отметки люди и программы запишутся вне этого объединения. Если название с ошибкой, исправьте файл.",
    )  # fmt: skip

    def __init__(self, *args, unknown, ticked, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["create"].choices = list(unknown.items())
        self.fields["create"].initial = list(unknown) if ticked else []


class LinksForm(PlainForm):
    """The new people who get a login and a one-time link."""

    people = forms.TypedMultipleChoiceField(
        label="Кому", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте, кому открыть вход."},
    )  # fmt: skip

    def __init__(self, *args, employees, ticked, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(one.pk, f"{one.full_name}, {one.position}") for one in employees]
        self.fields["people"].initial = ticked
