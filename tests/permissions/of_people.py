"""Accounts, people, associations and what the school decides about itself: the records behind their addresses."""

from datetime import timedelta
from urllib.parse import urlencode

from axes.models import AccessAttempt
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from roadmap.models import CourseProgramme, LegalAct, RosterImport
from roadmap.permissions import Role
from roadmap.services.drafts import kind_of
from tests.factories import PASSWORD, make_association, make_employee, make_user
from tests.permissions.subjects import Subject, of, page, shared, stored, teacher_of, words
from vsoko import invitations
from vsoko.models import CalendarPeriod, Copy, KeptForm, Notification, Refusal, SecondFactor, WorkerSign


def busy_worker(world):
    """A worker whose sign of life outlasts the tests."""
    return WorkerSign.objects.create(worker=f"{world.school.pk}", seen_at=timezone.now() + timedelta(days=1))


def colleague(world):
    return make_employee(world.school, "Резинкина", email="rezinkina@example.org")


def holder(world):
    """Return somebody who answers for a row of the year."""
    person = make_employee(world.school, "Точилкина")
    world.roadmap.activities.first().responsible.create(employee=person)
    return person


def own_card(world):
    return world.teacher.employee


def gone(world):
    return make_employee(world.school, "Ушедшая", left_on="2021-06-01")


def boss(world):
    return world.director.employee


def chief_of_logins(world):
    return world.administrator.employee


def roster(world):
    """A list that has brought one person."""
    person = make_employee(world.school, "Скрепкина")
    return RosterImport.objects.create(
        school=world.school, source_file=stored(world, "spisok.csv"), loaded_by=world.deputy, people_total=1,
        made={"roadmap.employee": [person.pk]},
    )  # fmt: skip


def new_people(world):
    return {"people": shared(world, roster, ()).made["roadmap.employee"]}


def filled_list(world):
    return {"upload": SimpleUploadedFile("spisok.csv", "ФИО;Должность\nНовикова Анна Ильинична;учитель\n".encode())}


def role(world):
    return world.teacher.employee.appointments.get()


def membership(world):
    return world.association.members.get(employee=world.teacher.employee)


def course(world):
    return CourseProgramme.objects.create(
        school=world.school, name="Робототехника", focus="technical", association=world.association
    )


def association(world):
    return make_association(world.school, "МО учителей труда")


def vacation(world):
    return CalendarPeriod.objects.create(
        school=world.school, kind="vacation", name="Каникулы", starts_on="2021-03-22", ends_on="2021-03-28"
    )


def act(world):
    return LegalAct.objects.create(school=world.school, title="Положение о ВСОКО", number="1")


def order(world):
    return kind_of(world.school, "D01")


def skeleton(world):
    return order(world).skeletons.get(variant="")


def notice(world):
    return Notification.objects.create(
        school=world.school, recipient=world.teacher, kind="sign", channel="desk", dedupe_key=f"sign:{world.school.pk}",
        subject="На подпись", text="Документ передан вам.", url="/",
    )  # fmt: skip


def subscriber(world):
    world.teacher.calendar_token = f"secret-{world.teacher.pk}"
    world.teacher.save()
    return world.teacher


def copy(world):
    now = timezone.now()
    return Copy.objects.create(
        school=world.school, day=now, name=f"vsoko-{world.school.pk}.zip", state="done", requested_by=world.administrator,
        beat_at=now, finished_at=now,
    )  # fmt: skip


# --- what is typed ---------------------------------------------------------------------------------------------------


def curator_role(world):
    return {"role": "curator", "association": world.association.pk}


def group(world):
    return {"head": world.head.employee.pk, "auditors": [world.auditor.employee.pk, teacher_of(world)]}


def other_kind(world):
    return {"title": "Приказ о ВСОКО", "prepared_by": ["director"]}


PROOF = words(password=PASSWORD)
PERSON = words(last_name="Скрепкин", first_name="Иван", gender="m", position="учитель")
DAY = words(on="2026-01-15")


def phone_lost(world):
    """A teacher whose second step somebody else resets."""
    user = make_user(world.school, Role.TEACHER)
    SecondFactor.objects.create(user=user, nonce="0", last_step=0)
    return user.employee


def locked_out(world):
    user = make_user(world.school, Role.TEACHER)
    AccessAttempt.objects.create(
        username=user.username, ip_address="10.0.0.9", failures_since_start=settings.AXES_FAILURE_LIMIT,
        attempt_time=timezone.now() + timedelta(minutes=5),
    )  # fmt: skip
    return user.employee


def refused(world):
    now = timezone.now()
    return Refusal.objects.create(
        school=world.school, kind="link", path="/invite/", user=world.teacher, began_at=now, last_at=now
    )


def unsent(world):
    return KeptForm.objects.create(user=world.teacher, path="/", fields=[["text", "Слова"]], kept_at=timezone.now())


SUBJECTS = {
    # --- accounts
    "desk": page(),
    "profile": page(),
    "profile-digest": page(words(digest="on")),
    "calendar-link": page(),
    "calendar-link-revoke": page(),
    "calendar-feed": Subject(subscriber, args=lambda user: [user.calendar_token], public=True, secret=True, quiet=True),
    "notification-list": page(),
    "notification-read": of(notice),
    "notification-read-all": page(),
    "kept-forms": page(),
    "kept-form-drop": of(unsent),
    "search": page(query=lambda world, record: urlencode({"q": "аудит"})),
    "healthz": page(public=True),
    "readyz": of(busy_worker, args=lambda sign: [], foreign=False, public=True),
    "login": page(public=True, secret=True, quiet=True),
    "login-code": page(public=True, secret=True, quiet=True),
    "second-factor": page(PROOF, quiet=True),
    "second-factor-codes": page(PROOF, quiet=True),
    "second-factor-remove": page(PROOF, quiet=True),
    "session-end": page(args=lambda record: ["0123456789abcdef"]),
    "logout": page(public=True, secret=True, quiet=True),
    "setup": page(public=True, secret=True, quiet=True),
    "password_change": page(
        words(old_password="karandash-2021", new_password1="chernilnitsa-22", new_password2="chernilnitsa-22")
    ),
    "password_reset": page(words(email="nobody@example.org"), public=True, secret=True, quiet=True),
    "password_reset_done": page(public=True),
    "password_reset_complete": page(public=True),
    "password_reset_confirm": Subject(args=lambda record: ["MQ", "a-b"], public=True, secret=True, quiet=True),
    "invite": Subject(
        lambda world: world.teacher,
        args=lambda user: invitations.invitation_path(user).split("/")[2:4],
        public=True,
        quiet=True,
    ),
    # --- people
    "employee-list": page(),
    "employee-create": page(PERSON),
    "roster-import": page(filled_list),
    "roster-import-blank": page(),
    "roster-import-confirm": page(),
    "roster-import-undo": of(roster, args=lambda load: [], foreign=False),
    "roster-links": of(roster, args=lambda load: [], foreign=False, typed=new_people),
    "file-download roster": of(roster, args=lambda load: [load.source_file_id]),
    "employee-detail": of(colleague),
    "employee-edit": of(colleague, typed=PERSON),
    "employee-edit director": of(boss, typed=PERSON),
    "employee-edit administrator": of(chief_of_logins, typed=PERSON),
    "employee-cases": of(colleague, typed=words(**{"last_name-дат": "Резинкиной"})),
    "employee-cases director": of(boss, typed=words(**{"last_name-дат": "Директору"})),
    "employee-invite": of(colleague),
    "employee-invite director": of(boss),
    "employee-unlock": of(locked_out),
    "employee-second-factor-reset": of(phone_lost, typed=words(comment="сменил телефон")),
    "refusal-list": Subject(refused, args=lambda row: []),
    "employee-leave": of(colleague, typed=DAY),
    "employee-leave director": of(boss, typed=DAY),
    "employee-handover": of(
        holder, typed=words(basis="Приказ № 1"), query=lambda world, record: f"to={world.teacher.employee.pk}"
    ),
    "employee-data": of(colleague),
    "employee-data-json": of(colleague),
    "employee-data-xlsx": of(colleague),
    "employee-data own": of(own_card),
    "employee-erase": of(gone, typed=words(basis="Приказ № 1", sure="on")),
    "appointment-create": of(colleague, typed=curator_role),
    "appointment-create secretary": of(colleague, typed=words(role="secretary")),
    "appointment-create administrator": of(colleague, typed=words(role="administrator")),
    "appointment-end": of(role, typed=DAY),
    "association-list": page(),
    "association-create": page(lambda world: {"name": "МО учителей рисования", "chair": teacher_of(world)}),
    "association-detail": of(association),
    "association-edit": of(association, typed=lambda world: {"curator": teacher_of(world)}),
    "association-close": of(association, typed=DAY),
    "member-add": of(association, typed=lambda world: {"employees": [teacher_of(world)]}),
    "member-end": of(membership, typed=DAY),
    "course-programme-list": page(),
    "course-programme-create": page(
        lambda world: {"name": "Шахматы", "focus": "sports", "author": teacher_of(world), "hours": "72"}
    ),
    "course-programme-detail": of(course),
    "course-programme-edit": of(course, typed=lambda world: {"author": teacher_of(world), "hours": "36"}),
    "working-group": page(),
    "working-group year": page(query=lambda world, record: f"roadmap={world.roadmap.pk}", foreign=True),
    "working-group-form": page(group),
    "school-edit": page(words(founder="Администрация района")),
    "copy-list": page(),
    "copy-create": page(),
    "copy-check": of(copy),
    # Of two schools nobody takes the copy away, so that nothing is written.
    "copy-file": of(copy, quiet=True),
    "document-kind-list": page(),
    "document-kind-edit": of(order, typed=other_kind),
    "skeleton-list": page(),
    "skeleton-edit": of(skeleton, typed=words(name="Наш приказ", text="ПРИКАЗЫВАЮ:")),
    "skeleton-copy": of(skeleton, typed=words(name="Приказ о второй группе")),
    "calendar-list": page(),
    "calendar-create": page(words(kind="vacation", name="Каникулы", starts_on="2021-03-22", ends_on="2021-03-28")),
    "calendar-edit": of(vacation, typed=words(name="Весенние каникулы")),
    "calendar-delete": of(vacation),
    "legal-act-list": page(),
    "legal-act-create": page(words(title="Федеральный закон", number="273-ФЗ")),
    "legal-act-edit": of(act, typed=words(number="2")),
    "history Employee": of(colleague, args=lambda person: ["roadmap.employee", person.pk]),
}
