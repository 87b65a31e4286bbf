"""A roadmap from a file: upload, a look at every row as it is understood, then one confirmed step.

Between the two the file is kept by the server; the session only names it, so nothing read from the browser is trusted.
"""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from roadmap.context import year_of
from roadmap.forms.roadmaps import ImportForm
from roadmap.importing.parse import parse_roadmap
from roadmap.permissions import plans_the_year
from roadmap.services.uploads import keep_upload
from roadmap.views.roadmaps import following_label
from vsoko.views.generic import ServiceFormView

SESSION_KEY = "roadmap_import"


class RoadmapImport(ServiceFormView):
    """Takes the file; one that cannot be understood is refused with every place and sentence, and nothing is kept."""

    right = plans_the_year
    heading = "Дорожная карта из файла"
    template_name = "roadmap/roadmap_import.html"
    form_class = ImportForm
    submit_label = "Показать, что получится"

    def get_initial(self):
        year = year_of(self.request)
        draft = year.roadmap if year.roadmap and year.roadmap.state == "draft" else None
        last = next(iter(year.roadmaps), None)
        return {"label": draft.label if draft else following_label(last, timezone.localdate())}

    def get_cancel_url(self):
        return reverse("roadmap-current")

    def form_valid(self, form):
        upload, label = form.cleaned_data["upload"], form.cleaned_data["label"]
        content = upload.read()
        parsed = parse_roadmap(content, upload.name, label)
        if parsed.problems:
            form.add_error("upload", "Файл не загружен: исправьте названные места и выберите его снова.")
            return self.render_to_response(self.get_context_data(form=form, problems=parsed.problems), status=422)
        user, former = self.request.user, self.request.session.get(SESSION_KEY, {})
        stored = keep_upload(content, name=upload.name, actor=user, instead_of=former.get("file"))
        self.request.session[SESSION_KEY] = {"file": stored.pk, "label": label}
        return HttpResponseRedirect(reverse("roadmap-import-confirm"))
