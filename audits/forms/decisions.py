"""Decisions on many measures of the improvement plan: a small form for each of them on one page."""

from django import forms

from audits.services.improvements import check_term
from roadmap.models import Employee
from vsoko.forms import DayForm, PlainForm
from vsoko.workflow import TransitionError

ACCEPT, DECLINE, LEAVE = "accept", "decline", "leave"
LONGEST_REASON = 2000


class DecisionDayForm(DayForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "День решения"


class DecisionForm(PlainForm):
    """One measure. What is typed beside «оставить» would be lost, so it asks for a decision."""

    decision = forms.ChoiceField(
        label="Решение", choices=[(ACCEPT, "принять"), (DECLINE, "отклонить"), (LEAVE, "оставить")], initial=LEAVE,
        widget=forms.RadioSelect,
    )  # fmt: skip
    responsible = forms.TypedChoiceField(label="Ответственный", required=False, empty_value=None)
    due_on = forms.DateField(label="Срок", required=False)
    comment = forms.CharField(
        label="Причина отказа или пояснение", required=False, max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args, item, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item
        # All rows offer the same people: they are read once.
        self.fields["responsible"].choices = [("", "выберите"), *((pk, str(one)) for pk, one in people.items())]
        self.fields["responsible"].coerce = lambda pk: people.get(int(pk))

    def clean(self):
        data = super().clean()
        typed = [name for name in ("responsible", "due_on", "comment") if name in self.changed_data]
        if data.get("decision") == ACCEPT:
            self.missing("responsible", "Выберите, кто отвечает за меру.")
            self.missing("due_on", "Укажите день, к которому мера выполнена.")
            self.in_term(data.get("due_on"))
        elif data.get("decision") == DECLINE:
            self.missing("comment", "Напишите, почему мера отклонена.")
        elif data.get("decision") == LEAVE and typed:
            self.add_error("decision", "Выберите «принять» или «отклонить»: иначе написанное не запишется.")
        return data

    def in_term(self, due_on):
        try:
            check_term(self.item.analysis, due_on)
        except TransitionError as error:
            self.add_error("due_on", error.message)

    def missing(self, name, sentence):
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, sentence)


def decision_forms(rows, school, data=None, *, due_on=None):
    """Return a DecisionForm for each of the measures, by one query for all their people; `due_on` is the usual term."""
    people = Employee.objects.filter(school=school, left_on=None).in_bulk()
    return [
        DecisionForm(
            data, prefix=f"m{item.pk}", item=item, people=people,
            initial={"decision": LEAVE, "responsible": item.responsible_id, "due_on": item.due_on or due_on},
        )
        for item in rows
    ]  # fmt: skip


def decided(forms):
    """Return {accepted, declined} of valid forms, as decide_improvements takes them."""
    chosen = {ACCEPT: [], DECLINE: [], LEAVE: []}
    for form in forms:
        chosen[form.cleaned_data["decision"]].append(form)
    return {
        "accepted": [
            {"pk": form.item.pk, "comment": form.cleaned_data["comment"]}
            | {name: form.cleaned_data[name] for name in ("responsible", "due_on")}
            for form in chosen[ACCEPT]
        ],
        "declined": [{"pk": form.item.pk, "comment": form.cleaned_data["comment"]} for form in chosen[DECLINE]],
    }
