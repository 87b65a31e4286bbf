from django.contrib.auth.backends import ModelBackend

from vsoko import registries
from vsoko.models import User


class SchoolBackend(ModelBackend):
    """Fetches the user together with the school and whatever else every page shows."""

    def get_user(self, user_id):
        user = User.objects.select_related(*registries.user_relations).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
