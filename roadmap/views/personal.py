"""What is kept about a person: a page and files of it, and the erasing of who has left."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.generic import TemplateView, View

from roadmap.forms.personal import ErasingForm
from roadmap.permissions import is_administrator
from roadmap.services import erasing, personal
from roadmap.views.people import OfEmployee
from vsoko.spreadsheet import Column, spreadsheet_response
from vsoko.translit import latin
from vsoko.views.generic import SchoolPageMixin, ServiceFormView

REFUSAL = "Что хранится о сотруднике, видят он сам, директор и администратор."
COLUMNS = [
    Column("Раздел", 40, lambda row: row[0]),
    Column("Что", 60, lambda row: row[1]),
    Column("Значение", 80, lambda row: row[2]),
]


class OfPersonalData(OfEmployee, SchoolPageMixin):
    def check_right(self):
        if not personal.sees_data(self.request.user, self.object):
            raise PermissionDenied(REFUSAL)


class EmployeeData(OfPersonalData, TemplateView):
    template_name = "roadmap/employee_data.html"
    heading = "Что хранится о сотруднике"

    def get_context_data(self, **kwargs):
        employee, user = self.object, self.object.user
        login = shown(personal.facts_of(user, personal.LOGIN)) if user else [("Вход", "не открыт")]
        return super().get_context_data(
            facts=shown(personal.facts_of(employee, personal.CARD)), login=login, counts=personal.counts_of(employee),
            keeping=personal.keeping(), own=user == self.request.user,
            may_erase=is_administrator(self.request.user, employee) and employee.left_on and not employee.erased_on,
            **kwargs,
        )  # fmt: skip


def shown(facts):
    """Return the facts as a page shows them: what is not filled in is left out."""
    return [(f"{label[:1].upper()}{label[1:]}", value) for label, value in facts if value]


class EmployeeDataJson(OfPersonalData, View):
    def get(self, request, *args, **kwargs):
        text = json.dumps(personal.whole(self.object), ensure_ascii=False, indent=1)
        answer = HttpResponse(text, content_type="application/json; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{file_name(self.object)}.json"'
        return answer


class EmployeeDataXlsx(OfPersonalData, View):
    def get(self, request, *args, **kwargs):
        kept = personal.whole(self.object)
        rows = [(part, label, value) for part in ("Карточка", "Вход") for label, value in kept[part].items() if value]
        rows += [("Записи", row["вид"], row["запись"]) for row in kept["Записи"]]
        return spreadsheet_response(f"{file_name(self.object)}.xlsx", "Сотрудник", COLUMNS, rows)


def file_name(employee):
    return latin(f"dannye-{employee.last_name}-{employee.pk}")


class EmployeeErase(OfEmployee, ServiceFormView):
    form_class = ErasingForm
    template_name = "roadmap/employee_erase.html"
    heading = "Стереть персональные данные"
    submit_label = "Стереть данные"

    def check_right(self):
        if not is_administrator(self.request.user, self.object):
            raise PermissionDenied(erasing.REFUSAL)

    def act(self, form):
        card = erasing.erase(self.object.pk, actor=self.request.user, basis=form.cleaned_data["basis"])
        messages.success(self.request, f"Данные стёрты: теперь это «{card.short_name}».")
        return card.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(obstacle=erasing.obstacle(self.object), keeping=personal.keeping(), **kwargs)
