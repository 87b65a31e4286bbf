"""The school of the demo and its people: invented, with the surnames of a pencil case. Pupils are never named."""

from datetime import date

from audits.demo.texts import read
from roadmap.models import Association, CourseProgramme, Employee
from roadmap.permissions import Role
from roadmap.services.appointments import appoint
from roadmap.services.associations import add_members, create_association
from roadmap.services.people import add_employee, free_username, open_account
from roadmap.services.references import save_reference
from roadmap.services.setting_up import set_up_school
from vsoko import demo_logins
from vsoko.models import School, User

OPENED = date(2020, 8, 31)
YEAR_BEGINS = date(2020, 9, 1)
ORDER = "приказ от 31.08.2020 № 142-од"


class Cast:
    """Everybody of the demo by surname: `cast["Пеналова"]` is the employee, `cast.user("Пеналова")` who acts."""

    def __init__(self, school):
        self.school = school

    def __getitem__(self, surname):
        return Employee.objects.select_related("user").get(school=self.school, last_name=surname)

    def all(self, surnames):
        return [self[surname] for surname in surnames]

    def user(self, surname):
        """Return a fresh user: what is kept on the object about rights and the desk belongs to one day."""
        return User.objects.select_related("employee").get(employee__school=self.school, employee__last_name=surname)

    def association(self, name):
        return Association.objects.get(school=self.school, name=name)

    def course(self, name):
        return CourseProgramme.objects.get(school=self.school, name=name)


def open_demo_school():
    """Create the school with its staff, associations and course programmes, and return its Cast."""
    told = read("people")
    director, keeper, *others = told["person"]
    set_up_school(
        school=told["school"] | {"is_demo": True},
        director=card_of(director),
        administrator=card_of(keeper),
        username=keeper["login"],
        password=demo_logins.PASSWORD,
    )
    cast = Cast(School.objects.get(code=told["school"]["code"]))
    admin = User.objects.select_related("employee").get(username=keeper["login"])
    open_account(cast[director["name"].split()[0]].pk, actor=admin, username=director["login"])
    for person in others:
        hire(cast, admin, person, since=YEAR_BEGINS)
    # One password for the whole stage, hashed once.
    User.objects.filter(username__in=demo_logins.ROLES).update(password=admin.password)
    for row in told["association"]:
        gather(cast, admin, row)
    for row in told["course"]:
        words = row | {"author": cast[row["author"]], "teachers": [cast[row["author"]]]}
        association = cast.association("МО педагогов дополнительного образования")
        save_reference(CourseProgramme, actor=admin, school=cast.school, association=association, **words)
    return cast


def card_of(person):
    last_name, first_name, patronymic = person["name"].split()
    return {
        "last_name": last_name,
        "first_name": first_name,
        "patronymic": patronymic,
        "gender": person["gender"],
        "position": person["position"],
    }


def hire(cast, actor, person, *, since):
    """Write the card, the roles and, unless the person keeps to paper, the login."""
    employee = add_employee(cast.school, actor=actor, **card_of(person))
    for role in person["roles"]:
        appoint(employee, Role(role), actor=actor, starts_on=since)
    if not person.get("paper"):
        open_account(employee.pk, actor=actor, username=person.get("login") or free_username(employee))
    return employee


def gather(cast, actor, row):
    association = create_association(
        cast.school,
        actor=actor,
        name=row["name"],
        chair=cast[row["chair"]],
        curator=cast[row["curator"]],
        since=YEAR_BEGINS,
        basis=ORDER,
    )
    add_members(association.pk, actor=actor, employees=cast.all(row["members"]), since=YEAR_BEGINS)
