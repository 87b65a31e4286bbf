from django.core.management.base import BaseCommand
from django.db import transaction

from vsoko import search
from vsoko.wording import plural


class Command(BaseCommand):
    help = "Составляет указатель поиска заново: по всем документам, мероприятиям, аудитам и заключениям."

    def handle(self, **options):
        with transaction.atomic():
            count = search.rebuild()
        if count:  # in an empty database there is nothing to tell
            self.stdout.write(f"Указатель поиска составлен: {plural(count, 'запись,записи,записей')}.")
