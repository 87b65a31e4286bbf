"""How long the whole register of 20,000 findings takes as a file for Excel, and what memory that needs.

`make bench` calls it, in a school of its own. Fails where ten times the rows take a third more memory.
"""

import os
import sys
import tracemalloc
from time import perf_counter

from tests.bench.report import judged

FEW, MANY = 2_000, 20_000
MOST = 1.3


def register():
    """Return the export of a register as its page sets it up, and its columns."""
    from django.test import RequestFactory

    from audits.views.registers import FindingExport
    from tests.builders.many import many_findings
    from tests.worlds import make_world

    world = make_world()
    many_findings(world, MANY)
    export, request = FindingExport(), RequestFactory().get("/")
    request.user = world.head
    export.setup(request)
    return export


def written(export, number):
    """Write so many rows as the page sends them."""
    from vsoko.spreadsheet import write
    from vsoko.views import spreadsheet

    rows = export.get_queryset().order_by("id")[:number]
    with open(os.devnull, "wb") as nowhere:
        write(nowhere, "Реестр", export.columns, spreadsheet.flowing(rows))


def peak(export, number):
    """Return the greatest memory of the writing in MB."""
    tracemalloc.start()
    written(export, number)
    most = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return most


def measure():
    """Print the time and both peaks, and return their ratio."""
    export = register()
    started = perf_counter()
    written(export, MANY)
    print(f"Реестр из {MANY} заключений в Excel: {perf_counter() - started:.1f} с")
    few, many = peak(export, FEW), peak(export, MANY)
    print(f"Память: {few:.1f} МБ на {FEW} строк, {many:.1f} МБ на {MANY}")
    return many / few


if __name__ == "__main__":
    sys.exit(judged(measure, MOST))
