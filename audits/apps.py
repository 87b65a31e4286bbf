from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = "Аудиты"

    def ready(self):
        from audits import handlers, stages

        handlers.register()
        stages.register()
