"""How values of indicators are written: «215 / 43,6 %», «н/д», «мало данных», «+2,3 п. п.» (domain text, section 7.1)."""

import re
from decimal import ROUND_HALF_UP, Decimal

from audits.permissions import enters_value
from vsoko.wording import NBSP, NO_DATA, decimal, percent

SMALL = "мало данных"
POINTS = f"п.{NBSP}п."

NUMBER = re.compile(r"\d{1,7}(?:[.,]\d{1,4})?")
NOT_A_NUMBER = "Это не число: впишите его цифрами, например 87,5. Ноль — тоже число."
EMPTY = {"", "н/д", "-", "–", "—"}


def number_of(text):
    """Return the number that a person or a table writes: «87,5», «1 204», «43,6 %»; None for nothing.

    Raises ValueError with a sentence for what is no number.
    """
    bare = re.sub(r"[\s\u00a0\u202f]", "", str(text)).removesuffix("%")
    if bare.lower() in EMPTY:
        return None
    if bare.startswith(("-", "−", "–")) and NUMBER.fullmatch(bare[1:]):
        raise ValueError("Число меньше нуля: проверьте его.")
    if not NUMBER.fullmatch(bare):
        raise ValueError(NOT_A_NUMBER)
    return Decimal(bare.replace(",", "."))


def rounded(number, indicator):
    """Return the number as it is shown: what is judged and what is read must be the same."""
    return None if number is None else number.quantize(Decimal(1).scaleb(-indicator.places), ROUND_HALF_UP)


def figure(number, indicator):
    """Return a number of an indicator in its unit's form, without the word of the unit."""
    if number is None:
        return NO_DATA
    return percent(number, indicator.places) if indicator.is_percent else decimal(number, indicator.places)


def plain(number):
    """Return a number of the primary data: «4», «12,5»."""
    text = f"{Decimal(str(number)):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")


def hide_small(values, user=None):
    """Give each value `hidden` and `shown` (the number that may be read, or None): the few are shown to who enters them.

    Without a user, as on a paper, they are shown to nobody. Returns the values.
    """
    for value in values:
        value.hidden = value.is_small and not (user is not None and enters_value(user, value))
        value.shown = None if value.hidden else rounded(value.value, value.indicator)
    return values


def told(value):
    """Return a value that went through `hide_small`, in words; the number and the percent where both are wanted."""
    if value.hidden:
        return SMALL
    indicator = value.indicator
    words = figure(value.value, indicator)
    if indicator.tells_both and value.numerator is not None:
        return f"{plain(value.numerator)} / {words}"
    return words


def made_of(value):
    """Return what a value was counted from: «41 из 50», or the marks one after another."""
    if value.hidden:
        return ""
    if value.primary:
        fields = value.indicator.rule.fields
        told = [(value.indicator.label_of(field), value.primary.get(field.name)) for field in fields]
        return "; ".join(f"{label}{NBSP}— {plain(number)}" for label, number in told if number is not None)
    if value.numerator is not None and value.denominator is not None:
        return f"{plain(value.numerator)} из {plain(value.denominator)}"
    return ""


def change(now, before, indicator):
    """Return how a value has changed: percents in points, «без изменений» for none; empty where there is nothing to compare."""
    if now is None or before is None:
        return ""
    difference = now - before
    if not difference:
        return "без изменений"
    words = decimal(abs(difference), indicator.places)
    words = words.rstrip("0").rstrip(",") if "," in words else words
    return f"{'+' if difference > 0 else '−'}{words}{f'{NBSP}{POINTS}' if indicator.is_percent else ''}"
