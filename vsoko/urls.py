from django.contrib.auth import views as auth
from django.urls import include, path

from vsoko.views import accounts, calendar_feed, desk, files, health, history, notices, rendering, saved_filters, search

urlpatterns = [
    path("", desk.Desk.as_view(), name="desk"),
    path("login/", accounts.Login.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("profile/", accounts.Profile.as_view(), name="profile"),
    path("profile/digest/", accounts.Digest.as_view(), name="profile-digest"),
    path("profile/calendar/", calendar_feed.Renew.as_view(), name="calendar-link"),
    path("profile/calendar/revoke/", calendar_feed.Revoke.as_view(), name="calendar-link-revoke"),
    path("feeds/<str:token>/duties.ics", calendar_feed.feed, name="calendar-feed"),
    path("notices/", notices.NotificationList.as_view(), name="notification-list"),
    path("notices/read/", notices.ReadAll.as_view(), name="notification-read-all"),
    path("notices/<int:pk>/read/", notices.Read.as_view(), name="notification-read"),
    path("password/", accounts.PasswordChange.as_view(), name="password_change"),
    path("password/reset/", accounts.PasswordReset.as_view(), name="password_reset"),
    path("password/reset/sent/", auth.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("password/reset/<uidb64>/<token>/", accounts.PasswordResetConfirm.as_view(), name="password_reset_confirm"),
    path("password/reset/done/", auth.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path("invite/<uidb64>/<token>/", accounts.Invite.as_view(), name="invite"),
    path("search/", search.Search.as_view(), name="search"),
    path("history/<str:label>/<int:pk>/", history.History.as_view(), name="history"),
    path("files/<int:pk>/", files.Download.as_view(), name="file-download"),
    path("files/<int:pk>/versions/", files.Versions.as_view(), name="file-versions"),
    path("pdf/<slug:purpose>/<int:pk>/", rendering.RequestRendering.as_view(), name="rendering-request"),
    path("renderings/<int:pk>/", rendering.RenderingPage.as_view(), name="rendering"),
    path("renderings/<int:pk>/file/", rendering.RenderingFile.as_view(), name="rendering-file"),
    path("saved/<slug:listing>/new/", saved_filters.SavedFilterCreate.as_view(), name="saved-create"),
    path("saved/<int:pk>/rename/", saved_filters.SavedFilterRename.as_view(), name="saved-rename"),
    path("saved/<int:pk>/delete/", saved_filters.SavedFilterDelete.as_view(), name="saved-delete"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("roadmap.urls")),
    path("", include("audits.urls")),
]
