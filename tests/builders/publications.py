"""The version of an analysis for the site, in any state."""

from audits.models import AnalysisPublication
from audits.reports.versions import SITE, version_content
from tests.builders.audits import make_analysis
from tests.builders.roadmap import LATER


def make_publication(world, state="hidden", **fields):
    """Return the site version of an approved analysis of its own, as it was published where it is or was."""
    analysis = make_analysis(world, "approved")
    if state != "hidden":
        facts = {"content": version_content(analysis, SITE), "published_on": LATER, "published_by": world.director}
        fields = facts | fields
    return AnalysisPublication.objects.create(school=world.school, analysis=analysis, state=state, **fields)


BUILDERS = {AnalysisPublication: make_publication}
