"""A school's own Word template: only plain tags of a known list are let in, and they are filled in a sandbox."""

import io
import re
import zipfile

from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import LxmlError, XMLParser, fromstring

from vsoko.apart import Unfit

MOST_UNPACKED = 30 * 2**20
MOST_TEXT = 4 * 2**20
MARK = "\ue000text\ue000"
TAG = re.compile(r"\{[{%#].*?[}%#]\}")
BROKEN = "Файл не открывается как документ Word: сохраните шаблон в формате .docx и приложите ещё раз."
# Parts through which a document fetches something or runs a program.
ACTIVE = re.compile(r"vbaProject|activeX|embeddings/|\.bin$")
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def check(data, tags, body, required):
    """Raise Unfit unless this is a .docx that can be filled and whose tags are all known: `tags` and `body`.

    A tag is a name with one dot at most: «{{ org.short }}». Conditions, loops, calls and filters are refused.
    """
    known = {*tags, body}
    refuse_package(data)
    found = []
    for text in texts_of(opened(data)):
        found += tags_in(text)
    for tag in found:
        if tag not in known:
            raise Unfit(f"В шаблоне неизвестная подстановка «{{{{ {tag} }}}}»: исправьте её.")
    for tag in required:
        if tag not in found:
            raise Unfit(f"В шаблоне нет обязательной подстановки «{{{{ {tag} }}}}»: добавьте её.")
    # Filled once with nothing: what Word could not open would be found when a paper is needed.
    fill(data, dict.fromkeys(tags, ""), body)


def fill(data, values, body):
    """Return (python-docx Document with the tags filled, the paragraph element where the tag `body` stood).

    Raises Unfit where that tag does not stand alone in a paragraph of the main text.
    """
    template = opened(data)
    context = {body: MARK}
    for tag, words in values.items():
        group, _, name = tag.partition(".")
        context.setdefault(group, {})[name] = words
    template.render(context, sandbox(), autoescape=True)
    for paragraph in template.docx.element.body.iter(qn("w:p")):
        if "".join(node.text or "" for node in paragraph.iter(qn("w:t"))).strip() == MARK:
            return template.docx, paragraph
    raise Unfit(f"Подстановка «{{{{ {body} }}}}» должна стоять в шаблоне отдельным абзацем.")


def sandbox():
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def refuse_package(data):
    """Raise Unfit for what is no .docx, unpacks to too much, runs programs or fetches from elsewhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            if sum(info.file_size for info in infos) > MOST_UNPACKED:
                raise Unfit("Шаблон слишком велик: уберите из него большие картинки.")
            names = [info.filename for info in infos]
            if any(ACTIVE.search(name) for name in names):
                raise Unfit("В шаблоне есть макросы или вложения: сохраните его без них.")
            if any(fetches(package.read(name)) for name in names if name.lower().endswith(".rels")):
                raise Unfit("Шаблон ссылается на посторонние файлы: вставьте картинки в него самого.")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, LxmlError) as error:
        raise Unfit(BROKEN) from error


def fetches(relationships):
    """Return whether a list of links of a package leads outside by anything but a hyperlink, which waits for a click."""
    return any(
        link.get("TargetMode") == "External" and not link.get("Type", "").endswith("/hyperlink")
        for link in fromstring(relationships, parser=XMLParser(resolve_entities=False)).iter(RELATIONSHIP)
    )


def opened(data):
    try:
        template = DocxTemplate(io.BytesIO(data))
        template.init_docx()
        return template
    except (PackageNotFoundError, KeyError, ValueError, LxmlError, zipfile.BadZipFile) as error:
        raise Unfit(BROKEN) from error


def texts_of(template):
    """Return everything that the template engine would read: text, headers, footers, footnotes, properties."""
    parts = [template.get_xml()]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        parts += [template.get_part_xml(part) for _, part in template.get_headers_footers(uri)]
    for part in template.docx.part.package.parts:
        if part.content_type.endswith("footnotes+xml"):
            parts.append(part.blob.decode())
    core = template.docx.core_properties
    parts += [core.author, core.comments, core.identifier, core.language, core.subject, core.title]
    if any(len(part) > MOST_TEXT for part in parts):
        raise Unfit("В шаблоне слишком много текста: оставьте в нём только бланк.")
    return [template.patch_xml(part) for part in parts]


def tags_in(text):
    """Return the tags of one part as «org.short». Raises Unfit for anything but a plain name."""
    try:
        tree = sandbox().parse(text)
    except TemplateSyntaxError as error:
        raise Unfit(wrong(text)) from error
    found = []
    for part in tree.body:
        if not isinstance(part, nodes.Output):
            raise Unfit(wrong(text))
        for node in part.nodes:
            if isinstance(node, nodes.Name):
                found.append(node.name)
            elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
                found.append(f"{node.node.name}.{node.attr}")
            elif not isinstance(node, nodes.TemplateData):
                raise Unfit(wrong(text))
    return found


def wrong(text):
    """Return the sentence about the first tag of a part that is no plain name."""
    plain = re.sub(r"<[^>]+>", "", text)
    tags = [tag for tag in TAG.findall(plain) if not re.fullmatch(r"\{\{\s*\w+(\.\w+)?\s*\}\}", tag)]
    start = plain.find("{{") if "{{" in plain else plain.find("{%")
    named = tags[0] if tags else plain[start : start + 30]
    return (
        f"Тег шаблона «{named[:60]}» не разрешён или не закрыт: оставьте только подстановки вида «{{{{ org.short }}}}»."
    )
