from django import forms

from audits.services.programmes import GOALS, SCOPE
from vsoko.forms import PlainForm


class ProgrammeForm(PlainForm):
    """Goals and scope; in an approved programme also why it is changed."""

    reason = forms.CharField(
        label="Почему меняется",
        widget=forms.Textarea,
        max_length=2000,
        help_text="Причина войдёт в редакцию, которую утверждает директор.",
        error_messages={"required": "Напишите, почему меняется утверждённая программа."},
    )
    goals = forms.CharField(label="Цели", widget=forms.Textarea, max_length=4000, initial=GOALS)
    scope = forms.CharField(label="Область", widget=forms.Textarea, max_length=4000, initial=SCOPE)

    def __init__(self, *args, is_change=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_change:
            del self.fields["reason"]
