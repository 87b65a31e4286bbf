"""Erasing: of who has left the school «Сотрудник № …» remains wherever the law lets the name go; signed papers stay whole."""

import re
from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db import transaction
from django.utils import timezone

from roadmap.declension import CASES, full_in, short_in, signature_in
from roadmap.models import Employee, RosterImport, Training
from roadmap.models.file_import import FileImport
from roadmap.permissions import is_administrator
from roadmap.services.people import locked
from roadmap.services.uploads import PLAIN, drop_upload
from vsoko import history, search, sessions
from vsoko.files import store_bytes
from vsoko.holdings import held_by
from vsoko.models import KeptForm, Notification, ReserveCode, SavedFilter, SecondFactor
from vsoko.wording import day_num
from vsoko.workflow import NotAllowed, TransitionError

REFUSAL = "Данные уволенного стирает администратор."
POSITION = "сотрудник школы"
GONE_LIST = "Список стёрт вместе с персональными данными.txt"


def erasable_from(employee):
    """Return the first day on which the data of a person who has left may be erased (a term of the school)."""
    return employee.left_on + timedelta(days=employee.school.erase_after_days)


def obstacle(employee):
    """Return the sentence that says why the data may not be erased today, or nothing."""
    if employee.erased_on:
        return "Данные этого сотрудника уже стёрты."
    if employee.left_on is None:
        return "Стирают данные того, кто уволен: сначала запишите увольнение."
    if (first := erasable_from(employee)) > timezone.localdate():
        return f"Срок, который назначила школа, ещё не вышел: данные стирают с {day_num(first)}."
    if held_by(pk=employee.pk, owed=True):
        return "Сотрудник ещё за что-то отвечает: сначала передайте его дела."
    return ""


@transaction.atomic
def erase(pk, *, actor, basis):
    """Put «Сотрудник № …» in the place of the person and return the card.

    Gone are name, post, mail, cases and consent of the card, the login with its notices, filters and second step, numbers of
    certificates, the name in history, and the lists of people that were loaded from files. Frozen contents, PDF files and scans
    are what was signed: they stay as they are. Raises TransitionError while the person works, the term of the school runs or
    work is not handed over.
    """
    employee = locked(pk, actor)
    if not is_administrator(actor, employee):
        raise NotAllowed(REFUSAL)
    if why := obstacle(employee):
        raise TransitionError(why)
    basis = basis.strip()
    if not basis:
        raise TransitionError("Назовите основание: приказ, заявление или истёкший срок.", field="basis")
    words, former, names = f"Сотрудник № {employee.pk}", employee.last_name, names_of(employee)
    history.forget(employee, names, words, user=employee.user, everywhere=not employee_like(employee))
    _erase_card(employee, words)
    _erase_lists(employee, actor)
    if employee.user:
        _erase_login(employee.user, words)
    history.record(
        employee, actor=actor, action="roadmap.employee.erase", comment=names.sub(words, basis),
        sentence="Персональные данные стёрты, подписанные документы остались",
    )  # fmt: skip
    search.renew(employee.school_id, former)
    return employee


def names_of(employee):
    """Return a pattern of the name as the programme writes it: «Фамилия И.О.», «И.О. Фамилия» and in full, in all cases."""
    ways = {way(employee, case) for way in (short_in, signature_in, full_in) for case in CASES}
    ways = sorted(
        {re.sub(r"\s+", r"\\s+", re.escape(" ".join(one.split())).replace(r"\ ", " ")) for one in ways}, key=len
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(reversed(ways))})(?!\w)")


def employee_like(employee):
    """Return whether somebody else of the school is written in the same way: then only the person's own entries are changed."""
    others = Employee.objects.filter(school=employee.school_id, last_name=employee.last_name).exclude(pk=employee.pk)
    return any(other.short_name == employee.short_name for other in others)


def _erase_card(employee, words):
    # Sheets of readers are printed anew when somebody else signs: who has signed stays on them by name, like on the paper.
    employee.acknowledgements.exclude(done_on=None).update(
        signed_name=employee.full_name, signed_position=employee.position
    )
    employee.last_name, employee.first_name, employee.patronymic = words, "", ""
    employee.position, employee.email, employee.case_forms = POSITION, "", {}
    employee.consent_on = employee.consent_withdrawn_on = None
    employee.erased_on = timezone.localdate()
    employee.save()
    Training.objects.filter(employee=employee).update(certificate="")


def _erase_lists(employee, actor):
    """Drop the files that were loaded: each may name the person. What was loaded stays a fact of history."""
    for load in RosterImport.objects.filter(school=employee.school_id):
        if load.former.get(Employee._meta.label_lower, {}).pop(str(employee.pk), None):
            load.save(update_fields=["former"])
    for model in FileImport.__subclasses__():
        for load in model.objects.filter(school=employee.school_id).select_related("source_file", "school"):
            _drop_list(load, actor)


def _drop_list(load, actor):
    listed = load.source_file
    if listed.name != GONE_LIST:
        load.source_file = store_bytes(
            GONE_LIST.encode(), name=GONE_LIST, content_type=PLAIN, school=load.school, actor=actor
        )
        load.save(update_fields=["source_file"])
        drop_upload(listed)


def _erase_login(user, words):
    Notification.objects.filter(recipient=user).delete()
    for kept in (SavedFilter, KeptForm, SecondFactor, ReserveCode):
        kept.objects.filter(user=user).delete()
    for trace in (AccessAttempt, AccessFailureLog, AccessLog):
        trace.objects.filter(username=user.username).delete()
    sessions.close_all(user)
    user.username, user.name, user.email = f"erased-{user.pk}", words, ""
    user.is_active, user.digest, user.calendar_token, user.last_login = False, False, None, None
    user.set_unusable_password()
    user.save()
