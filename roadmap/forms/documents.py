"""Drafts of papers, their points and readers; what the steps of a paper ask for."""

from django import forms
from django.utils import timezone

from roadmap.models import Activity, Association, DocumentKind, Employee
from roadmap.placeholders import mistakes, names_for
from roadmap.services.acknowledgements import chairs, staff, working_group
from vsoko import registries
from vsoko.forms import PlainForm, TransitionForm
from vsoko.sitting import SittingMixin

NOBODY, NAMED, GROUP, CHAIRS, STAFF, CHOSEN = "nobody", "named", "group", "chairs", "staff", "chosen"
AUDIENCES = [
    (NOBODY, "никого"),
    (NAMED, "тех, кому даны пункты"),
    (GROUP, "рабочую группу"),
    (CHAIRS, "председателей МО"),
    (STAFF, "педагогический коллектив"),
    (CHOSEN, "отмеченных ниже"),
]
EMPTY = {
    NAMED: "Ни один пункт никому не поручен: назовите ответственных или выберите, кого ещё ознакомить.",
    GROUP: "В рабочей группе сейчас никого нет: внесите её состав или выберите других.",
    CHAIRS: "Председателей МО сейчас нет: назначьте их или выберите других.",
    STAFF: "Педагогов сейчас нет: внесите членов МО или выберите других.",
}
FILLED_ONCE = "Подстановки заполняются только в тексте: впишите здесь обычные слова."


def plain_words(value):
    """Refuse a placeholder where nothing would fill it."""
    if "{{" in value or "}}" in value:
        raise forms.ValidationError(FILLED_ONCE)


class PeopleMixin:
    """Fields of employees share one list: as many points as there are, the people are read once.

    Who has left may stand in a paper of past days, but is not asked to read anything.
    """

    def __init__(self, *args, school, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.school = school
        working = [(one.pk, f"{one.short_name}, {one.position}") for one in people if not one.left_on]
        gone = [(one.pk, f"{one.short_name}, {one.position}") for one in people if one.left_on]
        for field in self.fields.values():
            if isinstance(field, forms.ModelMultipleChoiceField):
                field.queryset, field.choices = Employee.objects.filter(school=school, left_on=None), working
            elif isinstance(field, forms.ModelChoiceField) and field.queryset.model is Employee:
                field.queryset = Employee.objects.filter(school=school)
                field.choices = [("", "не указан"), *working, *([("Уволены", gone)] if gone else [])]


class ReadersForm(PeopleMixin, PlainForm):
    """Who has to read the paper and by when; `named` are the people of its points."""

    audience = forms.ChoiceField(label="Кого ознакомить", choices=AUDIENCES, widget=forms.RadioSelect)
    people = forms.ModelMultipleChoiceField(
        label="Поимённо",
        queryset=Employee.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Отметки нужны, если выбрано «отмеченных ниже».",
    )
    read_by = forms.DateField(label="Ознакомиться до", required=False)

    def readers(self, named):
        """Return the employees who were chosen, each once."""
        chosen = {
            NOBODY: (),
            NAMED: named,
            GROUP: working_group(self.school),
            CHAIRS: chairs(self.school),
            STAFF: staff(self.school),
            CHOSEN: self.cleaned_data["people"],
        }[self.cleaned_data["audience"]]
        return list({person.pk: person for person in chosen}.values())

    def nobody_to_read(self, readers):
        """Return a sentence about an audience in which there is nobody; nothing where all is well."""
        return "" if readers else EMPTY.get(self.cleaned_data["audience"], "")

    def clean(self):
        data = super().clean()
        if data.get("audience") == CHOSEN and not data.get("people"):
            self.add_error("people", "Отметьте хотя бы одного работника или выберите «никого».")
        return data


class DocumentForm(ReadersForm):
    """The words of a draft. Who signs is asked only where no role approves papers of this kind."""

    title = forms.CharField(
        label="Заголовок", max_length=300, validators=[plain_words], help_text="О чём документ: «О создании рабочей группы».",
    )  # fmt: skip
    body_name = forms.CharField(
        label="Орган", max_length=200, help_text="Чей протокол: у каждого органа своя нумерация за учебный год."
    )
    dated = forms.DateField(label="Дата заседания", help_text="Она же дата протокола.")
    signer = forms.ModelChoiceField(label="Кто подписывает", queryset=Employee.objects.none(), required=False)
    association = forms.ModelChoiceField(
        label="Методическое объединение",
        queryset=Association.objects.none(),
        required=False,
        empty_label="не относится",
        help_text="Председатель объединения увидит этот документ.",
    )
    text = forms.CharField(
        label="Текст",
        widget=forms.Textarea(attrs={"rows": 18, "class": "doc"}),
        required=False,
        help_text="Каждый абзац с новой строки. Строка «Приложение № 1» начинает приложение; в таблице ячейки делит « | », "
        "строки в ячейке « ¶ ». Слова в двойных скобках станут именем или таблицей, когда документ откроют. "
        "Пункты с исполнителями и сроками — ниже.",
    )
    activity = forms.ModelChoiceField(
        label="Пункт дорожной карты", queryset=Activity.objects.none(), required=False, empty_label="не относится"
    )
    field_order = [
        "title",
        "body_name",
        "dated",
        "signer",
        "association",
        "text",
        "activity",
        "audience",
        "people",
        "read_by",
    ]

    def __init__(self, *args, kind, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["association"].queryset = Association.objects.visible_to(user).filter(closed_on=None)
        self.fields["activity"].queryset = Activity.objects.visible_to(user).select_related("roadmap")
        self.fields["activity"].label_from_instance = row_words
        if kind.form != DocumentKind.Form.MINUTES:
            del self.fields["body_name"], self.fields["dated"], self.fields["association"]
        if kind.approver_role:
            del self.fields["signer"]
        elif kind.form == DocumentKind.Form.MINUTES:
            self.fields["signer"].label = "Председатель заседания"

    def clean_text(self):
        """What is typed by hand may hold placeholders too: they are filled when the paper is shown."""
        wrong = mistakes(self.cleaned_data["text"], names_for(self.kind.code))
        if wrong:
            raise forms.ValidationError(wrong)
        return self.cleaned_data["text"]

    def clean_body_name(self):
        return " ".join(self.cleaned_data["body_name"].split())

    def clean_dated(self):
        day = self.cleaned_data["dated"]
        # The minutes of a meeting that is being prepared have its day already.
        if day > timezone.localdate() and day != self.initial.get("dated"):
            raise forms.ValidationError("Этот день ещё не наступил: поставьте дату прошедшего заседания.")
        return day

    def written(self):
        """Return the fields that are words of the paper, as the page shows them before its points and readers."""
        return [field for field in self.visible_fields() if field.name not in ReadersForm.base_fields]

    def words(self):
        """Return the fields of Document that the form changes."""
        words = {name: self.cleaned_data[name] for name in self.fields if name not in ReadersForm.base_fields}
        if words["activity"]:
            words["roadmap"] = words["activity"].roadmap
        return words


def row_words(activity):
    return f"{activity.roadmap.label}, {activity}"[:110]


class ItemForm(PeopleMixin, PlainForm):
    """One point: what is decided, who does it, by when. Emptied text removes the point."""

    text = forms.CharField(
        label="Текст пункта", widget=forms.Textarea(attrs={"rows": 2}), required=False, validators=[plain_words]
    )
    responsible = forms.ModelChoiceField(label="Ответственный", queryset=Employee.objects.none(), required=False)
    due_on = forms.DateField(label="Срок", required=False)
    condition = forms.CharField(widget=forms.HiddenInput, required=False)

    def completes_itself(self):
        """Return when the point is marked as done by the system, or nothing."""
        condition = registries.point_conditions.get(self["condition"].value())
        return condition.words if condition else ""

    def clean_condition(self):
        name = self.cleaned_data["condition"]
        return name if name in registries.point_conditions else ""

    def clean(self):
        data = super().clean()
        if (data.get("responsible") or data.get("due_on")) and not data.get("text"):
            self.add_error("text", "Напишите, что сделать, или очистите ответственного и срок.")
        return data


class ItemFormSet(forms.BaseFormSet):
    """The points of a paper; beside those that are there it always offers blank ones, `ROWS` in all where few are there."""

    ROWS = 8

    def __init__(self, *args, initial=(), **kwargs):
        super().__init__(*args, initial=initial, **kwargs)
        self.extra = max(self.extra, self.ROWS - len(initial))

    def points(self):
        """Return the filled points in their order, as fields of DocumentItem."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("text")]


ItemFormSet = forms.formset_factory(ItemForm, formset=ItemFormSet, extra=3, max_num=60)


class ApproveForm(SittingMixin, TransitionForm):
    """The day of the approval, the paper's own date where no journal gives it, and the password once a sitting."""

    dated = forms.DateField(label="Дата документа", required=False)

    def __init__(self, *args, document, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "День подписания"
        del self.fields["comment"]
        if document.kind.numbering == DocumentKind.Numbering.JOURNAL:
            del self.fields["dated"]
        else:
            self.fields["dated"].initial = document.dated
            self.fields["dated"].help_text = "Если не указать, день подписания."


class RegisterForm(PlainForm):
    """The number and date of the school's journal."""

    number = forms.CharField(label="Номер по журналу", max_length=40)
    dated = forms.DateField(label="Дата по журналу")

    def __init__(self, *args, step, document, **kwargs):
        super().__init__(*args, **kwargs)
        pattern = document.school.order_number_pattern
        self.fields["number"].help_text = f"Если ввести только цифры, получится «{pattern.replace('{n}', '12')}»."
        self.fields["dated"].initial = document.approved_on


class ScanForm(PlainForm):
    file = forms.FileField(label="Скан подписанного документа", help_text="PDF или фотография (JPG, PNG) до 20 МБ.")
