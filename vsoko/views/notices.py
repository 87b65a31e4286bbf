"""Уведомления: what a person was told, the unread first. The desk stays where one works: it shows what still waits."""

from urllib.parse import urlencode

from django.db.models import BooleanField, Case, Count, Q, Value, When
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView, View

from vsoko.models import Notification
from vsoko.views.generic import SchoolPageMixin

Kind = Notification.Kind
TABS = {"": Q(), "new": Q(read_at=None)} | {kind.value: Q(kind=kind) for kind in Kind if kind != Kind.DIGEST}
LABELS = {"": "Все", "new": "Новые"}
READ = Case(When(read_at=None, then=Value(False)), default=Value(True), output_field=BooleanField())


def asked(data):
    """Return the kind that the address or the form names, or none."""
    return data.get("kind") if data.get("kind") in TABS else ""


def address(kind):
    return reverse("notification-list") + (f"?{urlencode({'kind': kind})}" if kind else "")


class NotificationList(SchoolPageMixin, ListView):
    template_name = "vsoko/notification_list.html"
    heading = "Уведомления"
    subline = "О чём вам сообщали. Что ждёт сейчас, показывает рабочий стол"
    paginate_by = 50

    def get_queryset(self):
        rows = Notification.objects.visible_to(self.request.user).filter(TABS[asked(self.request.GET)])
        return rows.annotate(was_read=READ).order_by("was_read", "-created_at", "-pk")

    def get_context_data(self, **kwargs):
        kind = asked(self.request.GET)
        counted = {f"n_{name}": Count("pk", filter=condition) for name, condition in TABS.items() if name}
        rows = Notification.objects.visible_to(self.request.user).order_by()
        numbers = rows.aggregate(n_=Count("pk"), **counted)
        counts = [
            {
                "label": LABELS.get(name) or Kind(name).label.capitalize(),
                "n": numbers[f"n_{name}"],
                "url": address(name),
                "current": name == kind,
            }
            for name in TABS
            if numbers[f"n_{name}"] or name in LABELS or name == kind
        ]
        return super().get_context_data(
            counts=counts,
            kind=kind,
            unread=numbers["n_new"],
            narrowed=bool(kind),
            total_word="уведомление,уведомления,уведомлений",
            **kwargs,
        )


class Read(SchoolPageMixin, View):
    http_method_names = ["post"]

    def load(self):
        self.object = self.visible(Notification, pk=self.kwargs["pk"])

    def post(self, request, pk):
        Notification.objects.unread().filter(pk=self.object.pk).update(read_at=timezone.now())
        return redirect(address(asked(request.POST)))


class ReadAll(SchoolPageMixin, View):
    """All of the kind that is shown."""

    http_method_names = ["post"]

    def post(self, request):
        kind = asked(request.POST)
        rows = Notification.objects.visible_to(request.user).unread().filter(TABS[kind])
        rows.update(read_at=timezone.now())
        return redirect(address(kind))
