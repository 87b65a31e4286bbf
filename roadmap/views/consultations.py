"""Consultations of the heads of associations: who advised whom, when, about what."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from roadmap.context import year_of
from roadmap.filters import ConsultationFilter
from roadmap.forms.consultations import ConsultationForm
from roadmap.models import Activity, Consultation
from roadmap.models.activity import Stage
from roadmap.permissions import consults, rights
from roadmap.services import consultations as service
from vsoko.views.generic import SchoolDetailView, SchoolListView, ServiceFormView


class ConsultationList(SchoolListView):
    model = Consultation
    heading = "Консультации"
    filterset_class = ConsultationFilter
    template_name = "roadmap/consultation_list.html"

    def get_queryset(self):
        return super().get_queryset().select_related("association", "consultant", "roadmap")

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            total_word="консультация,консультации,консультаций",
            records=consults(user) and year_of(self.request).roadmap is not None,
            **kwargs,
        )


class ConsultationDetail(SchoolDetailView):
    model = Consultation
    template_name = "roadmap/consultation_detail.html"

    def get_queryset(self):
        return Consultation.objects.select_related("association", "consultant", "roadmap", "activity")

    def get_heading(self):
        return self.object.topic

    def get_context_data(self, **kwargs):
        return super().get_context_data(consults=consults(self.request.user, self.object), **kwargs)


class ConsultationCreate(ServiceFormView):
    """Begun from a row of the roadmap it knows the row, its year and what the consultation is about."""

    right = consults
    form_class = ConsultationForm
    heading = "Запись о консультации"
    submit_label = "Записать консультацию"
    success_message = "Консультация записана."

    def load(self):
        year, self.row = year_of(self.request), None
        key = self.request.GET.get("activity", "")
        if key.isdecimal():
            self.row = self.visible(Activity.objects.select_related("roadmap__school"), pk=int(key))
        self.roadmap = self.row.roadmap if self.row else year.roadmap
        if self.roadmap is None:
            raise Http404("Сначала нужна дорожная карта года.")
        if self.row is None:
            self.row = self.roadmap.activities.filter(stage=Stage.CONSULTATION).first()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"roadmap": self.roadmap, "instance": Consultation(roadmap=self.roadmap)}

    def get_initial(self):
        topic = "Внедрение и развитие ВСОКО: требования, роль объединения, порядок аудита"
        return {
            "activity": self.row if self.row and self.row.stage == Stage.CONSULTATION else None,
            "held_on": timezone.localdate(),
            "consultant": rights(self.request.user).employee,
            "topic": topic,
        }

    def get_cancel_url(self):
        return self.row.get_absolute_url() if self.row else reverse("consultation-list")

    def act(self, form):
        made = service.record_consultation(self.roadmap, actor=self.request.user, **form.cleaned_data)
        return (made.activity or made).get_absolute_url()


class ConsultationEdit(ServiceFormView):
    right = consults
    form_class = ConsultationForm
    heading = "Исправить запись о консультации"
    success_message = "Запись исправлена."

    def load(self):
        self.object = self.visible(Consultation.objects.select_related("roadmap__school"), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        # The form changes its instance; rights and links of the page stay with the record as it is.
        copy = Consultation.objects.get(pk=self.object.pk)
        return super().get_form_kwargs() | {"roadmap": self.object.roadmap, "instance": copy}

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def act(self, form):
        return service.edit_consultation(
            self.object.pk, actor=self.request.user, **form.cleaned_data
        ).get_absolute_url()
