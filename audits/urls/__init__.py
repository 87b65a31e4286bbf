from audits.urls import (
    actions,
    analysis,
    audits,
    cards,
    criteria,
    exemptions,
    findings,
    indicators,
    plans,
    programmes,
    surveys,
)

urlpatterns = [
    *criteria.urlpatterns,
    *programmes.urlpatterns,
    *audits.urlpatterns,
    *cards.urlpatterns,
    *exemptions.urlpatterns,
    *findings.urlpatterns,
    *plans.urlpatterns,
    *actions.urlpatterns,
    *analysis.urlpatterns,
    *indicators.urlpatterns,
    *surveys.urlpatterns,
]
