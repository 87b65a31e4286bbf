"""Deciding about papers in the tray: which of them, with which remark, and by whose password."""

from django import forms

from vsoko.forms import PlainForm
from vsoko.sitting import SittingMixin

NOTHING_MARKED = "Отметьте документы, о которых решаете."


class SigningForm(SittingMixin, PlainForm):
    """Nothing but the password, and not even that later in the sitting."""


class MarkedField(forms.Field):
    """The numbers of the marked rows; what is no number marks nothing."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value):
        return [int(number) for number in value or [] if number.isdecimal() and len(number) < 19]


class MarkedForm(PlainForm):
    marked = MarkedField(label="Документы", required=False)


class ApproveMarkedForm(SittingMixin, MarkedForm):
    """A visa is no signature: where only visas are given (`signs` is False), no password is asked."""

    def __init__(self, *args, signs, **kwargs):
        super().__init__(*args, **kwargs)
        if not signs:
            self.fields.pop("password", None)


class ReturnMarkedForm(MarkedForm):
    comment = forms.CharField(
        label="Замечание", max_length=4000, widget=forms.Textarea,
        help_text="Его получит каждый, чей документ отмечен.",
        error_messages={"required": "Напишите замечание: без него документ не возвращают."},
    )  # fmt: skip
