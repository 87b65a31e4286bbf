"""How the text of a cell is cleaned without changing its words."""

import re

# Soft hyphens, zero-width marks and control characters are left by word processors and mean nothing in a table.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[ \t]+")
_QUOTES = re.compile("[«»„“”\"']")
# Latin letters that look like Cyrillic ones: nobody sees them in «MO-01» or «Иванoва».
_TWINS = str.maketrans("abcehkmoptxy", "авсенкмортху")


def clean_lines(text):
    """Return the text with each line trimmed, runs of spaces made one and empty lines dropped; line ends stay."""
    lines = (_SPACES.sub(" ", line).strip() for line in _BREAKS.split(_INVISIBLE.sub("", text)))
    return "\n".join(line for line in lines if line)


def one_line(text):
    """Return the text in one line."""
    return " ".join(text.split("\n"))


def key(text):
    """Return the text for comparing: small letters, е for ё, one kind of dash and of space."""
    text = text.lower().replace("ё", "е").replace("\u00a0", " ").replace("\u202f", " ")
    return _SPACES.sub(" ", re.sub("[‐‑‒–—―−]", "-", text)).strip()


def alike(text):
    """Return the text for recognising what a person has typed: as `key`, and Latin letters count as those they look like."""
    return key(one_line(text)).translate(_TWINS)


def bare(name, kinds=()):
    """Return a name as it is recognised: `alike`, without quotes and without the words for its kind before it."""
    words = alike(_QUOTES.sub("", name)).split()
    while len(words) > 1 and words[0] in kinds:
        del words[0]
    return " ".join(words)
