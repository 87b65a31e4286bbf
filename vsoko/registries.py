"""What a lower room shows of a higher one. Each registry is filled once, by AppConfig.ready() of the rooms above."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


class Registry(dict):
    """A dict that refuses to be filled twice under one name, so that nothing replaces another silently."""

    def register(self, name, entry):
        if name in self:
            raise ValueError(f"{name} is registered twice")
        self[name] = entry
        return entry


@dataclass(frozen=True)
class Duty:
    """One line of the desk: what waits for a person, by when, and the form that does it. One duty is one line.

    What one click settles has a `button`, which posts to `post`. Reminders count from `remind_from`, where not from `due`.
    """

    key: str
    title: str
    url: str
    due: date | None = None
    detail: str = ""
    shape: str = "wait"
    word: str = ""
    since: date | None = None
    button: str = ""
    post: str = ""
    remind_from: date | None = None


@dataclass(frozen=True)
class Expectation:
    """What a person waits for from somebody else («Ждём от других»)."""

    who: str
    detail: str
    due: date | None
    url: str


@dataclass(frozen=True)
class DeskSource:
    """`duties(user, today)` returns Duty rows of one kind of work; `expected(user, today)` what others owe this user."""

    duties: Callable
    expected: Callable | None = None


@dataclass(frozen=True)
class DeskPanel:
    """A part of the desk beside the duties: `rows` are dicts of shape, label, detail, value, url (includes/tally.html).

    It stands before them, or after them where it is `optional`; `headline` is what the desk says while there are no duties.
    """

    title: str
    rows: list
    headline: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Progress:
    """How far a stage is: `done` of `total` in words; `share` feeds the thick part of the ribbon.

    `begun` says that work is under way though nothing is done yet.
    """

    done: int
    total: int
    word: str
    detail: str = ""
    problem: str = ""
    complete: bool = False
    begun: bool = False
    url: str = ""

    @property
    def share(self):
        return min(1.0, self.done / self.total) if self.total else (1.0 if self.complete else 0.0)


@dataclass(frozen=True)
class Stage:
    """How one stage of the year is carried out.

    `annotations()` returns all expressions on Activity that this stage counts by; `progress(activity)` turns the counted
    values into a Progress; `url(activity)` leads to the form that carries the row out; `action` is its verb;
    `allowed(user, activity)` tells who may open that form (None: whoever answers for the row or prepares papers).
    """

    progress: Callable
    url: Callable
    action: str
    annotations: Callable = dict
    allowed: Callable | None = None


def _no_words(snapshot):
    return ""


@dataclass(frozen=True)
class ApprovalHandler:
    """What the approval of a Document means for the record that owns it.

    `snapshot(owner)` returns the content to be frozen (JSON); `submitted`, `approved`, `returned` move the owner: each is
    called as f(owner, document=…, actor=…, on=…) inside the transaction of the document's own step.
    `words(snapshot)` returns plain lines to read before signing, for a document without text of its own: they are what is
    shown, printed and frozen; `signers(snapshot)` returns [{title, name}] of who signs them, where not the author alone.
    `pdf` names the PdfSource of an owner that is printed itself. `related` are the relations of the owner that its snapshot
    reads: pages fetch them in its query. `reads(user)` tells who reads papers that are for a few; `edition(document)` returns
    what the PDF of the owner said when a superseded paper was approved; `remarks(owner)` what to read before approving.
    """

    snapshot: Callable
    submitted: Callable
    approved: Callable
    returned: Callable
    words: Callable = _no_words
    signers: Callable | None = None
    pdf: str = ""
    related: tuple[str, ...] = ()
    reads: Callable | None = None
    edition: Callable | None = None
    remarks: Callable | None = None


@dataclass(frozen=True)
class MenuItem:
    label: str
    url_name: str
    section: str
    allowed: Callable
    order: int = 0
    prefixes: tuple[str, ...] = ()


def _no_files(owner):
    return {}


def _everybody(user, owner):
    return True


@dataclass(frozen=True)
class PdfSource:
    """How a PDF is made from one kind of record.

    `content(owner)` returns JSON-ready facts: they are hashed, and what has not changed is not rendered again.
    `context(content)` turns them into what `template` shows, charts included; `name(owner)` is the file's name;
    `files(owner)` maps names to bytes that the template shows as `vsoko:NAME`; `right(user, owner)` tells who may have it.
    """

    model: type
    template: str
    content: Callable
    name: Callable
    context: Callable = dict
    files: Callable = _no_files
    right: Callable = _everybody


@dataclass(frozen=True)
class ArchiveEntry:
    """One line of the inventory of a year, and the file behind it.

    `case` is the case of the nomenclature («01-05 Приказы»), `folder` a folder inside it. The bytes are those of the
    stored `file`, or of the PDF of the record and purpose that `printed()` returns, made where it is not kept.
    `withheld` says why there is a line without a file. `mark` changes whenever the bytes may.
    """

    case: str
    title: str
    mark: str
    day: date | None = None
    number: str = ""
    folder: str = ""
    file: object = None
    printed: Callable | None = None
    withheld: str = ""


@dataclass(frozen=True)
class ArchivePart:
    """What a room puts into the folder of a year.

    `entries(roadmap)` returns ArchiveEntry rows; `missing(roadmap)` the sentences that name what the year still owes.
    `registers(roadmap)` returns (title, columns of a table for Excel, queryset), `records(roadmap)` querysets of all that the
    year has, for programs to read.
    """

    entries: Callable
    missing: Callable
    registers: Callable
    records: Callable


@dataclass
class FileOwners:
    """Who may download a stored file: each query returns the ids of files that the user sees through its own records."""

    queries: list[Callable] = field(default_factory=list)

    def add(self, query):
        self.queries.append(query)

    def visible(self, user, file_id):
        return any(query(user, file_id) for query in self.queries)


def _nothing(record, code):
    return {}


@dataclass(frozen=True)
class PaperSource:
    """From which record papers are made: `?about=KEY-ID` of the page of a new draft names it.

    `kinds` are the codes of what can be made of it; `names` is {placeholder: what it is} for whoever edits a skeleton.
    `sorts` tells which of them are not plain words or days: "person" (an employee; `{{lead}}` then also serves as
    `{{lead:вин}}`, `{{lead.full}}`, `{{lead.sign}}`, `{{lead.pos:дат}}`), "table", "declined" ({case: form}), "clause" (its
    whole line is left out while there is nothing to say), "late" (asked anew whenever the draft is shown, until it is frozen).
    `facts(record, code)` returns {placeholder: value}: a str, a date, an employee, or a list of rows (a table, its head first);
    None is printed as a blank to fill by hand, an empty list as nothing. A function is called when a text asks for its value.
    `fields(record, code)` returns what the draft starts with: roadmap, activity, association, signer, readers (employees),
    points (tuples of text, employee or None, due or None), number, title, variant (of the skeleton).
    `may(user, record, code)` tells who may make the paper; `visible(user)` returns the records the user can name.
    `ready(record, code)` raises TransitionError while a draft is too early to be handed in; `label(record)` names it in a list.
    `approved(record, document, actor, on)` is called when such a paper comes into force, `annulled(… comment …)` when it ends.
    """

    model: type
    kinds: tuple[str, ...]
    names: dict[str, str]
    facts: Callable
    may: Callable
    visible: Callable
    fields: Callable = _nothing
    ready: Callable = _nothing
    approved: Callable | None = None
    annulled: Callable | None = None
    label: Callable = str
    sorts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PointCondition:
    """When a point of a paper is done: by what the system itself can see, without anybody's report.

    `words` end «отметится само, когда…»; `met(document)` returns (day, sentence of what happened) or None.
    """

    words: str
    met: Callable


@dataclass(frozen=True)
class PaperFact:
    """A placeholder that papers of every kind may use: `words` say what it is, `value(setting)` finds it when a text asks.

    `setting` has school, roadmap, activity, association, document (None until the draft is there), code of the kind and
    today. `sort` as in PaperSource; "late" are words that stay in the draft and are filled whenever it is shown.
    """

    words: str
    value: Callable
    sort: str = "text"


desk_sources = Registry()
desk_panels = Registry()  # name -> f(request): a DeskPanel, or None where it has nothing to say
stages = Registry()
approval_handlers = Registry()
menu = Registry()
pdf_sources = Registry()
saved_lists = Registry()  # URL name of a list -> the conditions of its query that a person may keep under a name
frame_parts = Registry()
gate_parts = Registry()  # name -> f(school): what the login shows of the one school of an installation, a context
file_owners = FileOwners()
archive_parts = Registry()
row_origins = Registry()  # name -> f(row, user): {label, url, words, source_url} of what the row came from, or None
added_rows = Registry()  # name -> f(row, key, actor, on): an approved change has added the row for this record
user_relations = ["school"]  # what is fetched together with the user of a request, in the same query
user_facts = {}  # name -> expression, in the same query, too; of one with many values each of `user.rows` has one
powerful = Registry()  # name -> f(user): whose login opens those of others: a school may ask a second step of it
overseers = Registry()  # name -> f(school): users who get a copy of what is late at others
school_parts = Registry()  # name -> f(school): what a new school starts with (kinds of papers, acts, criteria)
paper_sources = Registry()  # "audit", "association" -> PaperSource: the records that papers are made of
paper_facts = Registry()  # placeholder -> PaperFact
point_conditions = Registry()  # "programme" -> PointCondition: the name is kept with the point of a paper
skeleton_texts = Registry()  # room -> folder of starting texts: CODE.txt or CODE-occasion.txt
