"""The calendar by which days are counted: public holidays of the state, and what the school adds."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from roadmap.context import year_of
from roadmap.forms.calendar import CalendarPeriodForm
from roadmap.permissions import manages_people
from roadmap.services.calendar import delete_period
from roadmap.services.references import REFUSAL_CALENDAR, save_reference
from vsoko.forms import PlainForm
from vsoko.models import CalendarPeriod
from vsoko.views.generic import SchoolListView, ServiceFormView
from vsoko.wording import period
from vsoko.workdays import WEEKDAYS, last_year_with_moved_days, public_holidays


class CalendarList(SchoolListView):
    model = CalendarPeriod
    template_name = "roadmap/calendar_list.html"
    heading = "Календарь школы"
    subline = "Праздники и переносы известны программе; каникулы, экзамены и свои выходные вписывает школа"

    def get_queryset(self):
        return super().get_queryset().order_by("-starts_on", "-id")

    def get_context_data(self, **kwargs):
        roadmap = year_of(self.request).roadmap
        today = timezone.localdate()
        years = range(roadmap.period_from.year, roadmap.period_to.year + 1) if roadmap else [today.year]
        return super().get_context_data(
            total_word="запись,записи,записей",
            may_manage=manages_people(self.request.user),
            years=[(year, days_of(year)) for year in years],
            known_until=last_year_with_moved_days(),
            **kwargs,
        )


def days_of(year):
    """Return [(day, weekday, what it is)] of a year that differ from their weekday."""
    holidays, worked = public_holidays(year)
    days = {day: name for day, name in holidays.items() if day.weekday() < 5}
    days |= dict.fromkeys(worked, "рабочий день вместо перенесённого выходного")
    return [(day, WEEKDAYS[day.weekday()], days[day]) for day in sorted(days)]


class CalendarEdit(ServiceFormView):
    form_class = CalendarPeriodForm
    heading = "Дни календаря"
    submit_label = "Сохранить дни"
    success_message = "Сохранено: эти дни учтут программа аудитов и сроки новых планов."
    object = None

    def load(self):
        if "pk" in self.kwargs:
            self.object = self.visible(CalendarPeriod, pk=self.kwargs["pk"])

    def check_right(self):
        if not manages_people(self.request.user, self.object):
            raise PermissionDenied(REFUSAL_CALENDAR)

    def get_form_kwargs(self):
        instance = CalendarPeriod.objects.get(pk=self.object.pk) if self.object else None
        return super().get_form_kwargs() | {"instance": instance}

    def get_cancel_url(self):
        return reverse("calendar-list")

    def act(self, form):
        user = self.request.user
        pk = self.object.pk if self.object else None
        save_reference(CalendarPeriod, actor=user, school=user.school, pk=pk, **form.cleaned_data)
        return self.get_cancel_url()


class CalendarDelete(CalendarEdit):
    """Take days out of the calendar; GET asks, POST does it."""

    template_name = "generic/transition.html"
    form_class = PlainForm
    heading = "Убрать из календаря"
    submit_label = "Убрать из календаря"
    success_message = "Убрано из календаря."

    def get_form_kwargs(self):
        return ServiceFormView.get_form_kwargs(self)

    def get_context_data(self, **kwargs):
        row = self.object
        facts = [(row.get_kind_display().capitalize(), row.name), ("Дни", period(row.starts_on, row.ends_on))]
        return super().get_context_data(object=row, facts=facts, **kwargs)

    def act(self, form):
        delete_period(self.object.pk, actor=self.request.user)
        return self.get_cancel_url()
