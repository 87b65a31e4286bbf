from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db.models import Q
from django.utils import timezone

from roadmap.models import Activity, Association, Consultation, Employee
from roadmap.models.activity import Stage
from roadmap.models.association import Focus
from vsoko.forms import NO_PUPILS, RecordForm


class ConsultationForm(RecordForm):
    """A consultation of the year; people and associations that have left stay only where they are already named."""

    class Meta:
        model = Consultation
        fields = ["activity", "held_on", "consultant", "association", "focus", "topic", "outcome"]

    def __init__(self, *args, roadmap, **kwargs):
        super().__init__(*args, **kwargs)
        school, kept = roadmap.school_id, self.instance
        self.fields["activity"].queryset = Activity.objects.filter(roadmap=roadmap).filter(
            Q(stage=Stage.CONSULTATION) | Q(pk=kept.activity_id)
        )
        self.fields["activity"].empty_label = "вне карты"
        self.fields["consultant"].queryset = Employee.objects.filter(school=school).filter(
            Q(left_on__isnull=True) | Q(pk=kept.consultant_id)
        )
        self.fields["association"].queryset = Association.objects.filter(school=school).filter(
            Q(closed_on__isnull=True) | Q(pk=kept.association_id)
        )
        self.fields["association"].empty_label = "не выбрано"
        self.fields["association"].help_text = "Для кого консультация."
        self.fields["outcome"].help_text = NO_PUPILS
        self.fields["focus"].help_text = "Если она не для одного МО."
        self.fields["focus"].choices = [("", "не выбрана"), *Focus.choices]
        self.helper.layout = Layout(
            "activity", Row(Column("held_on"), Column("consultant")), Row(Column("association"), Column("focus")),
            "topic", "outcome",
        )  # fmt: skip

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Этот день ещё не наступил: запишите консультацию, когда она пройдёт.")
        return day

    def clean(self):
        data = super().clean()
        if not self.errors and not (data["association"] or data["focus"]):
            self.add_error("association", "Выберите МО или направленность: чья это консультация.")
        return data
