"""What people read and write beside the facts of a finding: its trace, comments."""

from tests.builders.audits import make_finding
from tests.permissions.subjects import of, words

SUBJECTS = {
    "finding-trace": of(make_finding, "open"),
    "finding-trace acting": of(make_finding, "in_progress"),
    "finding-comment": of(make_finding, "open", typed=words(text="Протокол найден в папке.")),
}
