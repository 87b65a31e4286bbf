from audits.urls import actions, analysis, audits, criteria, findings, plans, programmes

urlpatterns = [
    *criteria.urlpatterns,
    *programmes.urlpatterns,
    *audits.urlpatterns,
    *findings.urlpatterns,
    *plans.urlpatterns,
    *actions.urlpatterns,
    *analysis.urlpatterns,
]
