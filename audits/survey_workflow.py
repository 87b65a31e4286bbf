"""Changes of state of surveys of opinion, of free answers that are read before they are shown, and of wishes."""

from audits.models import FreeAnswer, Survey, Wish
from audits.permissions import carries_surveys
from audits.survey_words import told
from roadmap.models import Roadmap
from vsoko.workflow import Table, TransitionError

CARRIES = "Анкетирование проводят заместители директора и руководитель рабочей группы."


def has_questions(survey):
    if not survey.questions.exists():
        raise TransitionError("В анкете нет ни одного вопроса: впишите вопросы и откройте анкетирование снова.")


def year_is_open(survey):
    if survey.roadmap.state == Roadmap.State.CLOSED:
        raise TransitionError(f"{survey.roadmap.year_words} закрыт: новых анкет за него не принимают.")


def has_enough(survey):
    least = told()["least_shown"]
    if survey.responses.count() < least:
        raise TransitionError(f"Анкет меньше {least}: столько отдельно не показывают, публиковать нечего.")


S = Survey.State
SURVEY = Table("audits.Survey")
OPEN_SURVEY = SURVEY.add(
    "open", S.DRAFT, S.OPEN, label="Открыть анкетирование", done="Анкетирование открыто",
    who=carries_surveys, refusal=CARRIES, checks=(has_questions, year_is_open),
)  # fmt: skip
CLOSE_SURVEY = SURVEY.add(
    "close", S.OPEN, S.CLOSED, label="Завершить анкетирование", done="Анкетирование завершено",
    who=carries_surveys, refusal=CARRIES,
)  # fmt: skip
PUBLISH_SURVEY = SURVEY.add(
    "publish", S.CLOSED, S.PUBLISHED, label="Опубликовать результаты", done="Результаты опубликованы",
    who=carries_surveys, refusal=CARRIES, checks=(has_enough,),
)  # fmt: skip
REOPEN_SURVEY = SURVEY.add(
    "reopen", S.CLOSED, S.OPEN, label="Продолжить анкетирование", done="Анкетирование продолжено",
    who=carries_surveys, refusal=CARRIES, comment_required=True, comment_label="Почему продолжаем",
    checks=(year_is_open,),
)  # fmt: skip
WITHDRAW_SURVEY = SURVEY.add(
    "withdraw", S.PUBLISHED, S.CLOSED, label="Снять результаты с публикации", done="Результаты сняты с публикации",
    who=carries_surveys, refusal=CARRIES, comment_required=True, comment_label="Почему снимаем",
)  # fmt: skip

F = FreeAnswer.State
FREE_ANSWER = Table("audits.FreeAnswer")
SHOW_ANSWER = FREE_ANSWER.add(
    "show", (F.UNREAD, F.HIDDEN), F.SHOWN, label="Показать ответ", done="Свободный ответ показан",
    who=carries_surveys, refusal=CARRIES,
)  # fmt: skip
HIDE_ANSWER = FREE_ANSWER.add(
    "hide", (F.UNREAD, F.SHOWN), F.HIDDEN, label="Скрыть ответ", done="Свободный ответ скрыт",
    who=carries_surveys, refusal=CARRIES,
)  # fmt: skip

W = Wish.State
WISH = Table("audits.Wish")
ACCEPT_WISH = WISH.add(
    "accept", W.NEW, W.ACCEPTED, label="Принять пожелание", done="Пожелание принято",
    who=carries_surveys, refusal=CARRIES,
)  # fmt: skip
DECLINE_WISH = WISH.add(
    "decline", (W.NEW, W.ACCEPTED), W.DECLINED, label="Отклонить пожелание", done="Пожелание отклонено",
    who=carries_surveys, refusal=CARRIES, comment_required=True, comment_label="Почему отклоняем",
)  # fmt: skip

TABLES = {Survey: SURVEY, FreeAnswer: FREE_ANSWER, Wish: WISH}
