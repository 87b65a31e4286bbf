from django.urls import path

from roadmap.views import control, items, meetings

urlpatterns = [
    path("items/", control.ControlView.as_view(), name="item-list"),
    path("items/export/", control.ControlExport.as_view(), name="control-export"),
    path("items/sheet/", control.ControlSheet.as_view(), name="control-sheet"),
    path("meetings/new/", meetings.MeetingCreate.as_view(), name="meeting-create"),
    path("meetings/<int:pk>/", meetings.MeetingDetail.as_view(), name="meeting-detail"),
    path("items/<int:pk>/", items.ItemDetailView.as_view(), name="item-detail"),
    path("items/<int:pk>/start/", items.ItemStartView.as_view(), name="item-start"),
    path("items/<int:pk>/report/", items.ItemReportView.as_view(), name="item-report"),
    path("items/<int:pk>/accept/", items.ItemAcceptView.as_view(), name="item-accept"),
    path("items/<int:pk>/return/", items.ItemReturnView.as_view(), name="item-return"),
    path("items/<int:pk>/cancel/", items.ItemCancelView.as_view(), name="item-cancel"),
    path("items/<int:pk>/due/", items.ItemDueAskView.as_view(), name="item-due-ask"),
    path("items/due/<int:pk>/grant/", items.DueGrantView.as_view(), name="due-grant"),
    path("items/due/<int:pk>/refuse/", items.DueRefuseView.as_view(), name="due-refuse"),
]
