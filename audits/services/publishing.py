"""The version of the analysis for the site: published by the director, frozen as it was published, taken back at will.

A newer edition is published over the older one in the same act; what was published before stays in history, and its edition
among the documents of the analysis.
"""

from contextlib import suppress

from django.db import transaction

from audits import publication_workflow as workflow
from audits.models import AnalysisPublication
from audits.reports.versions import SITE, version_content
from vsoko.rendering import request_rendering
from vsoko.workflow import TransitionError, fact_day, perform

PURPOSE = "analysis-public"


def publications():
    return AnalysisPublication.objects.select_related("school", "analysis__school", "analysis__roadmap")


def publishing_step(publication):
    """Return the transition that publishing means for it now: for the first time, again, or over an older edition."""
    return workflow.REPLACE if publication.state == publication.State.PUBLISHED else workflow.PUBLISH


@transaction.atomic
def publish_analysis(analysis, *, actor, comment="", on=None):
    """Publish the site version of what was approved last, with its PDF on the way. Returns the publication."""
    row, _ = AnalysisPublication.objects.get_or_create(analysis=analysis, defaults={"school": analysis.school})
    published = perform(
        publishing_step(row), row.pk, actor=actor, queryset=publications(), comment=comment, on=on,
        values=lambda publication: {
            "content": version_content(publication.analysis, SITE),
            "published_on": fact_day(on),
            "published_by": actor,
        },
    )  # fmt: skip
    # Without Pango the page is there; it says that there is no PDF yet.
    with suppress(TransitionError):
        request_rendering(published, PURPOSE, actor=actor)
    return published


@transaction.atomic
def withdraw_publication(analysis, *, actor, comment, on=None):
    """Take the published version back: its page and its PDF are there no more. Returns the publication."""
    row = AnalysisPublication.objects.filter(analysis=analysis).first()
    if row is None:
        raise TransitionError("Версия для сайта ещё не опубликована: снимать нечего.")
    return perform(workflow.WITHDRAW, row.pk, actor=actor, queryset=publications(), comment=comment, on=on)
