"""States of records: a word for people and a shape for the page (see templates: state)."""

from django.db import models


class States(models.TextChoices):
    """Choices whose members know their shape: plan, draft, run, wait, done, late, back, split or void.

    A subclass names the shapes in `__shapes__`; a member left out is drawn as «plan».
    """

    @property
    def shape(self):
        return getattr(type(self), "__shapes__", {}).get(self.value, "plan")


class Stateful(models.Model):
    """A record with a `state` field whose choices are `States`; the state changes only through `workflow.perform`."""

    class Meta:
        abstract = True

    @property
    def state_shape(self):
        return type(self).State(self.state).shape

    @property
    def state_word(self):
        return self.get_state_display()
