"""Finding records by words: case, ё and word forms make no difference, on SQLite and PostgreSQL alike.

SQLite folds no Cyrillic case, and PostgreSQL's own Russian search would find other things than SQLite does; so words are
brought to their stems here, and both databases only look for a piece of text.
"""

import re
import unicodedata
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import StrIndex

from vsoko.models import SearchEntry
from vsoko.parts import load_part
from vsoko.registries import Registry

RussianStemmer = load_part("snowballstemmer", "russian_stemmer").RussianStemmer

search_sources = Registry()  # in the order in which results are shown
_put_off = ContextVar("put_off", default=None)  # {model: ids} of what `written_at_the_end` is to write
LONGEST_QUERY = 200
EXCERPT, BEFORE = 260, 90  # letters of a found text that are shown, and how many of them stand before the first hit
_JOINTS = "-‐‑–−/."
# «112-од», «2026-03/02», «19.11.2021» are one word each; underscores and signs are none.
_WORD = re.compile(rf"[^\W_]+(?:[{_JOINTS}][^\W_]+)*")
_JOINT = re.compile(rf"[{_JOINTS}]")
_DASH = re.compile("[‐‑–−]")
# «проверок», «список», «конец» lose their vowel in other forms: «проверка», «списка», «конца».
_FLEETING = re.compile("(?<=[бвгджзклмнпрстфхцчшщ])[ое](?=[кц]$)")
# Words that stand in every text: a question that has others is not narrowed by them.
_SERVICE = frozenset(re.findall(r"\w+", "и а в во на о об от по за с со к ко у из до для при не"))


@dataclass(frozen=True)
class SearchSource:
    """How the records of one model are found by words, and what a line of the results says.

    `rows()` returns all of them with what the other functions read; `label(record)` is the name of one, `text(record)` all
    else that it is found by, `detail(record)` its second line. The model's `visible_to` decides who finds it.
    """

    model: type
    title: str
    rows: Callable
    label: Callable
    text: Callable
    detail: Callable


@lru_cache(maxsize=50_000)
def stem(word):
    """Return what the forms of a word have in common.

    The stem is taken until nothing changes: «Циркулев» loses the ending of a plural at once, «Циркулева» only the second time.
    """
    stemmer = RussianStemmer()  # it keeps the word in itself, so threads do not share one
    while (shorter := stemmer.stemWord(word)) != word:
        word = shorter
    return _FLEETING.sub("", word)


def _folded(word):
    return _DASH.sub("-", word.lower().replace("ё", "е"))


def _parts(word):
    return [stem(part) for part in _JOINT.split(word)]


def _is_number(word):
    """Return whether a word is the number of something («112-од»), whose pieces mean little by themselves."""
    return any(sign.isdigit() for sign in word) and _JOINT.search(word) is not None


def keys_of(word):
    """Return all that one word of a text is found by: its stem; a number also as a whole and by its beginnings."""
    word = _folded(word)
    beginnings = [word[: joint.start()] for joint in _JOINT.finditer(word)][1:] if _is_number(word) else []
    return [*_parts(word), *beginnings, word] if _is_number(word) else _parts(word)


def _composed(text):
    return unicodedata.normalize("NFC", text)


def stems_of(text):
    """Return the text as it is kept for the search: each stem once, between spaces."""
    keys = dict.fromkeys(key for word in _WORD.findall(_composed(text)) for key in keys_of(word))
    return f" {' '.join(keys)} " if keys else ""


def asked(query):
    """Return the keys that a found record has to have, all of them; none where the question has no word."""
    words = [_folded(word) for word in _WORD.findall(_composed(query[:LONGEST_QUERY]))]
    words = [word for word in words if word not in _SERVICE] or words
    return list(dict.fromkeys(key for word in words for key in ([word] if _is_number(word) else _parts(word))))


# --- what is kept ----------------------------------------------------------------------------------------------------


def source_of(model):
    """Return the SearchSource of a model, or None where it is not searched."""
    return next((source for source in search_sources.values() if source.model is model), None)


def kind_of(source):
    """Return the ContentType by which the entries of a source are told from others."""
    return ContentType.objects.get_for_model(source.model)


def _entry(source, record):
    return SearchEntry(
        school_id=record.school_id,
        subject_type=kind_of(source),
        subject_id=record.pk,
        label=source.label(record)[:300],
        stems=stems_of("\n".join([source.label(record), source.text(record)])),
    )


def index(record):
    """Write how a record is found, after each of its changes; a record of a model that is not searched is passed over."""
    source, put_off = source_of(type(record)), _put_off.get()
    if source and put_off is not None:
        put_off.setdefault(source.model, set()).add(record.pk)
    elif source:
        _write(source, source.rows().filter(pk=record.pk))


@contextmanager
def put_off():
    """Write no entry inside; yields what is to be written, as {model: ids}."""
    changed = {}
    token = _put_off.set(changed)
    try:
        yield changed
    finally:
        _put_off.reset(token)


@contextmanager
def written_at_the_end():
    """Write each record that changes inside once, at the end: a whole story changes most of them many times."""
    with put_off() as changed:
        yield
        for model, ids in changed.items():
            source = source_of(model)
            _write(source, source.rows().filter(pk__in=ids))


def forget(rows):
    """Delete how the records of a queryset are found; call it before they are deleted themselves."""
    kind = ContentType.objects.get_for_model(rows.model)
    SearchEntry.objects.filter(subject_type=kind, subject_id__in=rows.order_by().values("pk")).delete()


def renew(school_id, words):
    """Write anew the entries of a school that have all these words, when what they name is called otherwise."""
    entries = SearchEntry.objects.filter(_having(asked(words)), school=school_id)
    for source in search_sources.values():
        found_rows = list(entries.filter(subject_type=kind_of(source)).values_list("subject_id", flat=True))
        _write(source, source.rows().filter(pk__in=found_rows))


def _write(source, rows):
    SearchEntry.objects.bulk_create(
        [_entry(source, record) for record in rows],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["subject_type", "subject_id"],
        update_fields=["school", "label", "stems"],
    )


def rebuild():
    """Write the entries of all records anew and return how many there are."""
    SearchEntry.objects.all().delete()
    for source in search_sources.values():
        rows = source.rows().order_by("pk").iterator(chunk_size=500)
        SearchEntry.objects.bulk_create((_entry(source, record) for record in rows), batch_size=500)
    return SearchEntry.objects.count()


def spelled(word, *fields):
    """Return a condition: the word as it is usually spelled stands in one of the fields, for lists without an index.

    SQLite folds no Cyrillic case, so its usual spellings are asked for.
    """
    spellings = {word, word.lower(), word.capitalize(), word.upper()}
    return Q(*((f"{field}__contains", one) for one in spellings for field in fields), _connector=Q.OR)


# --- what is found ---------------------------------------------------------------------------------------------------


def _having(keys):
    return Q(*(Q(stems__contains=f" {key} ") for key in keys))


def found_in(model, query):
    """Return the ids of the records of one model that have all words of the query, as a subquery for its own list."""
    keys = asked(query)
    kind = ContentType.objects.get_for_model(model)
    entries = SearchEntry.objects.filter(_having(keys), subject_type=kind) if keys else SearchEntry.objects.none()
    return entries.order_by().values("subject_id")


def found(user, keys):
    """Return the entries of what this user may see and what has all the keys; by kind, what is called so first, new first."""
    seen, order = Q(pk=None), []
    for place, source in enumerate(search_sources.values()):
        kind = kind_of(source)
        visible = source.model.objects.visible_to(user).order_by().values("pk")
        seen |= Q(subject_type=kind, subject_id__in=visible)
        order.append(When(subject_type=kind, then=Value(place)))
    entries = SearchEntry.objects.visible_to(user).filter(_having(keys)).filter(seen)
    # The name of a record stands before its text, so an early hit is a hit in the name.
    return entries.annotate(
        place=Case(*order, default=Value(len(order)), output_field=IntegerField()),
        depth=StrIndex("stems", Value(f" {keys[0]} ")),
    ).order_by("place", "depth", "-subject_id")


def pieces(text, keys):
    """Return the text as [(piece, whether it is a found word)]."""
    text, keys = _composed(text), set(keys)
    shown, end = [], 0
    for match in _WORD.finditer(text):
        if keys.isdisjoint(keys_of(match[0])):
            continue
        shown += [(text[end : match.start()], False), (match[0], True)]
        end = match.end()
    return [(piece, hit) for piece, hit in [*shown, (text[end:], False)] if piece]


def excerpt(text, keys):
    """Return the piece of a text around its first found word, or its beginning, cut between words."""
    text, keys = " ".join(_composed(text).split()), set(keys)
    hits = (match.start() for match in _WORD.finditer(text) if not keys.isdisjoint(keys_of(match[0])))
    first = next(hits, 0)
    start = text.rfind(" ", 0, max(0, first - BEFORE)) + 1 if first > BEFORE else 0
    end = len(text) if len(text) - start <= EXCERPT else text.rfind(" ", start, start + EXCERPT)
    end = end if end > first else len(text)
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
