"""Words of the school about an audit: what each kind of card asks, how a cause is tested, and the way back to ours."""

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from audits import card_kinds, cause_rules
from audits.forms.words import CardWordsForm, CauseWordsForm
from audits.models import CardWords, CauseWords
from audits.models.sampling import CardKind
from audits.permissions import keeps_criteria
from audits.services import words
from vsoko import history
from vsoko.forms import PlainForm
from vsoko.models import HistoryEntry
from vsoko.views.generic import ENTRIES_SHOWN, SchoolPageMixin, ServiceFormView
from vsoko.workflow import TransitionError


class AuditWords(SchoolPageMixin, TemplateView):
    template_name = "audits/words.html"
    heading = "Слова карточек и причин"
    subline = (
        "О чём спрашивают карточки выборки и как проверяют причину несоответствия. Записанное раньше правка не меняет"
    )
    right = keeps_criteria

    def get_context_data(self, **kwargs):
        school, shipped = self.request.user.school_id, card_kinds.shipped()
        rules, codes = cause_rules.cause_rules(school), card_kinds.codes_of(school)
        return super().get_context_data(
            cards=[
                {
                    "label": CardKind(kind).label,
                    "told": told,
                    "codes": [codes.get(key, key) for key in told.codes],
                    "is_changed": told != shipped[kind],
                    "url": reverse("card-words", args=[kind]),
                }
                for kind, told in card_kinds.kinds(school).items()
            ],
            rules=rules,
            rules_changed=rules != cause_rules.shipped(),
            **kwargs,
        )


class WordsPage(ServiceFormView):
    """`record` is the row of the school, an unsaved one with our words until it is first changed."""

    right = keeps_criteria

    def load(self):
        self.record = self.own() or self.first()

    def is_changed(self):
        first = self.first()
        return any(getattr(self.record, name) != getattr(first, name) for name in self.fields)


class OfCards:
    """The words of one kind of card, named in the address."""

    fields = card_kinds.WORDS

    def load(self):
        self.kind = self.kwargs["kind"]
        if self.kind not in card_kinds.shipped():
            raise Http404
        super().load()

    def own(self):
        return CardWords.objects.visible_to(self.request.user).filter(kind=self.kind).first()

    def first(self):
        return CardWords(kind=self.kind, school=self.request.user.school, **card_kinds.shipped()[self.kind].words)


class OfCauses:
    fields = cause_rules.WORDS

    def own(self):
        return CauseWords.objects.visible_to(self.request.user).first()

    def first(self):
        return CauseWords(school=self.request.user.school, **cause_rules.shipped().words)


class WordsEdit(WordsPage):
    template_name = "audits/words_form.html"
    submit_label = "Сохранить слова"
    success_message = "Слова сохранены."

    def get_heading(self):
        return str(self.record)

    def get_form_kwargs(self):
        # The form writes into its instance even what it then refuses.
        return super().get_form_kwargs() | {"instance": self.own() or self.first()}

    def get_cancel_url(self):
        return reverse("audit-words")

    def get_context_data(self, **kwargs):
        saved = self.record.pk is not None
        return super().get_context_data(
            restore_url=self.get_restore_url() if self.is_changed() else "",
            entries=HistoryEntry.objects.of(self.record)[:ENTRIES_SHOWN] if saved else [],
            **kwargs,
        )


class CardWordsEdit(OfCards, WordsEdit):
    form_class = CardWordsForm

    def get_restore_url(self):
        return reverse("card-words-restore", args=[self.kind])

    def act(self, form):
        user = self.request.user
        return words.edit_card_words(user.school, self.kind, actor=user, **form.cleaned_data).get_absolute_url()


class CauseWordsEdit(OfCauses, WordsEdit):
    form_class = CauseWordsForm

    def get_restore_url(self):
        return reverse("cause-words-restore")

    def act(self, form):
        user = self.request.user
        return words.edit_cause_words(user.school, actor=user, **form.cleaned_data).get_absolute_url()


class WordsRestore(WordsPage):
    """Gives the first words back; the page shows what will change."""

    form_class = PlainForm
    template_name = "audits/words_restore.html"
    heading = "Вернуть исходные слова"
    submit_label = "Вернуть слова"
    success_message = "Исходные слова возвращены."

    def get_cancel_url(self):
        return self.record.get_absolute_url()

    def get_context_data(self, **kwargs):
        was, becomes = (history.snapshot(record, self.fields) for record in (self.record, self.first()))
        changes = history.differences(self.record, was, becomes)
        blockers = [] if changes else [TransitionError("Возвращать нечего: школа не меняла эти слова.")]
        told = [(label, *change) for label, change in changes.items()]
        return super().get_context_data(about=self.record, changes=told, blockers=blockers, **kwargs)


class CardWordsRestore(OfCards, WordsRestore):
    def act(self, form):
        user = self.request.user
        return words.restore_card_words(user.school, self.kind, actor=user).get_absolute_url()


class CauseWordsRestore(OfCauses, WordsRestore):
    def act(self, form):
        user = self.request.user
        return words.restore_cause_words(user.school, actor=user).get_absolute_url()
