from django import forms
from django.db.models import Q

from audits.models import Criterion, Finding
from audits.models.finding import NONCONFORMITIES, Grade
from audits.services.comments import LONGEST
from vsoko.forms import NO_PUPILS, PlainForm, RecordForm


class CriterionField(forms.ModelChoiceField):
    def label_from_instance(self, criterion):
        return f"{criterion.code}. {criterion.question}"


class FindingForm(RecordForm):
    """A finding as the auditor writes it: requirement, what was seen, what proves it.

    `item` is the question it comes from; without one the criterion is chosen here. `suggested` is (class, why).
    """

    criterion = CriterionField(
        Criterion.objects.none(), label="Критерий", required=False, empty_label="Выберите критерий",
        help_text="У несоответствия критерий обязателен.",
    )  # fmt: skip
    upload = forms.FileField(
        label="Файл свидетельства", required=False, help_text="PDF, DOCX, XLSX или фотография, до 20 МБ."
    )

    class Meta:
        model = Finding
        fields = ["grade", "criterion", "title", "requirement", "fact", "evidence_text"]
        help_texts = {
            "fact": f"Что увидели, без оценки людей. {NO_PUPILS} Как исправить, решает тот, кто отвечает за объект."
        }
        error_messages = {
            "title": {"required": "Назовите суть одной строкой: по ней запись узнают в списках."},
            "requirement": {"required": "Напишите требование: что должно быть и где это записано."},
            "fact": {"required": "Напишите, что увидели: факт без оценки людей."},
            "evidence_text": {"required": "Напишите, чем подтверждается: документ, номер, дата."},
        }

    def __init__(self, *args, audit, item=None, suggested=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [("", "Выберите класс"), *Grade.choices]
        if suggested:
            grade, why = suggested
            self.fields["grade"].help_text = f"Предложено: {Grade(grade).label} ({why}). Решаете вы."
        if item:
            del self.fields["criterion"]
        else:
            known = Q(is_active=True) | Q(pk=self.instance.criterion_id)
            self.fields["criterion"].queryset = Criterion.objects.filter(known, school=audit.school_id)

    def clean(self):
        words = super().clean()
        if "criterion" in self.fields and not words.get("criterion") and words.get("grade") in NONCONFORMITIES:
            self.add_error("criterion", "Выберите критерий, которому это не соответствует.")
        return words

    @property
    def words(self):
        """Return what was written, and with a chosen criterion its section."""
        words = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}
        if criterion := words.get("criterion"):
            words["section"] = criterion.section
        return words


class CommentForm(PlainForm):
    text = forms.CharField(
        label="Комментарий",
        max_length=LONGEST,
        widget=forms.Textarea,
        help_text=f"Увидят все, кто видит эту запись. Изменить или убрать его нельзя. {NO_PUPILS}",
        error_messages={
            "required": "Напишите комментарий: пустой не записывается.",
            "max_length": f"Сократите комментарий до {LONGEST} знаков.",
        },
    )
