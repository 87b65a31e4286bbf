"""The year's programme of internal audits: its page, its words, its way to the director, and changes after approval."""

from django.http import HttpResponseRedirect
from django.utils import timezone
from django.views.generic import TemplateView

from audits.forms.programmes import ProgrammeForm
from audits.models import AuditProgramme
from audits.permissions import plans_audits, sees_programme
from audits.programme_table import ProgrammeTable, programme_step
from audits.services import programme_changes, programmes
from audits.workflow import SUBMIT_PROGRAMME
from roadmap.context import year_of
from roadmap.permissions import Role, rights
from roadmap.self_examination import self_examination
from vsoko.forms import DayForm, PlainForm
from vsoko.views.generic import SchoolDetailView, SchoolPageMixin, ServiceFormView
from vsoko.views.seen import note_seen
from vsoko.workflow import TransitionError

CARD = AuditProgramme.objects.select_related("school", "roadmap__school", "approved_by")


class ProgrammeCurrent(SchoolPageMixin, TemplateView):
    """The programme of the year that is open, or the way to begin it."""

    template_name = "audits/programme_empty.html"
    heading = "Программа внутренних аудитов"
    right = sees_programme

    def load(self):
        self.object = self.roadmap = year_of(self.request).roadmap

    def get(self, request, *args, **kwargs):
        programme = AuditProgramme.objects.visible_to(request.user).filter(roadmap=self.roadmap).first()
        if self.roadmap and programme:
            return HttpResponseRedirect(programme.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            roadmap=self.roadmap, may_write=plans_audits(self.request.user, self.roadmap), **kwargs
        )


class ProgrammeCreate(ServiceFormView):
    form_class = ProgrammeForm
    heading = "Программа внутренних аудитов"
    submit_label = "Начать программу"
    success_message = "Программа начата. Теперь запланируйте аудиты."
    right = plans_audits

    def load(self):
        self.object = self.roadmap = year_of(self.request).roadmap

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=f"На {self.roadmap.year_words}." if self.roadmap else "", **kwargs)

    def act(self, form):
        if self.roadmap is None:
            raise TransitionError("Дорожной карты ещё нет: сначала составьте её или загрузите из файла.")
        programme = programmes.create_programme(self.roadmap.pk, actor=self.request.user, **form.cleaned_data)
        return programme.get_absolute_url()


class ProgrammeDetail(SchoolDetailView):
    model = AuditProgramme
    template_name = "audits/programme_detail.html"
    right = sees_programme

    def get_queryset(self):
        return CARD

    def get_heading(self):
        return str(self.object)

    def get_context_data(self, **kwargs):
        programme, user = self.object, self.request.user
        editions = list(programme_changes.changes_of(programme)) if programme.approved_on else []
        change = next((one for one in editions if one.state in programme_changes.UNDER_WAY), None)
        table = ProgrammeTable(programme)
        note_seen(user, table.audits)
        return super().get_context_data(
            table=table,
            change=change,
            editions=editions,
            documents=programme.documents.visible_to(user).select_related("kind").order_by("-id"),
            may_write=plans_audits(user, programme),
            next=programme_step(user, programme, change, table),
            today=timezone.localdate(),
            self_examination=self_examination(user),
            may_examine=rights(user).has(Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING),
            **kwargs,
        )


class ProgrammeEdit(ServiceFormView):
    """The words of a draft; of an approved programme, the beginning of its change."""

    form_class = ProgrammeForm
    submit_label = "Сохранить"
    right = plans_audits

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])
        self.is_change = self.object.state == AuditProgramme.State.APPROVED
        self.change = programme_changes.change_under_way(self.object) if self.is_change else None

    def get_heading(self):
        return "Изменение программы" if self.is_change else "Цели и область программы"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"is_change": self.is_change}

    def get_initial(self):
        words = {"goals": self.object.goals, "scope": self.object.scope}
        if self.change:
            words["reason"] = self.change.reason
            words |= {row["field"]: row["value"] for row in self.change.changes if not row["audit"]}
        return words

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        if self.is_change:
            kwargs["explain"] = (
                "Программа утверждена. Изменение вступит в силу, когда его утвердит директор; "
                "после причины добавляйте аудиты и меняйте их дни."
            )
        return super().get_context_data(subline=str(self.object), **kwargs)

    def act(self, form):
        save = programme_changes.start_change if self.is_change else programmes.edit_programme
        save(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class ProgrammeSubmit(ServiceFormView):
    """Send the programme, or its change, to the director: what is missing is listed before the button appears."""

    form_class = DayForm
    template_name = "generic/transition.html"
    heading = "Передать программу на утверждение"
    submit_label = "Передать на утверждение"
    success_message = "Передано: сначала согласует заместитель директора, потом утверждает директор."
    right = plans_audits

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])
        self.is_change = self.object.state == AuditProgramme.State.APPROVED

    def get_heading(self):
        return "Передать изменение программы на утверждение" if self.is_change else self.heading

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def blockers(self):
        programme = self.object
        if self.is_change:
            if programme_changes.change_under_way(programme) is None:
                return ["Программа уже утверждена, а изменение не начато: передавать нечего."]
            return []
        if programme.state not in SUBMIT_PROGRAMME.sources:
            return [f"Программа сейчас «{programme.get_state_display()}»: передавать её не нужно."]
        return SUBMIT_PROGRAMME.blockers(programme)

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, blockers=self.blockers(), **kwargs)

    def act(self, form):
        send = programme_changes.submit_change if self.is_change else programmes.submit_programme
        send(self.object.pk, actor=self.request.user, on=form.cleaned_data["on"])
        return self.object.get_absolute_url()


class ProgrammeChangeDrop(ServiceFormView):
    form_class = PlainForm
    template_name = "generic/transition.html"
    heading = "Отозвать изменение программы"
    submit_label = "Отозвать изменение"
    success_message = "Изменение отозвано, программа осталась прежней."
    right = plans_audits

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        change = programme_changes.change_under_way(self.object)
        return super().get_context_data(
            object=self.object,
            danger=True,
            explain=change.reason if change else "",
            blockers=[] if change else ["Изменений программы нет: отзывать нечего."],
            **kwargs,
        )

    def act(self, form):
        programme_changes.drop_change(self.object.pk, actor=self.request.user)
        return self.object.get_absolute_url()
