from django.contrib.auth.backends import ModelBackend

from vsoko import registries
from vsoko.models import User


class SchoolBackend(ModelBackend):
    """Fetches the user together with the school and whatever else every page shows."""

    def get_user(self, user_id):
        users = User.objects.select_related(*registries.user_relations).annotate(**registries.user_facts)
        rows = list(users.filter(pk=user_id).order_by())
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        rows[0].rows = rows
        return rows[0]
