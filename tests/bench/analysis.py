"""How long the annual analysis takes as a PDF, and how much memory, beside Chromium's print of the same HTML.

`make bench` calls it: a year of 20 audits with 100 findings and all charts, and one with 1,000. Fails where the product
takes 2.5 times as long as the browser (4 times for 1,000), or more than half of its memory.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event, Thread

from tests.bench.report import ROUNDS, best, in_a_school, page_of, printed

AUDITS = 20
YEARS = ((100, 2.5), (1000, 4))  # findings, how many times the browser's time is allowed
CHARTS = 12
MOST_MEMORY = 0.5  # of the browser's; judged by the longest paper
SECTIONS = ("Документация", "Журналы", "Программы", "Заседания", "Открытые занятия", "Наставничество", "Аттестация")


@dataclass
class Took:
    seconds: float
    megabytes: float


def big_year(findings):
    """Return the content of the analysis of a year with 20 closed audits and so many findings, a third of them open."""
    from audits.reports.content import paper_content
    from audits.services import analysis
    from tests.factories import make_association
    from tests.worlds import make_world, reported_audit

    world = make_world()
    criteria = criteria_of(world.school)
    for number in range(AUDITS):
        whole = {"subject": "school", "association": None, "auditee": world.deputy.employee}
        audit = reported_audit(
            world, **({"association": make_association(world.school, f"МО учителей предмета {number}")} if number else whole),
            state="closed", report_approved_on=date(2021, 5, 20), acknowledged_on=date(2021, 5, 21), closed_on=date(2021, 5, 25),
            strengths="Протоколы ведутся по единой форме, решения доведены до учителей в день заседания.",
        )  # fmt: skip
        answered(audit, criteria)
        found(world, audit, criteria, findings // AUDITS)
    courses_of(world)
    gathered = analysis.gather_analysis(world.roadmap.pk, actor=world.head, as_of=date(2021, 12, 20))
    # Everything that is proposed goes into the plan: the paper prints what is decided on.
    gathered.improvements.update(state="accepted")
    for key in ("changes", "resources", "risks", "conclusions", "measures"):
        analysis.write_section(gathered.pk, actor=world.head, key=key, text=WORDS)
    return paper_content(gathered)


WORDS = "\n".join(
    f"{number}. Факт сопоставлен с прошлым годом; возможная причина проверена на заседании группы, решение принято."
    for number in range(1, 7)
)


def courses_of(world):
    from roadmap.models import CourseProgramme

    for focus in ("technical", "arts", "sports"):
        CourseProgramme.objects.create(
            school=world.school, name=f"Программа {focus}", focus=focus, association=world.association, updated_on=date(2021, 8, 31)
        )  # fmt: skip


def criteria_of(school):
    from tests.factories import make_criterion

    return [make_criterion(school, f"BN-{number}", section=SECTIONS[number % len(SECTIONS)]) for number in range(28)]


def answered(audit, criteria):
    from audits.models import ChecklistItem

    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            audit=audit, position=place, criterion=one, code=one.code, section=one.section, question=one.question,
            requirement=one.requirement, answer=("yes", "partly", "no", "yes", "yes")[(place + audit.pk) % 5],
            answered_by=audit.lead.user, answered_at="2021-05-12T10:00Z",
        )
        for place, one in enumerate(criteria, start=1)
    )  # fmt: skip


def found(world, audit, criteria, number):
    """Write the findings of an audit with causes, plan, actions and checks of effect."""
    from audits.models import Action, CorrectivePlan, EffectivenessCheck, Finding, RootCause

    plan = CorrectivePlan.objects.create(
        school=world.school, audit=audit, association=audit.association, roadmap=world.roadmap, number=audit.number,
        author=world.chair, state="approved", submitted_on=date(2021, 5, 30), approved_on=date(2021, 6, 1),
        approved_by=world.director,
    )  # fmt: skip
    rows = Finding.objects.bulk_create(
        Finding(
            school=world.school, audit=audit, association=audit.association, criterion=criteria[place * 5 % len(criteria)],
            section=SECTIONS[place % len(SECTIONS)], grade="major" if place % 7 == 0 else "minor",
            state="in_progress" if place % 3 == 0 else "closed", number=f"{audit.number}/{place:02d}", sequence=place,
            title=f"Решения заседания {place} без исполнителя и срока, протокол не доведён до учителей",
            requirement="Решения содержат исполнителя и срок.", fact="В двух протоколах из трёх решения без срока.",
            evidence_text="Протокол от 28.08.2020 № 1.", registered_on=date(2021, 5, 17), author=world.auditor,
            **({} if place % 3 == 0 else {"closed_on": date(2021, 10, 1), "closed_by": world.auditor}),
        )
        for place in range(1, number + 1)
    )  # fmt: skip
    RootCause.objects.bulk_create(
        RootCause(
            finding=one, whys=["В форме протокола нет граф.", "Форму не пересматривали с 2017 года."],
            branch=("rules", "people", "management")[one.sequence % 3], found_by=world.chair.employee,
            found_on=date(2021, 5, 25),
        )
        for one in rows
    )  # fmt: skip
    Action.objects.bulk_create(
        Action(
            finding=one, plan=plan, text="Изменить форму протокола.", kind="corrective", sign="В форме есть графы.",
            responsible=world.teacher.employee, due_on=date(2021, 9, 1), **done(one),
        )
        for one in rows
    )  # fmt: skip
    EffectivenessCheck.objects.bulk_create(
        EffectivenessCheck(
            finding=one, checker=world.auditor.employee, due_on=date(2021, 9, 20), state="effective",
            result="Протоколы сентября с графами.", checked_on=date(2021, 10, 1), checked_by=world.auditor,
        )
        for one in rows
        if one.state == "closed"
    )  # fmt: skip


def done(finding):
    if finding.state != "closed":
        return {"state": "planned"}
    return {"state": "accepted", "done_on": date(2021, 8, 20), "accepted_on": date(2021, 8, 25)}


# --- время и память -------------------------------------------------------------------------------------------------


def resident(root):
    """Return the megabytes that a process and all its children hold, each counted by itself (RSS)."""
    family, kilobytes = [root], 0
    for pid in family:
        try:
            lists = Path(f"/proc/{pid}/task").glob("*/children")
            family += [int(child) for one in lists for child in one.read_text().split()]
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            kilobytes += next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
        except (OSError, StopIteration):
            continue  # it has just ended
    return kilobytes / 1024


def watched(command):
    """Run a command to its end; return what it printed and the most memory that it and its children took together."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    over, peaks = Event(), [0.0]

    def watch():
        while not over.wait(0.1):
            peaks.append(resident(process.pid))

    watcher = Thread(target=watch)
    watcher.start()
    try:
        printed_words = process.communicate(timeout=900)[0]
    finally:
        over.set()
        watcher.join()
    assert process.returncode == 0, command
    return printed_words, max(peaks)


def own(content, folder):
    """Return what the product takes, in a process of its own, as the task worker is one."""
    facts = folder / "content.json"
    facts.write_text(json.dumps(content), encoding="utf-8")
    command = [sys.executable, "-m", "tests.bench.laying_out", str(facts), str(folder / "own.pdf")]
    runs = [watched(command) for _ in range(ROUNDS)]
    assert (folder / "own.pdf").read_bytes().startswith(b"%PDF")
    return Took(min(float(words) for words, _ in runs), max(memory for _, memory in runs))


def other(content, folder):
    """Return what Chromium takes to print the same HTML."""
    from audits.reports.content import paper_context
    from tests.browser.chromium import WHOLE

    page = page_of("pdf/analysis.html", paper_context(content), folder)
    (seconds,) = best(lambda: printed(WHOLE, page, folder))
    command = [
        WHOLE, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        f"--print-to-pdf={folder / 'print.pdf'}", page.as_uri(),
    ]  # fmt: skip
    return Took(seconds, watched(command)[1])


def measure():
    """Print times and memory of both; return the sentences of what is too much."""
    from audits.reports.pictures import pictures

    remarks = []
    for findings, most in YEARS:
        content = big_year(findings)
        charts = sum(len(row) for row in pictures(content["figures"]).values())
        assert charts >= CHARTS, f"рисунков {charts}, а нужно {CHARTS}"
        with tempfile.TemporaryDirectory() as name:
            ours, theirs = own(content, Path(name)), other(content, Path(name))
        ratio, memory = ours.seconds / theirs.seconds, ours.megabytes / theirs.megabytes
        print(f"Анализ: аудитов {AUDITS}, заключений {findings}, рисунков {charts}")
        print(
            f"  время: {ours.seconds:.1f} с, Chromium {theirs.seconds:.1f} с, отношение {ratio:.2f}, допустимо {most}"
        )
        print(f"  память: {ours.megabytes:.0f} МБ, Chromium {theirs.megabytes:.0f} МБ, отношение {memory:.2f}")
        if ratio > most:
            remarks.append(f"Анализ с {findings} заключениями: {ratio:.2f} времени браузера, допустимо {most}")
    if memory > MOST_MEMORY:
        remarks.append(f"Анализ с {findings} заключениями: {memory:.2f} памяти браузера, допустимо {MOST_MEMORY}")
    return remarks


def main():
    remarks = in_a_school(measure)
    return remarks if isinstance(remarks, str) else "\n".join(remarks) or 0


if __name__ == "__main__":
    sys.exit(main())
