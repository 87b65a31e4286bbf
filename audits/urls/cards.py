from django.urls import path

from audits.views import cards

urlpatterns = [
    path("audits/<int:pk>/cards/", cards.CardList.as_view(), name="card-list"),
    path("audits/<int:pk>/cards/new/", cards.CardCreate.as_view(), name="card-create"),
    path("audits/<int:pk>/cards/blank/", cards.CardBlank.as_view(), name="card-blank"),
    path("cards/<int:pk>/", cards.CardDetail.as_view(), name="card-detail"),
    path("cards/<int:pk>/edit/", cards.CardEdit.as_view(), name="card-edit"),
    path("cards/<int:pk>/delete/", cards.CardDelete.as_view(), name="card-delete"),
]
