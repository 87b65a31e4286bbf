"""People, associations, roles and programmes from a school's list, and a sheet of one-time links for the new ones."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from roadmap.forms.roster import LinksForm, RosterConfirmForm, RosterFileForm
from roadmap.models import Employee
from roadmap.permissions import Role, manages_people, manages_person
from roadmap.roster.blank import roster_blank
from roadmap.roster.columns import COLUMNS, PEOPLE, PROGRAMMES, SHEETS
from roadmap.roster.sheets import parse_roster
from roadmap.services.people import REFUSAL, open_accounts
from roadmap.services.roster_import import import_roster
from roadmap.services.roster_intents import CHANGED, NEW, UNCHANGED
from roadmap.services.roster_outlook import Outlook
from roadmap.services.roster_undo import last_import, undo_roster
from roadmap.views.uploads import PreviewView, UndoView, UploadView, tell
from vsoko.invitations import invitation_path
from vsoko.qr import qr_svg
from vsoko.spreadsheet import CONTENT_TYPE
from vsoko.views.generic import SchoolPageMixin, ServiceFormView
from vsoko.wording import plural

KINDS = ((NEW, "добавятся"), (CHANGED, "изменятся"), (UNCHANGED, "уже записаны"))


class RosterRight:
    """Lets in those who manage people."""

    def check_right(self):
        if not manages_people(self.request.user):
            raise PermissionDenied(REFUSAL)
        super().check_right()


class OfRoster(RosterRight):
    kind = "roster"

    def parse(self, content, name):
        return parse_roster(content, name)

    def outlook_of(self, book):
        return Outlook(self.request.user.school, book, self.request.user)


class RosterBlank(RosterRight, SchoolPageMixin, View):
    """An empty workbook with the columns that an import reads."""

    def get(self, request, *args, **kwargs):
        return FileResponse(
            roster_blank(request.user.school), as_attachment=True, filename="sotrudniki-zagotovka.xlsx",
            content_type=CONTENT_TYPE,
        )  # fmt: skip


class RosterImportPage(OfRoster, UploadView):
    form_class = RosterFileForm
    template_name = "roadmap/roster_import.html"
    heading = "Сотрудники и программы из файла"
    submit_label = "Показать, что будет записано"
    confirm_url_name = "roster-import-confirm"

    def get_cancel_url(self):
        return reverse("employee-list")

    def get_context_data(self, **kwargs):
        columns = {
            SHEETS[table]: [column.title for column in COLUMNS[table].values()] for table in (PEOPLE, PROGRAMMES)
        }
        return super().get_context_data(last=last_import(self.request.user.school), columns=columns, **kwargs)

    def problems_of(self, book):
        # A row that cannot be read has no meaning in the school yet: both kinds at once would tell of one fault twice.
        return book.problems or self.outlook_of(book).problems


class RosterConfirm(OfRoster, PreviewView):
    form_class = RosterConfirmForm
    template_name = "roadmap/roster_import_confirm.html"
    heading = "Проверьте, что будет записано"

    @cached_property
    def outlook(self):
        return self.outlook_of(self.book)

    def get_form_kwargs(self):
        # A school without any association means its first ones; where there are some, a new one may be a slip.
        ticked = not self.outlook.facts.associations
        return super().get_form_kwargs() | {"unknown": self.outlook.unknown, "ticked": ticked}

    def get_cancel_url(self):
        return reverse("roster-import")

    def get_context_data(self, **kwargs):
        outlook = self.outlook
        tables = [
            (title, kind, label, len(rows), rows)
            for title, intents in ((SHEETS[PEOPLE], outlook.people), (SHEETS[PROGRAMMES], outlook.courses))
            for kind, label in KINDS
            if (rows := [one for one in intents if one.kind == kind])
        ]
        return super().get_context_data(
            subline=f"{self.stored.name}, {plural(len(outlook.people) + len(outlook.courses), 'строка,строки,строк')}",
            submit_label="Записать список",
            tables=tables,
            **self.page_of(tables),
            problems=[*self.book.problems, *outlook.problems],
            wanted=len(outlook.wanted),
            mark=outlook.mark,
            **kwargs,
        )

    def act(self, form):
        data, actor = form.cleaned_data, self.request.user
        load = import_roster(
            actor.school, self.book, actor=actor, stored=self.stored, seen=data["seen"], create=data["create"]
        )
        self.forget(drop=load is None)
        tell(
            self.request, f"Список записан: {told(load)}." if load else "", "Всё из этого файла уже записано: менять нечего."
        )  # fmt: skip
        return reverse("roster-links" if load and load.people_total else "roster-import")


def told(load):
    """Return what a load has brought, in words."""
    counted = (
        (load.people_total, "новый сотрудник,новых сотрудника,новых сотрудников"),
        (load.changed_total, "изменённая карточка,изменённые карточки,изменённых карточек"),
        (load.programmes_total, "программа,программы,программ"),
    )
    return ", ".join(plural(number, forms) for number, forms in counted if number) or "роли и объединения"


class RosterUndo(RosterRight, UndoView):
    template_name = "roadmap/roster_import_undo.html"
    explain = (
        "Новые люди, объединения, роли и программы этой загрузки исчезнут, изменённые карточки станут прежними. Сам файл и "
        "отметка о загрузке останутся."
    )

    def last(self):
        return last_import(self.request.user.school)

    def totals(self):
        load = self.object
        return [
            ("Новых сотрудников", load.people_total),
            ("Изменено карточек", load.changed_total),
            ("Программ", load.programmes_total),
        ]

    def get_cancel_url(self):
        return reverse("roster-import")

    def act(self, form):
        undo_roster(form.cleaned_data["shown"], actor=self.request.user)
        return reverse("roster-import")


class RosterLinks(RosterRight, ServiceFormView):
    """Logins and one-time links for the new people of the last list; the links are shown on this answer only, to be printed."""

    form_class = LinksForm
    template_name = "roadmap/roster_links.html"
    heading = "Вход для новых сотрудников"
    submit_label = "Открыть вход и показать ссылки"
    accounts = ()

    def load(self):
        self.roster = last_import(self.request.user.school) if manages_people(self.request.user) else None

    def check_right(self):
        super().check_right()
        if self.roster is None:
            raise Http404("Новых сотрудников из списка нет.")

    @cached_property
    def employees(self):
        """The new people who have not come in yet and whose cards this user may change."""
        rows = self.roster.made_of(Employee).working().select_related("user").prefetch_related("appointments")
        return [
            one
            for one in rows
            if (one.user is None or one.user.last_login is None) and manages_person(self.request.user, one)
        ]

    def get_form_kwargs(self):
        ticked = [one.pk for one in self.employees if any(row.role != Role.TEACHER for row in one.appointments.all())]
        return super().get_form_kwargs() | {"employees": self.employees, "ticked": ticked}

    def get_cancel_url(self):
        return reverse("employee-list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(employees=self.employees, roster=self.roster, **kwargs)

    def act(self, form):
        chosen = set(form.cleaned_data["people"])
        self.accounts = open_accounts([one for one in self.employees if one.pk in chosen], actor=self.request.user)
        return reverse("employee-list")

    def form_valid(self, form):
        response = super().form_valid(form)
        if not self.accounts:
            return response
        lines = []
        for employee, account in self.accounts:
            url = self.request.build_absolute_uri(invitation_path(account))
            lines.append((employee, account, url, qr_svg(url, f"Ссылка для входа: {employee}")))
        response = render(
            self.request, "roadmap/roster_links_sheet.html", {"heading": "Одноразовые ссылки", "lines": lines}
        )
        response["Cache-Control"] = "no-store"
        return response
