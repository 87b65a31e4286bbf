from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from roadmap.models import Activity, Document, Employee
from roadmap.permissions import Role
from vsoko.forms import PlainForm, RecordForm

# The group as a whole is written in plans as one who answers; it is no role of a person.
ROLES = [*Role.choices, ("working_group", "рабочая группа")]


class ActivityForm(RecordForm):
    """A row of the roadmap. `row_fields()` is what the services take: fields and `responsible`, the main one first."""

    main = forms.ModelChoiceField(
        Employee.objects.none(), label="Главный исполнитель", required=False, empty_label="не назначен"
    )
    people = forms.ModelMultipleChoiceField(
        Employee.objects.none(), label="Вместе с ним", required=False, widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text="Несколько человек отмечают с клавишей Ctrl.",
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label="Должность или орган без имени", required=False, choices=ROLES, widget=forms.SelectMultiple(attrs={"size": 4}),
        help_text="Если человек ещё не назначен или отвечает вся группа.",
    )  # fmt: skip

    class Meta:
        model = Activity
        fields = [
            "number", "title", "expected_result", "responsible_text", "term_text", "starts_on", "ends_on", "stage",
        ]  # fmt: skip
        help_texts = {"stage": "Отсюда карта знает, какой формой исполняется мероприятие."}

    def __init__(self, *args, school, responsible=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.former = list(responsible)
        people = [row["employee"] for row in self.former if row["employee"]]
        staff = Employee.objects.filter(school=school)
        staff = staff.filter(left_on__isnull=True) | staff.filter(pk__in=people)
        self.fields["main"].queryset = self.fields["people"].queryset = staff
        self.initial.setdefault("main", people[0] if people and self.former[0]["employee"] else None)
        self.initial.setdefault("people", people[1:] if self.initial["main"] else people)
        self.initial.setdefault("roles", [row["role"] for row in self.former if not row["employee"]])
        self.helper.layout = Layout(
            Row(Column("number"), Column("stage")), "title", "expected_result",
            Row(Column("starts_on"), Column("ends_on"), Column("term_text")),
            "main", Row(Column("people"), Column("roles")), "responsible_text",
        )  # fmt: skip

    def clean(self):
        data = super().clean()
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "Окончание раньше начала: поправьте один из дней.")
        return data

    def row_fields(self):
        """Return the row as JSON-ready values, people with the role that they already had in it."""
        data = self.cleaned_data
        fields = {name: data[name] for name in self.Meta.fields}
        for name in ("starts_on", "ends_on"):
            fields[name] = fields[name].isoformat() if fields[name] else ""
        return fields | {"responsible": self._responsible()}

    def _responsible(self):
        main, roles = (
            self.cleaned_data["main"],
            {row["employee"]: row["role"] for row in self.former if row["employee"]},
        )
        people = [*([main] if main else []), *(one for one in self.cleaned_data["people"] if one != main)]
        words = dict(ROLES)
        named = [{"role": roles.get(one.pk, ""), "employee": one.pk, "name": str(one)} for one in people]
        return named + [{"role": role, "employee": None, "name": words[role]} for role in self.cleaned_data["roles"]]


class ActivityDeleteForm(PlainForm):
    comment = forms.CharField(label="Почему", required=False, widget=forms.Textarea, max_length=1000)


class EvidenceForm(PlainForm):
    upload = forms.FileField(label="Файл", required=False, help_text="PDF, DOCX, XLSX или фотография, до 20 МБ.")
    document = forms.ModelChoiceField(
        Document.objects.none(),
        label="Документ",
        required=False,
        empty_label="не выбран",
        help_text="Из документов этого года.",
    )
    reference = forms.CharField(
        label="Ссылка словами", required=False, max_length=300, help_text="Документ, номер, где лежит."
    )
    dated = forms.DateField(label="Дата свидетельства", required=False)

    def __init__(self, *args, documents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents

    def clean_dated(self):
        day = self.cleaned_data["dated"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Этот день ещё не наступил: поставьте сегодняшний или раньше.")
        return day

    def clean(self):
        data = super().clean()
        if not self.errors and not (data["upload"] or data["document"] or data["reference"].strip()):
            self.add_error("upload", "Приложите файл, выберите документ или назовите его словами.")
        return data
