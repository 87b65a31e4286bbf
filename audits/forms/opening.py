"""The timetable of an audit and the list of what to get ready, each on one page; and the answers of whoever is audited."""

from dataclasses import dataclass, field

from django import forms

from audits.models import AuditMeeting, RequestLine
from audits.services.requests import LONGEST, NothingNew, answer_line, deny_line, read_codes
from audits.services.timetable import WHOLE_TEAM, outside, tidy_time
from roadmap.models import Employee
from vsoko.forms import PlainForm
from vsoko.workflow import NotAllowed, TransitionError

MOST_ROWS = 150


class MeetingForm(PlainForm):
    """One meeting; what is ticked to be taken off or left blank is none."""

    day = forms.DateField(label="День")
    at = forms.CharField(label="Время или урок", required=False, max_length=20)
    stage = forms.ChoiceField(label="Этап", choices=[("", "выберите"), *AuditMeeting.Stage.choices])
    auditor = forms.ModelChoiceField(Employee.objects.none(), label="Аудитор", required=False, empty_label=WHOLE_TEAM)
    about = forms.CharField(label="Вопросы или разделы", required=False, max_length=300)
    participants = forms.CharField(label="Участники", required=False, max_length=200)
    place = forms.CharField(label="Место", required=False, max_length=120)
    drop = forms.BooleanField(label="Убрать встречу", required=False)

    def __init__(self, *args, audit, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.audit = audit
        # All rows offer the same people: they are read once.
        self.fields["auditor"].queryset = Employee.objects.filter(pk__in=[person.pk for person in team])
        self.fields["auditor"].choices = [("", WHOLE_TEAM), *((person.pk, person.short_name) for person in team)]

    def clean_at(self):
        try:
            return tidy_time(self.cleaned_data["at"])
        except TransitionError as error:
            raise forms.ValidationError(error.message) from error

    def clean_day(self):
        day = self.cleaned_data["day"]
        if not self.audit.starts_on <= day <= self.audit.ends_on:
            raise forms.ValidationError(f"Это не день аудита: {outside(self.audit)}.")
        return day

    def clean(self):
        data = super().clean()
        if data.get("drop") or self.is_blank:
            self.errors.clear()
        return data

    @property
    def is_blank(self):
        """Return whether nothing stands in the row: «Ещё встреча» sends blank rows back like any other."""
        return not any(self.data.get(self.add_prefix(name)) for name in self.fields)

    @property
    def meeting(self):
        """Return the fields of AuditMeeting, or None where the row is taken off or blank."""
        data = dict(self.cleaned_data)
        if not data or data.pop("drop", False) or self.is_blank:
            return None
        return data


class RequestForm(PlainForm):
    due_on = forms.DateField(label="Подготовить до")
    version = forms.IntegerField(widget=forms.HiddenInput)


class LineForm(PlainForm):
    """One line of the list; emptied text takes it off."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="Что подготовить", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    codes = forms.CharField(label="К вопросам", required=False, max_length=300)

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known

    def clean_codes(self):
        try:
            return read_codes(self.cleaned_data["codes"], self.known)
        except TransitionError as error:
            raise forms.ValidationError(error.message) from error

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())


class Rows(forms.BaseFormSet):
    def meetings(self):
        return [form.meeting for form in self.forms if form.meeting]

    def lines(self):
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("text")]


MeetingRows = forms.formset_factory(MeetingForm, formset=Rows, extra=1, max_num=MOST_ROWS)
LineRows = forms.formset_factory(LineForm, formset=Rows, extra=2, max_num=MOST_ROWS)


@dataclass
class AnswerRow:
    """One line of the list as it is answered: what was typed over it, and what is wrong with that."""

    line: RequestLine
    typed: dict = field(default_factory=dict)
    error: str = ""
    files: list = field(default_factory=list)

    @property
    def prefix(self):
        return f"l{self.line.pk}"

    @property
    def reference(self):
        return self.typed.get("reference", self.line.reference)

    @property
    def absence(self):
        return self.typed.get("absence", self.line.absence)

    @property
    def is_open(self):
        return self.line.state in RequestLine.OPEN

    def read(self, data, files):
        """Take what was typed; a field that the page did not show is as it was."""
        self.typed = {
            name: " ".join(data.get(f"{self.prefix}-{name}", getattr(self.line, name)).split())
            for name in ("reference", "absence")
        }
        self.files = files.getlist(f"{self.prefix}-files")

    @property
    def touched(self):
        same = all(self.typed[name] == getattr(self.line, name) for name in self.typed)
        return bool(self.files) or not same

    def save(self, actor):
        """Send the row to the service; what is refused stays typed with its sentence. Returns whether it is kept."""
        try:
            self.send(actor)
        except NotAllowed:
            raise
        except TransitionError as error:
            if isinstance(error, NothingNew) and self.files:
                return True  # the same page sent twice: its files are kept
            self.error = error.message
            return False
        return True

    def send(self, actor):
        reference, absence = self.typed["reference"], self.typed["absence"]
        if absence and absence != self.line.absence and (reference or self.files):
            raise TransitionError("Оставьте одно: представьте документ или напишите, почему его нет.")
        for words, label in ((reference, "реквизиты"), (absence, "причина")):
            if len(words) > 300:
                raise TransitionError(f"Слишком длинно ({label}): оставьте не больше 300 знаков.")
        if absence and not (reference or self.files):
            deny_line(self.line.pk, actor=actor, comment=absence)
        else:
            answer_line(self.line.pk, actor=actor, reference=reference, files=self.files)
