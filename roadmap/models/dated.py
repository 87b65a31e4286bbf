"""Rows that hold from one day to another: roles and memberships. An open side means «always»."""

from django.db.models import Q


class DatedRows:
    """Mixed into a queryset of rows with `starts_on` and `ends_on`."""

    def covering(self, day):
        """Return the rows in force on that day."""
        return self.within(day, day)

    def within(self, first, last):
        """Return the rows in force on at least one day of the period."""
        return self.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=last)).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=first)
        )


class Dated:
    """Mixed into a model with `starts_on` and `ends_on`."""

    def covers(self, day):
        """Return whether the row is in force on that day."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)
