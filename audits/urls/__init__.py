from audits.urls import (
    actions,
    analysis,
    audits,
    cards,
    criteria,
    exemptions,
    findings,
    goals,
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
    *goals.urlpatterns,
    *surveys.urlpatterns,
]
