"""The analysis for its readers on the page, and the director's act of publishing the version for the site."""

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from audits import publication_workflow as workflow
from audits.models import AnalysisPublication
from audits.permissions import reads_drafts
from audits.reports.content import paper_context
from audits.reports.versions import SITE, VERSIONS, version_content
from audits.services import publishing
from audits.views.analysis import YearMixin, reads_analysis
from roadmap.permissions import is_director
from vsoko.forms import TransitionForm
from vsoko.models import HistoryEntry
from vsoko.views.generic import ServiceFormView
from vsoko.views.rendering import panel_of


def public_url(publication):
    roadmap = publication.analysis.roadmap
    return reverse("public-analysis", args=[publication.school.code, label_of(roadmap)])


def label_of(roadmap):
    """Return the year as an address spells it: «2026/2027» has a slash that would divide the address."""
    return roadmap.label.replace("/", "-")


class GatheredMixin(YearMixin):
    """Pages of an analysis whose data are gathered: before that there is nothing to read."""

    def load(self):
        super().load()
        if self.analysis is None or not self.analysis.figures:
            raise Http404
        found = AnalysisPublication.objects.select_related("school", "analysis__roadmap", "published_by")
        self.publication = found.filter(analysis=self.analysis).first()

    @property
    def is_published(self):
        return self.publication is not None and self.publication.state == AnalysisPublication.State.PUBLISHED

    @property
    def row(self):
        return self.publication or AnalysisPublication(analysis=self.analysis, school=self.analysis.school)

    @cached_property
    def has_newer(self):
        """Whether strangers read an edition that a later one has superseded."""
        return self.is_published and workflow.has_newer_edition(self.publication)


class AnalysisVersion(GatheredMixin, TemplateView):
    """What one circle of readers is shown; of the site, what is published, until a newer edition is there to be read."""

    template_name = "audits/analysis_version.html"
    right = staticmethod(reads_analysis)

    def load(self):
        super().load()
        if self.kwargs["key"] not in VERSIONS:
            raise Http404
        self.version = VERSIONS[self.kwargs["key"]]

    def get_heading(self):
        return f"Анализ ВСОКО за {self.roadmap.year_words}: {self.version.label.lower()}"

    def get_context_data(self, **kwargs):
        own, publication = self.version is SITE, self.publication
        published = own and self.is_published and not self.has_newer
        shown = publication.content if published else version_content(self.analysis, self.version)
        context = super().get_context_data(
            roadmap=self.roadmap, analysis=self.analysis, versions=VERSIONS.values(), current=self.version,
            reads_full=reads_drafts(self.request.user, self.analysis),
            is_rewritten=self.analysis.approved_on and self.analysis.state != self.analysis.State.APPROVED, **kwargs,
        )  # fmt: skip
        told = paper_context(shown)
        del told["school"]  # the frame of the page names the school as it is now
        context |= told | panel_of(self.analysis, self.version.purpose)
        if own:
            context |= {
                "publication": publication,
                "is_published": self.is_published,
                "has_newer": self.has_newer,
                "public_url": public_url(publication) if self.is_published else "",
                "may_publish": is_director(self.request.user, self.analysis),
                "publish_label": publishing.publishing_step(self.row).label,
                "entries": HistoryEntry.objects.of(publication)[:20] if publication else [],
            }
        return context


class PublicationStep(GatheredMixin, ServiceFormView):
    """The director publishes the version for the site, or takes it back."""

    form_class = TransitionForm
    template_name = "generic/transition.html"
    transition = None
    service = None

    @staticmethod
    def right(user, obj=None):
        return is_director(user, obj)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"step": self.transition}

    def get_cancel_url(self):
        return reverse("analysis-version", args=[self.roadmap.pk, SITE.key])

    @property
    def success_message(self):
        return f"{self.transition.done}."

    def blockers(self):
        if self.row.state not in self.transition.sources:
            return [f"Сейчас это невозможно: «{self.row.get_state_display()}»."]
        return self.transition.blockers(self.row)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            object=self.row,
            heading=self.transition.label,
            submit_label=self.transition.label,
            explain=EXPLAINED[self.transition.name],
            danger=self.transition.danger,
            blockers=self.blockers(),
            **kwargs,
        )

    def act(self, form):
        self.service(self.analysis, actor=self.request.user, **form.cleaned_data)
        return self.get_cancel_url()


EXPLAINED = {
    workflow.PUBLISH.name: (
        "Страницу и PDF прочтёт каждый, без входа. Прочтите версию целиком: фамилии и сведения о малых объединениях программа "
        "убирает сама, но вывод, по которому узнают человека, видите только вы."
    ),
    workflow.REPLACE.name: (
        "Страница и PDF прежней редакции сменятся новыми по тому же адресу; прежняя останется в документах анализа. Прочтите "
        "новую версию целиком: её прочтёт каждый, без входа."
    ),
    workflow.WITHDRAW.name: "Страница и PDF перестанут открываться. Опубликовать можно будет снова.",
}


class Publish(PublicationStep):
    service = staticmethod(publishing.publish_analysis)

    @property
    def transition(self):
        return publishing.publishing_step(self.row)


class Withdraw(PublicationStep):
    transition = workflow.WITHDRAW
    service = staticmethod(publishing.withdraw_publication)
