"""What every part of the story shares: who plays, which day it is, the roadmap of the year, the journal of orders."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from audits.demo.clock import Clock, later, on_work, working
from audits.demo.people import Cast
from roadmap.models import Document, DocumentKind
from roadmap.services.documents import agree_visa, approve_document, register_document

DIRECTOR = "Линейкин"
SECRETARY = "Скрепкина"
ADMINISTRATOR = "Кнопкин"
DEPUTY = "Чернильникова"
HEAD = "Циркулев"
VISAS = {"deputy_edu": DEPUTY, "group_head": HEAD}
# A school writes some three hundred orders a year; of these a handful are about ВСОКО.
ORDERS_A_DAY = 0.8


@dataclass
class World:
    """One year of the story. Days in `data/` are dates, days from today (whole numbers) or shares of the time before
    the audits (fractions): see `day`."""

    cast: Cast
    clock: Clock
    roadmap: object = None
    quiet_from: date | None = None
    quiet_to: date | None = None
    journal: dict = field(default_factory=dict)

    def day(self, told):
        """Return the date behind a day as it is told; days counted from today or by shares fall on working days."""
        if isinstance(told, date):
            return told
        if isinstance(told, float):
            span = (self.quiet_to - self.quiet_from).days
            return on_work(self.quiet_from + timedelta(days=round(told * span)))
        day = self.clock.today + timedelta(days=told)
        return on_work(day) if told > 0 else working(day)

    def user(self, surname):
        return self.cast.user(surname)

    def activity(self, stage):
        """Return the first row of the year that this stage carries out."""
        return self.roadmap.activities.filter(stage=stage).first()

    def next_day(self, working_days=1):
        return later(self.clock.day, working_days)

    def enter_number(self, document):
        """Let the secretary enter what the journal of orders gave on the day of the signature."""
        day = document.approved_on
        last = max(self.journal.get(day.year, 0) + 1, round(day.timetuple().tm_yday * ORDERS_A_DAY))
        self.journal[day.year] = last
        return register_document(document.pk, actor=self.user(SECRETARY), number=str(last), dated=day)

    def paper_of(self, owner, code):
        """Return the paper of a record that is on its way."""
        return owner.documents.get(kind__code=code, state__in=Document.WAITING)

    def agree(self, document):
        for visa in document.visas.all():
            agree_visa(visa.pk, actor=self.user(VISAS[visa.role]))

    def sign(self, document, by=DIRECTOR, *, numbered=True):
        """Let whoever signs approve the paper; the number of the journal follows at once, unless it is still awaited."""
        signed = approve_document(document.pk, actor=self.user(by))
        if numbered and signed.kind.numbering == DocumentKind.Numbering.JOURNAL:
            signed = self.enter_number(signed)
        return signed
