from django.apps import AppConfig


class VsokoConfig(AppConfig):
    name = "vsoko"
    verbose_name = "ВСОКО"

    def ready(self):
        from django.db.models import Count, OuterRef, Subquery

        from vsoko.models import Notification
        from vsoko.registries import MenuItem, menu, user_facts, user_relations

        menu.register("desk", MenuItem("Рабочий стол", "desk", "", lambda user: True, -10))
        unread = Notification.objects.unread().exclude(kind=Notification.Kind.DIGEST).filter(recipient=OuterRef("pk"))
        counted = unread.order_by().values("recipient").annotate(n=Count("pk")).values("n")
        user_relations.append("second_factor")
        user_facts["unread_notices"] = Subquery(counted)
