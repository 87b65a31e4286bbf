"""What papers and rows of the roadmap are found by."""

from roadmap.models import Activity, Document
from roadmap.placeholders import MARK
from vsoko.search import SearchSource, search_sources
from vsoko.wording import day_num, period


def lines(*parts):
    """Return what is there of the parts, one a line."""
    return "\n".join(str(part) for part in parts if part)


def documents():
    related = ("kind", "school", "association", "author__employee", "signer")
    return Document.objects.select_related(*related).prefetch_related("items__responsible")


def document_text(document):
    """The words of a paper with its points, as approved; whoever sees the paper sees them all."""
    text = MARK.sub("", (document.content or {}).get("text") or document.text)
    points = [lines(item.text, item.responsible) for item in document.items.all()]
    council = "педсовет" if document.body_name.lower().startswith("педагогический совет") else ""
    return lines(
        text, *points, document_detail(document), council, document.association, document.signer,
        document.author,
    )  # fmt: skip


def document_detail(document):
    number = f"№\u00a0{document.number}" if document.number else ""
    facts = (document.kind.title, document.body_name, number, day_num(document.dated), document.state_word)
    return ", ".join(filter(None, facts))


def activities():
    return Activity.objects.select_related("roadmap").prefetch_related("responsible__employee")


def activity_text(activity):
    people = ", ".join(str(one) for one in activity.responsible.all())
    return lines(activity.expected_result, activity.responsible_text, people, activity.term_text, activity.reason)


def activity_detail(activity):
    term = period(activity.starts_on, activity.ends_on)
    return f"Дорожная карта на {activity.roadmap.year_words}, {term}, {activity.get_state_display()}"


def register():
    search_sources.register(
        "documents", SearchSource(Document, "Документы", documents, str, document_text, document_detail)
    )
    search_sources.register(
        "activities",
        SearchSource(Activity, "Мероприятия дорожной карты", activities, str, activity_text, activity_detail),
    )
