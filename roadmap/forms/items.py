from django import forms
from django.utils import timezone

from vsoko.forms import PlainForm


class DueChangeForm(PlainForm):
    new_due = forms.DateField(label="Новый срок")
    reason = forms.CharField(
        label="Почему", widget=forms.Textarea, max_length=4000, help_text="Это прочтёт тот, кто решает."
    )

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item

    def clean_new_due(self):
        day = self.cleaned_data["new_due"]
        if day <= timezone.localdate():
            raise forms.ValidationError("Новый срок уже прошёл или наступает сегодня: поставьте день позже.")
        if self.item.due_on and day <= self.item.due_on:
            raise forms.ValidationError("Новый срок должен быть позже прежнего.")
        return day
