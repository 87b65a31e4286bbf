from django.urls import path

from roadmap.views import readers

urlpatterns = [path("acknowledgements/", readers.ReaderListView.as_view(), name="acknowledgement-list")]
