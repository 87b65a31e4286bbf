"""The words that a school may write anew: what cards of the sample ask, and how a cause is tested."""

import re

from django import forms

from audits.card_kinds import codes_of
from audits.models import CardWords, CauseWords
from vsoko.forms import RecordForm

SEPARATORS = re.compile(r"[,;\n]")
# «МО-03» typed in Russian letters is MO-03 of the list.
ALIKE = str.maketrans("АВЕКМНОРСТХ", "ABEKMHOPCTX")


def folded(code):
    return code.strip().upper().translate(ALIKE)


class CardWordsForm(RecordForm):
    """`instance` holds the words of today, saved or not; questions are named by the codes that the school gives them."""

    codes = forms.CharField(
        label="Вопросы карточки", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Коды критериев через запятую. Какого вопроса в чек-листе аудита нет, того карточка не предложит.",
    )  # fmt: skip

    class Meta:
        model = CardWords
        fields = ("rule", "subject", "population", "document", "codes")
        labels = {
            "rule": "Правило над карточкой",
            "subject": "Как названо то, что смотрели",
            "population": "Как спросить, сколько таких всего",
            "document": "Какие реквизиты записать",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        codes = codes_of(self.instance.school_id)
        self.keys = {folded(code): key for key, code in codes.items()}
        self.initial["codes"] = ", ".join(codes.get(key, key) for key in self.instance.codes)
        self.fields["rule"].widget.attrs["rows"] = 3

    def clean_codes(self):
        named = [code.strip() for code in SEPARATORS.split(self.cleaned_data["codes"]) if code.strip()]
        if unknown := [code for code in named if folded(code) not in self.keys]:
            raise forms.ValidationError(
                f"Такого кода среди критериев нет: {', '.join(unknown)}. Коды стоят в перечне критериев."
            )
        return list(dict.fromkeys(self.keys[folded(code)] for code in named))


class CauseWordsForm(RecordForm):
    class Meta:
        model = CauseWords
        fields = ("recurs", "changes", "superficial")
        labels = {
            "recurs": "Первый вопрос",
            "changes": "Второй вопрос",
            "superficial": "Что причиной не считается",
        }
        help_texts = {
            "recurs": "После ответа «да» причину не записывают: она лежит глубже.",
            "changes": "На него отвечают: документ, порядок, ресурс, обучение и так далее.",
            "superficial": "По одному на строке, хватает начала слова: «невнимательн». С ними последний ответ не примут.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["superficial"].widget.attrs["rows"] = 10

    def clean_superficial(self):
        return "\n".join(filter(None, (line.strip() for line in self.cleaned_data["superficial"].splitlines())))
