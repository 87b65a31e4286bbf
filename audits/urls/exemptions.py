from django.urls import path

from audits.views import exemptions

urlpatterns = [
    path("audits/exemptions/", exemptions.ExemptionList.as_view(), name="exemption-list"),
    path("audits/exemptions/new/", exemptions.ExemptionCreate.as_view(), name="exemption-create"),
    path("audits/exemptions/<int:pk>/", exemptions.ExemptionDetail.as_view(), name="exemption-detail"),
    path("audits/exemptions/<int:pk>/withdraw/", exemptions.ExemptionWithdraw.as_view(), name="exemption-withdraw"),
]
