"""A register as large as that of a school after years: each finding with people, a cause, an action and a file of its own."""

from datetime import date, timedelta

from audits.models import Action, Audit, CorrectivePlan, Evidence, Finding, RootCause
from roadmap.models import Employee
from tests.factories import make_criterion
from vsoko.models import StoredFile

FOUND = date(2021, 5, 17)


def many_findings(world, number):
    """Write so many findings beside those that are there; a fixed number of statements for any number."""
    school, roadmap = world.school, world.roadmap
    start = Audit.objects.filter(roadmap=roadmap).count()
    places = range(start + 1, start + number + 1)
    criterion = make_criterion(school)
    people = Employee.objects.bulk_create(
        Employee(school=school, last_name=f"Тетрадкин{n}", first_name="Иван", gender="m", position="учитель")
        for n in places
    )
    audits = Audit.objects.bulk_create(
        Audit(
            school=school, roadmap=roadmap, subject="association", association=world.association, auditee=person,
            lead=world.auditor.employee, number=f"2021-{n}", sequence=n, period_from=FOUND, period_to=FOUND,
            starts_on=FOUND, ends_on=FOUND, state="reported", reported_on=FOUND,
        )
        for n, person in zip(places, people, strict=True)
    )  # fmt: skip
    plans = CorrectivePlan.objects.bulk_create(
        CorrectivePlan(
            school=school, roadmap=roadmap, audit=audit, association=world.association, number=audit.number,
            author=world.chair, state="approved", approved_on=FOUND, approved_by=world.director,
        )
        for audit in audits
    )  # fmt: skip
    findings = Finding.objects.bulk_create(
        Finding(
            school=school, audit=audit, association=world.association, criterion=criterion, grade="minor",
            section="Журналы", number=f"{audit.number}/01", sequence=1, title=f"=Решение {n}", requirement="Срок.",
            fact="Срока нет. " * 20, evidence_text="Протокол № 1.", author=world.auditor, state="in_progress",
            registered_on=FOUND + timedelta(days=n % 200),
        )
        for n, audit in zip(places, audits, strict=True)
    )  # fmt: skip
    RootCause.objects.bulk_create(
        RootCause(finding=finding, whys=["Нет графы."], branch="rules", found_by=person, found_on=FOUND)
        for finding, person in zip(findings, people, strict=True)
    )
    Action.objects.bulk_create(
        Action(
            plan=plan, finding=finding, kind="corrective", text="Изменить форму.", sign="Есть", responsible=person,
            due_on=FOUND + timedelta(days=n % 90), state="planned",
        )
        for n, plan, finding, person in zip(places, plans, findings, people, strict=True)
    )  # fmt: skip
    files = StoredFile.objects.bulk_create(
        StoredFile(school=school, name=f"{n}.pdf", content_type="application/pdf", size=1, file=f"{n}", sha256=f"{n}")
        for n in places
    )
    Evidence.objects.bulk_create(
        Evidence(finding=finding, file=file) for finding, file in zip(findings, files, strict=True)
    )
