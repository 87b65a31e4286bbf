"""What the page of an assignment tells whoever looks: the one step expected of them, and the steps that are possible."""

from django.urls import reverse

from roadmap import document_workflow as workflow
from roadmap.models import DocumentItem
from vsoko.models import HistoryEntry
from vsoko.wording import day_text

State = DocumentItem.State
LINKS = {
    "start": "item-start",
    "report": "item-report",
    "accept": "item-accept",
    "return": "item-return",
    "cancel": "item-cancel",
}


def next_step(item, asked, user):
    """Return the step for `includes/next_step.html`, or None. `asked` is the request for another day, if one waits."""
    if item.state in (State.PLANNED, State.IN_PROGRESS):
        if asked and workflow.DOCUMENT_ITEM_DUE["grant"].allowed(user, asked):
            return {
                "title": f"Просят перенести срок на {day_text(asked.new_due)}", "text": asked.reason,
                "url": reverse("due-grant", args=[asked.pk]), "label": "Продлить срок",
                "extra_url": reverse("due-refuse", args=[asked.pk]), "extra_label": "Отказать",
            }  # fmt: skip
        if workflow.does_item(user, item):
            due = f"Срок — до {day_text(item.due_on)}." if item.due_on else ""
            url = reverse("item-report", args=[item.pk])
            title = "Доложите о выполнении"
            if item.returned and item.state == State.IN_PROGRESS:
                title, due = "Исправьте по замечанию и доложите снова", f"«{remark_on(item)}» {due}".strip()
            return {"title": title, "text": due, "url": url, "label": "Отчитаться о выполнении"}
    if item.state == State.DONE:
        if workflow.controls_item(user, item):
            return {
                "title": "Примите результат или верните его", "text": f"Доложено {day_text(item.done_on)}.",
                "url": reverse("item-accept", args=[item.pk]), "label": "Принять результат",
                "extra_url": reverse("item-return", args=[item.pk]), "extra_label": "Вернуть на доработку",
            }  # fmt: skip
        return {"title": "Ждёт приёмки", "text": "Принимает тот, кто подписал документ, или другой руководитель."}
    return None


def remark_on(item):
    """Return the remark with which the work came back last."""
    returns = HistoryEntry.objects.filter(
        school=item.document.school_id, action=workflow.DOCUMENT_ITEM["return"].key, subject_id=item.pk
    )
    return returns.order_by("-recorded_at", "-id").values_list("comment", flat=True).first() or ""


def steps_of(item, asked, user, expected):
    """Return the steps this user can take beside the expected one, as [{label, url}]."""
    taken = {expected.get("url"), expected.get("extra_url")} if expected else ()
    steps = [
        {"label": row.label, "url": reverse(LINKS[row.name], args=[item.pk])}
        for row in workflow.DOCUMENT_ITEM.for_user(user, item)
        if row.name in LINKS
    ]
    owed = item.state in (State.PLANNED, State.IN_PROGRESS) and item.due_on
    if owed and asked is None and workflow.DOCUMENT_ITEM["report"].who(user, item):
        steps.append({"label": "Попросить новый срок", "url": reverse("item-due-ask", args=[item.pk])})
    return [step for step in steps if step["url"] not in taken]
