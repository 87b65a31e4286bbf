"""QR codes as SVG with literal attributes: papers know no stylesheet of a page."""

from django.utils.safestring import mark_safe

QUIET = 3  # modules of white around: the paper beside the code is white as well


def qr_svg(address, title):
    """Return the SVG of the code that leads to an address; `title` says it to whoever cannot see."""
    import segno  # a few pages draw codes: the others leave it where it is

    code = segno.make_qr(address, error="m")
    return mark_safe(
        code.svg_inline(border=QUIET, dark="#000000", light="#ffffff", omitsize=True, title=title, lineclass=None)
    )
