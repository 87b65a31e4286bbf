"""Filters of the lists of surveys and wishes; all of them live in the URL."""

import django_filters as filters

from audits.models import Survey, Wish
from audits.models.survey import Audience
from roadmap.models import CourseProgramme, Roadmap
from vsoko.forms import PlainForm


class OfYears(filters.FilterSet):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["year"].label_from_instance = lambda roadmap: roadmap.label


class SurveyFilter(OfYears):
    year = filters.ModelChoiceFilter(
        label="Год", queryset=lambda request: Roadmap.objects.visible_to(request.user), field_name="roadmap"
    )
    audience = filters.ChoiceFilter(label="Кто отвечает", choices=Audience.choices)
    state = filters.ChoiceFilter(label="Состояние", choices=Survey.State.choices)

    class Meta:
        model = Survey
        fields = []
        form = PlainForm


class WishFilter(OfYears):
    year = filters.ModelChoiceFilter(
        label="Год", queryset=lambda request: Roadmap.objects.visible_to(request.user), field_name="survey__roadmap"
    )
    course = filters.ModelChoiceFilter(
        label="Программа", queryset=lambda request: CourseProgramme.objects.visible_to(request.user),
        field_name="course_programme",
    )  # fmt: skip
    state = filters.ChoiceFilter(label="Состояние", choices=Wish.State.choices)

    class Meta:
        model = Wish
        fields = []
        form = PlainForm
