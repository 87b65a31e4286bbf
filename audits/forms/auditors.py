"""Choosing auditors: beside every name stands why this person may not audit, or by what exemption all the same."""

from django import forms
from django.utils.html import format_html


class PeopleMixin:
    """A choice of people that cannot be made where `barred` gives a reason; the reason stands beside the name.

    Who is chosen already stays so until a person changes it: a browser does not send a disabled mark, and it would be
    lost unseen.
    """

    barred, exempted = {}, {}

    def create_option(self, name, value, label, selected, *args, **kwargs):
        option = super().create_option(name, value, label, selected, *args, **kwargs)
        if why := self.barred.get(getattr(value, "value", value)):
            option["attrs"]["disabled"] = not selected
            option["label"] = format_html('{} <span class="help">Не может: {}</span>', label, "; ".join(why))
        elif why := self.exempted.get(getattr(value, "value", value)):
            option["label"] = format_html('{} <span class="help">По исключению директора: {}</span>', label, why)
        return option


class OnePerson(PeopleMixin, forms.RadioSelect):
    pass


class SomePeople(PeopleMixin, forms.CheckboxSelectMultiple):
    pass


def named(employee):
    return f"{employee.short_name}, {employee.position}"
