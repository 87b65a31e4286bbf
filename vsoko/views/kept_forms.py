"""Не отправлено: the forms of a login that had ended, to be sent again or dropped."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from vsoko import kept_forms
from vsoko.models import KeptForm
from vsoko.views.generic import SchoolPageMixin


class KeptForms(SchoolPageMixin, TemplateView):
    template_name = "vsoko/kept_forms.html"
    heading = "Не отправлено: вход закончился раньше"
    subline = "Ничего из вписанного не записано и ничего не потеряно"

    def get(self, request, *args, **kwargs):
        self.forms = list(KeptForm.objects.visible_to(request.user))
        return super().get(request, *args, **kwargs) if self.forms else redirect("desk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(forms=self.forms, mark=kept_forms.MARK, **kwargs)


class Drop(SchoolPageMixin, View):
    http_method_names = ["post"]

    def load(self):
        self.object = self.visible(KeptForm, pk=self.kwargs["pk"])

    def post(self, request, *args, **kwargs):
        self.object.delete()
        messages.success(request, "Форма не отправлена, вписанное в неё удалено.")
        return redirect(reverse("kept-forms"))
