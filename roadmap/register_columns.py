"""What the registers of papers and of the rows of a year say of a row: the same in a download and in the archive of a year."""

from django.db.models import Count, Prefetch, Q

from roadmap.models import DocumentItem
from vsoko.spreadsheet import Column

ITEMS = Prefetch("items", DocumentItem.objects.select_related("responsible"))
READERS = {
    "readers_total": Count("acknowledgements"),
    "readers_done": Count("acknowledgements", filter=Q(acknowledgements__done_on__isnull=False)),
}


def responsible_for(paper):
    return ", ".join(dict.fromkeys(str(item.responsible) for item in paper.items.all() if item.responsible))


def acquainted(paper):
    return f"{paper.readers_done} из {paper.readers_total}" if paper.readers_total else ""


DOCUMENTS = (
    Column("Вид", 30, lambda paper: paper.kind.title),
    Column("Заголовок", 60, lambda paper: paper.title),
    Column("Номер", 12, lambda paper: paper.number),
    Column("Дата", 12, lambda paper: paper.dated),
    Column("Состояние", 24, lambda paper: paper.state_word),
    Column("Год", 12, lambda paper: paper.roadmap and paper.roadmap.label),
    Column("Пункт карты", 40, lambda paper: paper.activity),
    Column("Орган", 30, lambda paper: paper.body_name),
    Column("МО", 30, lambda paper: paper.association),
    Column("Исполнитель", 20, lambda paper: paper.author),
    Column("Ответственные", 40, responsible_for),
    Column("Утверждён", 12, lambda paper: paper.approved_on),
    Column("Кто утвердил", 20, lambda paper: paper.approver_name),
    Column("Ознакомлены", 14, acquainted),
)


def answering(activity):
    return ", ".join(str(row) for row in activity.responsible.all())


ACTIVITIES = (
    Column("Номер", 8, lambda activity: activity.number),
    Column("Мероприятие", 60, lambda activity: activity.title),
    Column("Ожидаемый результат", 40, lambda activity: activity.expected_result),
    Column("Ответственные", 40, answering),
    Column("Начало", 12, lambda activity: activity.starts_on),
    Column("Окончание", 12, lambda activity: activity.ends_on),
    Column("Состояние", 16, lambda activity: activity.get_state_display()),
    Column("Выполнено", 12, lambda activity: activity.done_on),
    Column("Почему не требуется или отменено", 40, lambda activity: activity.reason),
)
