import mimetypes
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from roadmap.importing.parse import parse_roadmap
from roadmap.services.import_roadmap import ConfirmationNeeded, import_roadmap
from vsoko.files import store_bytes
from vsoko.models import School
from vsoko.workflow import TransitionError

INFERRED = "Год определён автоматически."


class Command(BaseCommand):
    help = "Загружает дорожную карту из файла .txt, .csv, .xlsx или .docx."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="файл дорожной карты")
        parser.add_argument("--year", required=True, help="год карты: 2021 или 2026/2027")
        parser.add_argument("--school", metavar="CODE", help="код школы; можно не указывать, если школа одна")
        parser.add_argument("--dry-run", action="store_true", help="показать, как понят файл, и ничего не записывать")
        parser.add_argument("--replace", action="store_true", help="заменить черновик карты, не спрашивая")

    def handle(self, *, file, year, school, dry_run, replace, **options):
        school = None if dry_run and not school else self.find_school(school)
        try:
            content = file.read_bytes()
        except OSError:
            self.refuse(f"Файл «{file}» не открывается: проверьте его имя и место.")
        parsed = parse_roadmap(content, file.name, year)
        if parsed.problems:
            self.refuse(*parsed.problems)
        for activity in parsed.activities:
            self.stdout.write(line_of(activity))
        for remark in parsed.remarks:
            self.stderr.write(remark, self.style.WARNING)
        if dry_run:
            self.stdout.write(f"Будет импортировано мероприятий: {len(parsed.activities)}")
            return
        try:
            outcome = self.store(parsed, school, content, file.name, replace)
        except TransitionError as error:
            self.refuse(error.message)
        for note in notes_of(outcome):
            self.stderr.write(note, self.style.WARNING)
        self.stdout.write(f"Импортировано мероприятий: {outcome.count}")

    def find_school(self, code):
        schools = {school.code: school for school in School.objects.all()}
        if not schools:
            self.refuse("В системе нет ни одной школы: откройте её при первом входе на странице программы.")
        if code is None and len(schools) > 1:
            self.refuse(f"Школ несколько: добавьте --school и код одной из них: {', '.join(sorted(schools))}.")
        if code is not None and code not in schools:
            self.refuse(f"Школы с кодом «{code}» нет: укажите один из кодов: {', '.join(sorted(schools))}.")
        return schools[code] if code is not None else next(iter(schools.values()))

    def store(self, parsed, school, content, name, replace):
        try:
            return store(parsed, school, content, name, replace)
        except ConfirmationNeeded as needed:
            if not self.confirms(needed.message):
                raise TransitionError("Ничего не изменено: ответьте «да» или добавьте --replace.") from needed
            return store(parsed, school, content, name, replace=True)

    def confirms(self, question):
        self.stderr.write(question, self.style.WARNING)
        try:
            return input("Заменить? [да/нет] ").strip().lower() in ("да", "д", "yes", "y")
        # Nobody is there to answer: a script, a closed input.
        except (EOFError, OSError):
            return False

    def refuse(self, *sentences):
        for sentence in sentences:
            self.stderr.write(str(sentence))
        sys.exit(1)


@transaction.atomic
def store(parsed, school, content, name, replace):
    kind = mimetypes.guess_type(name)[0] or "text/plain"
    source = store_bytes(content, name=name[-200:], content_type=kind, school=school, actor=None)
    return import_roadmap(parsed, school=school, actor=None, replace=replace, source_file=source)


def line_of(activity):
    """Return one activity as cells parted by tabs: number, title, start, end, roles, stage, remarks."""
    named = [f"По имени: {', '.join(activity.names).rstrip('.')}."] if activity.names else []
    remarks = [INFERRED] * activity.inferred + named + activity.remarks
    cells = (
        activity.number,
        activity.title,
        activity.date_from.isoformat() if activity.date_from else "",
        activity.date_to.isoformat() if activity.date_to else "",
        ", ".join(activity.responsible),
        activity.stage,
        " ".join(remarks),
    )
    return "\t".join(cell.replace("\t", " ") for cell in cells)


def notes_of(outcome):
    """Yield what a person should know about the import besides its rows."""
    year = outcome.roadmap.year_words
    if outcome.edition:
        yield f"Карта на {year} утверждена: предложена редакция № {outcome.edition.number}, передайте её на утверждение."
    elif not outcome.created and not outcome.count:
        yield f"Файл не отличается от утверждённой карты на {year}: менять нечего."
    for activity in outcome.kept:
        yield f"Осталось в карте, на него опираются записи прошлого года: {activity}."
