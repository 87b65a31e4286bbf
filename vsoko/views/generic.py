"""The kinds of pages that all rooms use. A row comes only from `.visible_to(user)`: unseen is 404, forbidden is 403."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import DetailView, FormView, View
from django_filters.views import FilterView

from vsoko import kept_forms
from vsoko.forms import TransitionForm
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

ENTRIES_SHOWN = 50


class SchoolPageMixin(LoginRequiredMixin):
    """Lets in people of a school; `right(user, obj)` refuses with 403 those who may not do what the page is for."""

    right = None
    heading = ""
    subline = ""

    def handle_no_permission(self):
        request = self.request
        if request.user.is_authenticated:
            raise PermissionDenied
        if request.htmx:
            # A part of a page is no place for the login: the whole page asks for it.
            return HttpResponse(headers={"HX-Refresh": "true"})
        if request.method != "POST":
            return super().handle_no_permission()
        target = self.keep_posted()
        if target:
            messages.info(request, "Отправленное не потеряно: войдите, и оно вернётся.")
        # A button has no page of its own to come back to.
        return redirect_to_login(target or (request.get_full_path() if hasattr(self, "get") else reverse("desk")))

    def keep_posted(self):
        """Keep what was posted after the login had ended; return the page on which it comes back, None where it does not."""
        return kept_forms.keep(self.request, self.heading)

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated or request.user.school_id is None:
            return self.handle_no_permission()
        self.load()
        self.check_right()
        return super().dispatch(request, *args, **kwargs)

    def load(self):
        """Fetch what the page is about (404 when unseen) before rights are checked."""

    def check_right(self):
        right = type(self).right
        if right is not None and not right(self.request.user, getattr(self, "object", None)):
            raise PermissionDenied

    def visible(self, queryset, **lookup):
        """Return the row that the user sees, or 404. Takes a model or a queryset."""
        queryset = getattr(queryset, "objects", queryset)
        return get_object_or_404(queryset.visible_to(self.request.user), **lookup)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("heading", self.get_heading())
        kwargs.setdefault("subline", self.subline)
        return super().get_context_data(**kwargs)

    def get_heading(self):
        return self.heading


class SchoolListView(SchoolPageMixin, FilterView):
    """A list: filters in the URL, pages of 50, the same number of queries for any number of rows."""

    paginate_by = 50
    strict = False
    template_name_suffix = "_list"

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user)

    def get_filterset_class(self):
        return self.filterset_class

    def get(self, request, *args, **kwargs):
        if self.filterset_class is not None:
            return super().get(request, *args, **kwargs)
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(object_list=self.object_list))

    def get_context_data(self, filter=None, **kwargs):
        # A year is where a page of the year leads to: without a row in it nothing has been looked for in vain.
        # And the order of rows finds no fewer of them.
        narrowed = filter is not None and bool(set(filter.form.changed_data) - {"year", "sort"})
        return super().get_context_data(filter=filter, narrowed=narrowed, **kwargs)


class SchoolDetailView(SchoolPageMixin, DetailView):
    """One record with its history, and with that of the records that the relations `history_also` name."""

    history_also = ()

    def load(self):
        self.object = self.get_object()

    def get_object(self, queryset=None):
        return getattr(self, "object", None) or self.visible(self.get_queryset(), pk=self.kwargs["pk"])

    def get_queryset(self):
        return self.model.objects.all()

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(object=self.object))

    def get_context_data(self, **kwargs):
        if "entries" not in kwargs:
            told = [self.object, *filter(None, (getattr(self.object, name) for name in self.history_also))]
            kwargs["entries"] = list(HistoryEntry.objects.about(told).select_related("actor")[:ENTRIES_SHOWN])
            if len(kwargs["entries"]) == ENTRIES_SHOWN:
                kwargs["history_url"] = reverse("history", args=[self.object._meta.label_lower, self.object.pk])
        return super().get_context_data(**kwargs)


class PressView(SchoolPageMixin, View):
    """One press of a button that stands on another page: `act()` does it; a refusal is a sentence on the page it leads to."""

    http_method_names = ["post"]

    def act(self):
        raise NotImplementedError

    def get_target(self):
        return self.object.get_absolute_url()

    def post(self, request, *args, **kwargs):
        try:
            self.act()
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except TransitionError as error:
            messages.error(request, error.message)
        return HttpResponseRedirect(self.get_target())


class ServiceFormView(SchoolPageMixin, FormView):
    """A form whose work is done by a service: `act(form)` calls it and returns where to go next.

    A TransitionError becomes a sentence on the form; what was typed stays.
    """

    template_name = "generic/form.html"
    submit_label = "Сохранить"
    success_message = ""
    cancel_url = ""

    def act(self, form):
        raise NotImplementedError

    def form_valid(self, form):
        try:
            target = self.act(form)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except TransitionError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.form_invalid(form)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return HttpResponseRedirect(target)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_cancel_url(self):
        return self.cancel_url

    def get_context_data(self, **kwargs):
        kwargs.setdefault("submit_label", self.submit_label)
        kwargs.setdefault("cancel_url", self.get_cancel_url())
        return super().get_context_data(**kwargs)


class TransitionView(ServiceFormView):
    """One step of a state table: GET shows what will happen, POST does it through the service.

    Attributes: `queryset` (of the record), `transition` (row of the table), `service` f(pk, actor=, comment=, on=, **extra).
    """

    template_name = "generic/transition.html"
    form_class = TransitionForm
    queryset = None
    transition = None
    service = None
    explain = ""

    @property
    def heading(self):
        # Which step it is, some pages only learn of the record.
        return self.transition.label if self.transition else ""

    def load(self):
        self.object = self.visible(self.queryset.all(), pk=self.kwargs["pk"])

    def check_right(self):
        step = self.transition
        if not step.who(self.request.user, self.object):
            raise PermissionDenied(step.refusal)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"step": self.transition}

    def act(self, form):
        data = dict(form.cleaned_data)
        changed = self.service(
            self.object.pk,
            actor=self.request.user,
            comment=data.pop("comment", ""),
            on=data.pop("on", None),
            **data,
        )
        messages.success(self.request, self.get_message(changed))
        return self.get_success_url(changed)

    def get_message(self, changed):
        return f"{self.transition.done}."

    def get_success_url(self, changed):
        return self.object.get_absolute_url()

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_explain(self):
        return self.explain

    def blockers(self):
        if self.object.state not in self.transition.sources:
            return [TransitionError(f"Сейчас это невозможно: «{self.object.get_state_display()}».")]
        return self.transition.blockers(self.object)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            object=self.object,
            explain=self.get_explain(),
            blockers=self.blockers(),
            submit_label=self.transition.label,
            danger=self.transition.danger,
            **kwargs,
        )


def steps_for(table, user, obj, url_names):
    """Return the buttons of a record: [{label, url, primary}] for the steps the user may start; the first one is primary,
    unless it gives something up: nobody is invited to that.

    `url_names` maps names of transitions to URL names; a step that is not in it has no page of its own.
    """
    available = [step for step in table.for_user(user, obj) if step.name in url_names]
    return [
        {
            "label": step.label,
            "url": reverse(url_names[step.name], args=[obj.pk]),
            "primary": index == 0 and not step.danger,
        }
        for index, step in enumerate(available)
    ]
