"""All changes of state of papers, their visas and points: who may do what from where (design: states)."""

from django.utils import timezone

from roadmap.models import Document, DocumentItem, DocumentKind, Visa
from roadmap.permissions import Role, has_role, is_director, is_leader, is_secretary, rights, same_school
from roadmap.placeholders import source_of
from vsoko.assignment import assignment_table, due_change_table
from vsoko.workflow import Table, TransitionError

# --- документы ------------------------------------------------------------------------------------------------------


def drafts_document(user, document):
    """The author, or whoever the kind lets prepare such papers."""
    return same_school(user, document) and (
        document.author_id == user.pk or rights(user).has(*document.kind.prepared_by)
    )


def approves_document(user, document):
    """The role that the kind names; the person named in the paper; both, where both are named.

    A name alone signs only what no role approves (minutes, a checklist): a draft cannot name its way past the director.
    """
    held = rights(user)
    if not same_school(user, document) or held.employee is None:
        return False
    if document.kind.approver_role and not held.has(document.kind.approver_role):
        return False
    if document.signer_id:
        return document.signer_id == held.employee.pk
    return bool(document.kind.approver_role)


def gives_visa(user, visa):
    return same_school(user, visa) and rights(user).has(visa.role)


def gives_some_visa(user, document):
    return document.state == Document.State.ON_VISA and any(gives_visa(user, visa) for visa in document.visas.all())


def annuls_document(user, document):
    return drafts_document(user, document) if document.state == Document.State.DRAFT else is_director(user, document)


def text_is_there(document):
    if not document.text.strip() and document.owner_id is None:
        raise TransitionError("В документе нет текста: допишите его и передайте ещё раз.")


def approver_is_known(document):
    if document.kind.approver_role:
        return
    if document.signer is None:
        raise TransitionError("Не указано, кто подписывает документ: выберите подписывающего.")
    if document.signer.user_id is None:
        raise TransitionError(
            f"{document.signer} не входит в программу и не сможет подписать: заведите вход или выберите другого."
        )


def minutes_are_complete(document):
    """Minutes are numbered by body and school year of the meeting (domain text, section 9.5)."""
    if document.kind.form != DocumentKind.Form.MINUTES:
        return
    if not document.body_name:
        raise TransitionError("Не указано, чей это протокол: заполните «Орган».")
    if document.dated is None:
        raise TransitionError("Не указана дата заседания: она же дата протокола.")
    if document.dated > timezone.localdate():
        raise TransitionError("День заседания ещё не наступил: передайте протокол после заседания.")


def record_is_ready(document):
    """What the paper is made of has come as far as the paper says (registries.PaperSource.ready)."""
    if document.about is not None and (source := source_of(document.about, document.kind.code)):
        source.ready(document.about, document.kind.code)


def number_is_awaited(document):
    if not document.awaits_number:
        raise TransitionError("Этому документу номер из журнала не нужен.")


def owner_does_not_stand_on_it(document):
    if document.owner_id and document.state in Document.IN_FORCE:
        raise TransitionError(f"Этим документом утверждено: {document.owner}. Изменение оформляется редакцией записи.")


COMPLETE = (text_is_there, approver_is_known, minutes_are_complete, record_is_ready)
DRAFTS = "Это делает тот, кто готовит документ."
APPROVES = "Утверждает тот, кто указан в документе; у приказов и планов — директор."
DOCUMENT = Table("roadmap.Document")
SEND_FOR_VISAS = DOCUMENT.add(
    "send_for_visas", Document.State.DRAFT, Document.State.ON_VISA, label="Передать на согласование",
    done="Передан на согласование", who=drafts_document, refusal=DRAFTS, checks=COMPLETE,
)  # fmt: skip
SUBMIT_DOCUMENT = DOCUMENT.add(
    "submit", Document.State.DRAFT, Document.State.ON_APPROVAL, label="Передать на подпись",
    done="Передан на подпись", who=drafts_document, refusal=DRAFTS, checks=COMPLETE,
)  # fmt: skip
PASS_VISAS = DOCUMENT.add(
    "pass_visas", Document.State.ON_VISA, Document.State.ON_APPROVAL, label="Передать на подпись после виз",
    done="Согласован и передан на подпись", who=gives_some_visa,
    refusal="Документ идёт на подпись, когда собраны все визы.",
)  # fmt: skip
APPROVE_DOCUMENT = DOCUMENT.add(
    "approve", Document.State.ON_APPROVAL, Document.State.APPROVED, label="Утвердить документ", done="Утверждён",
    who=approves_document, refusal=APPROVES,
)  # fmt: skip
SIGN_BY_HAND = DOCUMENT.add(
    "sign_by_hand", Document.State.ON_APPROVAL, Document.State.APPROVED, label="Записать подпись на бумаге",
    done="Подписан на бумаге", who=lambda user, document: asks_to_read(user, document),
    refusal="Подпись на бумаге записывает тот, кто готовил документ, или секретарь школы.",
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
    refusal="Номер вносит секретарь школы или заместитель директора.", checks=(number_is_awaited,),
)  # fmt: skip
SUPERSEDE_DOCUMENT = DOCUMENT.add(
    "supersede", Document.IN_FORCE, Document.State.SUPERSEDED, label="Заменить новой редакцией", done="Заменён",
    who=lambda user, document: False, refusal="Документ заменяется, когда утверждена его новая редакция.",
)  # fmt: skip
ANNUL_DOCUMENT = DOCUMENT.add(
    "annul", (Document.State.DRAFT, *Document.IN_FORCE), Document.State.ANNULLED, label="Аннулировать документ",
    done="Аннулирован", who=annuls_document,
    refusal="Черновик аннулирует тот, кто его готовил, утверждённый документ — директор.",
    comment_required=True, comment_label="Почему", danger=True, checks=(owner_does_not_stand_on_it,),
)  # fmt: skip

# --- визы -----------------------------------------------------------------------------------------------------------


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

# --- ознакомление ---------------------------------------------------------------------------------------------------


KEEPS = "Это делает тот, кто готовил документ, или секретарь школы."


def asks_to_read(user, document):
    """Whoever prepares the paper or keeps the school's papers names its readers and enters their paper signatures."""
    return drafts_document(user, document) or is_secretary(user, document)


# --- пункты документов ----------------------------------------------------------------------------------------------


def does_item(user, item):
    employee = rights(user).employee
    return same_school(user, item) and employee is not None and item.responsible_id == employee.pk


def controls_item(user, item):
    """Whoever signed the paper, or a leader; never the one who does the work, even if the secretary reported it."""
    if user.pk == item.done_by_id or does_item(user, item):
        return False
    return same_school(user, item) and (item.document.approved_by_id == user.pk or is_leader(user, item))


DOCUMENT_ITEM = assignment_table(
    "roadmap.DocumentItem",
    may_do=lambda user, item: does_item(user, item) or is_secretary(user, item),
    may_accept=controls_item,
    may_cancel=is_leader,
    refusal_do="Отчитывается тот, кому дано поручение, или секретарь по его слову.",
    refusal_accept="Принимает тот, кто подписал документ, или руководитель, который сам не исполнял.",
    refusal_cancel="Снять поручение может директор, его заместитель или руководитель рабочей группы.",
)
# What the system has seen done needs neither a report nor an acceptance.
SETTLE_ITEM = DOCUMENT_ITEM.add(
    "settle", (DocumentItem.State.PLANNED, DocumentItem.State.IN_PROGRESS), DocumentItem.State.ACCEPTED,
    label="Отметить выполненным", done="Выполнено", who=lambda user, item: False,
    refusal="Этот пункт отмечается сам, когда выполнено его условие.", comment_required=True,
    comment_label="Что выполнено",
)  # fmt: skip


def item_is_open(change):
    item = change.assignment
    if item.state not in (DocumentItem.State.PLANNED, DocumentItem.State.IN_PROGRESS):
        raise TransitionError(f"Срок уже не важен: поручение «{item.get_state_display()}».")


DOCUMENT_ITEM_DUE = due_change_table(
    "roadmap.DocumentItemDueChange",
    may_decide=lambda user, change: controls_item(user, change.assignment),
    refusal="Решает тот, кто подписал документ, или руководитель, который не просил о сроке.",
)
