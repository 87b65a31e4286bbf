"""«Что подготовить»: the list of documents of an audit, what came in answer, and what of it became evidence."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from audits import request_workflow as workflow
from audits.announcing import with_orders
from audits.models import ChecklistItem, DocumentRequest, Evidence, RequestLine
from audits.models.audit import Audit
from audits.papers.schedule import hints_of, questions_of
from audits.permissions import is_lead, is_on_team
from audits.services.answers import NO_FILES, takes_files
from audits.services.planning import audits
from vsoko import history
from vsoko.files import store_upload
from vsoko.models import CalendarPeriod
from vsoko.wording import day_num
from vsoko.workdays import working_days_before
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

LONGEST = 400


class NothingNew(TransitionError):
    """All that was sent as an answer is there already."""


def requests():
    return DocumentRequest.objects.select_related(
        "audit__school", "audit__programme", "audit__association", "audit__course_programme", "audit__lead",
        "audit__auditee",
    )  # fmt: skip


def lines():
    return RequestLine.objects.select_related(
        "request__audit__school", "request__audit__lead", "request__audit__auditee"
    )


def with_openings(rows):
    """Return the queryset of audits that know of their list how many lines it has (`asked`), how many of them wait for an
    answer (`unanswered`), came back (`came_back`) or have no such document (`missing`); and whether its order is signed.
    """
    counted = RequestLine.objects.filter(request__audit=OuterRef("pk")).order_by().values("request")

    def number(**which):
        return Coalesce(Subquery(counted.filter(**which).annotate(number=Count("pk")).values("number")), 0)

    return with_orders(rows).annotate(
        asked=number(),
        unanswered=number(state__in=RequestLine.OPEN),
        came_back=number(state=RequestLine.State.RETURNED),
        missing=number(state=RequestLine.State.ABSENT),
    )


def due_day(audit):
    """Return the day by which documents are shown: so many working days before the audit as the school says."""
    calendar = CalendarPeriod.objects.calendar(audit.school_id)
    return working_days_before(audit.starts_on, audit.school.request_due_days, calendar)


def proposed_lines(audit):
    """Return [(what to get ready, codes)] from the hints of the questions, one for each hint, section by section."""
    asked = questions_of(audit)
    section_of = {one.code: one.section for one in asked.each()}
    order = list(dict.fromkeys(section_of.values()))
    lines = [(hint[:LONGEST], codes) for hint, codes in hints_of(asked).items()]
    return sorted(lines, key=lambda line: order.index(section_of[line[1][0]]))


@dataclass(frozen=True)
class Asked:
    """A question by its code: which section it stands in, whether a file may prove its answer."""

    section: str
    takes_files: bool


def question_codes(audit):
    """Return {code: Asked} of the questions that the audit asks."""
    found = {}
    for one in questions_of(audit).each():
        source = one.source_code if hasattr(one, "source_code") else one.criterion.source_code
        found[one.code] = Asked(one.section, not (source or one.code).startswith(NO_FILES))
    return found


def read_codes(text, known):
    """Return the codes that were typed; raises TransitionError for one that the audit does not ask."""
    codes = list(dict.fromkeys(filter(None, re.split(r"[\s,;]+", text.upper()))))
    if lost := [code for code in codes if code not in known]:
        raise TransitionError(f"В этом аудите нет вопроса {lost[0]}: проверьте код.", field="codes")
    return codes


@transaction.atomic
def save_request(pk, *, actor, version, due_on, rows):
    """Make these lines the list of the audit and return it. What has been answered stays as it is.

    `rows` are dicts: pk (None for a new line), text, codes. An unanswered line that is not among them is taken off.
    `version` is what the page was opened with: a list that somebody else has saved meanwhile is not overwritten. The same
    page sent twice is saved once.
    """
    audit = audits().select_for_update(of=("self",)).get(pk=pk)
    if not is_lead(actor, audit):
        raise NotAllowed(workflow.LEADS)
    documents = DocumentRequest.objects.filter(audit=audit).first() or DocumentRequest(audit=audit)
    documents.audit = audit
    workflow.audit_is_ahead(documents)
    if documents.version != version and is_written(documents, due_on, rows):
        return documents
    if documents.version != version:
        raise TransitionError("Перечень уже сохранён из другого окна: откройте его ещё раз и внесите изменения.")
    if due_on > audit.ends_on:
        raise TransitionError(f"Аудит кончается {day_num(audit.ends_on)}: поставьте день раньше.", field="due_on")
    was_due, documents.due_on = documents.due_on, due_on
    documents.version += 1
    documents.save()
    was, now = write_lines(documents, rows, question_codes(audit))
    changes = {"Что подготовить": [was, now]} if was and was != now else {}
    if was_due and was_due != due_on:
        changes["Подготовить до"] = [history.plain(was_due), history.plain(due_on)]
    if changes or not was_due:
        sentence = "Перечень документов изменён" if was_due else "Перечень документов составлен"
        history.record(documents, actor=actor, action="audits.documentrequest.edit", sentence=sentence, changes=changes)
    return documents


def is_written(documents, due_on, rows):
    """Return whether the list says this very thing already; what has been answered since is not asked about."""
    stored = {line.pk: line for line in documents.lines.all()}
    open_lines = [(line.text, line.codes) for line in stored.values() if line.state == RequestLine.State.ASKED]
    answered = {pk for pk, line in stored.items() if line.state != RequestLine.State.ASKED}
    sent = [(row["text"], row["codes"]) for row in rows if row["pk"] not in answered]
    return documents.due_on == due_on and sent == open_lines


def write_lines(documents, rows, known):
    """Write the lines of a list and return how they were and how they are, in words."""
    stored = {line.pk: line for line in documents.lines.all()}
    was = [line.text for line in stored.values()]
    kept = [line for line in stored.values() if line.state != RequestLine.State.ASKED]
    wanted = {row["pk"] for row in rows}
    documents.lines.filter(state=RequestLine.State.ASKED).exclude(pk__in=wanted - {None}).delete()
    answered = {line.pk for line in kept}
    position = max((line.position for line in kept), default=0)
    for number, row in enumerate(rows, start=1):
        if row["pk"] in answered:
            continue
        if row["pk"] is not None and row["pk"] not in stored:
            raise TransitionError("Строки уже нет в перечне: откройте его ещё раз.")
        line = stored.get(row["pk"]) or RequestLine(request_id=documents.pk)
        line.text, line.codes, line.position = row["text"], row["codes"], position + number
        line.section = known[row["codes"][0]].section if row["codes"] else ""
        line.takes_files = all(known[code].takes_files for code in row["codes"])
        line.save()
    return was, list(documents.lines.values_list("text", flat=True))


@transaction.atomic
def send_request(pk, *, actor, comment="", on=None):
    """Send the list to whoever answers for the subject: it becomes one duty of that person."""
    return perform(
        workflow.SEND_REQUEST, pk, actor=actor, queryset=requests(), comment=comment, on=on,
        values={"sent_on": fact_day(on)},
    )  # fmt: skip


@transaction.atomic
def answer_line(pk, *, actor, reference="", files=(), on=None):
    """Show what was asked for, a file, a reference or both, and return the line.

    A line that is answered already takes further files and another reference.
    """
    line = lines().select_for_update(of=("self",)).get(pk=pk)
    reference = " ".join(reference.split())
    if line.state == RequestLine.State.ANSWERED:
        return add_to_answer(line, actor, reference, files)
    if not reference and not files and not line.files.exists():
        raise TransitionError("Приложите файл или впишите реквизиты документа.", field="reference")
    line = perform(
        workflow.ANSWER_LINE, pk, actor=actor, queryset=lines(), on=on,
        values={
            "reference": reference, "absence": "", "remark": "", "answered_on": fact_day(on), "answered_by": actor,
        },
    )  # fmt: skip
    keep_files(line, actor, files)
    return line


def add_to_answer(line, actor, reference, files):
    if not workflow.ANSWER_LINE.who(actor, line):
        raise NotAllowed(workflow.ANSWERS)
    workflow.audit_is_ahead(line)
    before = history.snapshot(line, ["reference"])
    line.reference = reference or line.reference
    line.save(update_fields=["reference"])
    changes = history.differences(line, before, history.snapshot(line, ["reference"]))
    if added := keep_files(line, actor, files):
        changes["файлы"] = ["", added]
    if not changes:
        raise NothingNew("Ответ остаётся записанным: чтобы дополнить его, приложите файл или впишите другие реквизиты.")
    history.record(line, actor=actor, action="audits.requestline.add", sentence="Ответ дополнен", changes=changes)
    return line


def keep_files(line, actor, files):
    """Store the files of a line and return their names; one that is there already is not kept twice."""
    if files and not line.takes_files:
        raise TransitionError(
            "Это служебные сведения: файл не прикладывают, впишите реквизиты документа.", field="files"
        )
    known = set(line.files.values_list("sha256", flat=True))
    added = []
    for upload in files:
        stored = store_upload(upload, school=line.school, actor=actor)
        if stored.sha256 in known:
            stored.file.delete(save=False)
            stored.delete()
            continue
        known.add(stored.sha256)
        line.files.add(stored)
        added.append(stored.name)
    return added


@transaction.atomic
def deny_line(pk, *, actor, comment, on=None):
    """Say that there is no such document, and why: nothing is written for the audit's sake."""
    words = " ".join(comment.split())[:300]
    return perform(
        workflow.DENY_LINE, pk, actor=actor, queryset=lines(), comment=words, on=on,
        values={"absence": words, "remark": "", "answered_on": fact_day(on), "answered_by": actor},
    )  # fmt: skip


@transaction.atomic
def return_line(pk, *, actor, comment, on=None):
    """Give a line back with a remark; what was shown stays with it."""
    return perform(
        workflow.RETURN_LINE, pk, actor=actor, queryset=lines(), comment=comment, on=on,
        values={"remark": comment.strip(), "absence": ""},
    )  # fmt: skip


@transaction.atomic
def take_over(pk, *, actor, item_pk):
    """Make what a line shows the evidence of a question of the same audit; nothing is uploaded again. Returns the question.

    Taken twice, it is still evidence once.
    """
    line = lines().get(pk=pk)
    audit = Audit.objects.select_for_update(of=("self",)).get(pk=line.audit.pk)
    item = ChecklistItem.objects.select_related("criterion").filter(pk=item_pk, audit=audit).first()
    if not is_on_team(actor, audit):
        raise NotAllowed("Свидетельства собирают участники аудиторской группы этого аудита.")
    if audit.state != Audit.State.IN_PROGRESS:
        raise TransitionError("Свидетельства записывают, пока аудит идёт: чек-лист открывается, когда он начат.")
    if line.state != RequestLine.State.ANSWERED or item is None:
        raise TransitionError("Брать нечего: строка без ответа или вопрос не из этого аудита. Обновите страницу.")
    files = list(line.files.all()) if takes_files(item) else []
    taken = set(item.evidence.values_list("file", "reference"))
    wanted = [(stored.pk, "") for stored in files] + ([(None, line.reference)] if line.reference else [])
    if not wanted:
        raise TransitionError("Это служебные сведения: файл к вопросу не прикладывают, запишите реквизиты документа.")
    fresh = [pair for pair in wanted if pair not in taken]
    Evidence.objects.bulk_create(
        Evidence(item=item, file_id=file, reference=reference, dated=line.answered_on) for file, reference in fresh
    )
    if fresh:
        history.record(
            line, actor=actor, action="audits.requestline.take", sentence=f"Взято свидетельством к вопросу {item.code}"
        )
    return item
