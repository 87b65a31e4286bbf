"""The annual analysis on the page: gathered, written section by section, sent to the director, read when frozen."""

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from audits.analysis_links import FigureLinks, linked_tables
from audits.analysis_sheets import sheets
from audits.analysis_steps import plan_step
from audits.finding_workflow import REOPEN_ANALYSIS, SUBMIT_ANALYSIS
from audits.forms.analysis import SectionForm
from audits.improvement_plan import plan_of
from audits.models import AnnualAnalysis
from audits.paper_lines import papers_beside
from audits.permissions import drafts_for_director, reads_drafts
from audits.reports.content import paper_content, paper_context
from audits.reports.draft_texts import draft_text
from audits.reports.outline import BY_KEY
from audits.reports.pictures import pictures
from audits.reports.versions import COUNCIL
from audits.services import analysis as service
from roadmap.context import year_of
from roadmap.models import Roadmap
from vsoko.forms import DayForm, PlainForm
from vsoko.models import HistoryEntry
from vsoko.spreadsheet import book_response
from vsoko.views.generic import SchoolListView, SchoolPageMixin, ServiceFormView, TransitionView
from vsoko.views.rendering import panel_of
from vsoko.wording import day_num


def reads_analysis(user, obj=None):
    """Leaders and the group read a draft; what is approved the whole staff (openness, section 1.4), in its versions."""
    if isinstance(obj, AnnualAnalysis) and obj.approved_on:
        return True
    return reads_drafts(user, obj)


class AnalysisList(SchoolListView):
    model = AnnualAnalysis
    filterset_class = None
    template_name = "audits/analysis_list.html"
    heading = "Анализ ВСОКО по годам"

    def get_queryset(self):
        return super().get_queryset().select_related("roadmap", "approved_by").order_by("-roadmap__period_from")

    def get_context_data(self, **kwargs):
        user = self.request.user
        current = year_of(self.request).roadmap
        return super().get_context_data(
            current=current,
            start_title=f"Анализ за {current.year_words} ещё не начат" if current else "",
            begun=current is not None and AnnualAnalysis.objects.filter(roadmap=current).exists(),
            may_write=reads_drafts(user),
            total_word="анализ,анализа,анализов",
            **kwargs,
        )


class YearMixin(SchoolPageMixin):
    """A page about the analysis of one roadmap; the analysis itself may not have been begun."""

    def load(self):
        roadmaps = Roadmap.objects.select_related("school", "predecessor")
        self.roadmap = self.visible(roadmaps, pk=self.kwargs["year"])
        self.analysis = service.analyses().select_related("roadmap__successor").filter(roadmap=self.roadmap).first()
        self.object = self.analysis or self.roadmap

    def page_url(self):
        return reverse("analysis-detail", args=[self.roadmap.pk])


class AnalysisDetail(YearMixin, TemplateView):
    """The analysis in full; whom it is not for reads the version without names."""

    template_name = "audits/analysis_detail.html"
    right = staticmethod(reads_analysis)

    def get(self, request, *args, **kwargs):
        if not reads_drafts(request.user, self.object):
            return HttpResponseRedirect(reverse("analysis-version", args=[self.roadmap.pk, COUNCIL.key]))
        return super().get(request, *args, **kwargs)

    def get_heading(self):
        return f"Анализ ВСОКО за {self.roadmap.year_words}"

    def get_context_data(self, **kwargs):
        user, analysis = self.request.user, self.analysis
        context = super().get_context_data(roadmap=self.roadmap, analysis=analysis, **kwargs)
        context["writes"] = service.writes_analysis(user, self.object)
        if analysis is None or not analysis.figures:
            return context
        prefetch_related_objects([analysis], "sections")  # the paper and the gate of handing in read them
        content = paper_content(analysis)
        is_draft = analysis.state == AnnualAnalysis.State.DRAFT
        shown = paper_context(content)
        del shown["school"]  # the frame of the page names the school as it is now
        shown |= self.chosen(shown["sections"])
        self.link_figures(shown)
        return (
            context
            | shown
            | panel_of(analysis, service.PURPOSE)
            | papers_beside(user, analysis, once=True)
            | {
                "is_draft": is_draft,
                "editions": analysis.documents.order_by("-id"),
                "may_reopen": REOPEN_ANALYSIS.who(user, analysis) and not is_draft and content["approval"],
                "blockers": SUBMIT_ANALYSIS.blockers(analysis) if is_draft and context["writes"] else [],
                "may_submit": is_draft and drafts_for_director(user, analysis),
                "written": sum(bool(text["text"]) and not text["draft"] for text in content["texts"].values()),
                "entries": HistoryEntry.objects.of(analysis)[:20],
                "next": plan_step(user, analysis, plan_of(analysis)) if analysis.approved_on and not is_draft else None,
            }
        )

    def chosen(self, sections):
        """Return the section to read now, with its neighbours: one at a time, or all for whoever asks (print, search)."""
        key = self.request.GET.get("section", "")
        if key == "all":
            return {"shown_sections": sections, "show_all": True}
        at = next((index for index, section in enumerate(sections) if section["key"] == key), 0)
        return {
            "shown_sections": sections[at : at + 1],
            "before": sections[at - 1] if at else None,
            "after": sections[at + 1] if at + 1 < len(sections) else None,
        }

    def link_figures(self, shown):
        """Lead from each figure, in tables and charts alike, to exactly the rows behind it."""
        links = FigureLinks(self.roadmap, shown["figures"])
        linked_tables(shown, links)
        drawn = pictures(shown["figures"], link=links.mark)
        for section in shown["sections"]:
            if section["pictures"]:
                section["pictures"] = drawn[section["key"]]


class AnalysisSheets(YearMixin, View):
    """All tables of the full analysis as a workbook."""

    right = staticmethod(reads_drafts)

    def get(self, request, *args, **kwargs):
        if self.analysis is None or not self.analysis.figures:
            raise Http404
        return book_response(
            f"analiz-vsoko-{self.roadmap.label.replace('/', '-')}.xlsx",
            sheets(paper_context(paper_content(self.analysis))),
        )


class AnalysisGather(YearMixin, ServiceFormView):
    form_class = PlainForm
    template_name = "generic/transition.html"
    heading = "Собрать данные года"
    submit_label = "Собрать данные года"
    success_message = "Данные года собраны: проверьте разделы и допишите выводы."

    right = staticmethod(reads_drafts)

    def get_cancel_url(self):
        return self.page_url()

    def get_context_data(self, **kwargs):
        text = (
            "Программа посчитает мероприятия, аудиты, несоответствия, действия и документы года; просроченное — "
            f"на {day_num(service.judged_on(self.roadmap))}. То, что вы написали в разделах, останется."
        )
        return super().get_context_data(object=self.object, explain=text, **kwargs)

    def act(self, form):
        service.gather_analysis(self.roadmap.pk, actor=self.request.user)
        return self.page_url()


class AnalysisWriterMixin(YearMixin):
    """Pages of those who write; there is nothing to write before the data are gathered."""

    def load(self):
        super().load()
        if self.analysis is None:
            raise Http404

    right = staticmethod(service.writes_analysis)


class AnalysisSectionEdit(AnalysisWriterMixin, ServiceFormView):
    form_class = SectionForm
    template_name = "audits/analysis_section.html"
    theirs = None
    submit_label = "Принять текст раздела"

    def load(self):
        super().load()
        if self.kwargs["key"] not in BY_KEY:
            raise Http404
        self.section = BY_KEY[self.kwargs["key"]]

    def get_heading(self):
        return f"{self.section.number}. {self.section.title}"

    def get_initial(self):
        written = self.analysis.sections.filter(key=self.section.key).first()
        draft = draft_text(self.section.key, self.analysis.figures) if self.analysis.figures else ""
        return {
            "text": written.text if written and written.text.strip() else draft,
            "version": written.version if written else 0,
        }

    def get_cancel_url(self):
        return f"{self.page_url()}?section={self.section.key}"

    def get_context_data(self, **kwargs):
        drawn = pictures(self.analysis.figures).get(self.section.key, []) if self.analysis.figures else []
        return super().get_context_data(
            section=self.section, analysis=self.analysis, pictures=drawn, roadmap=self.roadmap, theirs=self.theirs,
            **kwargs,
        )  # fmt: skip

    def act(self, form):
        try:
            service.write_section(
                self.analysis.pk, actor=self.request.user, key=self.section.key, version=form.cleaned_data["version"],
                text=form.cleaned_data["text"].strip(),
            )  # fmt: skip
        except service.SectionConflict as conflict:
            self.theirs = conflict.section
            form.now_at(conflict.section.version)
            raise
        return self.get_cancel_url()


class AnalysisReopen(TransitionView):
    """A new edition of what is approved: it is written on while the old one is in force."""

    queryset = service.analyses()
    transition = REOPEN_ANALYSIS
    service = staticmethod(service.reopen_analysis)
    explain = (
        "Разделы снова можно править и данные обновить. Утверждённая редакция действует и открыта читателям, пока директор не "
        "утвердит новую; после этого остаются обе."
    )

    def load(self):
        self.object = self.visible(self.queryset.all(), roadmap=self.kwargs["year"])


class AnalysisSubmit(AnalysisWriterMixin, ServiceFormView):
    right = staticmethod(drafts_for_director)
    form_class = DayForm
    template_name = "generic/transition.html"
    heading = "Передать анализ директору"
    submit_label = "Передать анализ директору"
    success_message = "Анализ передан директору на утверждение."

    def get_cancel_url(self):
        return self.page_url()

    def get_context_data(self, **kwargs):
        analysis = self.analysis
        blockers = SUBMIT_ANALYSIS.blockers(analysis)
        if analysis.state not in SUBMIT_ANALYSIS.sources:
            blockers = [f"Анализ сейчас «{analysis.get_state_display()}»: передавать его не нужно."]
        text = (
            f"Данные на {analysis.as_of:%d.%m.%Y}. После утверждения анализ больше не меняется."
            if analysis.as_of
            else ""
        )
        return super().get_context_data(object=analysis, explain=text, blockers=blockers, **kwargs)

    def act(self, form):
        service.submit_analysis(self.analysis.pk, actor=self.request.user, on=form.cleaned_data["on"])
        return self.page_url()
