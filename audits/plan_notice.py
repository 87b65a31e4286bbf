"""Whether the plan of an audit was handed over in time: so many working days before it begins as the school says (D08)."""

from django.utils import timezone

from audits.mandatory import THERE
from audits.models import Audit
from roadmap.models import Acknowledgement
from vsoko.wording import day_num, plural
from vsoko.workdays import working_days_before

PLAN = "D08"
WORKING_DAYS = "рабочий день,рабочих дня,рабочих дней"


def notice_remark(audit, plans, calendar):
    """Return a sentence about a plan that is late, or nothing; once the audit has begun, nobody can mend that.

    `plans` are the papers of that kind about the audit.

    It is handed over when whoever answers for the subject has read it; until then the day of its approval counts.
    """
    if audit.state != Audit.State.PLANNED:
        return ""
    last = working_days_before(audit.starts_on, audit.school.notice_days, calendar)
    due = f"не позднее {day_num(last)}, за {plural(audit.school.notice_days, WORKING_DAYS)} до начала аудита"
    plan = next((paper for paper in plans if paper.state in THERE), None)
    if plan is None:
        return f"План аудита ещё не утверждён, а вручают его {due}." if timezone.localdate() > last else ""
    if plan.approved_on and plan.approved_on > last:
        return f"План аудита утверждён {day_num(plan.approved_on)}, а вручают его {due}."
    read = Acknowledgement.objects.filter(document=plan, employee=audit.auditee_id).first()
    if read and read.done_on and read.done_on > last:
        return f"План аудита вручён {day_num(read.done_on)}, а вручают его {due}."
    if read and not read.done_on and timezone.localdate() > last:
        return f"С планом аудита ещё не ознакомлен тот, кто отвечает за объект, а вручают его {due}."
    return ""
