"""What stands on the card of a finding beside its facts: its whole history, comments, repeats and other cases."""

from audits.models import Finding
from audits.models.finding import Branch
from audits.services.comments import COMMENT
from audits.services.repeats import neighbours
from vsoko.charts import Bone, fishbone
from vsoko.models import HistoryEntry

MOST_ENTRIES = 200


def whole_history(finding):
    """Return (history, comments) by one query: entries about the finding, its actions and its checks, the newest first;
    comments the first one on top.
    """
    records = [finding, *finding.actions.all(), *finding.checks.all()]
    entries = list(HistoryEntry.objects.about(records).select_related("subject_type")[:MOST_ENTRIES])
    comments = [entry for entry in reversed(entries) if entry.action == COMMENT]
    say_what_about(entries, finding)
    return [entry for entry in entries if entry.action != COMMENT], comments


def say_what_about(entries, finding):
    """Set `about` on entries of actions and checks: which one they are about; those of the finding itself say nothing."""
    actions = {action.pk: action for action in finding.actions.all()}
    for entry in entries:
        if entry.subject_type.model == "action":
            action = actions[entry.subject_id]
            entry.about = f"{action.get_kind_display().capitalize()}: {action.text}"


def others(finding, user):
    """Return what the card says of other findings that the user may open: `repeats` of this one, and `neighbours` of its
    criterion as [(where, rows)].
    """
    here, elsewhere = neighbours(finding, Finding.objects.visible_to(user))
    groups = [("у этого объекта", here), ("у других", elsewhere)]
    return {
        "repeats": [row for row in here if row.repeat_of_id == finding.pk and row.is_repeat],
        "neighbours": [(where, rows) for where, rows in groups if rows],
    }


def fishbone_of(finding):
    """Return {svg, rows} of the diagram over the school branches, or None while no cause is known.

    The cause that counts is marked; beside it stand what was considered and the causes of earlier rounds. `rows` are the
    same as a table: (branch, found, considered).
    """
    causes = list(finding.causes.all())
    if not causes:
        return None
    last, earlier = causes[-1], causes[:-1]
    bones = []
    for branch in Branch:
        others = [cause for known in causes for cause in known.considered.get(branch, [])]
        others += [str(cause) for cause in earlier if cause.branch == branch]
        found = (str(last),) if last.branch == branch else ()
        bones.append(Bone(branch.label.capitalize(), tuple(dict.fromkeys(o for o in others if o not in found)), found))
    svg = fishbone(finding.title, bones, prefix="causes", title="Причины по ветвям (диаграмма Исикавы)")
    return {"svg": svg, "rows": bones}
