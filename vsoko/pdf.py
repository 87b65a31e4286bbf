"""PDF from templates. WeasyPrint is imported only when one is made: web workers stay small and start without Pango."""

import atexit
import ctypes.util
import gc
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.conf import settings
from django.template.loader import render_to_string

VARIANT = "pdf/a-3a"
SCHEME = "vsoko"
INSTALL_LINE = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_STATIC = Path(settings.BASE_DIR) / "static"
_STYLESHEET = _STATIC / "css" / "pdf.css"
_FONTS = _STATIC / "fonts"
# Every name a system may give the two libraries that WeasyPrint cannot do without.
_LIBRARIES = (
    ("pango-1.0", "pango-1.0-0", "libpango-1.0-0"),
    ("pangoft2-1.0", "pangoft2-1.0-0", "libpangoft2-1.0-0"),
)


class PdfUnavailable(Exception):
    """PDF cannot be made on this computer; the text is one sentence with the line to run."""

    def __init__(self):
        super().__init__(
            f"PDF пока не готовятся: на сервере нет библиотеки Pango. Выполните команду «{INSTALL_LINE}» "
            "и запустите программу снова."
        )


class ResourceRefused(ValueError):
    """A template asked for something that is neither a bundled font nor a file its caller has passed."""


def pdf_available():
    """Return whether the system libraries of PDF are there, without loading them or WeasyPrint."""
    return all(any(map(ctypes.util.find_library, names)) for names in _LIBRARIES)


def _bundled(url):
    """Return the path of a bundled font behind a file: address, None for any other file of the computer."""
    path = Path(url2pathname(urlsplit(url).path)).resolve()
    return path if path.parent == _FONTS.resolve() and path.suffix == ".ttf" else None


def read_resource(url, files):
    """Return the bytes behind an address: a bundled font, or `vsoko:NAME` out of `files`. Raises ResourceRefused."""
    scheme, _, name = url.partition(":")
    if scheme == SCHEME and name in files:
        return files[name]
    if scheme == "file" and (font := _bundled(url)):
        return font.read_bytes()
    raise ResourceRefused(f"Не разрешено в PDF: {url}")


def _weasyprint():
    try:
        import weasyprint
    except OSError as error:
        raise PdfUnavailable from error
    return weasyprint


def _fetcher(files):
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):
        def fetch(self, url, headers=None):
            try:
                return URLFetcherResponse(url, read_resource(url, files))
            except ResourceRefused as error:
                # A picture left out of a signed paper would pass unseen: the whole rendering stops instead.
                raise FatalURLFetchingError from error

    return Fetcher()


@cache
def _house_style():
    """Return the font configuration and the stylesheet of all papers, read once a process."""
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    atexit.register(_house_style.cache_clear)  # it removes its folder of fonts, which must happen before modules go
    style = weasyprint.CSS(
        string=_STYLESHEET.read_text(encoding="utf-8"),
        base_url=_STYLESHEET.as_uri(),
        font_config=fonts,
        url_fetcher=_fetcher({}),
    )
    return fonts, style


@contextmanager
def _without_collecting():
    """Leave garbage for afterwards: the boxes of a layout live to its end, and going through them takes an eighth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def warm_up():
    """Load what the first PDF of this process would otherwise wait for: WeasyPrint, fonts, the stylesheet."""
    if pdf_available():
        _house_style()


def lay_out(template_name, context, *, files=None, base_url=None):
    """Return the paginated document (weasyprint.Document) of a template; arguments and errors as in `render_pdf`."""
    weasyprint = _weasyprint()
    fonts, style = _house_style()
    html = render_to_string(template_name, context)
    try:
        source = weasyprint.HTML(string=html, base_url=base_url, url_fetcher=_fetcher(files or {}))
        return source.render(stylesheets=[style], font_config=fonts, pdf_variant=VARIANT)
    except weasyprint.urls.FatalURLFetchingError as error:
        raise error.__cause__ from None  # it is a BaseException, which would end the worker


def render_pdf(template_name, context, *, files=None, base_url=None):
    """Return the bytes of a tagged PDF/A-3a made from a template that extends `pdf/base.html`.

    `files` maps names to bytes that the template may show as `vsoko:NAME`; `base_url` turns relative links into full
    ones. Raises PdfUnavailable without Pango, ResourceRefused for a resource that is not allowed.
    """
    with _without_collecting():
        return lay_out(template_name, context, files=files, base_url=base_url).write_pdf(pdf_variant=VARIANT)
