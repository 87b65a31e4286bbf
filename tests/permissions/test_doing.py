"""Who may do what, by the table in table.txt, and with whose records."""

import pytest

from tests.permissions.table import FORBIDDEN, ROLES, TABLE, is_tried
from tests.permissions.visits import SUBJECTS, checksums, form_of, undone

pytestmark = pytest.mark.long


def test_what_each_role_may_do(schools, bare):
    """What is refused changes nothing; what is done changes something."""
    wrong, before = [], checksums()
    for label, (opened, expected) in TABLE.items():
        subject, url = SUBJECTS[label], schools.url(label)
        form = form_of(schools, url, opened, expected)
        for place, (role, status) in enumerate(zip(ROLES, expected, strict=True)):
            if not is_tried(expected, place):
                continue
            with undone() as written:
                got = schools.people[role].post(url, form | subject.typed(schools.own)).status_code
                if got in FORBIDDEN and written.changed(before):
                    wrong.append(f"{label}: refuses {role}, yet writes to {written}")
            if got != status:
                wrong.append(f"{label}: {role} gets {got}, not {status}")
            if got not in FORBIDDEN and bool(written) is subject.quiet:
                wrong.append(f"{label}: {role} gets {got}, and what is written is: {written or 'nothing'}")
    assert wrong == []


@pytest.mark.one_database
def test_a_form_takes_nothing_of_another_school(schools, bare):
    """Whatever a form lets choose is chosen among the records of the own school, whichever number the browser sends."""
    wrong, before, tried = [], checksums(), 0
    for label, (opened, expected) in TABLE.items():
        subject, url = SUBJECTS[label], schools.url(label)
        own, foreign = subject.typed(schools.own), subject.typed(schools.other)
        form = form_of(schools, url, opened, expected)
        role = next((role for role, status in zip(ROLES, expected, strict=True) if status == 302), None)
        if own == foreign or role is None or "upload" in own or "file" in own:
            continue
        tried += 1
        with undone() as written:
            got = schools.people[role].post(url, form | foreign).status_code
            # A page of many rows passes over the rows it does not have and goes on: 302, and nothing is written.
            if got not in FORBIDDEN | {302} or written.changed(before):
                wrong.append(f"{label}: {role} gets {got} for {foreign}")
    assert wrong == []
    assert tried > 20
