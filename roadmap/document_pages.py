"""What the page of a paper tells whoever looks: the one step expected of them, and the steps that are possible."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse

from roadmap import document_workflow as workflow
from roadmap.models import Document, DocumentItem, DocumentKind, Visa
from roadmap.paper_sources import APPROVED_BY_ORDER
from roadmap.permissions import rights
from roadmap.services.content import approver_of
from vsoko.wording import day_text

LINKS = {
    "sign_by_hand": "document-sign-by-hand",
    "recall": "document-recall",
    "return": "document-return",
    "register": "document-register",
    "annul": "document-annul",
}


def step(title, text="", url="", label="", **more):
    return {"title": title, "text": text, "url": url, "label": label} | more


def next_step(document, user, items, readers, remark=""):
    """Return the step for `includes/next_step.html`, or None where the page is only to be read.

    `remark` is that of the last return, while nobody has answered it by an edit.
    """
    if remark and workflow.drafts_document(user, document):
        return step(
            "Исправьте документ по замечанию", remark, reverse("document-edit", args=[document.pk]), "Править черновик"
        )
    for rule in (_decision, _draft, _number, _reading, _duty, _acceptance, _waiting):
        if found := rule(document, user, items, readers):
            return found
    return None


def waits_for(document, user):
    """Return whether the paper waits for this user's approval or visa."""
    if document.state == Document.State.ON_APPROVAL:
        return workflow.approves_document(user, document)
    return any(
        visa.state == Visa.State.WAITS and workflow.gives_visa(user, visa) for visa in document.visas.all()
    ) and (document.state == Document.State.ON_VISA)


def _decision(document, user, items, readers):
    if not waits_for(document, user):
        return None
    word, label = (
        ("подписи", "Прочитать и утвердить")
        if document.state == Document.State.ON_APPROVAL
        else ("визы", "Прочитать и согласовать")
    )
    return step(f"Документ ждёт вашей {word}", since(document), reverse("tray-detail", args=[document.pk]), label)


def _draft(document, user, items, readers):
    if document.state != Document.State.DRAFT or not workflow.drafts_document(user, document):
        return None
    to_edit = reverse("document-edit", args=[document.pk])
    if missing := workflow.SUBMIT_DOCUMENT.blockers(document):
        return step("Допишите документ", missing[0].message, to_edit, "Править черновик")
    where = "согласование" if document.kind.visa_roles else "подпись"
    return step(
        f"Передайте документ на {where}", f"Утверждает: {who_decides(document)}",
        reverse("document-submit", args=[document.pk]), f"Передать на {where}", extra_url=to_edit,
        extra_label="Править черновик",
    )  # fmt: skip


def _number(document, user, items, readers):
    if document.awaits_number and workflow.REGISTER_DOCUMENT.who(user, document):
        text = f"Подписан {day_text(document.approved_on)}. Номер и дату даёт журнал школы."
        return step("Внесите номер и дату", text, reverse("document-register", args=[document.pk]), "Внести номер")
    return None


def _reading(document, user, items, readers):
    employee = rights(user).employee
    mine = next((row for row in readers if employee and row.employee_id == employee.pk and row.done_on is None), None)
    if mine is None or document.state not in Document.IN_FORCE:
        return None
    text = f"Прочтите его до {day_text(mine.due_on)}." if mine.due_on else "Прочтите его и отметьте это."
    return step(
        "Ознакомьтесь с документом", text, reverse("acknowledge", args=[document.pk]), "Ознакомлен(а)", post=True
    )


def _duty(document, user, items, readers):
    owed = (DocumentItem.State.PLANNED, DocumentItem.State.IN_PROGRESS)
    item = next((one for one in items if one.state in owed and workflow.does_item(user, one)), None)
    if item is None:
        return None
    due = f"Срок — до {day_text(item.due_on)}." if item.due_on else ""
    return step(f"Вам поручен пункт {item.number}", due, item.get_absolute_url(), "Открыть поручение")


def _acceptance(document, user, items, readers):
    done = (one for one in items if one.state == DocumentItem.State.DONE and workflow.controls_item(user, one))
    item = next(done, None)
    text = "Ответственный доложил о выполнении."
    return item and step(f"Примите результат: пункт {item.number}", text, item.get_absolute_url(), "Открыть поручение")


def _waiting(document, user, items, readers):
    if document.state == Document.State.ON_APPROVAL:
        return step(f"На подписи: {who_decides(document)}", since(document))
    if document.state == Document.State.ON_VISA:
        roles = [visa.get_role_display() for visa in document.visas.all() if visa.state == Visa.State.WAITS]
        return step(f"На согласовании: {', '.join(roles)}", since(document))
    if document.awaits_number:
        return step("Подписан, ожидает регистрации", "Номер и дату внесёт секретарь школы.")
    return None


def following(document, user):
    """Return (papers made of this one, its next edition or None), of those that the user sees.

    By one query, and by none where there can be neither: a draft is not followed, only some kinds are approved by an order.
    """
    ordered = document.kind.code in APPROVED_BY_ORDER
    if document.state in Document.UNFINISHED and not ordered:
        return [], None
    about = Q(about_type=ContentType.objects.get_for_model(document), about_id=document.pk)
    papers = list(Document.objects.visible_to(user).filter(about | Q(supersedes=document)).order_by("-id"))
    newer = next((paper for paper in papers if paper.supersedes_id == document.pk), None)
    return [paper for paper in papers if paper != newer and paper.state != Document.State.ANNULLED], newer


def since(document):
    return f"Передан {day_text(document.submitted_on)}." if document.submitted_on else ""


def who_decides(document):
    """Return the name of whoever is to approve, or the role that nobody holds yet."""
    employee, _ = approver_of(document)
    return str(employee) if employee else f"{document.kind.get_approver_role_display()} (сейчас не назначен)"


def steps_of(document, user, expected):
    """Return the steps this user can take beside the expected one, as [{label, url}]."""
    steps = [
        {"label": row.label, "url": reverse(LINKS[row.name], args=[document.pk])}
        for row in workflow.DOCUMENT.for_user(user, document)
        if row.name in LINKS and not row.blockers(document)
    ]
    proposed = document.state == Document.State.DRAFT and workflow.drafts_document(user, document)
    if proposed and document.kind.form == DocumentKind.Form.MINUTES and document.proposals.exists():
        steps.insert(0, {"label": "Отметить решения заседания", "url": reverse("meeting-detail", args=[document.pk])})
    if document.state in Document.IN_FORCE and workflow.asks_to_read(user, document):
        steps.insert(0, {"label": "Приложить скан", "url": reverse("document-scan", args=[document.pk])})
        if not document.owner_id and workflow.drafts_document(user, document):
            url = reverse("document-new-edition", args=[document.pk])
            steps.insert(1, {"label": "Подготовить новую редакцию", "url": url})
    return [row for row in steps if not expected or row["url"] != expected["url"]]
