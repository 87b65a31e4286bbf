from django.core.exceptions import PermissionDenied

from roadmap.filters import CourseProgrammeFilter
from roadmap.forms.associations import CourseProgrammeForm
from roadmap.models import CourseProgramme
from roadmap.permissions import manages_people
from roadmap.services import references
from vsoko.views.generic import SchoolDetailView, SchoolListView, ServiceFormView
from vsoko.wording import day_num


class CourseProgrammeList(SchoolListView):
    model = CourseProgramme
    filterset_class = CourseProgrammeFilter
    template_name = "roadmap/course_programme_list.html"
    heading = "Дополнительные программы"

    def get_queryset(self):
        return super().get_queryset().select_related("association", "author")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            total_word="программа,программы,программ", may_manage=manages_people(self.request.user), **kwargs
        )


class CourseProgrammeDetail(SchoolDetailView):
    model = CourseProgramme
    template_name = "roadmap/course_programme_detail.html"

    def get_queryset(self):
        return CourseProgramme.objects.select_related("association", "author")

    def get_heading(self):
        return str(self.object)

    def get_context_data(self, **kwargs):
        programme = self.object
        facts = [
            ("Направленность", programme.get_focus_display()),
            {"label": "МО", "value": programme.association or "вне объединений",
             "url": programme.association.get_absolute_url() if programme.association else ""},
            ("Автор", str(programme.author or "не указан")),
            ("Педагоги", "\n".join(map(str, programme.teachers.all())) or "не указаны"),
            ("Часов", str(programme.hours or "не указано")),
            ("Возраст", programme.ages or "не указан"),
            ("Обновлена", day_num(programme.updated_on) or "не указано"),
        ]  # fmt: skip
        return super().get_context_data(facts=facts, may_manage=manages_people(self.request.user), **kwargs)


class CourseProgrammeCreate(ServiceFormView):
    form_class = CourseProgrammeForm
    heading = "Новая дополнительная программа"
    submit_label = "Сохранить программу"
    success_message = "Программа сохранена."
    object = None

    def check_right(self):
        if not manages_people(self.request.user, self.object):
            raise PermissionDenied(references.REFUSAL_PROGRAMMES)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def act(self, form):
        user = self.request.user
        pk = self.object.pk if self.object else None
        saved = references.save_reference(CourseProgramme, actor=user, school=user.school, pk=pk, **form.cleaned_data)
        return saved.get_absolute_url()


class CourseProgrammeEdit(CourseProgrammeCreate):
    heading = "Изменить программу"

    def load(self):
        self.object = self.visible(CourseProgramme, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": CourseProgramme.objects.get(pk=self.object.pk)}

    def get_cancel_url(self):
        return self.object.get_absolute_url()
