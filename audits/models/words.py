from django.db import models
from django.urls import reverse

from audits.models.sampling import CardKind
from vsoko.models import SchoolOwned

LONGEST_LABEL = 120


class CardWords(SchoolOwned):
    """What the cards of one kind ask in a school that has written it anew; the others go by `data/cards.toml`."""

    kind = models.CharField("вид карточки", max_length=10, choices=CardKind.choices)
    rule = models.TextField("правило над карточкой", max_length=600)
    subject = models.CharField("что смотрели", max_length=LONGEST_LABEL)
    population = models.CharField("сколько таких всего", max_length=LONGEST_LABEL)
    document = models.CharField("какие реквизиты", max_length=LONGEST_LABEL)
    codes = models.JSONField("вопросы карточки", default=list, blank=True)

    class Meta:
        verbose_name = "слова карточек"
        verbose_name_plural = "слова карточек"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["school", "kind"], name="card_words_of_a_kind_once_a_school")]

    def __str__(self):
        return f"Карточка: {self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("card-words", args=[self.kind])


class CauseWords(SchoolOwned):
    """How a cause is tested in a school that has written it anew; the others go by `data/causes.toml`."""

    recurs = models.CharField("повторится ли", max_length=200)
    changes = models.CharField("что изменить", max_length=200)
    superficial = models.TextField("что причиной не считается", max_length=4000, blank=True)

    class Meta:
        verbose_name = "проверка причины"
        verbose_name_plural = "проверка причины"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["school"], name="cause_words_once_a_school")]

    def __str__(self):
        return "Проверка причины"

    def get_absolute_url(self):
        return reverse("cause-words")
