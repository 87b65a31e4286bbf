from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from vsoko.copies.keeping import make_copy, of_today
from vsoko.failures import trouble_of
from vsoko.models import Copy


class Command(BaseCommand):
    help = (
        "Записывает копию этого дня в COPIES_DIR, после двух часов ночи, и убирает копии старше COPIES_KEPT дней. "
        "Ставится в расписание там, где обработчик задач не запущен постоянно: повторный запуск ничего не удваивает."
    )

    def handle(self, **options):
        try:
            copy = of_today()
            if copy is None:
                self.stdout.write("Копию этого дня делать не нужно: она есть или записывается.")
                return
            make_copy.call(copy.pk)
            copy.refresh_from_db()
        except DatabaseError as error:
            if trouble := trouble_of(error):
                raise CommandError(f"{trouble.heading}: копия не записана, прежние целы.") from error
            raise
        if copy.state != Copy.State.DONE:
            raise CommandError(copy.problem)
        self.stdout.write(f"Копия {copy.name} записана. {copy.problem}".strip())
