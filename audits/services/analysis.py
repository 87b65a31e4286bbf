"""The annual analysis: gathered in one step, written by people, approved by the director, then frozen."""

from django.db import transaction
from django.utils import timezone

from audits import finding_workflow as workflow
from audits.models import AnalysisSection, AnnualAnalysis
from audits.permissions import drafts_for_director
from audits.reports.content import frozen_document
from audits.reports.figures import gather
from audits.reports.outline import BY_KEY
from audits.services.improvements import propose_improvements
from roadmap.models import Roadmap
from roadmap.models.activity import Stage
from roadmap.permissions import is_group_member, is_leader
from roadmap.services.activities import settle_stage
from roadmap.services.documents import create_document, kind_of, submit_document
from roadmap.services.returning import way_back
from vsoko import history
from vsoko.rendering import request_rendering
from vsoko.wording import moment
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

PURPOSE = "analysis"


def analyses():
    return AnnualAnalysis.objects.select_related("school", "roadmap__school", "approved_by")


def writes_analysis(user, analysis):
    """Leaders and the working group (domain text, section 5.1)."""
    return is_leader(user, analysis) or is_group_member(user, analysis)


def _draft(pk, actor):
    analysis = analyses().select_for_update(of=("self",)).get(pk=pk)
    if not writes_analysis(actor, analysis):
        raise NotAllowed("Анализ составляет рабочая группа и руководители.")
    if analysis.state != AnnualAnalysis.State.DRAFT:
        raise TransitionError(f"Анализ сейчас «{analysis.get_state_display()}»: он больше не меняется.")
    return analysis


@transaction.atomic
def gather_analysis(roadmap_pk, *, actor, as_of=None):
    """Gather the year's figures anew; what people wrote stays. Begins the analysis where there is none. Returns it.

    A year that is over is judged on its last day, however late it is recorded.
    """
    roadmap = Roadmap.objects.select_for_update(of=("self",)).select_related("school", "predecessor").get(pk=roadmap_pk)
    if not (is_leader(actor, roadmap) or is_group_member(actor, roadmap)):
        raise NotAllowed("Данные года собирает рабочая группа и руководители.")
    begun, _ = AnnualAnalysis.objects.get_or_create(roadmap=roadmap, defaults={"school": roadmap.school})
    analysis = _draft(begun.pk, actor)
    analysis.as_of = as_of or judged_on(roadmap)
    analysis.figures = gather(roadmap, analysis.as_of)
    analysis.gathered_at = timezone.now()
    analysis.save(update_fields=["as_of", "figures", "gathered_at"])
    propose_improvements(analysis)
    history.record(
        analysis, actor=actor, action="audits.annualanalysis.gather", sentence="Данные года собраны", on=analysis.as_of
    )
    settle_stage(roadmap, Stage.ANALYSIS, on=analysis.as_of)
    return analysis


def judged_on(roadmap):
    """Return the day on which the year's lateness is judged: today, or the last day of a year that is over."""
    return min(timezone.localdate(), roadmap.period_to)


class SectionConflict(TransitionError):
    """Somebody wrote in between; `section` is the row as it is now. The sentence names who, the page shows the words."""

    def __init__(self, section):
        who, at = section.edited_by or "Коллега", moment(section.edited_at)
        super().__init__(
            f"{who}, {at}: раздел уже записан. Ваш текст цел: сверьте его с записанным ниже и примите ещё раз, если он вернее.",
            field="text",
        )
        self.section = section


@transaction.atomic
def write_section(pk, *, actor, key, text, version=None):
    """Write the words of one section and return it; two people may work on different sections at once.

    `version` is what the page was opened with: another one raises SectionConflict. None where nobody has read a page.
    """
    analysis = _draft(pk, actor)
    title = BY_KEY[key].title
    section, _ = AnalysisSection.objects.get_or_create(analysis=analysis, key=key)
    if section.text == text:
        return section
    if version is not None and version != section.version:
        raise SectionConflict(section)
    was, section.text = section.text, text
    section.version += 1
    section.edited_by, section.edited_at = actor, timezone.now()
    section.save(update_fields=["text", "version", "edited_by", "edited_at"])
    history.record(
        analysis, actor=actor, action="audits.annualanalysis.write", sentence=f"Раздел «{title}» написан"[:300],
        changes={title: [was[:500], text[:500]]},
    )  # fmt: skip
    return section


@transaction.atomic
def submit_analysis(pk, *, actor, comment="", on=None):
    """Send the analysis to the director as its D15 document. Returns the analysis."""
    analysis = _draft(pk, actor)
    if not drafts_for_director(actor, analysis):
        raise NotAllowed("Анализ передаёт руководитель рабочей группы или заместитель директора.")
    document = analysis.documents.filter(state="draft").first()
    if document is None:
        document = create_document(
            kind_of(analysis.school, "D15"),
            actor=actor,
            title=f"Анализ ВСОКО за {analysis.roadmap.year_words}",
            owner=analysis,
            roadmap=analysis.roadmap,
            activity=analysis.roadmap.activities.filter(stage=Stage.ANALYSIS).first(),
            supersedes=frozen_document(analysis),
        )
    submit_document(document.pk, actor=actor, comment=comment, on=on)
    return analyses().get(pk=pk)


def reopen_analysis(pk, *, actor, comment, on=None):
    """Begin a new edition: what is approved stays in force, and is read, until the new one is approved. Returns the analysis."""
    return perform(workflow.REOPEN_ANALYSIS, pk, actor=actor, queryset=analyses(), comment=comment, on=on)


# --- what the approval of the document means for the analysis (called by handlers) ----------------------------------


def analysis_submitted(analysis, *, actor, on=None, **facts):
    perform(workflow.SUBMIT_ANALYSIS, analysis.pk, actor=None, caused_by=actor, queryset=analyses(), on=on)


def analysis_returned(analysis, *, document, actor, on=None, **facts):
    step = way_back(document, returned=workflow.RETURN_ANALYSIS, recalled=workflow.RECALL_ANALYSIS)
    perform(step, analysis.pk, actor=None, caused_by=actor, queryset=analyses(), on=on)


def analysis_approved(analysis, *, document, actor, on=None, **facts):
    """Freeze: from here on the paper is made from the snapshot of the document alone, and its bytes are kept."""
    analysis = perform(
        workflow.APPROVE_ANALYSIS, analysis.pk, actor=None, caused_by=actor, queryset=analyses(), on=on,
        values={"approved_on": fact_day(on), "approved_by": document.approved_by},
    )  # fmt: skip
    settle_stage(analysis.roadmap, Stage.ANALYSIS, on=on)
    try:
        request_rendering(analysis, PURPOSE, actor=actor)
    except TransitionError:
        # Without Pango the approval stands; the page says how to get the PDF.
        return
