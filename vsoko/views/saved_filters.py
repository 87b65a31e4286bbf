"""Keep the filter of a list under a name, rename it, delete it. Each person has the own ones."""

from django import forms
from django.http import Http404
from django.urls import reverse

from vsoko import saved_filters
from vsoko.forms import PlainForm
from vsoko.models import SavedFilter
from vsoko.registries import saved_lists
from vsoko.views.generic import ServiceFormView


class NameForm(PlainForm):
    name = forms.CharField(
        label="Название отбора",
        max_length=60,
        help_text="Видно только вам: «Просроченные по математике».",
        error_messages={"required": "Назовите отбор: под этим словом он появится над списком."},
    )


class SavedFilterCreate(ServiceFormView):
    """The query of this page is the filter itself: it is kept as it stands in the address."""

    form_class = NameForm
    heading = "Сохранить отбор"
    submit_label = "Сохранить отбор"
    success_message = "Отбор сохранён: ссылка стоит над списком."

    def load(self):
        self.listing = self.kwargs["listing"]
        if self.listing not in saved_lists:
            raise Http404

    @property
    def query(self):
        return self.request.GET.urlencode()

    def get_cancel_url(self):
        kept = saved_filters.conditions(self.listing, self.query)
        return reverse(self.listing) + (f"?{kept}" if kept else "")

    def act(self, form):
        kept = saved_filters.keep(self.request.user, self.listing, self.query, form.cleaned_data["name"])
        return kept.get_absolute_url()


class SavedFilterMixin(ServiceFormView):
    def load(self):
        self.object = self.visible(SavedFilter.objects.exclude(name=""), pk=self.kwargs["pk"])

    def get_cancel_url(self):
        return self.object.get_absolute_url()


class SavedFilterRename(SavedFilterMixin):
    form_class = NameForm
    heading = "Переименовать отбор"
    submit_label = "Переименовать отбор"
    success_message = "Отбор переименован."

    def get_initial(self):
        return {"name": self.object.name}

    def act(self, form):
        return saved_filters.rename(self.object, form.cleaned_data["name"]).get_absolute_url()


class SavedFilterDelete(SavedFilterMixin):
    """GET asks, POST does it: the records themselves stay as they are."""

    template_name = "generic/transition.html"
    form_class = PlainForm
    heading = "Удалить отбор"
    submit_label = "Удалить отбор"
    success_message = "Отбор удалён."

    def get_context_data(self, **kwargs):
        explain = "Исчезнет только ссылка над списком: записи остаются."
        return super().get_context_data(object=self.object, explain=explain, **kwargs)

    def act(self, form):
        listing = reverse(self.object.listing)
        self.object.delete()
        return listing
