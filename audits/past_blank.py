"""The workbook that a school fills with its earlier years."""

from audits.models import Action, Criterion, Finding
from audits.models.finding import Branch, Grade
from audits.past_columns import SHEETS, TABLES
from roadmap.importing.blank import write_blank
from roadmap.models import Association, CourseProgramme, Employee


def past_blank(school):
    """Return an open file with the workbook; the lists hold the people, subjects and criteria of this school."""
    return write_blank({SHEETS[table]: columns.values() for table, columns in TABLES.items()}, lists_of(school))


def lists_of(school):
    """Return {name of a list: its lines}."""
    associations = [one.name for one in Association.objects.filter(school=school)]
    programmes = [one.name for one in CourseProgramme.objects.filter(school=school)]
    return {
        "subjects": ["школа в целом", *associations, *programmes],
        "people": [str(one).replace("\u00a0", " ") for one in Employee.objects.filter(school=school)],
        "criteria": [one.code for one in Criterion.objects.filter(school=school, is_active=True)],
        "grades": [one.label for one in Grade],
        "branches": [one.label for one in Branch],
        "kinds": [one.label for one in Action.Kind],
        "decisions": [Finding.State.ACCEPTED.label],
    }
