"""How a paper becomes a PDF: its sheet, the school's letterhead, and the code by which the print is checked."""

from django.conf import settings
from django.urls import reverse

from vsoko.models import StoredFile
from vsoko.qr import qr_svg

LETTERHEAD = "letterhead"


def check_of(token):
    """Return {url, code} of the page of requisites; None before the approval.

    The address is that of the present installation and no part of what is approved: it may change, the paper does not.
    """
    if not token:
        return None
    url = settings.SITE_URL + reverse("document-check", args=[token])
    return {"url": url, "code": qr_svg(url, "QR-код: страница сверки документа")}


def paper_context(sheet):
    """Return what `pdf/document.html` shows for a sheet."""
    return sheet | {"check": check_of(sheet["token"])}


def paper_files(document):
    """Return the pictures of a paper by the names under which the template asks for them."""
    content = document.content
    letterhead = content["school"].get("letterhead") if content else document.school.letterhead_id
    if not letterhead:
        return {}
    with StoredFile.objects.get(pk=letterhead).file.open("rb") as picture:
        return {LETTERHEAD: picture.read()}
