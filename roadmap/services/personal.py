"""What is kept about one employee: the card, the login, and every record that names the one or the other."""

import tomllib
from datetime import datetime

from django.db.models import Count, Value

from roadmap.models import Employee
from roadmap.permissions import administers, rights
from roadmap.services.school import DATA
from vsoko import history
from vsoko.models import User
from vsoko.wording import moment

CARD = (
    "last_name", "first_name", "patronymic", "gender", "position", "email", "consent_on", "consent_withdrawn_on", "left_on",
    "erased_on",
)  # fmt: skip
LOGIN = ("username", "name", "email", "is_active", "date_joined", "last_login", "digest")


def sees_data(user, employee):
    """Everybody sees what is kept about the own person; the director and the administrator, about anybody."""
    own = rights(user).employee
    return administers(user, employee) or (own is not None and own.pk == employee.pk)


def keeping():
    """Return what is kept about people, on which ground and how long: facts of law and the words of the school, not code."""
    return tomllib.loads((DATA / "personal_data.toml").read_text(encoding="utf-8"))


def facts_of(record, fields):
    """Return [(label, value)] of the named fields as a person reads them; a date stays a date in words, nothing is «None»."""
    values = history.snapshot(record, fields)
    return [
        (str(record._meta.get_field(name).verbose_name), read(getattr(record, name), values[name])) for name in fields
    ]


def read(value, plain):
    if isinstance(value, bool):
        return "да" if value else "нет"
    return moment(value) if isinstance(value, datetime) else plain or ""


def namings():
    """Return [(model, field, words, Employee or User)] of every column by which a record names a person or a login.

    They are asked of the models themselves: what a new record keeps about people is shown without anybody thinking of it.
    """
    found = []
    for owner in (Employee, User):
        for relation in owner._meta.get_fields(include_hidden=True):
            if not relation.auto_created or relation.concrete or relation.related_model is Employee:
                continue
            model, field = relation.related_model, relation.field
            if model._meta.auto_created:
                continue  # behind a field of many people, which is asked itself
            found.append((model, field, f"{model._meta.verbose_name_plural}: {field.verbose_name}", owner))
    return found


def records_of(employee, naming):
    """Return the queryset of the records that name the person in this way."""
    model, field, _, owner = naming
    return model._base_manager.filter(**{field.name: employee.pk if owner is Employee else employee.user_id})


def in_use(employee):
    """Return [(naming, how many records)] of the ways in which anything names the person at all, by one query."""
    every = [one for one in namings() if one[3] is Employee or employee.user_id]
    queries = [
        records_of(employee, one).order_by().annotate(naming=Value(place)).values_list("naming").annotate(Count("pk"))
        for place, one in enumerate(every)
    ]
    found = queries[0].union(*queries[1:], all=True)
    # A database counts none of what there is not, too: a row of nothing.
    return sorted(((every[place], number) for place, number in found if number), key=lambda row: row[0][2])


def counts_of(employee):
    """Return [(words, how many)] of the records that name the person."""
    return [(naming[2], number) for naming, number in in_use(employee)]


def whole(employee):
    """Return all that is kept, ready for JSON: {"Карточка": {…}, "Вход": {…}, "Записи": [{…}]}."""
    user = employee.user
    login = dict(facts_of(user, LOGIN)) | {"ссылка календаря": "есть" if user.calendar_token else "нет"} if user else {}
    return {
        "Карточка": dict(facts_of(employee, CARD)) | {"падежи": employee.case_forms},
        "Вход": login,
        "Записи": [
            {"вид": naming[2], "номер": record.pk, "запись": str(record)}
            for naming, _ in in_use(employee)
            for record in records_of(employee, naming).iterator(chunk_size=500)
        ],
    }
