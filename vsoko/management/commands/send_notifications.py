from django.core.management import BaseCommand

from vsoko.notifications import send_pending


class Command(BaseCommand):
    help = "Отправляет письма, которые ждут отправки. Ставится в расписание, например раз в пять минут."

    def handle(self, **options):
        sent, failed = send_pending()
        self.stdout.write(f"Отправлено писем: {sent}")
        if failed:
            self.stderr.write(f"Не отправлено: {failed}. Почтовый сервер не принял, попробуем в следующий раз.")
