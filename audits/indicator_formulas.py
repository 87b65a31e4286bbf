"""How a value follows from its primary data (domain text, sections 7.1 and 7.2): each formula is a small named function.

A zero is a value; nothing to divide by is no value: «н/д», never 0 or 100.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

FOCUSES = 6  # направленностей (приказ Минпросвещения России от 27.07.2022 № 629)
CRITERIA = ("openness", "comfort", "access", "kindness", "satisfaction")
PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Field:
    """One number of the primary data; `label` is empty where the card of an indicator names it."""

    name: str
    label: str = ""
    optional: bool = False
    whole_number: bool = False


@dataclass(frozen=True)
class Result:
    """A value with what it was divided from; `value` None is «н/д»."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class Method:
    """A formula: its name for a card, the numbers it takes, and the function of them.

    `is_part`: the numerator is a part of the denominator and cannot be more. `top` is the largest value there can be.
    """

    label: str
    fields: tuple[Field, ...] = ()
    count: Callable | None = None
    is_part: bool = False
    top: int | None = None


def divided(numerator, denominator, times=1):
    """Return the Result of a division; nothing to divide by gives no value."""
    value = (
        None if not denominator else (times * Decimal(numerator) / Decimal(denominator)).quantize(PLACES, ROUND_HALF_UP)
    )
    return Result(value, Decimal(numerator), Decimal(denominator))


def everybody(n5, n4, n3, n2, na):
    """Return N: who has a mark and who is not certified; the exempt are not counted."""
    return n5 + n4 + n3 + n2 + na


def success(weight, n5, n4, n3, n2, na):
    return divided(n5 + n4 + n3, everybody(n5, n4, n3, n2, na), 100)


def quality(weight, n5, n4, n3, n2, na):
    return divided(n5 + n4, everybody(n5, n4, n3, n2, na), 100)


def learning(weight, n5, n4, n3, n2, na):
    """СОУ по В. П. Симонову; the weight of «н/а» differs between programmes, so it is a setting of the school."""
    return divided(100 * n5 + 64 * n4 + 36 * n3 + 16 * n2 + weight * na, everybody(n5, n4, n3, n2, na))


def mean_mark(weight, n5, n4, n3, n2, na):
    return divided(5 * n5 + 4 * n4 + 3 * n3 + 2 * n2, n5 + n4 + n3 + n2)


def share(weight, part, whole):
    return divided(part, whole, 100)


def ratio(weight, part, whole):
    return divided(part, whole)


def focuses(weight, part):
    return divided(part, FOCUSES, 100)


def categories(weight, highest, first, whole):
    return divided(highest + first, whole, 100)


def answers(weight, positive, partly, whole):
    """On the scale 1 / 0,5 / 0 the partly content count by half."""
    return divided(positive + partly / 2, whole, 100)


def criteria(weight, openness, comfort, access, kindness, satisfaction):
    return divided(openness + comfort + access + kindness + satisfaction, len(CRITERIA))


MARKS = (
    Field("n5", "«5»", whole_number=True),
    Field("n4", "«4»", whole_number=True),
    Field("n3", "«3»", whole_number=True),
    Field("n2", "«2»", whole_number=True),
    Field("na", "н/а", optional=True, whole_number=True),
)
PART_AND_WHOLE = (Field("part"), Field("whole"))
ENTERED, SYSTEM = "entered", "system"
METHODS = {
    "share": Method("доля: часть от целого, в процентах", PART_AND_WHOLE, share, is_part=True, top=100),
    "ratio": Method("отношение: часть на единицу целого", PART_AND_WHOLE, ratio),
    "per_hundred": Method("на сто человек", PART_AND_WHOLE, share),
    ENTERED: Method("значение вносится готовым"),
    "success": Method("успеваемость по числу отметок", MARKS, success, top=100),
    "quality": Method("качество знаний по числу отметок", MARKS, quality, top=100),
    "learning": Method("степень обученности по числу отметок", MARKS, learning, top=100),
    "mean_mark": Method("средний балл по числу отметок", MARKS, mean_mark, top=5),
    "categories": Method(
        "высшая и первая категории от всех",
        (Field("highest", "высшая категория", whole_number=True),
         Field("first", "первая категория", whole_number=True), Field("whole")),
        categories, is_part=True, top=100,
    ),
    "answers": Method(
        "положительные ответы от содержательных",
        (Field("positive", "положительные ответы", whole_number=True),
         Field("partly", "ответы «частично»", optional=True, whole_number=True), Field("whole")),
        answers, is_part=True, top=100,
    ),
    "focuses": Method("направленности из шести", (Field("part"),), focuses, is_part=True, top=100),
    "criteria": Method(
        "среднее пяти критериев",
        (Field(CRITERIA[0], "открытость"), Field(CRITERIA[1], "комфортность"), Field(CRITERIA[2], "доступность"),
         Field(CRITERIA[3], "доброжелательность"), Field(CRITERIA[4], "удовлетворённость")),
        criteria, top=100,
    ),
    SYSTEM: Method("считается по записям ВСОКО"),
}  # fmt: skip
# What a school may choose for an indicator of its own.
OWN_METHODS = ("share", "ratio", "per_hundred", ENTERED)
MARK_METHODS = tuple(name for name, method in METHODS.items() if method.fields == MARKS)


def computed(method, primary, *, weight):
    """Return the Result of the primary data {name: number}; what is left out of an optional field counts as none."""
    found = METHODS[method]
    return found.count(weight, **{field.name: primary.get(field.name, Decimal(0)) for field in found.fields})
