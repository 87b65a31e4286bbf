"""Indicators of the school: the list with the latest values, the page of one, its card."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from audits.forms.indicators import IndicatorForm
from audits.indicator_desk import owed
from audits.indicator_filters import MINE, IndicatorFilter
from audits.indicator_standing import Standing, standing, standings
from audits.indicator_words import figure, hide_small, made_of, told
from audits.models import Indicator, Measurement
from audits.models.indicator import Scope, Whose
from audits.permissions import enters_indicators, enters_value, enters_values, enters_whole, keeps_indicators
from audits.reports.indicator_pictures import compared, distribution
from audits.reports.indicator_trend import pictures_in_time
from audits.services import indicators, system_indicators
from roadmap.context import year_of
from roadmap.permissions import is_employee, rights
from roadmap.progress import count_of
from vsoko.forms import PlainForm
from vsoko.views.generic import SchoolDetailView, SchoolListView, ServiceFormView
from vsoko.wording import day_num, plural

VALUES_SHOWN = 50


class IndicatorList(SchoolListView):
    """Every employee may read what is counted and how the school stands; of the few nobody reads who does not enter."""

    model = Indicator
    filterset_class = IndicatorFilter
    template_name = "audits/indicator_list.html"
    heading = "Показатели"
    subline = "Последнее значение по школе, чем оно было раньше и что должно быть"
    right = is_employee

    def get_queryset(self):
        rows = super().get_queryset().select_related("responsible").order_by("code", "pk")
        # A journal gives classes and no school: a line must not say that there is nothing.
        of_parts = Measurement.objects.filter(whose=Whose.OWN).exclude(scope=Scope.SCHOOL)
        return rows.annotate(of_parts=count_of(of_parts, match="indicator"))

    def get_context_data(self, **kwargs):
        user = self.request.user
        context = super().get_context_data(
            may_edit=keeps_indicators(user), may_import=enters_indicators(user),
            total_word="показатель,показателя,показателей", **kwargs,
        )  # fmt: skip
        rows = self.told(context["object_list"])
        context["object_list"] = rows
        mine = Indicator.objects.filter(school=user.school_id, responsible=rights(user).employee)
        debts = {one.pk for one, _ in owed(mine, timezone.localdate())} if user.enters_indicators else set()
        return context | {
            "counts": context["filter"].counts(),
            "mine": plural(len(debts), "показатель,показателя,показателей"),
            "owes": bool(debts) and self.request.GET.get("owed") != MINE,
            "roadmap": year_of(self.request).roadmap,
        }

    def told(self, rows):
        """Return the indicators with their `standing` and what a line of the list says; one query for any number of them."""
        user, rows = self.request.user, list(rows)
        found = standings(rows, user)
        for row in rows:
            row.standing = found[row.pk]
            row.latest_words = told(row.standing.latest) if row.standing.latest else ""
            row.may_enter = row.is_active and enters_values(user, row)
        return rows


class IndicatorDetail(SchoolDetailView):
    model = Indicator
    template_name = "audits/indicator_detail.html"
    right = is_employee

    def get_queryset(self):
        return Indicator.objects.select_related("responsible", "school")

    def get_heading(self):
        return self.object.name

    def get_context_data(self, **kwargs):
        user, indicator = self.request.user, self.object
        rows = self.values()
        whole = [value for value in rows if value.scope == Scope.SCHOOL]
        now = standing(indicator, whole) if whole else Standing()
        own = [value for value in whole if value.whose == Whose.OWN]
        debts = (
            owed(Indicator.objects.filter(pk=indicator.pk), timezone.localdate())
            if enters_whole(user, indicator)
            else []
        )
        table, page = self.table(rows)
        return super().get_context_data(
            standing=now,
            latest_words=told(now.latest) if now.latest else "",
            latest_made_of=made_of(now.latest) if now.latest else "",
            goal=figure(indicator.goal, indicator) if indicator.goal is not None else "",
            limit=figure(indicator.threshold, indicator) if indicator.threshold is not None else "",
            **(pictures_in_time(indicator, now.latest, own) if now.latest else {}),
            marks=distribution(indicator, now.latest, own) if now.latest else None,
            others=compared(indicator, now),
            rows=table,
            page_obj=page,
            paginator=page.paginator,
            scopes=[(key, label) for key, label in Scope.choices if any(value.scope == key for value in rows)],
            scope=self.request.GET.get("scope", ""),
            may_edit=keeps_indicators(user, indicator),
            may_enter=indicator.is_active and enters_values(user, indicator),
            may_count=indicator.is_system and enters_indicators(user, indicator),
            debt=debts[0][1] if debts else None,
            roadmap=year_of(self.request).roadmap,
            **kwargs,
        )

    def values(self):
        rows = Measurement.objects.filter(indicator=self.object).select_related("association", "entered_by")
        rows = list(rows.order_by("-ends_on", "starts_on", "scope", "school_class", "subject", "id"))
        for value in rows:
            value.indicator, value.school = self.object, self.object.school
        return hide_small(rows, self.request.user)

    def table(self, rows):
        """Return the values of the asked part of the school as rows of a table, and their page."""
        asked = self.request.GET.get("scope", "")
        chosen = [value for value in rows if value.scope == asked] if asked in Scope.values else rows
        page = Paginator(chosen, VALUES_SHOWN).get_page(self.request.GET.get("page"))
        return [
            {
                "value": value,
                "words": told(value),
                "made_of": made_of(value),
                "may_edit": enters_value(self.request.user, value),
            }
            for value in page
        ], page


class IndicatorCreate(ServiceFormView):
    form_class = IndicatorForm
    heading = "Новый показатель"
    submit_label = "Добавить показатель"
    success_message = "Показатель добавлен. Теперь внесите его первое значение."
    right = keeps_indicators
    object = None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "instance": self.object}

    def get_cancel_url(self):
        return reverse("indicator-list")

    def act(self, form):
        made = indicators.create_indicator(self.request.user.school, actor=self.request.user, **form.cleaned_data)
        return made.get_absolute_url()


class IndicatorEdit(IndicatorCreate):
    submit_label = "Сохранить карточку"
    success_message = "Карточка сохранена. Внесённые значения остались как были."

    def load(self):
        self.object = self.visible(Indicator, pk=self.kwargs["pk"])

    def get_heading(self):
        return f"Карточка показателя {self.object.code}"

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def act(self, form):
        # The form has written into its instance; the service reads the row again and compares.
        indicators.edit_indicator(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.get_cancel_url()


class IndicatorSystem(ServiceFormView):
    """Counts S01–S14 of the year that is open; the page says what will be counted."""

    form_class = PlainForm
    template_name = "generic/transition.html"
    heading = "Посчитать показатели системы"
    submit_label = "Посчитать показатели"
    right = enters_indicators

    def load(self):
        self.roadmap = year_of(self.request).roadmap

    def get_cancel_url(self):
        return f"{reverse('indicator-list')}?group=S"

    def get_context_data(self, **kwargs):
        if self.roadmap is None:
            kwargs["blockers"] = ["Года ещё нет: начните с дорожной карты."]
        else:
            day = min(timezone.localdate(), self.roadmap.period_to)
            kwargs["explain"] = (
                f"Программа посчитает S01–S14 за {self.roadmap.year_words} по своим записям на {day_num(day)}: аудиты, "
                "несоответствия, действия, карта, ознакомление. Прежние значения этого года заменятся."
            )
        return super().get_context_data(**kwargs)

    def act(self, form):
        if self.roadmap is None:
            return self.get_cancel_url()
        number = system_indicators.count_system(self.roadmap.pk, actor=self.request.user)
        self.success_message = (
            f"Посчитано заново: изменилось {plural(number, 'значение,значения,значений')}."
            if number
            else "Посчитано заново: все значения прежние."
        )
        return self.get_cancel_url()
