from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from audits.demo.telling import STAGES, tell
from audits.services.analysis import PURPOSE
from vsoko.models import Rendering, School
from vsoko.pdf import PdfUnavailable, pdf_available
from vsoko.rendering import make


class Command(BaseCommand):
    help = "Заполняет пустую базу учебной школой № 463."

    def add_arguments(self, parser):
        parser.add_argument(
            "--stage",
            choices=STAGES,
            default="now",
            help="plan: карта 2021 года утверждена; closed: тот год завершён; now: ещё и текущий год (по умолчанию)",
        )

    def handle(self, *, stage, **options):
        call_command("migrate", interactive=False, verbosity=0)  # the database may be as empty as an empty folder
        if School.objects.exists():
            raise CommandError("В базе уже есть школа: учебная загружается только в пустую базу. Ничего не изменено.")
        with transaction.atomic():
            tell(stage, say=self.say)
        if stage != "plan":
            self.print_analysis()
        self.say("Учебная школа готова.")

    def print_analysis(self):
        """Make the PDF of the approved analysis at once: it is the first thing that a visitor opens."""
        if not pdf_available():
            self.say(f"Анализ за 2021 год остался на утверждении. {PdfUnavailable()}")
            return
        self.say("PDF анализа за 2021 год.")
        for rendering in Rendering.objects.filter(purpose=PURPOSE):
            make.call(rendering.pk)

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()
