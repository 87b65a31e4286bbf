"""All changes of state in the year's plan and papers: who may do what from where (design: states)."""

from django.utils import timezone

from roadmap.models import Activity, Document, DocumentItem, DocumentItemDueChange, Edition, Roadmap, Visa
from roadmap.permissions import (
    Role,
    has_role,
    is_director,
    is_leader,
    is_secretary,
    plans_the_year,
    prepares_papers,
    rights,
    same_school,
)
from vsoko.assignment import assignment_table, due_change_table
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

# --- документы ------------------------------------------------------------------------------------------------------


def drafts_document(user, document):
    """The author, or whoever the kind lets prepare such papers."""
    return same_school(user, document) and (
        document.author_id == user.pk or rights(user).has(*document.kind.prepared_by)
    )


def approves_document(user, document):
    """The role that the kind names, or the person named in the paper (chairman of minutes, auditor of a checklist)."""
    employee = rights(user).employee
    if not same_school(user, document) or employee is None:
        return False
    if document.signer_id:
        return document.signer_id == employee.pk
    return rights(user).has(document.kind.approver_role)


def text_is_there(document):
    if not document.text.strip() and document.owner_id is None:
        raise TransitionError("В документе нет текста: допишите его и передайте ещё раз.")


def approver_is_known(document):
    if not document.signer_id and not document.kind.approver_role:
        raise TransitionError("Не указано, кто подписывает документ: выберите подписывающего.")


DRAFTS = "Это делает тот, кто готовит документ."
APPROVES = "Утверждает тот, кто указан в документе; у приказов и планов — директор."
DOCUMENT = Table("roadmap.Document")
SEND_FOR_VISAS = DOCUMENT.add(
    "send_for_visas", Document.State.DRAFT, Document.State.ON_VISA, label="Передать на согласование",
    done="Передан на согласование", who=drafts_document, refusal=DRAFTS, checks=(text_is_there, approver_is_known),
)  # fmt: skip
SUBMIT_DOCUMENT = DOCUMENT.add(
    "submit", Document.State.DRAFT, Document.State.ON_APPROVAL, label="Передать на подпись",
    done="Передан на подпись", who=drafts_document, refusal=DRAFTS, checks=(text_is_there, approver_is_known),
)  # fmt: skip
PASS_VISAS = DOCUMENT.add(
    "pass_visas", Document.State.ON_VISA, Document.State.ON_APPROVAL, label="Передать на подпись после виз",
    done="Согласован и передан на подпись", who=lambda user, document: gives_some_visa(user, document),
    refusal="Документ идёт на подпись, когда собраны все визы.",
)  # fmt: skip
APPROVE_DOCUMENT = DOCUMENT.add(
    "approve", Document.State.ON_APPROVAL, Document.State.APPROVED, label="Утвердить документ", done="Утверждён",
    who=approves_document, refusal=APPROVES,
)  # fmt: skip
RETURN_DOCUMENT = DOCUMENT.add(
    "return", Document.WAITING, Document.State.DRAFT, label="Вернуть с замечанием", done="Возвращён с замечанием",
    who=lambda user, document: approves_document(user, document) or gives_some_visa(user, document),
    refusal=APPROVES, comment_required=True, danger=True,
)  # fmt: skip
RECALL_DOCUMENT = DOCUMENT.add(
    "recall", Document.WAITING, Document.State.DRAFT, label="Отозвать для правки", done="Отозван для правки",
    who=drafts_document, refusal=DRAFTS,
)  # fmt: skip
REGISTER_DOCUMENT = DOCUMENT.add(
    "register", Document.State.APPROVED, Document.State.REGISTERED, label="Внести номер", done="Зарегистрирован",
    who=has_role(Role.SECRETARY, Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING),
    refusal="Номер вносит секретарь школы или заместитель директора.",
)  # fmt: skip
SUPERSEDE_DOCUMENT = DOCUMENT.add(
    "supersede", Document.IN_FORCE, Document.State.SUPERSEDED, label="Заменить новой редакцией", done="Заменён",
    who=by_paper, refusal="Документ заменяется, когда утверждена его новая редакция.",
)  # fmt: skip
ANNUL_DOCUMENT = DOCUMENT.add(
    "annul", (Document.State.DRAFT, *Document.IN_FORCE), Document.State.ANNULLED, label="Аннулировать документ",
    done="Аннулирован",
    who=lambda user, document: (
        drafts_document(user, document) if document.state == Document.State.DRAFT else is_director(user, document)
    ),
    refusal="Черновик аннулирует тот, кто его готовил, утверждённый документ — директор.",
    comment_required=True, comment_label="Почему", danger=True,
)  # fmt: skip

# --- визы -----------------------------------------------------------------------------------------------------------


def gives_visa(user, visa):
    return same_school(user, visa) and rights(user).has(visa.role)


def gives_some_visa(user, document):
    return document.state == Document.State.ON_VISA and any(gives_visa(user, visa) for visa in document.visas.all())


def paper_waits_for_visas(visa):
    if visa.document.state != Document.State.ON_VISA:
        raise TransitionError("Документ сейчас не на согласовании: обновите страницу.")


VISA = Table("roadmap.Visa")
AGREE_VISA = VISA.add(
    "agree", Visa.State.WAITS, Visa.State.AGREED, label="Согласовать", done="Согласовано", who=gives_visa,
    refusal="Согласует тот, чья виза нужна документу.", checks=(paper_waits_for_visas,),
)  # fmt: skip
REFUSE_VISA = VISA.add(
    "refuse", Visa.State.WAITS, Visa.State.REFUSED, label="Не согласовать", done="Не согласовано", who=gives_visa,
    refusal="Решает тот, чья виза нужна документу.", comment_required=True, danger=True, checks=(paper_waits_for_visas,),
)  # fmt: skip

# --- пункты документов ----------------------------------------------------------------------------------------------


def does_item(user, item):
    employee = rights(user).employee
    return same_school(user, item) and employee is not None and item.responsible_id == employee.pk


def controls_item(user, item):
    """Whoever signed the paper, or a leader who did not do the work."""
    return item.done_by_id != user.pk and (item.document.approved_by_id == user.pk or is_leader(user, item))


DOCUMENT_ITEM = assignment_table(
    "roadmap.DocumentItem",
    may_do=lambda user, item: does_item(user, item) or is_secretary(user, item),
    may_accept=controls_item,
    may_cancel=is_leader,
    refusal_do="Отчитывается тот, кому дано поручение, или секретарь по его слову.",
    refusal_accept="Принимает тот, кто подписал документ, или руководитель, который сам не исполнял.",
    refusal_cancel="Снять поручение может директор, его заместитель или руководитель рабочей группы.",
)
DOCUMENT_ITEM_DUE = due_change_table(
    "roadmap.DocumentItemDueChange",
    may_decide=lambda user, change: controls_item(user, change.assignment),
    refusal="Решает тот, кто подписал документ, или руководитель, который не просил о сроке.",
)

TABLES = {
    Roadmap: ROADMAP,
    Edition: EDITION,
    Activity: ACTIVITY,
    Document: DOCUMENT,
    Visa: VISA,
    DocumentItem: DOCUMENT_ITEM,
    DocumentItemDueChange: DOCUMENT_ITEM_DUE,
}
