from django.core.management import BaseCommand, call_command

from vsoko.models import SearchEntry


class Command(BaseCommand):
    help = "Приводит базу, указатель поиска и файлы страниц к этой версии программы. Повторять можно сколько угодно."

    def handle(self, verbosity, **options):
        call_command("migrate", interactive=False, verbosity=0)
        if not SearchEntry.objects.exists():  # a database of a release that had no search
            call_command("index_search")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        if verbosity:
            self.stdout.write("База и файлы готовы к этой версии.")
