"""Surnames that pytrovich misses, by the classes in which it misses them. What families decide by custom is doubtful."""

from roadmap.declension.forms import OBLIQUE, declined, unchanged

VOWELS = "аеёиоуыэюя"
INSTRUMENTAL = ("твор",)

# Nouns that lose or change their last vowel: Лев, Льва. Some families keep it (Лева), so every form waits for a look.
# The stem of the oblique cases and the ending of the instrumental, which shows where the stress falls.
FLEETING = {
    "лев": "льв ом", "заяц": "зайц ем", "орёл": "орл ом", "орел": "орл ом", "козёл": "козл ом", "козел": "козл ом",
    "осёл": "осл ом", "осел": "осл ом", "дятел": "дятл ом", "щегол": "щегл ом", "хохол": "хохл ом", "посол": "посл ом",
    "котёл": "котл ом", "котел": "котл ом", "угол": "угл ом", "узел": "узл ом", "бобёр": "бобр ом", "бобер": "бобр ом",
    "шатёр": "шатр ом", "ковёр": "ковр ом", "костёр": "костр ом", "бугор": "бугр ом", "ветер": "ветр ом",
    "лоб": "лб ом", "мох": "мх ом", "пёс": "пс ом", "пес": "пс ом", "лён": "льн ом", "лёд": "льд ом",
    "перец": "перц ем", "палец": "пальц ем", "немец": "немц ем", "месяц": "месяц ем",
    "журавель": "журавл ём", "пень": "пн ём", "день": "дн ём", "ремень": "ремн ём", "кремень": "кремн ём",
    "корень": "корн ем", "камень": "камн ем", "гребень": "гребн ем", "коготь": "когт ем", "ноготь": "ногт ем",
    "локоть": "локт ем", "лапоть": "лапт ем", "дёготь": "дёгт ем", "деготь": "дегт ем", "уголь": "угл ём",
    "огонь": "огн ём", "воробей": "воробь ём", "соловей": "соловь ём", "муравей": "муравь ём", "репей": "репь ём",
    "ручей": "ручь ём",
}  # fmt: skip
# «-ок» that stays: Чеснок, Чеснока, beside Волчок, Волчка.
FIRM_OK = {"чеснок", "поток", "восток", "сурок", "игрок", "пророк", "порок", "знаток", "исток", "зарок", "оброк"}
# Stressed French endings: nothing in the letters tells them from Окуджава, Сорока or Зозуля.
FOREIGN_STRESSED = {"дюма", "золя", "петипа", "тома", "дега", "бенуа", "люка", "труайя", "моруа", "нодья"}
# Not adjectives, though they end as Толстой does.
NOUNS_OY = {"прибой", "герой", "покой", "перебой", "запой", "водопой", "гобой", "ковбой", "плейбой"}
# Names of another root than Пушкин and Королёв: «с Чаплином».
FOREIGN_OV_IN = {
    "чаплин", "дарвин", "франклин", "кальвин", "грин", "эрвин", "мартин", "остин", "олдин", "бюлов", "флотов", "вирхов",
    "кронин", "маклин", "дюрен", "голдин", "элвин", "мелвин", "бенин",
}  # fmt: skip
# A woman's Сова is the bird (Совы), not Совова; for Долина and Смородина usage is divided.
BIRDS_AND_BERRIES = {"сова", "голова", "корова", "дуброва", "подкова", "обнова", "калина", "малина", "рябина", "осина"}
DIVIDED = {
    "долина", "смородина", "былина", "щетина", "скотина", "картина", "година", "пучина", "равнина", "перина", "рогозина",
    "глина", "тина", "паутина", "холстина", "половина", "основа", "пружина", "машина",
}  # fmt: skip
STRESSED_END = {
    "лапша",
    "каланча",
    "саранча",
    "левша",
    "душа",
    "межа",
    "свеча",
    "вожжа",
    "парша",
    "ханжа",
    "паша",
    "овца",
}
STRESSED_SOFT = {"заря": "зарёй", "судья": "судьёй", "свинья": "свиньёй", "змея": "змеёй", "семья": "семьёй"}
# Stress on the ending: «с Кирпичом», beside «с Рабиновичем».
STRESSED_ICH = {"кирпич", "москвич", "кулич", "паралич", "калач"}
FOREIGN_SIBILANT = {"буш", "рич", "нэш", "бош", "кич", "кош", "линч"}


def own_rule(word, female):
    """Return Declined of one surname without hyphens where this table knows better, else None."""
    low = word.lower()
    if low in FOREIGN_STRESSED:
        return unchanged(word)
    if low in STRESSED_SOFT:
        stem = word[:-1]
        soft = (stem + "и", stem + "е", stem + "ю", _cased(word, STRESSED_SOFT[low]), stem + "е")
        return declined(word, soft, INSTRUMENTAL)
    if low[-1] == "а" and low[-2:-1] in set("жшщчц"):
        return _sibilant_a(word, low)
    return _of_woman(word, low) if female else _of_man(word, low)


def _of_woman(word, low):
    if low in BIRDS_AND_BERRIES:
        stem = word[:-1]
        return declined(word, (stem + "ы", stem + "е", stem + "у", stem + "ой", stem + "е"), OBLIQUE)
    if low in DIVIDED:
        stem = word[:-1]
        return declined(word, (stem + "ой", stem + "ой", stem + "у", stem + "ой", stem + "ой"), ("род", "дат", "предл"))
    return None


def _of_man(word, low):
    if low in FLEETING:
        stem, ending = FLEETING[low].split()
        return _masculine(word, _cased(word, stem), ending, soft=low[-1] in "ьй", doubtful=OBLIQUE)
    if low in NOUNS_OY or low.endswith("ой") and _syllables(low) == 1:  # Цой, Рой
        return _masculine(word, word[:-1], "ем", soft=True)
    if low in FOREIGN_OV_IN:
        return _masculine(word, word, "ом")
    if low.endswith("ин") and _syllables(low) == 1:  # Шин, Лин, Грин: not of the kind of Пушкин
        return _masculine(word, word, "ом", doubtful=INSTRUMENTAL)
    if low.endswith("ец"):
        return _ec(word, low)
    if low.endswith("ок") and _syllables(low) > 1 and low not in FIRM_OK:
        return _masculine(word, word[:-2] + "к", "ом", doubtful=OBLIQUE)
    if low.endswith("ёк") and _syllables(low) > 1:
        return _masculine(word, word[:-2] + "ьк", "ом", doubtful=OBLIQUE)
    if low.endswith("ний") and _syllables(low) > 2:  # Дальний, Дальнего or Антоний, Антония
        return _masculine(word, word[:-1], "ем", soft=True, doubtful=OBLIQUE, prepositional="и")
    if low[-1] in "чшжщ":
        return _sibilant(word, low)
    return None


def _ec(word, low):
    """Кравец, Кравца; Стрелец, Стрельца; Боец, Бойца; Кузнец, Кузнеца; Швец, Швеца."""
    before = low[:-2]
    if _syllables(low) == 1:
        return _masculine(word, word, "ом", doubtful=INSTRUMENTAL)
    if before[-1] in VOWELS:
        return _masculine(word, word[:-2] + "йц", "ем", doubtful=INSTRUMENTAL)
    if before[-2:-1] not in VOWELS:
        return _masculine(word, word, "ом", doubtful=OBLIQUE)
    stem = word[:-2] + ("ьц" if before[-1] == "л" else "ц")
    unstressed = before.endswith(("ан", "ян", "ин", "ов", "ев"))
    return _masculine(word, stem, "ем" if unstressed else "ом", doubtful=INSTRUMENTAL)


def _sibilant(word, low):
    """«-ом» under stress, «-ем» without: letters show it for some endings only, so one case waits for a look."""
    if low.endswith("ич") and _syllables(low) > 1:
        return _masculine(word, word, "ом" if low in STRESSED_ICH else "ем")
    if low in FOREIGN_SIBILANT:
        return _masculine(word, word, "ем")
    stressed = _syllables(low) == 1 or low.endswith(("ач", "яч", "аш", "яш", "иш", "ыш", "иж", "ыж", "ёж", "уш", "юч"))
    return _masculine(word, word, "ом" if stressed else "ем", doubtful=INSTRUMENTAL)


def _sibilant_a(word, low):
    """Птица, Птицей; Лапша, Лапшой."""
    stem, plural = word[:-1], "ы" if low[-2] == "ц" else "и"
    instrumental = "ой" if low in STRESSED_END else "ей"
    forms = (stem + plural, stem + "е", stem + "у", stem + instrumental, stem + "е")
    return declined(word, forms, () if low.endswith(("ица", "енша")) else INSTRUMENTAL)


def _masculine(word, stem, instrumental, *, soft=False, doubtful=(), prepositional="е"):
    of, to = ("я", "ю") if soft else ("а", "у")
    return declined(word, (stem + of, stem + to, stem + of, stem + instrumental, stem + prepositional), doubtful)


def _cased(word, low):
    """Return the lower-case text with the capitals of `word`."""
    return low.upper() if word.isupper() else low[:1].upper() + low[1:] if word[:1].isupper() else low


def _syllables(low):
    return sum(letter in VOWELS for letter in low)
