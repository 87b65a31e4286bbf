from pathlib import Path

from django.core.management import BaseCommand, CommandError

from vsoko.copies.backup import back_up


class Command(BaseCommand):
    help = "Записывает копию базы и файлов в один архив. Люди могут работать: копия будет такой, какой база была в её начале."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="куда записать, например копия-2026-12-01.zip")

    def handle(self, *, file, **options):
        try:
            manifest = back_up(file)
        except FileExistsError as error:
            raise CommandError(f"Файл {file.name} уже есть: назовите другое имя.") from error
        except OSError as error:
            raise CommandError(f"Копия не записана: {error.strerror}. Проверьте папку и место на диске.") from error
        size = file.stat().st_size / 1024 / 1024
        rows = sum(manifest["rows"].values())
        self.stdout.write(f"Копия {file.name} готова: {size:.1f} МБ, строк {rows}, частей {len(manifest['parts'])}.")
        for name in manifest["missing"]:
            self.stderr.write(f"Файла {name} в хранилище нет: в копию он не вошёл.")
        for name in manifest["damaged"]:
            self.stderr.write(f"Файл {name} в хранилище уже не тот, что был загружен: верните его из прежней копии.")
