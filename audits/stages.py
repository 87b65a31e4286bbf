"""The stages of the roadmap that audits and their consequences carry out."""

from django.urls import reverse

from audits.models import AnnualAnalysis, Audit, CorrectivePlan, Finding
from audits.models.finding import NONCONFORMITIES
from audits.permissions import reads_drafts
from roadmap.models.activity import Stage as StageName
from roadmap.progress import count_of
from vsoko.registries import Progress, Stage, stages
from vsoko.wording import plural


def of_roadmap(queryset, match="roadmap"):
    return count_of(queryset, match=match, outer="roadmap")


def audit_counts():
    planned = Audit.objects.exclude(state=Audit.State.CANCELLED)
    return {
        "audits_total": of_roadmap(planned),
        "audits_done": of_roadmap(planned.filter(state=Audit.State.CLOSED)),
        "audits_running": of_roadmap(planned.filter(state__in=[Audit.State.IN_PROGRESS, Audit.State.REPORTED])),
    }


def plan_counts():
    nonconformities = Finding.objects.filter(grade__in=NONCONFORMITIES).exclude(state__in=["draft", "withdrawn"])
    reported = Audit.objects.filter(state__in=[Audit.State.REPORTED, Audit.State.CLOSED])
    in_force = [CorrectivePlan.State.APPROVED, CorrectivePlan.State.COMPLETED]
    return audit_counts() | {
        "plans_owed": of_roadmap(reported.filter(pk__in=nonconformities.values("audit"))),
        "plans_done": of_roadmap(CorrectivePlan.objects.filter(state__in=in_force, audit__isnull=False)),
    }


def elimination_counts():
    registered = Finding.objects.filter(grade__in=NONCONFORMITIES).exclude(state__in=["draft", "withdrawn"])
    return audit_counts() | {
        "nonconformities_total": of_roadmap(registered, "audit__roadmap"),
        "nonconformities_closed": of_roadmap(registered.filter(state=Finding.State.CLOSED), "audit__roadmap"),
    }


def analysis_counts():
    return {
        "analysis_begun": of_roadmap(AnnualAnalysis.objects.all()),
        "analysis_approved": of_roadmap(AnnualAnalysis.objects.filter(state=AnnualAnalysis.State.APPROVED)),
    }


def audits_are_over(activity):
    """Return whether no audit of the year is still to come: only then plans and elimination can be complete."""
    return activity.audits_total > 0 and activity.audits_done == activity.audits_total


def audit_progress(activity):
    done, total = activity.audits_done, activity.audits_total
    if not total:
        return Progress(0, 0, "аудиты не запланированы")
    running = plural(activity.audits_running, "аудит,аудита,аудитов")
    return Progress(
        done,
        total,
        f"завершено {done} из {plural(total, 'аудита,аудитов,аудитов')}",
        detail=f"сейчас идёт: {running}" if activity.audits_running else "",
        complete=done == total,
        begun=bool(activity.audits_running),
    )


def plan_progress(activity):
    done, owed = min(activity.plans_done, activity.plans_owed), activity.plans_owed
    if not owed:
        return Progress(0, 0, "планы не понадобились" if audits_are_over(activity) else "впереди")
    left = plural(owed - done, "аудит,аудита,аудитов")
    return Progress(
        done,
        owed,
        f"утверждено {done} из {plural(owed, 'плана,планов,планов')}",
        detail="" if done == owed else f"без утверждённого плана: {left}",
        complete=audits_are_over(activity) and done == owed,
        begun=True,
    )


def elimination_progress(activity):
    done, total = activity.nonconformities_closed, activity.nonconformities_total
    if not total:
        return Progress(0, 0, "несоответствий нет" if audits_are_over(activity) else "впереди")
    left = plural(total - done, "несоответствие,несоответствия,несоответствий")
    return Progress(
        done,
        total,
        f"закрыто {done} из {plural(total, 'несоответствия,несоответствий,несоответствий')}",
        detail="" if done == total else f"не закрыто: {left}",
        complete=audits_are_over(activity) and done == total,
        begun=True,
    )


def analysis_progress(activity):
    if activity.analysis_approved:
        return Progress(1, 1, "утверждён", complete=True)
    if activity.analysis_begun:
        return Progress(0, 1, "готовится", begun=True)
    return Progress(0, 1, "впереди")


def year_page(name):
    def url(activity):
        return f"{reverse(name)}?year={activity.roadmap_id}"

    return url


def audits_page(activity):
    """Lead to the programme while no audit is planned: the list of audits would be empty."""
    if getattr(activity, "audits_total", 1):
        return year_page("audit-list")(activity)
    return reverse("programme-current")


def register():
    stages.register(StageName.AUDITS, Stage(audit_progress, audits_page, "Открыть аудиты года", audit_counts))
    stages.register(StageName.PLANS, Stage(plan_progress, year_page("plan-list"), "Открыть планы года", plan_counts))
    stages.register(
        StageName.ELIMINATION,
        Stage(elimination_progress, year_page("finding-list"), "Открыть несоответствия года", elimination_counts),
    )
    stages.register(
        StageName.ANALYSIS,
        Stage(
            analysis_progress,
            lambda activity: reverse("analysis-detail", args=[activity.roadmap_id]),
            "Открыть анализ года",
            analysis_counts,
            reads_drafts,
        ),
    )
