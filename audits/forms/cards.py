"""The card of a sample: what was looked at, and one line for each question that it says something about."""

import uuid
from dataclasses import dataclass

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from audits.models.checklist import GIVEN, Answer
from audits.models.sampling import SamplingCard
from vsoko.forms import PlainForm

CSS = {Answer.CONFORMS: "yes", Answer.PARTLY: "part", Answer.FAILS: "no"}
BRIEF = {Answer.CONFORMS: "Да", Answer.PARTLY: "Частично", Answer.FAILS: "Нет"}
LABEL = 110  # letters of a question in a list to choose from
FURTHER = 2  # questions that may be added to the offered ones at once
MOST = 30000


def course_groups(items):
    """Return {course programme or None: its questions} in the order of the checklist."""
    groups = {}
    for item in items:
        groups.setdefault(item.course_programme, []).append(item)
    return groups


@dataclass(frozen=True)
class Line:
    """One question on the form: the stored item with its two fields."""

    item: object
    answer: object
    note: object

    @property
    def prefix(self):
        return self.answer.html_name

    @property
    def choices(self):
        given = self.answer.value() or ""
        return [
            {"value": value, "css": CSS[value], "label": BRIEF[value], "checked": value == given} for value in GIVEN
        ] + [{"value": "", "css": "un", "label": "Не смотрели", "checked": given == ""}]

    @property
    def errors(self):
        return [*self.answer.errors, *self.note.errors]


class CardForm(PlainForm):
    """`words` are the KindWords of the card.

    `items` are the questions that the user may speak about; `shown` those that stand on the form at once.
    """

    subject = forms.CharField(label="Что смотрели", max_length=200)
    group = forms.CharField(label="Класс или группа", required=False, max_length=60, help_text="Например, 7А.")
    lesson = forms.IntegerField(label="Номер урока", required=False, min_value=1, max_value=14)
    document = forms.CharField(label="Реквизиты документа", required=False, max_length=300)
    day = forms.DateField(label="Когда смотрели")
    population = forms.IntegerField(
        label="Сколько таких всего", required=False, min_value=1, max_value=MOST,
        help_text="В отчёт войдёт «3 из 9». Число общее для всех карточек этого вида.",
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=36)

    def __init__(self, *args, words, items, shown, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = {item.pk: item for item in items}
        self.shown = shown
        for name in ("subject", "population"):
            self.fields[name].label = getattr(words, name)
        self.fields["document"].help_text = f"{words.document}."
        if not words.lesson:
            del self.fields["lesson"]
        self.initial.setdefault("day", timezone.localdate())
        self.initial.setdefault("key", uuid.uuid4().hex)
        for item in shown:
            self.ask(f"q{item.pk}", f"note{item.pk}", item.code)
        self.ask_further()
        middle = [Column("group"), *([Column("lesson")] if words.lesson else []), Column("day")]
        self.helper.layout = Layout("key", "subject", Row(*middle), "document", "population")

    def ask(self, answer, note, name):
        choices = [("", "не смотрели"), *((one.value, one.label) for one in GIVEN)]
        self.fields[answer] = forms.ChoiceField(label=name, choices=choices, required=False)
        self.fields[note] = forms.CharField(
            label=f"{name}, заметка", required=False, max_length=1000, strip=True,
            widget=forms.Textarea(attrs={"rows": 1}),
        )  # fmt: skip

    def ask_further(self):
        """Let a question be added that cards of this kind do not usually feed."""
        shown = {item.pk for item in self.shown}
        rest = [item for item in self.items.values() if item.pk not in shown]
        choices = [("", "выберите вопрос"), *((item.pk, name_of(item)) for item in rest)]
        self.further = range(FURTHER if rest else 0)
        for number in self.further:
            self.fields[f"more{number}"] = forms.ChoiceField(label="Вопрос", choices=choices, required=False)
            self.ask(f"moreq{number}", f"morenote{number}", "Ещё вопрос")

    @property
    def lines(self):
        return [Line(item, self[f"q{item.pk}"], self[f"note{item.pk}"]) for item in self.shown]

    @property
    def further_lines(self):
        """Return [(field of the question, Line of the answer)] of the questions that may be added."""
        return [
            (self[f"more{number}"], Line(None, self[f"moreq{number}"], self[f"morenote{number}"]))
            for number in self.further
        ]

    def clean(self):
        data = super().clean()
        self.seen = {}
        for item in self.shown:
            self.take(item.pk, f"q{item.pk}", f"note{item.pk}")
        for number in self.further:
            chosen, answer = data.get(f"more{number}"), data.get(f"moreq{number}")
            if chosen and not answer:
                self.add_error(f"moreq{number}", "Вопрос выбран: отметьте, что увидели, или снимите выбор.")
            elif not chosen and (answer or data.get(f"morenote{number}")):
                self.add_error(f"more{number}", "Выберите вопрос, к которому относится это наблюдение.")
            elif chosen and int(chosen) in self.seen:
                self.add_error(f"more{number}", "Этот вопрос в карточке уже есть: выберите другой.")
            elif chosen:
                self.take(int(chosen), f"moreq{number}", f"morenote{number}")
        if not self.seen and not self.errors:
            self.add_error(None, "Отметьте, что увидели, хотя бы по одному вопросу.")
        return data

    def take(self, pk, answer, note):
        """Read one line; a note without an answer, and a doubt without a note, are asked about beside it."""
        given, words = self.cleaned_data.get(answer), self.cleaned_data.get(note, "")
        if not given and words:
            self.add_error(answer, "Отметьте «да», «частично» или «нет»: без ответа заметка не сохранится.")
        elif given in CSS and given != Answer.CONFORMS and not words and note not in self.errors:
            self.add_error(note, f"Запишите, что увидели: без этого «{Answer(given).label}» ничего не докажет.")
        elif given:
            self.seen[pk] = (given, words)

    def facts(self):
        """Return what the service takes."""
        data = self.cleaned_data
        return {
            "subject": data["subject"],
            "group": data["group"],
            "lesson": data.get("lesson"),
            "document": data["document"],
            "day": data["day"],
            "population": data["population"],
            "lines": self.seen,
        }


def name_of(item):
    course = f" ({item.course_programme})" if item.course_programme else ""
    words = f"{item.code}{course} {item.question}"
    return words if len(words) <= LABEL else f"{words[:LABEL].rstrip()}…"


def offered(words, items, first=None):
    """Return the questions that stand on a new card: the one that it was begun from, then those of its kind."""
    rest = [item for item in items if words.feeds(item) and item != first]
    return [first, *rest] if first else rest


def initial_of(card: SamplingCard):
    """Return what the form of a card that is there starts with."""
    told = {name: getattr(card, name) for name in ("subject", "group", "lesson", "document", "day", "key")}
    told["population"] = card.sample.population
    for line in card.lines.all():
        told |= {f"q{line.item_id}": line.answer, f"note{line.item_id}": line.note}
    return told
