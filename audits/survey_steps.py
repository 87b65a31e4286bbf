"""The one step that a survey expects of whoever carries it."""

from django.urls import reverse

from audits import survey_workflow as workflow
from audits.models import Survey
from vsoko.wording import day_text, plural

S = Survey.State
FREE = "свободный ответ,свободных ответа,свободных ответов"


def next_of(survey, unread):
    """Return {title, text, url, label}, with `extra_url` and `extra_label` where there is a second way; None when all is done."""
    if survey.state == S.DRAFT:
        return step(
            survey, workflow.OPEN_SURVEY, "Проверьте вопросы и откройте анкетирование",
            "После открытия вопросы не меняются. Бланк можно напечатать уже сейчас.",
        )  # fmt: skip
    if survey.state == S.OPEN:
        return {
            "title": f"Внесите анкеты до {day_text(survey.ends_on)}",
            "text": "С бумаги по одной или файлом, который выгружает сервис форм. Одна и та же строка дважды не войдёт.",
            "url": reverse("response-create", args=[survey.pk]),
            "label": "Внести анкету с бумаги",
            "extra_url": reverse("survey-import", args=[survey.pk]),
            "extra_label": "Загрузить файл",
        }
    if unread:
        return {
            "title": f"Прочитайте {plural(unread, FREE)}",
            "text": "Пока ответ не прочитан, другие его не видят: в нём могут быть названы люди.",
            "url": reverse("free-answer-list", args=[survey.pk]),
            "label": "Читать ответы",
        }
    if survey.state == S.CLOSED:
        return step(
            survey, workflow.PUBLISH_SURVEY, "Опубликуйте результаты", "Все сотрудники увидят их и показанные ответы."
        )
    return None


def step(survey, transition, title, text):
    url = reverse(f"survey-{transition.name}", args=[survey.pk])
    return {"title": title, "text": text, "url": url, "label": transition.label}
