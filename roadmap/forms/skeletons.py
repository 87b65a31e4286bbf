"""The words of a skeleton, and what can be wrong with its placeholders and points."""

from django import forms

from roadmap.forms.documents import AUDIENCES, CHOSEN, NOBODY
from roadmap.models import DocumentKind, Skeleton
from roadmap.permissions import Role
from roadmap.placeholders import LATER, MARK, mistakes, names_for, part_of
from roadmap.points import point_mistakes, points_of
from vsoko.forms import PlainForm, RecordForm

LATER_IN_TEXT_ONLY = "эта подстановка заполняется при показе, ставьте её только в тексте."


class SkeletonForm(RecordForm):
    """Every mistake stands beside its field. What no paper of the kind has (a body, a signer) is not asked."""

    readers = forms.ChoiceField(
        label="Кого ознакомить",
        required=False,
        choices=[("" if code == NOBODY else code, label) for code, label in AUDIENCES if code != CHOSEN],
    )

    class Meta:
        model = Skeleton
        fields = ("name", "title", "body_name", "text", "points", "readers", "signer_role")
        labels = {
            "name": "Название заготовки",
            "title": "Заголовок",
            "body_name": "Орган",
            "text": "Текст",
            "points": "Пункты",
        }
        help_texts = {
            "text": "Каждый абзац с новой строки. Строка «Приложение № 1» начинает приложение; в таблице ячейки делит « | », "
            "строки в ячейке « ¶ ».",
            "signer_role": "Пусто: подписывающего назовут в черновике.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = self.instance.kind
        self.names = names_for(kind.code)
        self.fields["text"].widget.attrs |= {"rows": 18, "class": "doc"}
        self.fields["points"].widget.attrs |= {"rows": 10, "class": "doc"}
        self.fields["signer_role"].choices = [("", "не указан"), *Role.choices]
        if kind.form != DocumentKind.Form.MINUTES:
            del self.fields["body_name"]
        if kind.approver_role:
            del self.fields["signer_role"]

    def clean_title(self):
        return self.checked("title", at_once=True)

    def clean_body_name(self):
        return self.checked("body_name", at_once=True)

    def clean_text(self):
        return self.checked("text")

    def clean_points(self):
        value = self.cleaned_data["points"]
        # Each part of a line is judged by itself: a person or a day stands alone in its own.
        parts = "\n".join(part for point in points_of(value) for part in (point.text, point.who, point.when))
        wrong = mistakes(parts, self.names) + point_mistakes(value, self.names) + self.too_early(parts)
        if wrong:
            raise forms.ValidationError(wrong)
        return value

    def checked(self, field, at_once=False):
        value = self.cleaned_data[field]
        wrong = mistakes(value, self.names) + (self.too_early(value) if at_once else [])
        if wrong:
            raise forms.ValidationError(wrong)
        return value

    def too_early(self, value):
        """Return a sentence about each placeholder that nothing would fill outside the text."""
        found = ((mark[0], part_of(mark[1], self.names)[0]) for mark in MARK.finditer(value))
        return [
            f"{written}: {LATER_IN_TEXT_ONLY}" for written, name in found if name and self.names[name].sort in LATER
        ]

    def words(self):
        """Return all fields of the skeleton, those that are not asked as they were."""
        return {name: self.cleaned_data.get(name, getattr(self.instance, name)) for name in self.Meta.fields}


class SkeletonCopyForm(PlainForm):
    name = forms.CharField(
        label="Название новой заготовки", max_length=200, help_text="По нему её узнают, когда начинают документ."
    )
