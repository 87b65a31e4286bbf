"""All changes of state in the year's plan: who may do what from where (design: states). Papers have a file of their own."""

from django.utils import timezone

from roadmap.document_workflow import DOCUMENT, DOCUMENT_ITEM, DOCUMENT_ITEM_DUE, VISA
from roadmap.models import Activity, Document, DocumentItem, DocumentItemDueChange, Edition, Roadmap, Visa
from roadmap.permissions import is_group_member, plans_the_year, prepares_papers, rights, same_school
from vsoko.workflow import Table, TransitionError


def by_paper(user, obj):
    """Nobody by hand: the state follows the document of the record."""
    return False


PAPER_DECIDES = "Это происходит вместе с утверждением документа."

# --- дорожная карта -------------------------------------------------------------------------------------------------


def has_activities(roadmap):
    if not roadmap.activities.exists():
        raise TransitionError("В карте нет ни одного мероприятия: добавьте мероприятие или загрузите карту из файла.")


def period_is_over(roadmap):
    if roadmap.period_to > timezone.localdate():
        raise TransitionError(f"Год ещё идёт: закрыть карту можно после {roadmap.period_to:%d.%m.%Y}.")


ROADMAP = Table("roadmap.Roadmap")
SUBMIT_ROADMAP = ROADMAP.add(
    "submit", Roadmap.State.DRAFT, Roadmap.State.ON_APPROVAL, label="Передать карту на утверждение",
    done="Карта передана на утверждение", who=by_paper, refusal=PAPER_DECIDES, checks=(has_activities,),
)  # fmt: skip
APPROVE_ROADMAP = ROADMAP.add(
    "approve", Roadmap.State.ON_APPROVAL, Roadmap.State.APPROVED, label="Утвердить карту", done="Карта утверждена",
    who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
RETURN_ROADMAP = ROADMAP.add(
    "return", Roadmap.State.ON_APPROVAL, Roadmap.State.DRAFT, label="Вернуть карту", done="Карта возвращена",
    who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
RECALL_ROADMAP = ROADMAP.add(
    "recall", Roadmap.State.ON_APPROVAL, Roadmap.State.DRAFT, label="Отозвать карту", done="Карта отозвана для правки",
    who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
CLOSE_ROADMAP = ROADMAP.add(
    "close", Roadmap.State.APPROVED, Roadmap.State.CLOSED, label="Закрыть год", done="Год закрыт",
    who=plans_the_year, refusal="Год закрывает заместитель директора или руководитель рабочей группы.",
    checks=(period_is_over,),
)  # fmt: skip

# --- редакции -------------------------------------------------------------------------------------------------------

EDITION = Table("roadmap.Edition")
SUBMIT_EDITION = EDITION.add(
    "submit", Edition.State.DRAFT, Edition.State.ON_APPROVAL, label="Передать изменение на утверждение",
    done="Изменение передано на утверждение", who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
APPROVE_EDITION = EDITION.add(
    "approve", Edition.State.ON_APPROVAL, Edition.State.APPROVED, label="Утвердить изменение",
    done="Изменение утверждено", who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
RETURN_EDITION = EDITION.add(
    "return", Edition.State.ON_APPROVAL, Edition.State.DRAFT, label="Вернуть изменение", done="Изменение возвращено",
    who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
RECALL_EDITION = EDITION.add(
    "recall", Edition.State.ON_APPROVAL, Edition.State.DRAFT, label="Отозвать изменение для правки",
    done="Изменение отозвано для правки", who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
DROP_EDITION = EDITION.add(
    "drop", Edition.State.DRAFT, Edition.State.DROPPED, label="Отозвать изменение", done="Изменение отозвано",
    who=prepares_papers, refusal="Отозвать изменение может тот, кто готовит документы.", danger=True,
)  # fmt: skip

# --- мероприятия ----------------------------------------------------------------------------------------------------


def answers_for_activity(user, activity):
    employee = rights(user).employee
    return plans_the_year(user, activity) or (
        same_school(user, activity)
        and employee is not None
        and any(row.employee_id == employee.pk for row in activity.responsible.all())
    )


def attaches_evidence(user, activity):
    return is_group_member(user, activity) or answers_for_activity(user, activity)


def roadmap_in_force(activity):
    if activity.roadmap.state not in (Roadmap.State.APPROVED, Roadmap.State.CLOSED):
        raise TransitionError("Карта ещё не утверждена: сначала передайте её директору на утверждение.")


ANSWERS = "Отмечает ответственный за мероприятие или заместитель директора."
ACTIVITY = Table("roadmap.Activity")
START_ACTIVITY = ACTIVITY.add(
    "start", Activity.State.PLANNED, Activity.State.IN_PROGRESS, label="Начать мероприятие", done="Мероприятие начато",
    who=answers_for_activity, refusal=ANSWERS, checks=(roadmap_in_force,),
)  # fmt: skip
FINISH_ACTIVITY = ACTIVITY.add(
    "finish", Activity.OPEN, Activity.State.DONE, label="Отметить выполненным", done="Мероприятие выполнено",
    who=answers_for_activity, refusal=ANSWERS, checks=(roadmap_in_force,), comment_label="Чем подтверждается",
)  # fmt: skip
RESUME_ACTIVITY = ACTIVITY.add(
    "resume", (Activity.State.DONE, Activity.State.NOT_REQUIRED, Activity.State.CANCELLED), Activity.State.IN_PROGRESS,
    label="Вернуть в работу", done="Мероприятие возвращено в работу", who=plans_the_year,
    refusal="Вернуть мероприятие в работу может заместитель директора или руководитель рабочей группы.",
    comment_required=True, comment_label="Почему", danger=True,
)  # fmt: skip
DROP_ACTIVITY = ACTIVITY.add(
    "not_required", Activity.OPEN, Activity.State.NOT_REQUIRED, label="Отметить «не требуется»",
    done="Мероприятие не требуется", who=plans_the_year, checks=(roadmap_in_force,),
    refusal="Отметить «не требуется» может заместитель директора или руководитель рабочей группы.",
    comment_required=True, comment_label="Почему не требуется",
)  # fmt: skip
CANCEL_ACTIVITY = ACTIVITY.add(
    "cancel", Activity.OPEN, Activity.State.CANCELLED, label="Отменить мероприятие", done="Мероприятие отменено",
    who=plans_the_year, refusal="Отменить мероприятие может заместитель директора или руководитель рабочей группы.",
    checks=(roadmap_in_force,), comment_required=True, comment_label="Почему отменено", danger=True,
)  # fmt: skip

TABLES = {
    Roadmap: ROADMAP,
    Edition: EDITION,
    Activity: ACTIVITY,
    Document: DOCUMENT,
    Visa: VISA,
    DocumentItem: DOCUMENT_ITEM,
    DocumentItemDueChange: DOCUMENT_ITEM_DUE,
}
