from django.apps import AppConfig


class VsokoConfig(AppConfig):
    name = "vsoko"
    verbose_name = "ВСОКО"
