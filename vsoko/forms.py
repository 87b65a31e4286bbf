from crispy_forms.helper import FormHelper
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import timezone

# Django says «Обязательное поле»; a person is told what to do. The first class that fits the field gives the words.
MISSING = (
    (forms.FileField, "Приложите файл."),
    (forms.DateField, "Укажите день: число, месяц и год."),
    (forms.BooleanField, "Поставьте отметку: без неё дальше нельзя."),
    (forms.MultipleChoiceField | forms.ModelMultipleChoiceField, "Отметьте хотя бы один вариант."),
    (forms.ChoiceField, "Выберите один из вариантов."),
    (forms.Field, "Заполните это поле."),
)

# No field is meant for a pupil's name, and no free text may bring one in (domain text, section 2.6).
NO_PUPILS = "Имён учеников не пишите: достаточно класса."


class DateInput(forms.DateInput):
    """A browser's own calendar; `type=date` understands only the ISO form, whatever the locale."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


def say_what_to_choose(field):
    """Put words in the place of Django's dashes; a list that has words of its own for «nothing» keeps them."""
    words, (_, dashes) = "выберите" if field.required else "не выбрано", BLANK_CHOICE_DASH[0]
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == dashes:
            field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        choices = list(field.choices)
        if choices and choices[0] == ("", dashes):
            field.choices = [("", words), *choices[1:]]


class CrispyMixin:
    """Every form of the product: the page brings the <form> tag and the token, dates are calendars, notes are short."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        for field in self.fields.values():
            if isinstance(field, forms.DateField) and not isinstance(field.widget, forms.HiddenInput):
                field.widget = DateInput(attrs=field.widget.attrs)
                field.widget.is_required = field.required
            if isinstance(field.widget, forms.Textarea) and field.widget.attrs.get("rows") == "10":  # Django's own
                field.widget.attrs["rows"] = 3
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = next(words for kind, words in MISSING if isinstance(field, kind))
            say_what_to_choose(field)
            if isinstance(field, forms.DateField):
                field.error_messages["invalid"] = "Такого дня нет: укажите число, месяц и год."


class PlainForm(CrispyMixin, forms.Form):
    pass


class RecordForm(CrispyMixin, forms.ModelForm):
    pass


class DayForm(PlainForm):
    """The day of the fact: a school records late as well."""

    on = forms.DateField(
        label="День события", required=False, help_text="Сегодня, если не указан другой: записать можно и позже."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Этот день ещё не наступил: поставьте сегодняшний или раньше.")
        return day


class TransitionForm(DayForm):
    """A remark where the step asks for one, and the day of the fact."""

    field_order = ("comment", "on")

    comment = forms.CharField(widget=forms.Textarea, required=False, max_length=4000, help_text=NO_PUPILS)

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = step.comment_label
        self.fields["comment"].required = step.comment_required
