"""Helping people at the door: a login that was closed by wrong passwords, a second step whose telephone is lost."""

from django.db import transaction

from roadmap.services.people import locked
from vsoko import history, lockout, second_factor, sessions
from vsoko.workflow import NotAllowed, TransitionError


@transaction.atomic
def lift_lockout(pk, *, actor):
    """Open the door to this person's login before its time is over. Raises TransitionError when it is open."""
    employee = locked(pk, actor)
    if employee.user is None or lockout.locked_until(employee.user.username) is None:
        raise TransitionError("Вход этого сотрудника не закрыт: он может войти.")
    lockout.lift(employee.user.username)
    history.record(employee, actor=actor, action="roadmap.employee.unlock", sentence="Вход открыт до срока")
    return employee


@transaction.atomic
def reset_second_factor(pk, *, actor, comment):
    """Let this person enter by the password alone and set the second step up anew; open logins end.

    `actor` None is whoever sits at the server. Raises TransitionError when there is no second step.
    """
    employee = locked(pk, actor)
    if actor is not None and employee.user_id == actor.pk:
        raise NotAllowed("Свой второй шаг переносят и выключают в учётной записи: там нужен пароль.")
    if employee.user is None:
        raise TransitionError("Вход этому сотруднику не открыт.")
    second_factor.clear(employee.user)
    sessions.close_all(employee.user)
    history.record(
        employee,
        actor=actor,
        action="roadmap.employee.second_factor",
        sentence="Второй шаг входа сброшен",
        comment=comment,
    )
    return employee
