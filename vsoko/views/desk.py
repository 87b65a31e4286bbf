from django.utils import timezone
from django.views.generic import TemplateView

from vsoko import desk, registries
from vsoko.views.generic import SchoolPageMixin
from vsoko.wording import day_text


class Desk(SchoolPageMixin, TemplateView):
    template_name = "vsoko/desk.html"

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        groups = desk.by_urgency(desk.duties_of(user, today), today)
        expected = [
            {
                "label": row.who,
                "detail": row.detail,
                "value": f"до {day_text(row.due, today)}" if row.due else "",
                "shape": "late" if row.due and row.due < today else "",
                "url": row.url,
            }
            for row in desk.expectations_of(user, today)
        ]
        panels = [panel for make in registries.desk_panels.values() if (panel := make(self.request))]
        return super().get_context_data(
            heading=desk.sentence(groups)
            if groups
            else next((p.headline for p in panels if p.headline), desk.sentence([])),
            groups=groups,
            expected=expected,
            panels=panels,
            ribbon_full=True,
            **kwargs,
        )
