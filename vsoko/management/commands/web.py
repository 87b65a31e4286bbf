from django.core.management import BaseCommand

from vsoko.launch import web


class Command(BaseCommand):
    help = "Отвечает на страницы, и только: базу готовит upgrade, задачи выполняет worker. Таких процессов может быть много."

    def handle(self, **options):
        web.leave_on_signals()
        web.server_on(web.hold_port()).run()
