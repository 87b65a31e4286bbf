from django import forms

from roadmap.declension import CASES, FIELDS, OBLIQUE, QUESTIONS, forms_of, hint
from vsoko.forms import PlainForm

DOUBT = {
    "last_name": "У таких фамилий обычай разный. Пока форма не проверена, приказ напишет имя в именительном: «на работника "
    "({name}, {post})».",
    "position": "Такой должности нет в словаре. Пока форма не проверена, приказ напишет её в именительном, в скобках.",
}
DOUBT_OF_NAME = (
    "У таких имён обычай разный. Пока форма не проверена, приказ напишет имя полностью только в именительном."
)


class CaseForm(PlainForm):
    """Each part of the name and the post in the five cases, as papers will write them now."""

    def __init__(self, *args, employee, **kwargs):
        super().__init__(*args, **kwargs)
        self.employee = employee
        self.shown = {name: forms_of(employee, name) for name in FIELDS if getattr(employee, name)}
        for name, shown in self.shown.items():
            for case in OBLIQUE:
                self.fields[f"{name}-{case}"] = forms.CharField(
                    label=f"{QUESTIONS[case]}, {CASES[case]}", required=False, max_length=200, initial=shown[case],
                    help_text="Сомнительно: проверьте." if case in shown.doubtful else "",
                )  # fmt: skip
            if shown.doubtful:
                self.fields[f"{name}-checked"] = forms.BooleanField(label="Формы проверены, все верны", required=False)

    def groups(self):
        """Return what the page shows of each part: its title, fields, doubt, and the hints that a person has replaced."""
        person = self.employee
        groups = []
        for name, shown in self.shown.items():
            guess, names = hint(person, name), [*OBLIQUE, *(["checked"] if shown.doubtful else [])]
            doubt = DOUBT.get(name, DOUBT_OF_NAME).format(name=person.short_name, post=person.position)
            groups.append(
                {
                    "name": name,
                    "title": f"{person._meta.get_field(name).verbose_name.capitalize()}: {guess['им']}",
                    "fields": [self[f"{name}-{part}"] for part in names],
                    "doubt": doubt if shown.doubtful else "",
                    "hints": [f"{CASES[case]}: {guess[case]}" for case in person.case_forms.get(name, {})],
                }
            )
        return groups

    def written(self):
        """Return {field of the card: {case: form}}."""
        return {name: {case: self.cleaned_data[f"{name}-{case}"] for case in OBLIQUE} for name in self.shown}

    def checked(self):
        """Return the fields of the card whose doubtful forms a person has confirmed."""
        return [name for name in self.shown if self.cleaned_data.get(f"{name}-checked")]
