from django.core.management import BaseCommand, CommandError

from roadmap.models import Employee
from roadmap.services.logins import reset_second_factor
from vsoko.workflow import TransitionError


class Command(BaseCommand):
    help = "Сбрасывает второй шаг входа, когда в школе некому сделать это на странице: у администратора нет ни телефона, ни кодов."

    def add_arguments(self, parser):
        parser.add_argument("login", help="логин сотрудника")

    def handle(self, *, login, **options):
        employee = Employee.objects.filter(user__username=login).first()
        if employee is None:
            raise CommandError(f"Сотрудника с логином {login} нет: проверьте, как он записан в карточке.")
        try:
            reset_second_factor(employee.pk, actor=None, comment="С сервера: manage.py reset_second_factor")
        except TransitionError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Второй шаг сброшен, {login} входит по паролю.")
