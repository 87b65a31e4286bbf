from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from roadmap.forms.associations import People, working
from roadmap.models import Appointment, Document, Employee
from roadmap.permissions import Role
from vsoko.forms import PlainForm


class PaperChoice(forms.ModelChoiceField):
    def label_from_instance(self, document):
        return f"{document.title} {document.requisites}"


class WorkingGroupForm(PlainForm):
    head = forms.ModelChoiceField(Employee.objects.none(), label="Руководитель группы", empty_label="выберите")
    secretary = forms.ModelChoiceField(
        Employee.objects.none(), label="Секретарь группы", required=False, empty_label="без секретаря"
    )
    auditors = People(
        Employee.objects.none(), label="Внутренние аудиторы",
        help_text="Директор в группу не входит. Своё МО аудитор не проверяет, поэтому берите людей из разных объединений.",
    )  # fmt: skip
    since = forms.DateField(label="С какого дня", initial=timezone.localdate, help_text="День, названный в приказе.")
    document = PaperChoice(
        Document.objects.none(), label="Приказ", required=False, empty_label="пока без приказа",
        help_text="Приказ о создании группы или об изменении её состава.",
    )  # fmt: skip
    end_former = forms.BooleanField(
        label="Завершить полномочия групп прежних лет", required=False, initial=True,
        help_text="Иначе их члены сохраняют права аудиторов.",
    )  # fmt: skip

    def __init__(self, *args, user, orders, former, **kwargs):
        super().__init__(*args, **kwargs)
        directors = Appointment.objects.visible_to(user).filter(role=Role.DIRECTOR).covering(timezone.localdate())
        for name in ("head", "secretary", "auditors"):
            self.fields[name].queryset = working(user).exclude(pk__in=directors.values("employee"))
        self.fields["document"].queryset = orders
        names = [Row(Column("head"), Column("secretary")), "auditors", Row(Column("since"), Column("document"))]
        if former:
            names.append("end_former")
        else:
            del self.fields["end_former"]
        self.helper.layout = Layout(*names)
