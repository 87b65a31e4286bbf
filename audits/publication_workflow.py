"""Publishing the analysis for strangers and taking it back: an act of the director alone."""

from audits.models import AnalysisPublication, AnnualAnalysis
from roadmap.permissions import is_director
from vsoko.workflow import Table, TransitionError

DIRECTOR = "Публикует анализ и снимает его с публикации директор."


def analysis_is_approved(publication):
    analysis = publication.analysis
    if analysis.state != AnnualAnalysis.State.APPROVED:
        raise TransitionError(
            f"Анализ сейчас «{analysis.get_state_display()}»: на сайт выходит только утверждённый.",
            url=analysis.get_absolute_url(),
        )


S = AnalysisPublication.State
PUBLICATION = Table("audits.AnalysisPublication")
PUBLISH = PUBLICATION.add(
    "publish", (S.HIDDEN, S.WITHDRAWN), S.PUBLISHED, label="Опубликовать версию для сайта",
    done="Версия для сайта опубликована", who=is_director, refusal=DIRECTOR, checks=(analysis_is_approved,),
)  # fmt: skip
WITHDRAW = PUBLICATION.add(
    "withdraw", S.PUBLISHED, S.WITHDRAWN, label="Снять с публикации", done="Версия для сайта снята с публикации",
    who=is_director, refusal=DIRECTOR, comment_required=True, comment_label="Почему снята", danger=True,
)  # fmt: skip

TABLES = {AnalysisPublication: PUBLICATION}
