from django.core.management.commands.migrate import Command as Migrate

from vsoko.launch import upgrade


class Command(Migrate):
    """Django's own, one at a time."""

    def handle(self, *args, **options):
        with upgrade.alone(self.stdout.write):
            super().handle(*args, **options)
