"""What an analysis leads to, for whoever looks: the decisions on its measures, their signed plan, the next year."""

from django.urls import reverse
from django.utils import timezone

from audits.improvement_plan import PLAN, unsigned
from audits.models import AnnualAnalysis, ImprovementItem
from audits.papers.analysis import may
from audits.services.later_measures import later_measures
from roadmap.models import Appointment, Document, Employee
from roadmap.paper_links import create_url
from roadmap.permissions import LEADERS, is_leader
from vsoko.wording import day_num, plural

OPENS = "Карту следующего года создаёт директор, его заместитель или руководитель рабочей группы"
PREPARES = "Его готовит заместитель директора или руководитель рабочей группы."


def step(title, text, url="", label=""):
    """Return a dict for includes/next_step.html."""
    return {"title": title, "text": text, "url": url, "label": label}


def plan_step(user, analysis, plan, undecided=None):
    """Return what the plan of measures asks of this user now, then the next year; None where nothing is expected.

    `undecided` is the number of measures without a decision where the page has counted them already.
    """
    if not is_leader(user, analysis) or analysis.state == AnnualAnalysis.State.ON_APPROVAL:
        return next_year_step(user, analysis)
    paper = plan.under_way
    if plan.waits:
        return step(
            f"План мероприятий {'на подписи' if paper.state == Document.State.ON_APPROVAL else 'на согласовании'}",
            "До решения его меры не меняются; чтобы изменить их, отзовите план для правки.",
            paper.get_absolute_url(),
            "Открыть план",
        )
    if undecided is None:
        undecided = analysis.improvements.filter(state=ImprovementItem.State.PROPOSED).count()
    if undecided and plan.is_open and not hasattr(analysis.roadmap, "successor"):
        return step(
            f"Без решения: {plural(undecided, 'мера,меры,мер')}",
            "Решите о них на одной странице: примите с ответственным и сроком, отклоните с причиной или оставьте.",
            reverse("improvement-decide", args=[analysis.roadmap_id]),
            "Решить о мерах",
        )
    left = unsigned(analysis).count()
    if analysis.state != AnnualAnalysis.State.APPROVED or not left:
        return next_year_step(user, analysis)
    if paper:
        text = f"Принятые меры уже в нём; {carried(analysis)}"
        return step("Передайте план мероприятий на подпись", text, paper.get_absolute_url(), "Открыть план")
    if plan.signed:
        title = f"Не вошло в подписанный план: {plural(left, 'решение,решения,решений')} о мерах"
        text = f"План подписан {day_num(plan.signed.approved_on)}: подготовьте его новую редакцию, прежняя действует до её подписи."
        return step(title, text, plan.signed.get_absolute_url(), "Открыть план")
    if may(user, analysis, PLAN):
        text = "Его подписывает директор; в карту следующего года перейдут меры подписанного плана."
        url = create_url(PLAN, about=f"analysis-{analysis.pk}")
        title = "План мероприятий аннулирован: подготовьте новый" if plan.annulled else "Подготовьте план мероприятий"
        return step(title, text, url, "Подготовить план")
    return step("План мероприятий ещё не подготовлен", PREPARES)


def carried(analysis):
    """Return where the signed measures go: the next roadmap may be there already."""
    following = getattr(analysis.roadmap, "successor", None)
    if following is None:
        return "в карту следующего года перейдут меры подписанного плана."
    if following.state == following.State.DRAFT:
        return f"подписанные, они встанут и в карту на {following.year_words}, пока она черновик."
    return f"карта на {following.year_words} уже утверждена: подписанные, они войдут в неё её изменением."


def next_year_step(user, analysis):
    """Return the step that opens the next year or brings into it what was signed later; None before the approval."""
    if analysis.state != AnnualAnalysis.State.APPROVED:
        return None
    if hasattr(analysis.roadmap, "successor"):
        return later_step(user, analysis)
    if is_leader(user, analysis):
        return step(
            "Откройте следующий год",
            "Меры подписанного плана и ежегодные мероприятия станут черновиком новой карты.",
            reverse("next-year", args=[analysis.roadmap_id]),
            "Создать карту следующего года",
        )
    names = ", ".join(map(str, leaders(analysis.school_id)))
    return step("Следующий год ещё не открыт", f"{OPENS}: {names}".rstrip(".: ") + ".")


def later_step(user, analysis):
    """Return what brings measures into the next roadmap that was approved before them; None where none is left out."""
    if not is_leader(user, analysis):
        return None
    later = later_measures(analysis)
    if later.left:
        title = f"Не внесено в карту на {later.roadmap.year_words}: {plural(len(later.left), 'мера,меры,мер')}"
        if later.why_not:
            return step(title, later.why_not, later.edition.get_absolute_url(), "Открыть изменение")
        return step(
            title,
            "Меры подписаны, когда карта уже утверждена: они войдут в неё изменением, которое утвердит директор.",
            reverse("improvement-later", args=[analysis.roadmap_id]),
            "Внести меры в карту",
        )
    if later.in_change:
        return step(
            f"Меры ждут изменения карты на {later.roadmap.year_words}: {later.in_change}",
            f"Изменение № {later.edition.number}: {later.edition.get_state_display()}. Карта изменится, когда его утвердит директор.",
            later.edition.get_absolute_url(),
            "Открыть изменение",
        )
    return None


def leaders(school_id):
    """Return who leads the school's cycle today, each once."""
    held = Appointment.objects.filter(school=school_id, role__in=LEADERS).covering(timezone.localdate())
    return Employee.objects.filter(pk__in=held.values("employee"))
