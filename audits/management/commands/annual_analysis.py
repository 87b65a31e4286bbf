"""Write the annual analysis of a year as PDF: the same paper as on its page."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audits.services.analysis import PURPOSE, analyses
from vsoko.models import School
from vsoko.pdf import PdfUnavailable
from vsoko.rendering import rendered_bytes


class Command(BaseCommand):
    help = "Записывает годовой анализ ВСОКО в файл PDF."

    def add_arguments(self, parser):
        parser.add_argument("year", help="год карты: 2021 или 2026/2027")
        parser.add_argument("--out", required=True, help="файл, в который записать PDF")
        parser.add_argument("--school", help="код школы; можно не указывать, если школа одна")

    def handle(self, *args, year, out, school, **options):
        analysis = analyses().filter(roadmap__label=year, school=self.find_school(school)).first()
        if analysis is None or not analysis.figures:
            raise CommandError(f"Анализа за «{year}» ещё нет: соберите данные года на странице «Анализ года».")
        try:
            data = rendered_bytes(analysis, PURPOSE)
        except PdfUnavailable as error:
            raise CommandError(str(error)) from error
        try:
            Path(out).write_bytes(data)
        except OSError as error:
            raise CommandError(f"Файл «{out}» не записан: проверьте его имя и папку.") from error
        self.stdout.write(f"Записано: {out}, {len(data)} байт")

    def find_school(self, code):
        schools = School.objects.filter(code=code) if code else School.objects.all()
        found = list(schools[:2])
        if not found:
            raise CommandError(f"Школы с кодом {code} нет." if code else "Школа ещё не заведена.")
        if len(found) > 1:
            codes = ", ".join(School.objects.values_list("code", flat=True))
            raise CommandError(f"Школ несколько, укажите --school: {codes}.")
        return found[0]
