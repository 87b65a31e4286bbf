"""How roles, papers, points and rows of the year pass from one person to another; the step itself is `handover`."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from roadmap.models import Activity, ActivityResponsible, Appointment, Document, DocumentItem, DocumentKind, Roadmap
from roadmap.permissions import GROUP_ROLES, Role, administers
from roadmap.services.appointments import (
    DAY,
    ENTRUSTED,
    REFUSAL_ENTRUSTED,
    check_right,
    keep_a_manager,
    one_at_a_time,
    scope_of,
    still_on,
)
from roadmap.services.documents import order_pdf_after
from roadmap.services.working_group import refuse_directors
from vsoko import history, notifications
from vsoko.holdings import HeldKind, held_kinds
from vsoko.wording import full_stop
from vsoko.workflow import TransitionError

GONE = "Этим уже занимается другой: откройте страницу заново."
PASSED = "Передано другому"


def taken(queryset, pk, **held):
    """Return the locked record as the former person holds it, or raise TransitionError."""
    row = queryset.select_for_update(of=("self",)).filter(pk=pk, **held).first()
    if row is None:
        raise TransitionError(GONE)
    return row


def tell_passed(record, *, what, former, to, actor, basis, on):
    """Write into the history of a record who answers for it now; `what` is the word of the field."""
    history.record(
        record, actor=actor, action=f"{record._meta.label_lower}.pass", sentence=PASSED, comment=basis, on=on,
        changes={what: [former.short_name, to.short_name]},
    )  # fmt: skip


def put(record, *fields, to, about=None, **facts):
    """Let another person stand in the named fields of a record and tell history, of `about` where the record is a part of it."""
    for field in fields:
        setattr(record, field, to)
    record.save(update_fields=fields)
    words = ", ".join(str(record._meta.get_field(field).verbose_name) for field in fields)
    tell_passed(about or record, what=words, to=to, **facts)


# --- роли -----------------------------------------------------------------------------------------------------------


def held_roles():
    """Return the roles that go on after today. What a teacher teaches is no role of the cycle and passes to nobody."""
    rows = Appointment.objects.filter(still_on(timezone.localdate())).exclude(role=Role.TEACHER)
    return rows.select_related("employee", "association", "working_group__roadmap", "school")


ROLE_AND_PLACE = Concat("role", Value("|"), Coalesce("association__name", Value("")), output_field=TextField())


def role_words(text):
    role, place = text.split("|", 1)
    label = str(Role(role).label)
    return f"{label.removesuffix(' МО')}: {place}" if place else label


def passes(row, former, today):
    """Return whether a role of a person goes on after today, or has ended with the dismissal: the other person may have it."""
    return row.ends_on is None or row.ends_on > today or row.ends_on == former.left_on


def ended_roles():
    """Return the roles that ended with the dismissal of their holder and that nobody has taken up since."""
    taken_up = Appointment.objects.filter(
        Q(association=OuterRef("association")) | Q(association=None),
        Q(working_group=OuterRef("working_group")) | Q(working_group=None),
        school=OuterRef("school"), role=OuterRef("role"), starts_on__gt=OuterRef("ends_on"),
    )  # fmt: skip
    rows = Appointment.objects.filter(~Exists(taken_up), ends_on=F("employee__left_on")).exclude(role=Role.TEACHER)
    return rows.select_related("employee", "association", "working_group__roadmap", "school")


def refused_roles(pks, *, former, to, actor):
    today = timezone.localdate()
    directs = any(row.role == Role.DIRECTOR and row.covers(today) for row in to.appointments.all())
    entrusts = actor is None or administers(actor)
    why = {}
    for pk, role in [(row.pk, row.role) for row in former.appointments.all() if row.pk in pks]:
        if role in ENTRUSTED and not entrusts:
            why[pk] = REFUSAL_ENTRUSTED
        elif role in ENTRUSTED and not can_log_in(to):
            why[pk] = f"У сотрудника {to.short_name} нет входа: сначала откройте его."
        elif role in GROUP_ROLES and directs:
            why[pk] = f"{to.short_name} — директор и в рабочую группу не входит."
    return why


def can_log_in(person):
    return person.user is not None and person.user.is_active


def pass_role(pk, *, former, to, actor, basis, on):
    """End a role the day before and give it to the other person from that day on; who has it already gets no second one."""
    one_at_a_time(former.school_id)
    row = taken(held_roles(), pk, employee=former)
    check_right(actor, row.role)
    if row.role in GROUP_ROLES:
        refuse_directors([to], on)
    same = {"role": row.role, "association": row.association, "working_group": row.working_group}
    begins = max(on, row.starts_on or on)
    others = Appointment.objects.filter(school=row.school, employee=to, **same)
    if not others.within(begins, row.ends_on or date.max).exists():
        Appointment.objects.create(
            school=row.school, employee=to, starts_on=begins, ends_on=row.ends_on, acting=row.acting,
            basis=basis[:200], **same,
        )  # fmt: skip
    scope = scope_of(row)
    if row.starts_on and row.starts_on >= on:
        row.delete()  # it has not begun and never will
    else:
        row.ends_on = on - DAY
        row.save(update_fields=["ends_on"])
        keep_a_manager([row], on=on - DAY)
    tell_passed(scope, what=row.get_role_display(), former=former, to=to, actor=actor, basis=basis, on=on)


def pass_ended(pk, *, former, to, actor, basis, on):
    """Give the other person a role that has ended: from the day after it at the earliest."""
    one_at_a_time(former.school_id)
    row = taken(ended_roles(), pk, employee=former)
    check_right(actor, row.role)
    begins = max(on, row.ends_on + DAY)
    if row.role in GROUP_ROLES:
        refuse_directors([to], begins)
    same = {"role": row.role, "association": row.association, "working_group": row.working_group}
    if Appointment.objects.filter(school=row.school, employee=to, **same).within(begins, date.max).exists():
        raise TransitionError(f"У сотрудника {to.short_name} эта роль уже есть.")
    Appointment.objects.create(
        school=row.school, employee=to, starts_on=begins, acting=row.acting, basis=basis[:200], **same
    )
    tell_passed(
        scope_of(row), what=row.get_role_display(), former=former, to=to, actor=actor, basis=basis, on=on
    )  # fmt: skip


# --- документы ------------------------------------------------------------------------------------------------------


def held_papers():
    rows = Document.objects.filter(state__in=Document.UNFINISHED)
    return rows.select_related("kind", "school", "author__employee", "signer")


def refused_papers(pks, *, former, to, actor):
    why = {}
    for paper in held_papers().filter(pk__in=pks):
        if paper.author_id == former.user_id and not can_log_in(to):
            why[paper.pk] = full_stop(
                f"Готовит его тот, у кого есть вход: сначала откройте вход сотруднику {to.short_name}"
            )
        elif paper.signer_id == former.pk and paper.kind.form == DocumentKind.Form.MINUTES:
            why[paper.pk] = f"Заседание вёл(а) {former.short_name}: протокол подписывает тот, кто его вёл."
    return why


def pass_paper(pk, *, former, to, **facts):
    """Let the other person prepare or sign a paper under way; who drafted an approved one stays its author."""
    paper = taken(held_papers().filter(Q(author__employee=former) | Q(signer=former)), pk)
    if why := refused_papers([pk], former=former, to=to, actor=None):
        raise TransitionError(why[pk])
    if paper.signer_id == former.pk:
        put(paper, "signer", former=former, to=to, **facts)
    if paper.author_id == former.user_id:
        paper.author = to.user
        paper.save(update_fields=["author"])
        tell_passed(paper, what="подготовил", former=former, to=to, **facts)
    notifications.over(f"paper:{paper.pk}")
    if paper.state in Document.WAITING:
        order_pdf_after(paper, facts["actor"])


def held_points():
    """Return also what waits to be accepted: whoever holds it answers for it again if it comes back."""
    states = (DocumentItem.State.PROPOSED, *DocumentItem.OPEN)
    rows = DocumentItem.objects.filter(state__in=states).exclude(document__state=Document.State.ANNULLED)
    return rows.select_related("document__school")


def pass_point(pk, *, former, **facts):
    point = taken(held_points(), pk, responsible=former)
    put(point, "responsible", former=former, **facts)
    notifications.over(f"item:{point.pk}")
    if point.document.state in Document.WAITING:
        order_pdf_after(point.document, facts["actor"])


# --- дорожная карта -------------------------------------------------------------------------------------------------


def held_rows():
    open_rows = Q(activity__state__in=Activity.OPEN) & ~Q(activity__roadmap__state=Roadmap.State.CLOSED)
    rows = ActivityResponsible.objects.filter(open_rows, employee__isnull=False)
    return rows.select_related("activity__roadmap__school")


def pass_row(pk, *, former, to, **facts):
    """Let the other person answer for a row of the year; whoever stands there already takes the place of both."""
    row = taken(held_rows(), pk, employee=former)
    double = row.activity.responsible.filter(employee=to).first()
    if double:
        double.delete()
        row.is_main |= double.is_main
        row.save(update_fields=["is_main"])
    put(row, "employee", about=row.activity, former=former, to=to, **facts)


def register():
    roles = HeldKind(
        "Роли", held_roles, ("employee",), ROLE_AND_PLACE, ("employee-detail", "employee"), pass_role, refused_roles,
        role_words,
    )  # fmt: skip
    ended = HeldKind(
        "Роли, завершённые увольнением", ended_roles, ("employee",), ROLE_AND_PLACE, ("employee-detail", "employee"),
        pass_ended, refused_roles, role_words, is_owed=False,
    )  # fmt: skip
    papers = HeldKind(
        "Документы в работе", held_papers, ("author__employee", "signer"), "title", ("document-detail", "pk"), pass_paper,
        refused_papers,
    )  # fmt: skip
    points = HeldKind("Пункты документов", held_points, ("responsible",), "text", ("item-detail", "pk"), pass_point)
    page = ("activity-detail", "activity")
    rows = HeldKind("Мероприятия карты", held_rows, ("employee",), "activity__title", page, pass_row)
    for name, kind in {"roles": roles, "ended": ended, "papers": papers, "points": points, "rows": rows}.items():
        held_kinds.register(name, kind)
