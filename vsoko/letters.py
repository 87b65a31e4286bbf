"""How wide words are in the type of papers, so that a table knows its columns before anybody lays it out."""

from functools import cache

from django.conf import settings

MM = 25.4 / 72
GRID = 100  # measured at this size, so that the widths of the font are not rounded to whole points


@cache
def _font(bold):
    from PIL import ImageFont  # few pages of a web process need it

    name = "PTSerif-Bold.ttf" if bold else "PTSerif-Regular.ttf"
    return ImageFont.truetype(
        str(settings.BASE_DIR / "static" / "fonts" / name), GRID, layout_engine=ImageFont.Layout.BASIC
    )


def width(text, size, *, bold=False):
    """Return how many millimetres the text takes on one line at this size in points."""
    return _font(bold).getlength(text) * size / GRID * MM
