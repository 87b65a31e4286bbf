import io
import logging
import signal

import segno
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.core.servers.basehttp import get_internal_wsgi_application
from waitress import create_server

from vsoko import demo_logins, environment
from vsoko.launch import address
from vsoko.launch.worker import Keeper
from vsoko.models import School, SearchEntry, User

SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"]
THREADS = 8


class Command(BaseCommand):
    help = "Готовит базу и файлы, запускает обработчик задач и сервер. Ctrl-C останавливает всё."

    def handle(self, **options):
        for name in SIGNALS:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), leave)
        listener = self.hold_port()
        self.say("Готовлю базу данных и файлы.")
        call_command("migrate", interactive=False, verbosity=0)
        if environment.flag("DEMO", True) and not School.objects.exists():
            self.say("База пуста: загружаю учебную школу.")
            call_command("demo")
        if not SearchEntry.objects.exists():  # a database of a release that had no search
            call_command("index_search")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        keeper = Keeper(self.say)
        keeper.start()
        try:
            server = create_server(get_internal_wsgi_application(), sockets=[listener], threads=THREADS, **proxy())
            # Waitress warns of every request that waits for a thread; a page with its files always has some.
            logging.getLogger("waitress.queue").setLevel(logging.ERROR)
            self.announce()
            server.run()
        finally:
            keeper.stop()

    def hold_port(self):
        try:
            return address.bind(settings.HOST, settings.PORT)
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Порт {settings.PORT} на адресе {settings.HOST} занят или недоступен: "
                f"остановите другую программу или выберите порт, например PORT={settings.PORT % 60000 + 1}."
            ) from error

    def announce(self):
        if settings.HOST == address.EVERYWHERE and address.lan_address():
            url = f"http://{address.lan_address()}:{settings.PORT}"
            code = io.StringIO()
            segno.make(url).terminal(out=code, compact=True)
            self.say(code.getvalue())
            self.say(f"С телефона и других компьютеров: {url}")
        here = "127.0.0.1" if settings.HOST == address.EVERYWHERE else settings.HOST
        self.say(f"ВСОКО открыта: http://{here}:{settings.PORT}  (остановить: Ctrl-C)")
        present = set(User.objects.filter(school__is_demo=True).values_list("username", flat=True))
        if present:
            self.say(f"Логины учебной школы, пароль у всех {demo_logins.PASSWORD}:")
        for login, role in demo_logins.ROLES.items():
            if login in present:
                self.say(f"  {login:10} {role}")

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()


def leave(signum, frame):
    raise SystemExit(0)


def proxy():
    """Behind a proxy that ends HTTPS the server believes its word about the scheme; otherwise nobody's."""
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return {}
    return {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"}}
