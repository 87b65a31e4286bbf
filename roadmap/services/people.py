"""People of the school: cards, logins, leaving. A card is kept for ever: papers and history name it."""

from django.db import transaction
from django.utils import timezone

from roadmap.declension import NAME
from roadmap.models import Employee
from roadmap.permissions import manages_people, manages_person
from roadmap.services.appointments import appoint, end_everything
from vsoko import history, search, sessions
from vsoko.models import User
from vsoko.translit import latin
from vsoko.workflow import NotAllowed, TransitionError

CARD = (
    "last_name", "first_name", "patronymic", "gender", "position", "email", "consent_on", "consent_withdrawn_on",
)  # fmt: skip
REFUSAL = "Сотрудников ведут администратор, директор и заместитель по УВР; карточки директора и администратора — только они сами."


@transaction.atomic
def add_employee(school, *, actor, comment="", **card):
    """Create a card and return it. `actor` None is the set-up of a new school, `comment` says where it came from."""
    if actor is not None and not manages_people(actor):
        raise NotAllowed(REFUSAL)
    employee = Employee.objects.create(school=school, **card)
    history.record(
        employee, actor=actor, action="roadmap.employee.create", sentence="Сотрудник внесён", comment=comment
    )
    return employee


@transaction.atomic
def enter_employee(school, *, actor, card, role="", association=None, starts_on=None, username=None):
    """Create a card, give the person a role from a day on and open the login; return the card.

    Without a role nothing is given; `username` None opens no login, an empty one is made of the surname. Raises
    TransitionError as `appoint` and `open_account` do, and then nothing is stored.
    """
    employee = add_employee(school, actor=actor, **card)
    if role:
        appoint(employee, role, actor=actor, association=association, starts_on=starts_on)
    if username is not None:
        employee.user = open_account(employee.pk, actor=actor, username=username or free_username(employee))
    return employee


def locked(pk, actor):
    """Return the locked card. Raises NotAllowed for those who may not change it."""
    employee = Employee.objects.select_for_update(of=("self",)).select_related("user", "school").get(pk=pk)
    if actor is not None and not manages_person(actor, employee):
        raise NotAllowed(REFUSAL)
    return employee


@transaction.atomic
def edit_employee(pk, *, actor, comment="", **card):
    """Change the card and return it; name and mail of the login follow."""
    employee = locked(pk, actor)
    before = history.snapshot(employee, card)
    words = {name: getattr(employee, name) for name in card}
    former = employee.last_name
    for name, value in card.items():
        setattr(employee, name, value)
    changed = {name for name in card if words[name] != card[name]}
    # Cases written for a word that has changed, or for another gender, are those of nobody.
    stale = changed.union(NAME) if "gender" in changed else changed
    employee.case_forms = {name: cases for name, cases in employee.case_forms.items() if name not in stale}
    employee.save(update_fields=[*card, "case_forms"])
    changes = history.differences(employee, before, history.snapshot(employee, card))
    if employee.user:
        User.objects.filter(pk=employee.user_id).update(name=employee.short_name, email=employee.email)
    if changes:
        history.record(
            employee,
            actor=actor,
            action="roadmap.employee.edit",
            sentence="Карточка изменена",
            changes=changes,
            comment=comment,
        )
    if changed.intersection(NAME):
        search.renew(employee.school_id, former)
    return employee


def free_username(employee):
    """Return a login that nobody has yet: the surname in Latin letters, with a number where it is taken."""
    root = latin(employee.last_name)[:50] or "user"
    taken = set(User.objects.filter(username__startswith=root).values_list("username", flat=True))
    return next(name for name in (root, *(f"{root}{n}" for n in range(2, len(taken) + 3))) if name not in taken)


@transaction.atomic
def open_account(pk, *, actor, username, password=None):
    """Give the person a login, or take the one that is there, and return the user: a one-time link sets the password.

    Raises TransitionError when the login is taken or the person has left.
    """
    employee = locked(pk, actor)
    if employee.left_on:
        raise TransitionError("Сотрудник уволен: вход ему не открывают.")
    if employee.user:
        sentence = "Выдана новая одноразовая ссылка для входа"
    else:
        if User.objects.filter(username__iexact=username).exists():
            raise TransitionError(f"Логин {username} уже занят: выберите другой.", field="username")
        employee.user = User.objects.create_user(
            username, password, school=employee.school, name=employee.short_name, email=employee.email
        )
        employee.save(update_fields=["user"])
        sentence = "Открыт вход" if password else "Открыт вход, выдана одноразовая ссылка"
    history.record(
        employee, actor=actor, action="roadmap.employee.account", sentence=sentence,
        changes={"Логин": ["", employee.user.username]},
    )  # fmt: skip
    return employee.user


@transaction.atomic
def open_accounts(employees, *, actor):
    """Give each of the people a login made of the surname, or take the one that is there; return [(employee, user)]."""
    return [(one, open_account(one.pk, actor=actor, username=free_username(one))) for one in employees]


@transaction.atomic
def dismiss(pk, *, actor, on):
    """Record that the person has left: roles and memberships end that day, the login closes at once."""
    employee = locked(pk, actor)
    if employee.left_on:
        raise TransitionError("Увольнение уже записано.")
    if on > timezone.localdate():
        raise TransitionError("Этот день ещё не наступил: запишите увольнение, когда он придёт.")
    ended = end_everything(employee, on=on)
    employee.left_on = on
    employee.save(update_fields=["left_on"])
    User.objects.filter(pk=employee.user_id).update(is_active=False)
    if employee.user:
        sessions.close_all(employee.user)
    history.record(
        employee, actor=actor, action="roadmap.employee.dismiss", sentence="Увольнение записано, вход закрыт",
        changes={"Завершены роли": ["", ended]} if ended else None, on=on,
    )  # fmt: skip
    return employee


@transaction.atomic
def bring_back(pk, *, actor):
    """Let a person who had left work again; the roles are given anew."""
    employee = locked(pk, actor)
    if employee.erased_on:
        raise TransitionError("Данные этого сотрудника стёрты: внесите его заново новой карточкой.")
    was, employee.left_on = employee.left_on, None
    employee.save(update_fields=["left_on"])
    User.objects.filter(pk=employee.user_id).update(is_active=True)
    history.record(
        employee, actor=actor, action="roadmap.employee.return", sentence="Снова работает",
        changes={"Уволен": [history.plain(was), None]},
    )  # fmt: skip
    return employee
