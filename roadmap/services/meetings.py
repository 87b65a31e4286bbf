"""A meeting before it is held: draft minutes with the agenda of what is open, and decisions adopted into their points."""

from django.db import transaction

from roadmap import document_workflow as workflow
from roadmap.agenda import Occasion, agenda_of, words_of
from roadmap.models import Document, Proposal, Skeleton
from roadmap.models.activity import Stage
from roadmap.permissions import LEADERS, Role, has_role
from roadmap.services.drafts import create_document, edit_document, kind_of
from roadmap.services.starting import start_of
from vsoko.workflow import NotAllowed, TransitionError

MINUTES = "D04"
REFUSAL = "Заседания готовят директор, его заместители, руководитель рабочей группы и секретарь школы."
prepares_meetings = has_role(*LEADERS, Role.SECRETARY)
AGENDA, HEARD, VOTES = "ПОВЕСТКА ДНЯ:", "СЛУШАЛИ:", "Голосовали"
NOTHING_OPEN = "О ходе внутренней оценки качества образования"


def bodies_of(school):
    """Return {variant of the skeleton: body}, each body of the school once; those for one row of the roadmap come last."""
    skeletons = Skeleton.objects.filter(school=school, kind__code=MINUTES).exclude(body_name="")
    ordered = sorted(skeletons, key=lambda one: (one.variant in Stage.values, one.variant, one.pk))
    bodies = {}
    for skeleton in ordered:
        if "{{" not in skeleton.body_name and skeleton.body_name not in bodies.values():
            bodies[skeleton.variant] = skeleton.body_name
    return bodies


@transaction.atomic
def prepare_meeting(school, *, actor, variant, held_on, chair, roadmap=None):
    """Draft the minutes of a meeting with the agenda of what is open, and keep its proposed decisions. Returns the draft.

    Who is there, the votes and the appendix come from the school's skeleton; only its agenda and what is heard are written here.
    """
    if not prepares_meetings(actor):
        raise NotAllowed(REFUSAL)
    kind = kind_of(school, MINUTES)
    start = start_of(kind, roadmap=roadmap, variant=variant)
    questions = agenda_of(Occasion(actor, held_on))
    document = create_document(
        kind, actor=actor, title=start.title, text=with_agenda(start.text, questions), roadmap=roadmap, signer=chair,
        body_name=start.body_name, dated=held_on,
    )  # fmt: skip
    decisions = [(question.title, decision) for question in questions for decision in question.decisions]
    Proposal.objects.bulk_create(
        Proposal(
            document=document, position=position, question=title, text=decision.text,
            responsible=decision.responsible, due_on=decision.due_on,
        )
        for position, (title, decision) in enumerate(decisions, start=1)
    )  # fmt: skip
    return document


def with_agenda(text, questions):
    """Return the text of a skeleton with this agenda and what is heard in the place of its own."""
    lines = text.splitlines()
    first = next((at for at, line in enumerate(lines) if line.strip() == AGENDA), len(lines))
    votes = (at for at, line in enumerate(lines) if at > first and line.startswith(VOTES))
    return "\n".join([*lines[:first], *agenda_lines(questions), *lines[next(votes, len(lines)) :]])


def agenda_lines(questions):
    titles = [question.title for question in questions] or [NOTHING_OPEN]
    found = [AGENDA, *(f"{number}. {title}." for number, title in enumerate(titles, start=1))]
    for number, question in enumerate(questions, start=1):
        speaker = question.speaker
        who = f"{speaker.short_name}, {speaker.position}" if speaker else "_______________"
        found += [f"{number}. {HEARD}", f"{who} — {lower(question.title)}.", *words_of(question)]
    return [*found, "ВЫСТУПИЛИ:", "___"]


def lower(title):
    return title[:1].lower() + title[1:]


@transaction.atomic
def adopt_decisions(pk, *, actor, decisions):
    """Write decisions of the meeting into its minutes as points, after those that are there. Returns the draft.

    `decisions` are dicts of text, responsible, due_on and `proposal` (what it was proposed as, or None).
    """
    document = Document.objects.select_for_update(of=("self",)).select_related("kind", "school").get(pk=pk)
    if not workflow.drafts_document(actor, document):
        raise NotAllowed(workflow.DRAFTS)
    if not decisions:
        raise TransitionError("Не отмечено ни одного решения: отметьте принятые и запишите ещё раз.")
    taken = [row["proposal"] for row in decisions if row.get("proposal")]
    fresh = Proposal.objects.filter(document=document, adopted=False, pk__in=[one.pk for one in taken])
    if fresh.update(adopted=True) != len(taken):
        raise TransitionError("Часть решений уже внесена в протокол: обновите страницу и отметьте остальные.")
    points = list(document.items.values("text", "responsible_id", "due_on", "condition"))
    points += [{name: row[name] for name in ("text", "responsible", "due_on")} for row in decisions]
    return edit_document(document.pk, actor=actor, items=points)
