"""The plan of an analysis as its paper (D16) stands: may decisions on measures change now, and do they stand in what is signed."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from audits.models import ImprovementItem
from roadmap.models import Document
from vsoko.wording import day_num
from vsoko.workflow import TransitionError

PLAN = "D16"
State = ImprovementItem.State


@dataclass(frozen=True)
class Plan:
    """`signed` is the paper in force, `under_way` the draft or the paper that somebody has to decide on; either may be None."""

    signed: Document | None
    under_way: Document | None

    @property
    def waits(self):
        return self.under_way is not None and self.under_way.state in Document.WAITING

    @property
    def paper(self):
        """Return the paper that decides now: the one under way, else the one in force."""
        return self.under_way or self.signed

    @property
    def why_closed(self):
        """Return the sentence why a decision could not come into the plan now; nothing while it is open."""
        if self.waits:
            word = self.under_way.state_word
            return f"План мероприятий сейчас «{word}»: отзовите его для правки, потом меняйте его меры."
        if self.signed and self.under_way is None:
            return (
                f"План мероприятий подписан {day_num(self.signed.approved_on)}: подготовьте его новую редакцию, потом меняйте"
                " его меры. Прежний план действует, пока новый не подписан."
            )
        return ""

    @property
    def is_open(self):
        return not self.why_closed

    def check_open(self):
        """Raise TransitionError while the plan is closed."""
        if self.why_closed:
            raise TransitionError(self.why_closed, url=self.paper.get_absolute_url())


def plan_of(analysis):
    """Return the Plan of an analysis, by one query. What waits for a decision goes before a draft beside it."""
    papers = Document.objects.filter(
        about_type=ContentType.objects.get_for_model(analysis), about_id=analysis.pk, kind__code=PLAN
    ).select_related("kind")
    live = list(papers.filter(state__in=(*Document.UNFINISHED, *Document.IN_FORCE)).order_by("-id"))
    under_way = sorted((one for one in live if one.state in Document.UNFINISHED), key=lambda one: one.state == "draft")
    return Plan(
        signed=next((one for one in live if one.state in Document.IN_FORCE), None),
        under_way=next(iter(under_way), None),
    )


def unsigned(analysis):
    """Return the measures whose decision is not what the director has signed."""
    in_force = Q(plan__state__in=Document.IN_FORCE)
    differs = Q(state=State.ACCEPTED) | (Q(state=State.APPROVED) & ~in_force) | (Q(state=State.DECLINED) & in_force)
    return analysis.improvements.filter(differs)
