"""A process of its own that lays one annual analysis out, as the task worker does: `CONTENT.json OUT.pdf`; prints seconds."""

import json
import sys
from pathlib import Path
from time import perf_counter


def main(content, out):
    import django

    django.setup()
    from audits.reports.content import paper_context
    from vsoko.pdf import render_pdf, warm_up

    facts = json.loads(Path(content).read_text(encoding="utf-8"))
    warm_up()
    started = perf_counter()
    data = render_pdf("pdf/analysis.html", paper_context(facts))
    print(perf_counter() - started)
    Path(out).write_bytes(data)


if __name__ == "__main__":
    main(*sys.argv[1:])
