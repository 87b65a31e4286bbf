"""The workbook that is offered to a school for its people and programmes."""

from roadmap.importing.blank import write_blank
from roadmap.models import Association, Employee
from roadmap.models.association import Focus
from roadmap.permissions import GROUP_ROLES, Role
from roadmap.roster.columns import COLUMNS, OF_BLANK, SHEETS


def roster_blank(school):
    """Return an open file with the workbook; the lists hold the associations and people of this school."""
    tables = {SHEETS[table]: [COLUMNS[table][name] for name in names] for table, names in OF_BLANK.items()}
    lists = {
        "associations": [one.name for one in Association.objects.filter(school=school, closed_on=None)],
        "roles": [role.label for role in Role if role not in GROUP_ROLES],
        "genders": [gender.label for gender in Employee.Gender],
        "focuses": [focus.label for focus in Focus],
        "people": [str(one).replace("\u00a0", " ") for one in Employee.objects.filter(school=school).working()],
    }
    return write_blank(tables, lists)
