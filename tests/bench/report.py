"""How long the report of an audit with 500 findings takes as a PDF, beside Chromium's print of the same HTML.

`make bench` calls it: a school of its own in a temporary database, the report ordered as its page orders it and made by
the task itself. Fails where the product takes 2.5 times as long as the browser.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

FINDINGS = 500
MOST = 2.5
ROUNDS = 3


def best(*acts):
    """Return the shortest of several times of each, in seconds: the others tell what else the machine was doing.

    They take turns, so that a busy minute falls on all alike.
    """
    times = [[] for _ in acts]
    for _ in range(ROUNDS):
        for act, took in zip(acts, times, strict=True):
            started = perf_counter()
            act()
            took.append(perf_counter() - started)
    return [min(took) for took in times]


def big_report():
    """Return a handed-in audit with 500 nonconformities, each of its own words."""
    from tests.builders.audits import make_checked
    from tests.worlds import make_finding, make_world

    world = make_world()
    audit = make_checked(world, "reported", nonconformity=False)
    for number in range(FINDINGS):
        make_finding(
            world,
            audit,
            grade="major" if number % 7 == 0 else "minor",
            title=f"Решения заседания {number} без исполнителя и срока",
            fact=f"В протоколе № {number} из трёх решений два записаны без исполнителя, а одно и без срока.",
            evidence_text=f"Протокол от 28.08.2020 № {number}, решения 1 и 2.",
        )
    # The builder's paper has words of its own; a report takes its words from the facts.
    audit.documents.update(text="")
    return audit


def in_the_background(audit):
    """Return how the page tells of the report on its way, having asked for it: the state before, and after its making."""
    from audits.report_pdf import PURPOSE
    from vsoko.rendering import make, request_rendering

    rendering = request_rendering(audit, PURPOSE, actor=None)
    waits = rendering.get_state_display()
    make.call(rendering.pk)
    rendering.refresh_from_db()
    return waits, rendering.get_state_display()


def printed(browser, page, folder):
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--print-to-pdf={folder / 'print.pdf'}", page.as_uri()],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    assert (folder / "print.pdf").read_bytes().startswith(b"%PDF")


def page_of(template, context, folder):
    """Return the very HTML of the report as a file, with the stylesheet that WeasyPrint is given beside it."""
    from django.conf import settings
    from django.template.loader import render_to_string

    style = settings.BASE_DIR / "static" / "css" / "pdf.css"
    html = render_to_string(template, context)
    page = folder / "report.html"
    page.write_text(html.replace("</head>", f'<link rel="stylesheet" href="{style.as_uri()}"></head>', 1))
    return page


def measure():
    """Print both times and return their ratio."""
    from audits.report_pdf import PURPOSE
    from tests.browser.chromium import WHOLE
    from vsoko.pdf import warm_up
    from vsoko.registries import pdf_sources
    from vsoko.rendering import produce

    audit, source = big_report(), pdf_sources[PURPOSE]
    waits, done = in_the_background(audit)
    print(f"В фоне: «{waits}», затем «{done}»")
    warm_up()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = page_of(source.template, source.context(source.content(audit)), folder)
        own, other = best(lambda: produce(audit, PURPOSE), lambda: printed(WHOLE, page, folder))
    print(f"Отчёт с {FINDINGS} несоответствиями: {own:.1f} с, Chromium из того же HTML: {other:.1f} с")
    return own / other


def in_a_school(measure):
    """Return what `measure` returns, called with a temporary database; a sentence where there is no browser to compare with."""
    from tests import conftest
    from tests.browser.chromium import WHOLE

    if WHOLE is None:
        return "Нет целого Chromium, сравнить не с чем: apt-get install chromium"
    import django

    django.setup()
    conftest.pytest_configure()
    from django.conf import settings
    from django.test.utils import get_runner, override_settings

    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        # An order waits for the worker, as it does for a person.
        with override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}):
            return measure()
    finally:
        runner.teardown_databases(databases)


def judged(measure, most):
    """Print the ratio that `measure` returns and return what the process ends with: a sentence, 1 above `most`, else 0."""
    ratio = in_a_school(measure)
    if isinstance(ratio, str):
        return ratio
    print(f"Отношение {ratio:.2f}, допустимо {most}")
    return 0 if ratio < most else 1


if __name__ == "__main__":
    sys.exit(judged(measure, MOST))
