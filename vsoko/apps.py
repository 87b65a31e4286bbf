from django.apps import AppConfig


class VsokoConfig(AppConfig):
    name = "vsoko"
    verbose_name = "ВСОКО"

    def ready(self):
        from vsoko.registries import MenuItem, menu

        menu.register("desk", MenuItem("Рабочий стол", "desk", "", lambda user: True, -10))
