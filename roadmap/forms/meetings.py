"""A meeting to come, and what is decided in it."""

from django import forms

from roadmap.models import Employee
from vsoko.forms import PlainForm
from vsoko.wording import day_num

OWN = 2  # blank rows for decisions that nobody had proposed


class MeetingForm(PlainForm):
    variant = forms.ChoiceField(label="Чьё заседание")
    held_on = forms.DateField(label="День заседания", help_text="Он же дата протокола.")
    chair = forms.ModelChoiceField(Employee.objects.none(), label="Председатель заседания", empty_label="выберите")

    def __init__(self, *args, bodies, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["variant"].choices = list(bodies.items())
        self.fields["chair"].queryset = people


class DecisionForm(PlainForm):
    """One decision: ticked, it goes into the minutes; with a responsible and a day it becomes an assignment."""

    taken = forms.BooleanField(label="Принято", required=False)
    text = forms.CharField(label="Решение", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    responsible = forms.ModelChoiceField(Employee.objects.none(), label="Ответственный", required=False)
    due_on = forms.DateField(label="Срок", required=False)

    def __init__(self, *args, people, held_on=None, proposal=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposal, self.held_on = proposal, held_on
        # All rows offer the same people: they are read once.
        self.fields["responsible"].choices = [("", "никому"), *people]
        self.fields["responsible"].queryset = Employee.objects.filter(pk__in=[pk for pk, _ in people])

    def clean(self):
        data = super().clean()
        if not data.get("taken"):
            if data.get("text") and self.proposal is None:
                self.add_error("taken", "Отметьте «Принято», чтобы решение попало в протокол, или сотрите его.")
            return data
        if not data.get("text"):
            self.add_error("text", "Напишите, что решили, или снимите отметку.")
        if data.get("due_on") and self.held_on and data["due_on"] < self.held_on:
            self.add_error("due_on", f"Заседание — {day_num(self.held_on)}: поставьте этот день или позже.")
        if data.get("responsible") and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Поставьте срок: без него поручение нельзя проконтролировать.")
        if data.get("due_on") and not data.get("responsible") and "responsible" not in self.errors:
            self.add_error("responsible", "Выберите ответственного или сотрите срок.")
        return data


def decision_forms(document, data=None):
    """Return [(question, forms)] of what is proposed and not adopted yet, and blank forms of the same people."""
    people = [(one.pk, str(one)) for one in Employee.objects.filter(school=document.school_id, left_on=None)]
    shared = {"people": people, "held_on": document.dated}
    groups = {}
    for proposal in document.proposals.filter(adopted=False):
        shown = {name: getattr(proposal, name) for name in ("text", "due_on")} | {
            "responsible": proposal.responsible_id
        }
        form = DecisionForm(data, prefix=f"d{proposal.pk}", proposal=proposal, **shared, initial=shown)
        groups.setdefault(proposal.question, []).append(form)
    own = [DecisionForm(data, prefix=f"own{number}", **shared) for number in range(OWN)]
    return [*groups.items(), ("Другие решения", own)]
