"""The plan of an analysis as its paper (D16) stands: may decisions on measures change now, and do they stand in what is signed."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from audits.models import ImprovementItem
from roadmap.models import Document
from vsoko.wording import day_num
from vsoko.workflow import TransitionError

PLAN = "D16"
SIGNED_ONLY = "в новую карту переходят меры подписанного плана"
State = ImprovementItem.State
# Of the measures: the decision is not what the director has signed.
IN_SIGNED = Q(plan__state__in=Document.IN_FORCE)
UNSIGNED = Q(state=State.ACCEPTED) | (Q(state=State.APPROVED) & ~IN_SIGNED) | (Q(state=State.DECLINED) & IN_SIGNED)


@dataclass(frozen=True)
class Plan:
    """`signed` is the paper in force, `under_way` the draft or the paper that somebody has to decide on, `annulled` the last
    that was signed and is in force no more; each may be None.
    """

    signed: Document | None
    under_way: Document | None
    annulled: Document | None

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
    def why_unsigned(self):
        """Return the sentence why no plan is in force, and what to do about it; nothing while one is."""
        if self.signed:
            return ""
        if self.waits:
            return (
                f"План мероприятий ещё не подписан директором, сейчас он «{self.under_way.state_word}»: {SIGNED_ONLY}."
            )
        if self.under_way:
            return f"План мероприятий ещё не подписан директором: передайте его черновик на подпись, {SIGNED_ONLY}."
        if self.annulled:
            return f"План мероприятий аннулирован: подготовьте новый и передайте его на подпись, {SIGNED_ONLY}."
        return f"План мероприятий ещё не подписан директором: подготовьте его и передайте на подпись, {SIGNED_ONLY}."

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
    annulled = Q(state=Document.State.ANNULLED, approved_on__isnull=False)
    told = list(papers.filter(annulled | Q(state__in=(*Document.UNFINISHED, *Document.IN_FORCE))).order_by("-id"))
    under_way = sorted((one for one in told if one.state in Document.UNFINISHED), key=lambda one: one.state == "draft")
    return Plan(
        signed=next((one for one in told if one.state in Document.IN_FORCE), None),
        under_way=next(iter(under_way), None),
        annulled=next((one for one in told if one.state == Document.State.ANNULLED), None),
    )


def unsigned(analysis):
    """Return the measures whose decision is not what the director has signed."""
    return analysis.improvements.filter(UNSIGNED)
