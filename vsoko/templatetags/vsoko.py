"""Words and marks for templates. The wording itself stands in `vsoko.wording`; here it only meets HTML."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from vsoko import typeset, wording

register = template.Library()

SHAPES = ("plan", "draft", "run", "wait", "done", "late", "back", "split", "void")
# Numbers of records and papers: «2021-04/02», «№ 112-од». A hyphen must not become a line end.
RECORD_NUMBER = re.compile(rf"№{typeset.NBSP}[\w./-]*[\w/]|\b\d{{4}}-\d{{2}}(?:/\d{{2,}})?\b")
# Where Pango, which lays papers out, would end a line within a number: «112-од». Between digits it never does, browsers do.
ENDS_ON_PAPER = re.compile(r"[-/](?=[^\W\d])")

register.filter("plural", wording.plural)
register.filter("lasting", wording.lasting)
register.filter("plural_form", wording.plural_form)
register.filter("percent", wording.percent)
register.filter("decimal", wording.decimal)
register.filter("in_cell", wording.in_cell)
register.filter("signed", wording.signed)
register.filter("day", wording.day)
register.filter("day_num", wording.day_num)
register.filter("day_text", wording.day_text)
register.filter("day_paper", wording.day_paper)
register.filter("moment", wording.moment)
register.filter("as_day", wording.as_day)
register.filter("late_by", wording.late_by)
register.filter("full_stop", wording.full_stop)
register.simple_tag(wording.period, name="period")


@register.filter(is_safe=True)
def nb(text):
    """Return the text with non-breaking spaces, and with record numbers kept on one line."""
    return _together(text, lambda number: True)


@register.filter(is_safe=True)
def nb_paper(text):
    """Return what `nb` does, for a PDF: a line is laid out by its pieces, so only a number that could part becomes one."""
    return _together(text, ENDS_ON_PAPER.search)


def _together(text, parts):
    if text is None:
        return ""
    spaced = conditional_escape(text if hasattr(text, "__html__") else typeset.nb(str(text)))

    def whole(found):
        return f'<span class="nb">{found[0]}</span>' if parts(found[0]) else found[0]

    return mark_safe(RECORD_NUMBER.sub(whole, spaced))


@register.filter
def shown(value):
    """Return a value of history as a reader expects it: nothing is «пусто», yes and no are words, several stand in a row."""
    if value is None or value == "" or value == []:
        return "пусто"
    if isinstance(value, bool):
        return "да" if value else "нет"
    return ", ".join(map(str, value)) if isinstance(value, list) else value


@register.simple_tag
def mark(shape, word):
    """Return a shape and its word; an unknown shape is a mistake in the template and fails loudly."""
    if shape not in SHAPES:
        raise template.TemplateSyntaxError(f"нет такого знака: {shape}")
    return format_html('<span class="state state--{}">{}</span>', shape, word)


@register.simple_tag
def state(record):
    """Return the mark of a record's present state."""
    return mark(record.state_shape, record.get_state_display())


@register.simple_tag(takes_context=True)
def column(context, key, word, css=""):
    """Return the head of a column that sorts by a click; `sorted_by` of the page is the order as the URL says it."""
    now = context["sorted_by"]
    query = context["request"].GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{key}" if now == key else key
    ways = {key: "ascending", f"-{key}": "descending"}
    order = format_html(' aria-sort="{}"', ways[now]) if now in ways else ""
    return format_html('<th scope="col" class="{}"{}><a href="?{}">{}</a></th>', css, order, query.urlencode(), word)


@register.filter
def linked(value, url):
    """Return a figure as a link to the rows behind it, or as it is where there is no address."""
    return format_html('<a href="{}">{}</a>', url, value) if url else value


@register.simple_tag
def named(record, text):
    """Return the text, as a link where its reader may open the record (the page has asked `note_seen`)."""
    return format_html('<a href="{}">{}</a>', record.get_absolute_url(), text) if record.seen else text


@register.simple_tag
def due(value, today=None, done=False):
    """Return a term; a passed one in red, with a second line that says by how many working days."""
    value = wording.as_day(value)
    if value is None:
        return ""
    time = format_html('<time datetime="{}">{}</time>', value.isoformat(), wording.day(value, today))
    if not wording.is_late(value, today, done):
        return time
    words = wording.lateness(value, today, done)
    return format_html('<span class="state state--late">{}</span> <span class="sub2">{}</span>', time, words)
