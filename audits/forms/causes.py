"""The form of a root cause: the chain, the branches of the diagram, the test questions (domain text, section 4.3)."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from audits.cause_rules import LEAST_WHYS, MOST_WHYS
from audits.models.finding import Branch, Change
from vsoko.forms import PlainForm

WHYS = [f"why{step}" for step in range(1, MOST_WHYS + 1)]
BRANCHES = {f"branch_{branch}": branch for branch in Branch}


class CauseForm(PlainForm):
    """At least two answers, the last one is the cause; what else was considered is one cause a line.

    `rules` are the CauseRules of the school: they ask the test questions.
    """

    branch = forms.ChoiceField(
        label="Где лежит причина",
        choices=[("", "Выберите"), *Branch.choices],
        error_messages={"required": "Выберите, где лежит причина: это попадёт в анализ года."},
    )
    recurs = forms.TypedChoiceField(
        choices=[("no", "Нет, не повторится"), ("yes", "Да, может повториться")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Ответьте, повторится ли случай: так проверяют, что причина найдена."},
    )
    changes = forms.MultipleChoiceField(
        choices=Change.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Отметьте, что придётся изменить: если ни документа, ни порядка, ни ресурса, причина поверхностна."
        },
    )

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("recurs", "changes"):
            self.fields[name].label = getattr(rules, name)
        for step, name in enumerate(WHYS, start=1):
            self.fields[name] = forms.CharField(
                label="Почему это случилось?" if step == 1 else "Почему так вышло?",
                required=step <= LEAST_WHYS,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={
                    "required": "Ответьте на «почему» хотя бы дважды: первая причина редко бывает последней."
                },
            )
        for name, branch in BRANCHES.items():
            self.fields[name] = forms.CharField(
                label=branch.label.capitalize(),
                required=False,
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 1}),
            )
        self.helper.layout = Layout(
            Fieldset("Пять «почему»", *WHYS, "branch"),
            Fieldset("Проверка причины", "recurs", "changes"),
            Fieldset("Что ещё рассмотрели, по одной причине в строке", *BRANCHES),
        )

    @property
    def whys(self):
        return [self.cleaned_data[name] for name in WHYS if self.cleaned_data[name]]

    @property
    def considered(self):
        """Return {branch: [possible cause]} of the branches that were filled in."""
        lines = {str(branch): self.cleaned_data[name].splitlines() for name, branch in BRANCHES.items()}
        kept = {branch: [line.strip() for line in told if line.strip()] for branch, told in lines.items()}
        return {branch: told for branch, told in kept.items() if told}

    @property
    def facts(self):
        """Return the arguments of `record_cause`."""
        words = self.cleaned_data
        answers = {name: words[name] for name in ("branch", "recurs", "changes")}
        return answers | {"whys": self.whys, "considered": self.considered}

    @staticmethod
    def initial_of(cause):
        """Return the answers of another case's cause: what was considered and tested there is not known here."""
        return dict(zip(WHYS, cause.whys, strict=False)) | {"branch": cause.branch, "changes": cause.changes}

    @classmethod
    def initial_of_own(cls, cause):
        considered = {name: "\n".join(cause.considered.get(branch, [])) for name, branch in BRANCHES.items()}
        return cls.initial_of(cause) | considered
