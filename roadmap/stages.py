"""The stages that the roadmap's own papers carry out; audits registers its stages beside these."""

from django.urls import reverse

from roadmap.models import Acknowledgement, Appointment, Association, Consultation, Document, DocumentKind
from roadmap.models.activity import Stage as StageName
from roadmap.permissions import Role, consults, rights
from roadmap.progress import count_of
from roadmap.workflow import answers_for_activity
from vsoko.registries import Progress, Stage, stages


def paper_counts():
    # Minutes say that a regulation was adopted; what carries its row out is the regulation.
    papers = Document.objects.exclude(kind__form=DocumentKind.Form.MINUTES, activity__stage=StageName.REGULATION)
    return {
        "papers_total": count_of(papers.exclude(state=Document.State.ANNULLED)),
        "papers_in_force": count_of(papers.filter(state__in=[*Document.IN_FORCE, Document.State.SUPERSEDED])),
    }


def acknowledgement_counts():
    # A new edition asks anew; who had not read the replaced or annulled one need not read it any more.
    asked = Acknowledgement.objects.filter(document__state__in=Document.IN_FORCE)
    return {
        "acks_total": count_of(asked, match="document__activity"),
        "acks_done": count_of(asked.filter(done_on__isnull=False), match="document__activity"),
    }


def reading_counts():
    return paper_counts() | acknowledgement_counts()


def group_counts():
    held = Appointment.objects.filter(role__in=[Role.GROUP_HEAD, Role.AUDITOR])
    return paper_counts() | {"group_people": count_of(held, match="working_group__roadmap", outer="roadmap")}


def consultation_counts():
    return {
        "consultations_held": count_of(Consultation.objects.all()),
        "associations_consulted": count_of(
            Consultation.objects.filter(association__closed_on__isnull=True), what="association"
        ),
        "associations_total": count_of(
            Association.objects.filter(closed_on__isnull=True), match="school", outer="roadmap__school"
        ),
    }


def paper_progress(activity):
    done = min(1, activity.papers_in_force)
    if done:
        return Progress(1, 1, "выполнено", complete=True)
    if activity.papers_total:
        return Progress(0, 1, "документ готовится")
    return Progress(0, 1, "впереди")


def group_progress(activity):
    """A group is created when its order is in force and its composition is entered."""
    if activity.papers_in_force and activity.group_people:
        return Progress(1, 1, "создана", complete=True)
    if activity.group_people:
        return Progress(0, 1, "состав внесён, нужен приказ")
    if activity.papers_in_force:
        return Progress(0, 1, "приказ есть, внесите состав")
    return paper_progress(activity)


def reading_progress(activity):
    """A briefing is complete when its paper is in force and everybody named has read it."""
    if not activity.papers_in_force:
        return paper_progress(activity)
    if not activity.acks_total:
        return Progress(1, 1, "выполнено", complete=True)
    return Progress(
        activity.acks_done, activity.acks_total, f"ознакомлены {activity.acks_done} из {activity.acks_total}",
        complete=activity.acks_done == activity.acks_total,
    )  # fmt: skip


def consultation_progress(activity):
    """Every association that works is consulted at least once; what concerns a focus alone only begins the row."""
    done, total, begun = activity.associations_consulted, activity.associations_total, bool(activity.consultations_held)
    word = f"проведены для {done} из {total} МО" if begun and total else "впереди"
    return Progress(done, total, word, complete=bool(total) and done == total, begun=begun)


def other_progress(activity):
    done = activity.state == activity.State.DONE
    return Progress(int(done), 1, "выполнено" if done else activity.get_state_display(), complete=done)


def paper_form(code):
    def url(activity):
        return f"{reverse('document-create', args=[code])}?activity={activity.pk}"

    return url


def prepares(code):
    """Return a right: somebody whose role prepares papers of that kind in the own school; its kinds are read once."""

    def right(user, activity):
        codes = getattr(user, "_prepares", None)
        if codes is None:
            kinds = DocumentKind.objects.filter(school=user.school_id).only("code", "prepared_by")
            codes = user._prepares = {kind.code for kind in kinds if rights(user).has(*kind.prepared_by)}
        return code in codes

    return right


def by_paper(progress, code, action, counts):
    """Return the stage that a paper of this kind carries out."""
    return Stage(progress, paper_form(code), action, counts, prepares(code))


def register():
    name = StageName
    stages.register(name.DECISION, by_paper(paper_progress, "D01", "Подготовить приказ", paper_counts))
    stages.register(name.BRIEFING, by_paper(reading_progress, "D04", "Оформить протокол", reading_counts))
    stages.register(name.REGULATION, by_paper(paper_progress, "D02", "Подготовить положение", paper_counts))
    stages.register(
        name.GROUP,
        Stage(group_progress, lambda activity: reverse("working-group"), "Создать рабочую группу", group_counts),
    )
    stages.register(name.STAFF, by_paper(reading_progress, "D04", "Оформить протокол", reading_counts))
    stages.register(
        name.CONSULTATION,
        Stage(
            consultation_progress,
            lambda activity: f"{reverse('consultation-create')}?activity={activity.pk}",
            "Записать консультацию",
            consultation_counts,
            consults,
        ),
    )
    stages.register(
        name.OTHER,
        Stage(
            other_progress,
            lambda activity: reverse("activity-finish", args=[activity.pk]),
            "Отметить выполненным",
            allowed=answers_for_activity,
        ),
    )
