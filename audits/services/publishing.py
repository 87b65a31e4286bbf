"""The version of the analysis for the site: published by the director, frozen as it was published, taken back at will."""

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


@transaction.atomic
def publish_analysis(analysis, *, actor, comment="", on=None):
    """Publish the site version of an approved analysis as it is now, with its PDF on the way. Returns the publication."""
    row, _ = AnalysisPublication.objects.get_or_create(analysis=analysis, defaults={"school": analysis.school})
    published = perform(
        workflow.PUBLISH, row.pk, actor=actor, queryset=publications(), comment=comment, on=on,
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
