from django import forms

from roadmap.declension import CASES, FIELDS, OBLIQUE, QUESTIONS, forms_of, hint
from vsoko.forms import PlainForm


class CaseForm(PlainForm):
    """Each part of the name and the post in the five cases, as papers will write them now."""

    def __init__(self, *args, employee, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = []
        for name in FIELDS:
            word = getattr(employee, name)
            if not word:
                continue
            shown, guess = forms_of(employee, name), hint(employee, name)
            for case in OBLIQUE:
                doubtful = case in shown.doubtful
                self.fields[f"{name}-{case}"] = forms.CharField(
                    label=f"{QUESTIONS[case]}, {CASES[case]}", required=False, max_length=200, initial=shown[case],
                    help_text="Сомнительно: проверьте." if doubtful else "",
                )  # fmt: skip
            self.parts.append(
                {
                    "name": name,
                    "title": f"{employee._meta.get_field(name).verbose_name.capitalize()}: {word}",
                    "doubtful": shown.doubtful,
                    "corrected": [f"{CASES[case]}: {guess[case]}" for case in employee.case_forms.get(name, {})],
                }
            )

    def groups(self):
        """Return the parts with their bound fields, for the page."""
        return [part | {"fields": [self[f"{part['name']}-{case}"] for case in OBLIQUE]} for part in self.parts]

    def written(self):
        """Return {field of the card: {case: form}}."""
        return {
            part["name"]: {case: self.cleaned_data[f"{part['name']}-{case}"] for case in OBLIQUE} for part in self.parts
        }
