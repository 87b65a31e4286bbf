from django.urls import path

from audits import finding_workflow as workflow
from audits.services import improvements
from audits.views.analysis import (
    AnalysisDetail,
    AnalysisGather,
    AnalysisList,
    AnalysisReopen,
    AnalysisSectionEdit,
    AnalysisSheets,
    AnalysisSubmit,
)
from audits.views.analysis_readiness import AnalysisReadiness
from audits.views.analysis_versions import AnalysisVersion, Publish, Withdraw
from audits.views.improvement_decisions import ImprovementDecisions
from audits.views.improvements import (
    ImprovementCreate,
    ImprovementEdit,
    ImprovementList,
    ImprovementStep,
    LaterMeasures,
    NextYear,
)
from audits.views.public_analysis import PublicAnalysis, PublicAnalysisPdf

urlpatterns = [
    path("analysis/", AnalysisList.as_view(), name="analysis-list"),
    path("analysis/<int:year>/", AnalysisDetail.as_view(), name="analysis-detail"),
    path("analysis/<int:year>/xlsx/", AnalysisSheets.as_view(), name="analysis-xlsx"),
    path("analysis/<int:year>/readiness/", AnalysisReadiness.as_view(), name="analysis-readiness"),
    path("analysis/<int:year>/versions/<slug:key>/", AnalysisVersion.as_view(), name="analysis-version"),
    path("analysis/<int:year>/publish/", Publish.as_view(), name="analysis-publish"),
    path("analysis/<int:year>/withdraw/", Withdraw.as_view(), name="analysis-withdraw"),
    path("public/<slug:code>/analysis/<slug:label>/", PublicAnalysis.as_view(), name="public-analysis"),
    path("public/<slug:code>/analysis/<slug:label>/pdf/", PublicAnalysisPdf.as_view(), name="public-analysis-pdf"),
    path("analysis/<int:year>/gather/", AnalysisGather.as_view(), name="analysis-gather"),
    path("analysis/<int:year>/reopen/", AnalysisReopen.as_view(), name="analysis-reopen"),
    path("analysis/<int:year>/submit/", AnalysisSubmit.as_view(), name="analysis-submit"),
    path("analysis/<int:year>/sections/<slug:key>/", AnalysisSectionEdit.as_view(), name="analysis-section"),
    path("analysis/<int:year>/measures/", ImprovementList.as_view(), name="improvement-list"),
    path("analysis/<int:year>/measures/new/", ImprovementCreate.as_view(), name="improvement-create"),
    path("analysis/<int:year>/measures/decide/", ImprovementDecisions.as_view(), name="improvement-decide"),
    path("analysis/<int:year>/measures/later/", LaterMeasures.as_view(), name="improvement-later"),
    path("analysis/<int:year>/next/", NextYear.as_view(), name="next-year"),
    path("measures/<int:pk>/edit/", ImprovementEdit.as_view(), name="improvement-edit"),
    path(
        "measures/<int:pk>/decline/",
        ImprovementStep.as_view(transition=workflow.DECLINE_IMPROVEMENT, service=improvements.decline_improvement),
        name="improvement-decline",
    ),
]
