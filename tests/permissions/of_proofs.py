"""What is kept about audits and their consequences behind its addresses: histories, proofs, printed pages."""

from audits.models import Evidence
from audits.services import publishing
from tests.builders.audits import (
    make_action,
    make_analysis,
    make_checked,
    make_finding,
    make_measure,
    make_programme,
)
from tests.builders.publications import make_publication
from tests.permissions.subjects import Subject, of, stored
from vsoko.models import Rendering
from vsoko.registries import pdf_sources
from vsoko.rendering import hash_content


def proof(world, owner, record):
    return Evidence.objects.create(**{owner: record}, file=stored(world, "dokazatelstvo.pdf")).file


def proof_of_draft(world):
    return proof(world, "finding", make_finding(world, "draft"))


def proof_of_finding(world):
    return proof(world, "finding", make_finding(world, "open"))


def proof_of_answer(world):
    return proof(world, "item", make_checked(world, "in_progress").items.first())


def proof_of_action(world):
    return proof(world, "action", make_action(world, "done"))


def pdf_of(world, state, purpose="analysis"):
    analysis = make_analysis(world, state)
    return Rendering.objects.create(
        school=world.school, purpose=purpose, owner=analysis, content_hash=f"{analysis.pk:064}", state="done",
        file=stored(world, "analiz.pdf"), requested_by=world.deputy,
    )  # fmt: skip


def paper_of(world):
    """Return the approved paper that says the analysis in full."""
    return make_analysis(world, "approved").documents.get()


def pdf_of_publication(world):
    publication = make_publication(world, "published")
    return Rendering.objects.create(
        school=world.school, purpose=publishing.PURPOSE, owner=publication, state="done",
        content_hash=hash_content(pdf_sources[publishing.PURPOSE], publication), file=stored(world, "sait.pdf"),
        requested_by=world.director,
    )  # fmt: skip


def by_school(publication):
    return [publication.school.code, publication.analysis.roadmap.label]


SUBJECTS = {
    "history AnalysisPublication": of(
        make_publication, "published", args=lambda record: ["audits.analysispublication", record.pk]
    ),
    "rendering-request council": of(make_analysis, "approved", args=lambda record: ["analysis-council", record.pk]),
    "rendering-file council": of(pdf_of, "approved", "analysis-council"),
    "rendering-request site": of(make_analysis, "approved", args=lambda record: ["analysis-site", record.pk]),
    "rendering-request published": of(
        make_publication, "published", args=lambda record: [publishing.PURPOSE, record.pk]
    ),
    "rendering-file published": of(pdf_of_publication),
    "public-analysis": Subject(make_publication, ("published",), args=by_school, public=True),
    "public-analysis-pdf": Subject(pdf_of_publication, args=lambda rendering: by_school(rendering.owner), public=True),
    "history AuditProgramme": of(make_programme, "draft", args=lambda record: ["audits.auditprogramme", record.pk]),
    "history Finding": of(make_finding, "draft", args=lambda record: ["audits.finding", record.pk]),
    "history AnnualAnalysis": of(make_analysis, "draft", args=lambda record: ["audits.annualanalysis", record.pk]),
    "history AnnualAnalysis approved": of(
        make_analysis, "approved", args=lambda record: ["audits.annualanalysis", record.pk]
    ),
    "document-detail analysis": of(paper_of, args=lambda paper: [paper.pk]),
    "document-docx analysis": of(paper_of, args=lambda paper: [paper.pk]),
    "history ImprovementItem": of(make_measure, "proposed", args=lambda record: ["audits.improvementitem", record.pk]),
    "file-download draft finding": of(proof_of_draft),
    "file-download finding": of(proof_of_finding),
    "file-download answer": of(proof_of_answer),
    "file-versions answer": of(proof_of_answer),
    "file-download action": of(proof_of_action),
    "rendering-request draft analysis": of(make_analysis, "draft", args=lambda record: ["analysis", record.pk]),
    "rendering-request analysis": of(make_analysis, "approved", args=lambda record: ["analysis", record.pk]),
    "rendering draft analysis": of(pdf_of, "draft"),
    "rendering analysis": of(pdf_of, "approved"),
    "rendering-file draft analysis": of(pdf_of, "draft"),
    "rendering-file analysis": of(pdf_of, "approved"),
}
