from pathlib import Path

from django.core.management import BaseCommand, CommandError, call_command

from vsoko.copies.archive import BadCopy
from vsoko.copies.restore import restore


class Command(BaseCommand):
    help = "Восстанавливает копию на пустую установку. База может быть другой, чем та, с которой копия сделана."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="архив, который записала команда backup")

    def handle(self, *, file, **options):
        if not file.is_file():
            raise CommandError(f"Файла {file} нет: проверьте имя и папку.")
        call_command("migrate", interactive=False, verbosity=0)
        try:
            manifest = restore(file)
        except BadCopy as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Копия от {manifest['made_at']} восстановлена: строк {sum(manifest['rows'].values())}. Войдите заново."
        )
        for name in manifest["missing"]:
            self.stderr.write(f"Файла {name} не было уже в копии.")
