"""How wide a word of PT Sans is and where a line breaks, without opening a font file."""

import re
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

from vsoko.wording import NBSP

# Advance widths of PT Sans Regular in thousandths of an em, rounded up: a line never comes out wider than thought.
_WIDTHS = {
    220: "'.:",
    240: ",|",
    260: ";",
    280: " j·\xa0()`i",
    300: "IJl",
    320: "![]f",
    340: '"r„“t',
    360: "*-\u2011/{}",
    380: "\\г",
    400: "т",
    420: "_",
    440: "?s°",
    460: "cсzГз",
    480: "kyук«»ьэя",
    500: "^aаvвчъ",
    520: "+<=>~×≤≥−FLeеёxхл",
    540: "EoЕбоЁSbнdgquп",
    560: "#$0123456789ZPРTТЬYhnpЗдрБУийц",
    580: "CСVЭЯ",
    600: "AАBВR",
    620: "GKКXХЧ",
    640: "ЛЪ",
    660: "DUПжмы–",
    680: "HНNДф",
    700: "OQОИЙЦ",
    720: "ю",
    740: "wш",
    760: "щ…",
    780: "%ФЫ",
    800: "MМ",
    820: "&mЖ—",
    840: "W",
    880: "Ш",
    900: "Ю",
    920: "Щ",
    1040: "№",
    1080: "@",
}
_ADVANCE = {char: width for width, chars in _WIDTHS.items() for char in chars}
_UNKNOWN = 800
VOWELS = frozenset("аеёиоуыэюя")
_BOLD = 1.05
_HINTED = 1.01  # a screen moves signs to whole pixels: lines come out up to a hundredth wider than on paper


def text_width(text, size, bold=False):
    """Return the width of one line in the units of `size`, never too small by more than a rare bold sign."""
    thousandths = sum(_ADVANCE.get(char, _UNKNOWN) for char in text)
    return ceil(thousandths * size * _HINTED * (_BOLD if bold else 1) / 1000)


def _syllable(word, most):
    """Return where a word is cut by syllables, at most after so many letters; `most` itself where there is no such place."""
    for cut in range(most, 1, -1):
        before, after = word[cut - 1].lower(), word[cut].lower()
        parted = after not in "ьъй" and (before in VOWELS or after not in VOWELS)
        if parted and VOWELS.intersection(word[:cut].lower()) and VOWELS.intersection(word[cut:].lower()):
            return cut
    return most


def _pieces(word, limit, size, bold):
    """Cut a word wider than the line: after its own hyphen where it has one, else with a hyphen added."""
    while len(word) > 3 and text_width(word, size, bold) > limit:
        cut = len(word) - 2
        while cut > 1 and text_width(word[:cut] + "-", size, bold) > limit:
            cut -= 1
        own = word.rfind("-", 0, cut) + 1
        if own:
            yield word[:own]
            word = word[own:]
        else:
            cut = _syllable(word, cut)
            yield word[:cut] + "-"
            word = word[cut:]
    yield word


def wrap(text, limit, size, bold=False):
    """Return the lines of `text` that fit into `limit`; non-breaking spaces hold, nothing is lost or shortened."""
    lines = []
    line = ""
    for word in re.split(r"[ \t\r\n]+", str(text).strip(" \t\r\n")):
        joined = f"{line} {word}" if line else word
        if text_width(joined, size, bold) <= limit:
            line = joined
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, limit, size, bold)
        lines.extend(whole)
    return [*lines, line] if line else lines


def number(value, unit="", places=1):
    """Return a figure as it is written in Russian: «1 204», «87,5», with its unit after a non-breaking space.

    Halves go up, as in the tables beside the chart.
    """
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,}"
    text = text.replace(",", NBSP).replace(".", ",")
    return f"{text}{NBSP}{unit}" if unit else text
