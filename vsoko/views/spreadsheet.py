"""What a list shows under its filter, whole, as a table for Excel."""

from django.utils import timezone

from vsoko.spreadsheet import spreadsheet_response

CHUNK = 500


def flowing(rows):
    """Yield the rows of a queryset in portions and let each go.

    A row and what was fetched beside it hold each other: left so, a long table grows until the collector comes.
    """
    for row in rows.iterator(chunk_size=CHUNK):
        yield row
        getattr(row, "_prefetched_objects_cache", {}).clear()


class SpreadsheetMixin:
    """Put before a SchoolListView: the same rows under the same filters, but all of them, as XLSX.

    `columns` are those of `vsoko.spreadsheet`, `file_name` begins the name of the file.
    """

    columns = ()
    file_name = ""

    def get(self, request, *args, **kwargs):
        rows = self.get_filterset(self.get_filterset_class()).qs
        name = f"{self.file_name}-{timezone.localdate():%Y-%m-%d}.xlsx"
        return spreadsheet_response(name, self.heading, self.columns, flowing(rows))
