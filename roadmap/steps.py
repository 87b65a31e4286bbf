"""What is expected next of a roadmap row, and where it is done: the form of its stage, or the paper already begun."""

from dataclasses import dataclass

from django.utils.text import capfirst

from roadmap.models import Activity, Document, Roadmap
from roadmap.models.activity import Stage
from roadmap.permissions import prepares_papers
from roadmap.workflow import answers_for_activity
from vsoko import registries
from vsoko.wording import day_text

PAPER_STAGES = (Stage.DECISION, Stage.BRIEFING, Stage.REGULATION, Stage.STAFF)


@dataclass(frozen=True)
class Step:
    """The button `label` leads to `url`; `title` and `text` stand beside it on the row's own page."""

    title: str
    text: str
    label: str
    url: str


def step_of(activity, standing, user, paper=None):
    """Return the Step that this person can take at a row now, or None. A paper already begun is opened, not doubled."""
    if activity.roadmap.state != Roadmap.State.APPROVED or activity.state not in Activity.OPEN:
        return None
    if paper and activity.stage in PAPER_STAGES:
        opened = Step(_about(paper), capfirst(standing.sentence), "Открыть документ", paper.get_absolute_url())
        return opened if may_begin(user, activity) else None
    stage = registries.stages[activity.stage]
    if not (stage.allowed or may_begin)(user, activity):
        return None
    # What to do stands on the button; the words beside it add by when.
    title = f"{'Срок вышел' if standing.shape == 'late' else 'Сделать до'} {day_text(activity.ends_on)}"
    return Step(title, standing.detail, stage.action, stage.url(activity))


def may_begin(user, activity):
    """Return whether this person answers for the row or prepares papers: a stage may say otherwise."""
    return answers_for_activity(user, activity) or prepares_papers(user, activity)


def _about(paper):
    if paper.state == Document.State.DRAFT:
        return "Допишите документ и передайте его на подпись"
    if paper.state in Document.WAITING:
        return "Документ ждёт решения"
    return "Документ действует, дождитесь, пока с ним ознакомятся"


def waiting(activity, standing):
    """Return why nothing is expected of this person at the row now."""
    if activity.roadmap.state in (Roadmap.State.DRAFT, Roadmap.State.ON_APPROVAL):
        return "Мероприятие начнётся, когда директор утвердит карту"
    if standing.shape == "done":
        return "Мероприятие выполнено, от вас ничего не требуется"
    if activity.state not in Activity.OPEN or activity.roadmap.state == Roadmap.State.CLOSED:
        return ""
    main = next(iter(activity.responsible.all()), None)
    who = str(main or activity.responsible_text)
    return f"Исполняет {who}" if who else ""
