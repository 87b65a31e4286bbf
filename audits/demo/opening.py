"""How an audit that lies ahead is opened: its timetable is settled, the list of documents sent and half answered.

Keys of `opening` in `data/`: made and sent (days from today), place, asked (how many of the proposed lines are kept), first
(the beginning of lines of which each is answered: reference, absent, or file, the rows of a table), returned (a remark on
the first answer that is only a reference).
"""

import io

from django.core.files.uploadedfile import SimpleUploadedFile

from audits.services import requests
from audits.services.timetable import proposed_meetings, save_timetable
from vsoko import spreadsheet


def opening_story(one):
    """Tell the opening of the audit of this AuditStory."""
    world, told, lead = one.world, one.told["opening"], one.lead
    yield world.day(told["made"])
    audit = one.audit
    audit.refresh_from_db()
    rows = [row | {"place": told["place"]} for row in proposed_meetings(audit)]
    save_timetable(audit.pk, actor=lead, rows=rows)
    lines = requests.proposed_lines(audit)[: told["asked"]]
    request = requests.save_request(
        audit.pk, actor=lead, version=0, due_on=requests.due_day(audit),
        rows=[{"pk": None, "text": text, "codes": codes} for text, codes in lines],
    )  # fmt: skip
    yield world.day(told["sent"])
    requests.send_request(request.pk, actor=lead)
    yield world.day(told["answered"])
    for line, answer in zip(request.lines.all(), told["answer"], strict=False):
        if "absent" in answer:
            requests.deny_line(line.pk, actor=one.auditee, comment=answer["absent"])
            continue
        files = [table_file(answer["file"], answer["rows"])] if "file" in answer else []
        requests.answer_line(line.pk, actor=one.auditee, reference=answer.get("reference", ""), files=files)
        if remark := answer.get("returned"):
            requests.return_line(line.pk, actor=lead, comment=remark)


def table_file(name, rows):
    """Return a workbook as a browser would send it; the first row is its head."""
    head, *rest = rows
    columns = [spreadsheet.Column(title, 24, lambda row, at=at: row[at]) for at, title in enumerate(head)]
    file = io.BytesIO()
    spreadsheet.write(file, "Лист", columns, rest)
    return SimpleUploadedFile(name, file.getvalue(), spreadsheet.CONTENT_TYPE)
