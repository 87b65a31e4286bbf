"""The opening of an audit behind its addresses: questions to be read in advance, the timetable, the list of documents."""

from tests.builders.audits import make_checked, make_request, make_request_line
from tests.permissions.subjects import WHY, of, shared, stored, words


def of_its_audit(request):
    return [request.audit_id]


def answered(world):
    return make_request_line(world, "answered")


def shown_file(world):
    line = make_request_line(world, "answered")
    line.files.add(stored(world, "plan.pdf"))
    return line.files.get()


def reference(world):
    line = shared(world, make_request, ("sent",)).lines.get()
    return {f"l{line.pk}-reference": "Протокол № 2."}


def question(world):
    return {"item": shared(world, answered, ()).audit.items.first().pk}


SUBJECTS = {
    "audit-questions": of(make_checked, "in_progress"),
    "audit-questions unannounced": of(make_checked, "planned"),
    "audit-timetable": of(make_checked, "in_progress"),
    "audit-request": of(make_request, "sent", args=of_its_audit, typed=reference),
    "audit-request draft": of(make_request, "draft", args=of_its_audit),
    "audit-request-edit": of(make_request, "draft", args=of_its_audit, typed=words(due_on="2021-05-12")),
    "audit-request-send": of(make_request, "draft"),
    "request-line-return": of(answered, typed=WHY),
    "request-line-take": of(answered, typed=question),
    "file-download requested": of(shown_file),
}
