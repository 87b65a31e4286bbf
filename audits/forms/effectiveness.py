"""The check of effect: who makes it, and what is judged (domain text, section 4.6)."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from audits.models import EffectivenessCheck
from roadmap.models import Employee
from vsoko.forms import PlainForm, TransitionForm


class CheckerForm(PlainForm):
    """Who checks the effect: anybody who carried out none of the actions."""

    checker = forms.ModelChoiceField(
        Employee.objects.none(),
        label="Кто проверит",
        empty_label="Выберите проверяющего",
        error_messages={"required": "Выберите проверяющего: он не должен исполнять действия по этой записи."},
    )
    due_on = forms.DateField(
        label="Не раньше",
        help_text="До этого дня смотрят, не повторится ли.",
        error_messages={"required": "Поставьте день, с которого можно проверять."},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["checker"].queryset = people


class EffectForm(TransitionForm):
    """Each criterion is ticked and told in words; `found` says beside it what the records of the school show."""

    upload = forms.FileField(label="Файл", required=False, help_text="PDF, DOCX, XLSX или фотография, до 20 МБ.")

    def __init__(self, *args, found, **kwargs):
        super().__init__(*args, **kwargs)
        confirms = kwargs["step"].name == "confirm"
        parts = []
        for name, label in EffectivenessCheck.CRITERIA.items():
            words = EffectivenessCheck._meta.get_field(f"{name}_words")
            self.fields[name] = forms.BooleanField(label=label, required=False, help_text=found[name])
            self.fields[f"{name}_words"] = forms.CharField(
                label=str(words.verbose_name).capitalize(),
                required=confirms,
                max_length=words.max_length,
                error_messages={"required": "Напишите, что вы видели: документ, запись, число."},
            )
            parts += [name, f"{name}_words"]
        self.helper.layout = Layout(Fieldset("Признаки результативности", *parts), "comment", "upload", "on")
