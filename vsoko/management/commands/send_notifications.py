from django.core.management import BaseCommand

from vsoko.mailing import send_pending
from vsoko.reminders import send_morning


class Command(BaseCommand):
    help = (
        "Раз в день, после шести утра, пишет напоминания о сроках и сводки; каждый раз отправляет письма, которые ждут. "
        "Ставится в расписание, например раз в пять минут: повторный запуск ничего не удваивает."
    )

    def handle(self, **options):
        send_morning()
        sent, failed = send_pending()
        self.stdout.write(f"Отправлено писем: {sent}")
        if failed:
            self.stderr.write(f"Не отправлено: {failed}. Почтовый сервер не принял, попробуем в следующий раз.")
