"""What cards add up to: for one question, for the report, for the words of evidence."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Prefetch

from audits.models import CardLine
from audits.models.checklist import GIVEN, Answer
from audits.models.sampling import CardKind
from vsoko.wording import day_num

# What is read with the questions of a checklist, by one query for all of them.
WITH_CARDS = Prefetch("card_lines", CardLine.objects.select_related("card__sample").order_by("card__day", "card"))


# How the line begins that is written anew whenever cards are put into the evidence.
SUM = "По карточкам: "


def of_all(seen, population):
    """Return «3 из 9», or «3, всего не указано»."""
    return f"{seen}, всего не указано" if population is None else f"{seen} из {population}"


def found_words(answers):
    """Return «да 2, частично 1, нет 0»."""
    counted = Counter(answers)
    return ", ".join(f"{answer.label} {counted[answer]}" for answer in GIVEN)


@dataclass(frozen=True)
class Tally:
    """What the cards say about one question; `lines` come with their cards and samples."""

    lines: tuple

    def __bool__(self):
        return bool(self.lines)

    @property
    def cards(self):
        return [line.card for line in self.lines]

    @property
    def fails(self):
        return sum(line.answer == Answer.FAILS for line in self.lines)

    @property
    def sample_words(self):
        """Return «3 из 9», with the kind before it where several kinds of cards speak about the question."""
        samples = {line.card.sample_id: line.card.sample for line in self.lines}
        seen = Counter(line.card.sample_id for line in self.lines)
        told = [(samples[pk].get_kind_display(), of_all(seen[pk], samples[pk].population)) for pk in samples]
        return told[0][1] if len(told) == 1 else "; ".join(f"{kind} — {words}" for kind, words in told)

    @property
    def words(self):
        """Return «да 2, частично 1, нет 0 из 3; выборка 3 из 9»."""
        return f"{found_words(line.answer for line in self.lines)} из {len(self.lines)}; выборка {self.sample_words}"


def tally_of(item):
    """Return the Tally of a question that was read with WITH_CARDS."""
    return Tally(tuple(item.card_lines.all()))


def with_references(text, tally):
    """Return the words of evidence with the cards that they do not name yet, and what all cards add up to now."""
    if not tally:
        return text
    kept = "\n".join(line for line in text.splitlines() if not line.startswith(SUM)).strip()
    missing = [card.reference for card in tally.cards if card.reference not in kept]
    named = ";\n".join([*([kept.rstrip(" .;")] if kept else []), *missing])
    return f"{named}.\n{SUM}{tally.words}."


def evidence_of(item):
    """Return the words of evidence of a question; where nothing is written, its cards, and without them its files."""
    if item.evidence_text.strip():
        return item.evidence_text
    files = (f"{one} от {day_num(one.dated)}" if one.dated else str(one) for one in item.evidence.all())
    return with_references("", tally_of(item)) or "; ".join(files)


def samples_of(audit):
    """Return what was looked at of each kind, as JSON for the report: seen, population, criteria and what was found."""
    rows = CardLine.objects.filter(card__sample__audit=audit).select_related("card__sample", "item")
    return summed(rows.order_by("item__position", "pk"))


def summed(lines):
    """Return the same of lines that come with their cards, in the order of the questions."""
    found = {}
    for line in lines:
        found.setdefault(line.card.sample.kind, []).append(line)
    return [sample_facts(kind, found[kind]) for kind in CardKind.values if kind in found]


def sample_facts(kind, lines):
    name, seen = CardKind(kind).label, len({line.card_id for line in lines})
    return {
        "name": name[:1].upper() + name[1:],
        "seen": seen,
        "population": lines[0].card.sample.population,
        "share": of_all(seen, lines[0].card.sample.population),
        "codes": list(dict.fromkeys(line.item.code for line in lines)),
        "found": found_words(line.answer for line in lines),
    }
