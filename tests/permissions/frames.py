"""What all pages have alike, left out where many pages are drawn for a test of something else."""

from django.template.base import NodeList
from django.template.loader import get_template

from vsoko.registries import frame_parts


def leave_out_frame(monkeypatch):
    """From now on pages lack the year's ribbon, the menu and the top: the same at every address, they cost more than the rest."""
    monkeypatch.delitem(frame_parts, "year")
    for part in ("head", "top", "menu"):
        monkeypatch.setattr(get_template(f"includes/{part}.html").template, "nodelist", NodeList())


def keep_no_copies(monkeypatch):
    """What pages were drawn with is not kept for the test to look at: copying it took a tenth of the time."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **facts: None)
