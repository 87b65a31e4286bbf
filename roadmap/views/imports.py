"""A roadmap from a file: upload, a look at every row as it is understood, then one confirmed step."""

from dataclasses import dataclass

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone

from roadmap.context import SESSION_KEY as YEAR_KEY
from roadmap.context import year_of
from roadmap.forms.roadmaps import ImportConfirmForm, ImportForm
from roadmap.importing.parse import parse_roadmap
from roadmap.importing.parsed import ParsedActivity
from roadmap.models import Roadmap
from roadmap.permissions import plans_the_year
from roadmap.services.import_people import OF_ONE_PERSON, Staff
from roadmap.services.import_roadmap import ROWS, import_roadmap
from roadmap.views.roadmaps import following_label
from roadmap.views.uploads import PreviewView, UploadView
from vsoko.wording import plural


class OfRoadmap:
    """The roadmap of a year from a file."""

    kind = "roadmap"
    right = plans_the_year

    def parse(self, content, name, label):
        return parse_roadmap(content, name, label)


class RoadmapImport(OfRoadmap, UploadView):
    heading = "Дорожная карта из файла"
    template_name = "roadmap/roadmap_import.html"
    form_class = ImportForm
    submit_label = "Показать, что получится"
    confirm_url_name = "roadmap-import-confirm"

    def get_initial(self):
        year = year_of(self.request)
        draft = year.roadmap if year.roadmap and year.roadmap.state == "draft" else None
        last = next(iter(year.roadmaps), None)
        return {"label": draft.label if draft else following_label(last, timezone.localdate())}

    def get_cancel_url(self):
        return reverse("roadmap-current")

    def facts(self, form):
        return {"label": form.cleaned_data["label"]}


@dataclass
class PreviewLine:
    """One row of the file as it is understood; `stage` is the field in which a person corrects the guess."""

    row: ParsedActivity
    responsible: list[str]
    remarks: list[str]
    stage: object


def words_of(one):
    """Return the name found for a post, or that nobody holds the post of one person."""
    vacant = one["employee"] is None and one["role"] in OF_ONE_PERSON
    return f"{one['name']}: никто не назначен" if vacant else one["name"]


class RoadmapImportConfirm(OfRoadmap, PreviewView):
    """Shows every row as it is understood; its stage may be put right there."""

    heading = "Проверьте, как понята карта"
    template_name = "roadmap/roadmap_import_confirm.html"
    form_class = ImportConfirmForm

    def check_right(self):
        super().check_right()
        same_year = [roadmap for roadmap in year_of(self.request).roadmaps if roadmap.label == self.book.label]
        self.present = next(iter(same_year), None)

    def get_form_kwargs(self):
        is_draft = self.present is not None and self.present.state == Roadmap.State.DRAFT
        replaces = self.present.activities.count() if is_draft else 0
        return super().get_form_kwargs() | {"rows": self.book.activities, "replaces": replaces}

    def get_cancel_url(self):
        return reverse("roadmap-import")

    def act(self, form):
        for row in self.book.activities:
            row.stage = form.stages[row.position]
        outcome = import_roadmap(
            self.book, school=self.request.user.school, actor=self.request.user, source_file=self.stored,
            replace=form.cleaned_data.get("replace", False),
        )  # fmt: skip
        self.forget(drop=not outcome.count)
        self.request.session[YEAR_KEY] = outcome.roadmap.pk
        for activity in outcome.kept:
            messages.warning(self.request, f"Осталось в карте, на него опираются записи прошлого года: {activity}.")
        if outcome.edition:
            messages.success(self.request, "Из отличий файла составлено изменение карты.")
            return outcome.edition.get_absolute_url()
        if not outcome.count:
            messages.info(self.request, "Файл не отличается от утверждённой карты: менять нечего.")
        else:
            messages.success(self.request, f"Загружено: {plural(outcome.count, ROWS)}.")
        return outcome.roadmap.get_absolute_url()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        allowed, outlook = self.outlook()
        return context | {
            "lines": self.lines(context["form"]),
            "outlook": outlook,
            "allowed": allowed,
            "submit_label": "Составить изменение карты" if self.is_approved else "Загрузить карту",
            "subline": f"{self.stored.name}, {plural(len(self.book.activities), ROWS)}",
        }

    def lines(self, form):
        staff = Staff(self.request.user.school)
        lines = []
        for row in self.book.activities:
            last = row.date_to or self.book.period_to
            people, remarks = staff.responsible(row, row.date_from or last, last)
            names = [words_of(one) for one in people]
            lines.append(PreviewLine(row, names, [*row.remarks, *remarks], form[f"stage_{row.position}"]))
        return lines

    @property
    def is_approved(self):
        return self.present is not None and self.present.state == Roadmap.State.APPROVED

    def outlook(self):
        """Return whether the file can go into its year, and a sentence about what will happen."""
        words = Roadmap(label=self.book.label).year_words
        if self.present is None:
            return True, f"Будет создан черновик карты на {words}. Директор утвердит его позже."
        return {
            Roadmap.State.DRAFT: (True, f"На {words} уже есть черновик карты: его мероприятия заменит этот файл."),
            Roadmap.State.ON_APPROVAL: (False, f"Карта на {words} ждёт подписи: отзовите её документ для правки."),
            Roadmap.State.APPROVED: (
                True, f"Карта на {words} утверждена: из отличий будет составлено изменение, его утвердит директор."
            ),
            Roadmap.State.CLOSED: (False, f"{words} закрыт: его карта больше не меняется, укажите другой год."),
        }[Roadmap.State(self.present.state)]  # fmt: skip
