from crispy_forms.layout import Column, Layout, Row
from django import forms

from roadmap.forms.uploads import UploadForm
from roadmap.importing.parsed import ImportRefused
from roadmap.importing.period import read_label
from roadmap.models import Roadmap
from roadmap.models.activity import Stage
from vsoko.forms import PlainForm, RecordForm
from vsoko.wording import plural


class LabelMixin:
    """A year as people write it; the rules are those of the import."""

    def clean_label(self):
        try:
            self.period = read_label(self.cleaned_data["label"])
        except ImportRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return self.period.label


class RoadmapForm(LabelMixin, RecordForm):
    """The heading of a roadmap; what is left empty follows from the year."""

    title = forms.CharField(
        label="Название", required=False, max_length=300, help_text="Пусто: «Дорожная карта ВСОКО на 2027 год»."
    )
    period_from = forms.DateField(
        label="Отчётный период с", required=False, help_text="Пусто: начало календарного или учебного года."
    )
    period_to = forms.DateField(label="по", required=False, help_text="Пусто: конец этого года.")

    class Meta:
        model = Roadmap
        fields = ["label", "title", "period_from", "period_to", "predecessor"]
        help_texts = {"predecessor": "С ним сравнивают итоги."}

    def __init__(self, *args, roadmaps, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["predecessor"].queryset = roadmaps.exclude(pk=self.instance.pk)
        self.fields["predecessor"].empty_label = "первый год в системе"
        self.helper.layout = Layout(
            Row(Column("label"), Column("predecessor")), "title", Row(Column("period_from"), Column("period_to"))
        )

    def clean(self):
        data = super().clean()
        period = getattr(self, "period", None)
        if period is None:
            return data
        data["period_from"] = data.get("period_from") or period.first
        data["period_to"] = data.get("period_to") or period.last
        if not self.errors and data["period_to"] <= data["period_from"]:
            self.add_error("period_to", "Период кончается раньше, чем начинается: поправьте один из дней.")
        data["title"] = data.get("title") or f"Дорожная карта ВСОКО на {Roadmap(label=period.label).year_words}"
        return data


class TermYearsForm(PlainForm):
    """A year for every row whose year the import inferred; the words of the source stand beside it."""

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[f"year_{row.pk}"] = forms.IntegerField(
                label=str(row), initial=row.ends_on.year, min_value=2000, max_value=2099,
                help_text=f"В документе: «{row.term_text}». Сейчас последний день {row.ends_on:%d.%m.%Y}.",
            )  # fmt: skip

    @property
    def years(self):
        return {int(name.removeprefix("year_")): year for name, year in self.cleaned_data.items()}


class ImportForm(LabelMixin, UploadForm):
    field_order = ("label", "upload")

    label = forms.CharField(label="Год", max_length=9, help_text="«2021» или «2026/2027».")

    upload_label = "Файл дорожной карты"
    upload_help = "Таблица в DOCX, XLSX, CSV или TXT. Сначала вы увидите, как она понята."


class ImportConfirmForm(PlainForm):
    """What a person decides at the preview: the stage of each row, and that the rows of a draft give way."""

    def __init__(self, *args, rows, replaces=0, **kwargs):
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[f"stage_{row.position}"] = forms.ChoiceField(
                label=f"Чем исполняется: {row.number or row.title}", choices=Stage.choices, initial=row.stage,
                widget=forms.Select(attrs={"class": "form-select"}),
            )  # fmt: skip
        if replaces:
            self.fields["replace"] = forms.BooleanField(
                label=f"Заменить черновик: в нём {plural(replaces, 'мероприятие,мероприятия,мероприятий')}",
                help_text="Мероприятия, которых нет в файле, из черновика уйдут.",
                error_messages={"required": "Отметьте, что черновик можно заменить, или вернитесь к карте."},
            )

    @property
    def stages(self):
        """Return {position: stage} as chosen."""
        named = self.cleaned_data.items()
        return {int(name.removeprefix("stage_")): stage for name, stage in named if name.startswith("stage_")}
