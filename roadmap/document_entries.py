"""Papers as PDF, as entries of the menu, and as files that people may download."""

from django.contrib.contenttypes.models import ContentType

from roadmap.models import Document
from roadmap.paper_pdf import paper_context, paper_files
from roadmap.permissions import administers, is_employee, prepares_papers
from roadmap.sheet import sheet_of
from vsoko.models import Rendering
from vsoko.registries import MenuItem, PdfSource, file_owners, menu, pdf_sources
from vsoko.translit import latin

PURPOSE = "document"


def file_name(document):
    """Return «prikaz-o-sozdanii-vsoko-112-od.pdf»: school sites and mail programmes spoil other letters."""
    return f"{latin(f'{document.kind.title} {document.number}')[:180]}.pdf"


def sees_scan(user, file_id):
    return Document.objects.visible_to(user).filter(scan_id=file_id).exists()


def sees_letterhead(user, file_id):
    """The present letterhead is seen by the whole school, a former one by whoever sees a paper with it."""
    if user.school.letterhead_id == file_id:
        return True
    return Document.objects.visible_to(user).filter(content__school__letterhead=file_id).exists()


def sees_template(user, file_id):
    return user.school.docx_template_id == file_id and administers(user)


def sees_pdf(user, file_id):
    made = Rendering.objects.visible_to(user).filter(
        file_id=file_id, owner_type=ContentType.objects.get_for_model(Document)
    )
    return Document.objects.visible_to(user).filter(pk__in=made.values("owner_id")).exists()


def register():
    pdf_sources.register(
        PURPOSE,
        PdfSource(
            model=Document,
            template="pdf/document.html",
            content=sheet_of,
            context=paper_context,
            name=file_name,
            files=paper_files,
        ),
    )
    file_owners.add(sees_scan)
    file_owners.add(sees_pdf)
    file_owners.add(sees_letterhead)
    file_owners.add(sees_template)
    menu.register("tray", MenuItem("На подпись", "tray", "", prepares_papers, 10))
    menu.register("items", MenuItem("Контроль исполнения", "item-list", "", is_employee, 20))
    menu.register("documents", MenuItem("Документы", "document-list", "Школа", is_employee, 10))
