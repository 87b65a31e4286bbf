"""What the frame of every page shows: school, menu, and the ribbon that the rooms above draw."""

from django.urls import reverse

from vsoko import registries

SECTIONS = ("", "План", "Проверка", "Итоги", "Школа")


def build_menu(user, path):
    """Return the menu sections with the items this user may open."""
    sections = []
    for title in SECTIONS:
        items = []
        for item in sorted(registries.menu.values(), key=lambda item: item.order):
            if item.section == title and item.allowed(user):
                url = reverse(item.url_name)
                current = path == url or (url != "/" and path.startswith((url, *item.prefixes)))
                items.append({"label": item.label, "url": url, "current": current})
        if items:
            sections.append({"title": title, "items": items})
    return sections


def frame(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.school_id is None:
        return {"school": None, "menu": [], "ribbon": None}
    context = {
        "school": user.school,
        "menu": build_menu(user, request.path),
        "ribbon": None,
        "search_url": reverse("search"),
    }
    for part in registries.frame_parts.values():
        context.update(part(request))
    return context
