"""What the page of control may be asked for; a form of GET, so nothing in it is an error worth a page."""

from django import forms
from django.db.models import Exists, OuterRef

from roadmap.control import Asked
from roadmap.models import Association, Document, DocumentItem, Employee
from vsoko.forms import PlainForm

PLAN = "D12"  # its actions are points of a paper, too


class ControlForm(PlainForm):
    state = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(label="Слово", required=False, max_length=100)
    responsible = forms.ModelChoiceField(Employee.objects.none(), label="Ответственный", required=False)
    document = forms.ModelChoiceField(Document.objects.none(), label="Документ", required=False)
    association = forms.ModelChoiceField(Association.objects.none(), label="МО", required=False)
    due_from = forms.DateField(label="Срок с", required=False)
    due_to = forms.DateField(label="по", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        given = DocumentItem.objects.filter(document=OuterRef("pk")).exclude(state=DocumentItem.State.PROPOSED)
        papers = Document.objects.visible_to(user).exclude(state__in=Document.UNFINISHED)
        papers = papers.filter(Exists(given)) | papers.filter(kind__code=PLAN)
        self.fields["responsible"].queryset = Employee.objects.visible_to(user)
        self.fields["document"].queryset = papers.select_related("kind").defer("text", "content")
        self.fields["document"].label_from_instance = named
        self.fields["association"].queryset = Association.objects.visible_to(user)
        for field in ("responsible", "document", "association"):
            self.fields[field].empty_label = "все"

    def has_changed(self):
        """Return whether anything is narrowed: a tab alone is no filter, and opens none on a phone."""
        return bool(set(self.changed_data) - {"state"})

    def asked(self):
        """Return what was asked for; what cannot be read is as if it had not been asked."""
        self.is_valid()
        return Asked(**{name: value for name, value in self.cleaned_data.items() if value})


def named(document):
    number = f"№\u00a0{document.number}: " if document.number else ""
    return f"{number}{document.title}"
