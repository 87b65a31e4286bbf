import io
import subprocess
import sys

from django.conf import settings
from django.core.management import BaseCommand

from vsoko import demo_logins, environment
from vsoko.launch import address, web
from vsoko.launch.worker import Keeper
from vsoko.models import School, User


class Command(BaseCommand):
    help = "Готовит базу и файлы, запускает обработчик задач и сервер. Ctrl-C останавливает всё."

    def handle(self, **options):
        web.leave_on_signals()
        listener = web.hold_port()
        self.say("Готовлю базу данных и файлы.")
        run("upgrade", "--verbosity=0")
        if environment.flag("DEMO", True) and not School.objects.exists():
            self.say("База пуста: загружаю учебную школу.")
            run("demo")
        keeper = Keeper(self.say)
        keeper.start()
        try:
            server = web.server_on(listener)
            self.announce()
            server.run()
        finally:
            keeper.stop()

    def announce(self):
        if settings.HOST == address.EVERYWHERE and address.lan_address():
            import segno  # once, for a telephone: pages draw codes seldom

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


def run(*command):
    """Run a command of manage.py to its end, in a process of its own: what that takes is not kept while pages are served."""
    ended = subprocess.run([sys.executable, settings.BASE_DIR / "manage.py", *command])
    if ended.returncode:
        raise SystemExit(ended.returncode)  # it has said why
