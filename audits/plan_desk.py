"""What an approved analysis puts on desks: the plan of its measures has to be prepared and handed in.

It is read with the user of a request and costs no query of its own; of several analyses the newest one is told.
"""

from django.db.models import CharField, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from audits.improvement_plan import PLAN, UNSIGNED
from audits.models import AnnualAnalysis, ImprovementItem
from audits.permissions import drafts_for_director
from roadmap.models import Document, Roadmap
from roadmap.paper_links import create_url
from vsoko.registries import DeskSource, Duty, desk_sources, user_facts

OWED = "plan_owed"


def plan_duties(user, today):
    told = getattr(user, OWED, None)
    if not told or not drafts_for_director(user):
        return []
    label, analysis, draft, signed = told.rsplit(" ", 3)
    year = Roadmap(label=label).year_words
    detail = f"Анализ за {year} утверждён, меры приняты: план подписывает директор"
    if draft != "0":
        # Whoever has drafted it has this very line among the papers to finish.
        title, url, word = "Передать на подпись план мероприятий", reverse("document-detail", args=[draft]), "черновик"
        return [Duty(key=f"paper:{draft}", title=title, url=url, detail=detail, shape="draft", word=word)]
    if signed != "0":
        title, url = "Подготовить новую редакцию плана мероприятий", reverse("document-new-edition", args=[signed])
        detail = f"В подписанный план за {year} вошли не все решения о мерах"
    else:
        title, url = "Подготовить план мероприятий", create_url(PLAN, about=f"analysis-{analysis}")
    return [Duty(key=f"plan:{analysis}", title=title, url=url, detail=detail, shape="draft", word="не подготовлен")]


def plans(*states):
    """Return the plans of an outer analysis that are in one of these states."""
    return Document.objects.filter(
        about_type__app_label="audits", about_type__model="annualanalysis", about_id=OuterRef("pk"), kind__code=PLAN,
        state__in=states,
    )  # fmt: skip


def number_of(papers):
    """Return the number of the newest paper as text, «0» where there is none."""
    found = Subquery(papers.order_by("-id").values("id")[:1])
    return Cast(Coalesce(found, 0), CharField())


def owed():
    """Return «label of the year, analysis, draft, signed plan» of what has to be handed in, in one value of a row."""
    left = ImprovementItem.objects.filter(UNSIGNED, analysis=OuterRef("pk"))
    waiting = plans(*Document.WAITING)
    rows = AnnualAnalysis.objects.filter(
        Exists(left), ~Exists(waiting), school=OuterRef("school"), state=AnnualAnalysis.State.APPROVED
    )
    draft, signed = number_of(plans(Document.State.DRAFT)), number_of(plans(*Document.IN_FORCE))
    space = Value(" ")
    parts = ("roadmap__label", space, Cast("pk", CharField()), space, draft, space, signed)
    newest = rows.order_by("-roadmap__period_from", "-pk")
    return Subquery(newest.values(told=Concat(*parts))[:1], output_field=CharField())


def register():
    user_facts[OWED] = owed()
    desk_sources.register("improvement_plan", DeskSource(plan_duties))
