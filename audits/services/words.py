"""What cards of the sample ask and how a cause is tested, in the words of a school; cases already recorded keep theirs."""

from django.db import transaction

from audits import card_kinds, cause_rules
from audits.models import CardWords, CauseWords
from audits.permissions import keeps_criteria
from audits.services.criteria import KEEPERS
from vsoko import history
from vsoko.workflow import NotAllowed


@transaction.atomic
def edit_card_words(school, kind, *, actor, **fields):
    """Write what cards of one kind ask and return the CardWords of the school."""
    return _write(
        CardWords, card_kinds.shipped()[kind].words, fields, actor, "Слова изменены", school=school, kind=kind
    )


@transaction.atomic
def restore_card_words(school, kind, *, actor):
    """Give the cards of one kind their first words back; where they have them already, nothing changes."""
    words = card_kinds.shipped()[kind].words
    return _write(CardWords, words, words, actor, "Возвращены исходные слова", school=school, kind=kind)


@transaction.atomic
def edit_cause_words(school, *, actor, **fields):
    """Write how a cause is tested and return the CauseWords of the school."""
    return _write(CauseWords, cause_rules.shipped().words, fields, actor, "Слова изменены", school=school)


@transaction.atomic
def restore_cause_words(school, *, actor):
    """Give the test of a cause its first words back; where it has them already, nothing changes."""
    words = cause_rules.shipped().words
    return _write(CauseWords, words, words, actor, "Возвращены исходные слова", school=school)


def _write(model, first, fields, actor, sentence, **key):
    """Write the school's row, which begins with the `first` words, and tell in history what they were."""
    if not keeps_criteria(actor, model(**key)):
        raise NotAllowed(KEEPERS)
    record, _ = model.objects.select_for_update(of=("self",)).get_or_create(**key, defaults=first)
    before = history.snapshot(record, first)
    for name in first:
        setattr(record, name, fields[name])
    record.save(update_fields=list(first))
    changes = history.differences(record, before, history.snapshot(record, first))
    if changes:
        action = f"{model._meta.label_lower}.edit"
        history.record(record, actor=actor, action=action, sentence=sentence, changes=changes)
    return record
