from django.contrib.auth.backends import ModelBackend
from django.db.models import IntegerField

from vsoko import registries
from vsoko.models import User
from vsoko.prepared import Given, Prepared


def _user_of_request():
    users = User.objects.select_related(*registries.user_relations).annotate(**registries.user_facts)
    return users.filter(pk=Given("user", IntegerField())).order_by()


USER_OF_REQUEST = Prepared(_user_of_request)


class SchoolBackend(ModelBackend):
    """Fetches the user together with the school and whatever else every page shows."""

    def get_user(self, user_id):
        rows = USER_OF_REQUEST.ask(user=user_id)
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        rows[0].rows = rows
        return rows[0]
