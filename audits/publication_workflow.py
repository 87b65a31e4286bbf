"""Publishing the analysis for strangers and taking it back: an act of the director alone."""

from audits.models import AnalysisPublication
from audits.reports.content import frozen_document
from roadmap.permissions import is_director
from vsoko.workflow import Table, TransitionError

DIRECTOR = "Публикует анализ и снимает его с публикации директор."


def analysis_is_approved(publication):
    analysis = publication.analysis
    if analysis.approved_on is None:
        raise TransitionError(
            f"Анализ сейчас «{analysis.get_state_display()}»: на сайт выходит только утверждённый.",
            url=analysis.get_absolute_url(),
        )


def newer_edition_is_approved(publication):
    if not has_newer_edition(publication):
        raise TransitionError("Опубликована действующая редакция анализа: новой, которая её заменит, пока нет.")


def has_newer_edition(publication):
    """Return whether another edition has been approved since this one was published."""
    approved = frozen_document(publication.analysis)
    return approved is not None and approved.content_hash != publication.edition_hash


S = AnalysisPublication.State
PUBLICATION = Table("audits.AnalysisPublication")
PUBLISH = PUBLICATION.add(
    "publish", (S.HIDDEN, S.WITHDRAWN), S.PUBLISHED, label="Опубликовать версию для сайта",
    done="Версия для сайта опубликована", who=is_director, refusal=DIRECTOR, checks=(analysis_is_approved,),
)  # fmt: skip
REPLACE = PUBLICATION.add(
    "replace", S.PUBLISHED, S.PUBLISHED, label="Опубликовать новую редакцию",
    done="Опубликована новая редакция вместо прежней", who=is_director, refusal=DIRECTOR,
    checks=(newer_edition_is_approved,),
)  # fmt: skip
WITHDRAW = PUBLICATION.add(
    "withdraw", S.PUBLISHED, S.WITHDRAWN, label="Снять с публикации", done="Версия для сайта снята с публикации",
    who=is_director, refusal=DIRECTOR, comment_required=True, comment_label="Почему снята", danger=True,
)  # fmt: skip

TABLES = {AnalysisPublication: PUBLICATION}
