"""Colleagues: everybody sees names, posts and associations; cards, roles and logins belong to those who manage people."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from roadmap.filters import EmployeeFilter
from roadmap.forms.people import (
    AppointmentForm,
    DismissalForm,
    EmployeeForm,
    EndingForm,
    InvitationForm,
    NewEmployeeForm,
)
from roadmap.models import Appointment, AssociationMember, Employee, Training
from roadmap.permissions import GROUP_ROLES, administers, forms_group, manages_people, manages_person
from roadmap.services import appointments, people
from roadmap.services.personal import sees_data
from vsoko import lockout, second_factor
from vsoko.forms import PlainForm
from vsoko.holdings import held_by
from vsoko.invitations import invitation_path, mail_invitation
from vsoko.views.generic import SchoolDetailView, SchoolListView, ServiceFormView
from vsoko.wording import day_num


class PeopleRight:
    """Lets in those who manage people; a card of the director or the administrator only those two."""

    def check_right(self):
        employee = getattr(self, "object", None)
        right = manages_person if employee else manages_people
        if not right(self.request.user, employee):
            raise PermissionDenied(people.REFUSAL)


class EmployeeList(SchoolListView):
    model = Employee
    filterset_class = EmployeeFilter
    template_name = "roadmap/employee_list.html"
    heading = "Сотрудники"

    def get_queryset(self):
        today = timezone.localdate()
        roles = Appointment.objects.covering(today).select_related("association")
        members = AssociationMember.objects.covering(today).select_related("association")
        return (
            super().get_queryset().select_related("user")
            .prefetch_related(Prefetch("appointments", roles, "held"), Prefetch("memberships", members, "joined"))
        )  # fmt: skip

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            total_word="сотрудник,сотрудника,сотрудников", may_manage=manages_people(self.request.user), **kwargs
        )


class InvitingView(PeopleRight, ServiceFormView):
    """Shows the one-time link of `self.account` on this answer only, and mails it where the form says `by_mail`."""

    account = None

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.account is None:
            return response
        url = self.request.build_absolute_uri(invitation_path(self.account))
        mailed = mail_invitation(self.account, url) if self.by_mail(form.cleaned_data) else None
        context = {
            "heading": "Ссылка готова",
            "employee": self.object,
            "account": self.account,
            "link": url,
            "mailed": mailed,
        }
        response = render(self.request, "roadmap/employee_invited.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def by_mail(self, data):
        return data.get("by_mail")


class EmployeeCreate(InvitingView):
    """One person after another: card, role and login in one form; then the way to the next one."""

    form_class = NewEmployeeForm
    heading = "Новый сотрудник"
    submit_label = "Внести сотрудника"
    explain = "Роль и вход можно дать и потом. Учителям, которые в программе не работают, вход не нужен."

    def get_form_kwargs(self):
        user = self.request.user
        return super().get_form_kwargs() | {"user": user, "may_entrust": administers(user)}

    def act(self, form):
        data, user = form.cleaned_data, self.request.user
        employee = self.object = people.enter_employee(
            user.school,
            actor=user,
            card={name: data[name] for name in people.CARD},
            role=data["role"],
            association=data["association"],
            starts_on=data["starts_on"],
            username=data["username"] if data["login"] else None,
        )
        self.account = employee.user
        messages.success(self.request, f"Сотрудник внесён: {employee.full_name}.")
        return f"{employee.get_absolute_url()}?entered=1"

    def by_mail(self, data):
        return data["login"] == NewEmployeeForm.Login.MAIL

    def get_cancel_url(self):
        return reverse("employee-list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(explain=self.explain, **kwargs)


class EmployeeDetail(SchoolDetailView):
    model = Employee
    template_name = "roadmap/employee_detail.html"
    history_also = ("user",)

    def get_queryset(self):
        return Employee.objects.select_related("user__second_factor")

    def get_heading(self):
        return self.object.full_name

    def get_context_data(self, **kwargs):
        today, employee, user = timezone.localdate(), self.object, self.request.user
        roles = list(employee.appointments.select_related("association", "working_group__roadmap"))
        members = list(employee.memberships.select_related("association"))
        if not manages_people(user):
            kwargs["entries"] = []
        return super().get_context_data(
            may_manage=manages_person(user, employee),
            locked_until=lockout.locked_until(employee.user.username) if employee.user else None,
            factor=second_factor.factor_of(employee.user),
            sees_data=sees_data(user, employee),
            sees_card=manages_people(user) or employee.user_id == user.pk,
            roles=[row for row in roles if row.ends_on is None or row.ends_on >= today],
            past_roles=[row for row in roles if row.ends_on and row.ends_on < today],
            members=[row for row in members if row.ends_on is None or row.ends_on >= today],
            trainings=list(Training.objects.visible_to(user).filter(employee=employee)),
            may_train=forms_group(user, employee) and not employee.left_on,
            group_roles=GROUP_ROLES,
            today=today,
            entered="entered" in self.request.GET and manages_people(user),
            **kwargs,
        )


class OfEmployee:
    """What belongs to one person."""

    def load(self):
        self.object = self.visible(Employee.objects.select_related("user__second_factor"), pk=self.kwargs["pk"])

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(employee=self.object, subline=self.object.full_name, **kwargs)


class EmployeePage(OfEmployee, PeopleRight, ServiceFormView):
    """A form about one person."""


class EmployeeEdit(EmployeePage):
    form_class = EmployeeForm
    heading = "Изменить карточку"
    success_message = "Карточка сохранена."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Employee.objects.get(pk=self.object.pk)}

    def act(self, form):
        people.edit_employee(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class EmployeeLeave(EmployeePage):
    """Leaving ends everything that a person holds; one who has left is brought back here."""

    template_name = "roadmap/employee_leave.html"
    form_class = DismissalForm
    heading = "Записать увольнение"
    submit_label = "Записать увольнение и закрыть вход"

    def get_form_class(self):
        return PlainForm if self.object.left_on else DismissalForm

    def get_heading(self):
        return "Снова работает" if self.object.left_on else self.heading

    def act(self, form):
        if self.object.left_on:
            people.bring_back(self.object.pk, actor=self.request.user)
            messages.success(self.request, "Сотрудник снова работает. Роли дайте ему заново.")
        else:
            people.dismiss(self.object.pk, actor=self.request.user, on=form.cleaned_data["on"])
            messages.success(self.request, "Увольнение записано, вход закрыт.")
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        if self.object.left_on:
            return super().get_context_data(submit_label="Вернуть в список работающих", **kwargs)
        today = timezone.localdate()
        held = self.object.appointments.covering(today).select_related("association", "employee")
        facts = [("Роли", "\n".join(row.title for row in held) or "нет")]
        alone = any(appointments.is_only_director(row, today) for row in held)
        owed = len(held_by(pk=self.object.pk))
        return super().get_context_data(facts=facts, alone=alone, held=owed, **kwargs)


class EmployeeInvite(OfEmployee, InvitingView):
    """Gives a one-time link."""

    form_class = InvitationForm
    heading = "Одноразовая ссылка для входа"
    submit_label = "Получить ссылку"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"employee": self.object}

    def get_initial(self):
        return {"username": people.free_username(self.object), "by_mail": True}

    def act(self, form):
        self.account = people.open_account(
            self.object.pk, actor=self.request.user, username=form.cleaned_data.get("username", "")
        )
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        account = self.object.user
        explain = "По ссылке сотрудник сам задаёт пароль. Она сработает один раз и действует три дня."
        if account:
            explain += f" Логин прежний: {account.username}. Прежний пароль действует, пока не задан новый."
        return super().get_context_data(explain=explain, **kwargs)


class AppointmentCreate(EmployeePage):
    form_class = AppointmentForm
    heading = "Дать роль"
    submit_label = "Дать роль"

    def get_form_kwargs(self):
        user = self.request.user
        return super().get_form_kwargs() | {"user": user, "may_entrust": administers(user)}

    def act(self, form):
        appointments.appoint(self.object, actor=self.request.user, **form.cleaned_data)
        messages.success(self.request, "Роль дана.")
        return self.object.get_absolute_url()


class AppointmentEnd(PeopleRight, ServiceFormView):
    form_class = EndingForm
    template_name = "roadmap/appointment_end.html"
    heading = "Завершить роль"
    submit_label = "Завершить роль"

    def load(self):
        rows = Appointment.objects.select_related("employee", "association")
        self.appointment = self.visible(rows, pk=self.kwargs["pk"])
        self.object = self.appointment.employee
        self.alone = appointments.is_only_director(self.appointment, timezone.localdate())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"ask": self.alone}

    def act(self, form):
        ended = appointments.end_appointment(self.appointment.pk, actor=self.request.user, on=form.cleaned_data["on"])
        messages.success(self.request, f"Роль завершена, последний день {day_num(ended.ends_on)}.")
        if self.alone:
            messages.warning(
                self.request, "В школе нет действующего директора: назначьте его или исполняющего обязанности."
            )
        return self.object.get_absolute_url()

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        row = self.appointment
        facts = [("Сотрудник", self.object.full_name), ("Роль", row.title)]
        if row.association:
            facts.append(("МО", row.association.name))
        if row.basis:
            facts.append(("Основание", row.basis))
        return super().get_context_data(facts=facts, alone=self.alone, **kwargs)
