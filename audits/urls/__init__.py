from audits.urls import actions, analysis, audits, criteria, exemptions, findings, plans, programmes

urlpatterns = [
    *criteria.urlpatterns,
    *programmes.urlpatterns,
    *audits.urlpatterns,
    *exemptions.urlpatterns,
    *findings.urlpatterns,
    *plans.urlpatterns,
    *actions.urlpatterns,
    *analysis.urlpatterns,
]
