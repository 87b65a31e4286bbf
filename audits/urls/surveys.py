from django.urls import path

from audits import survey_workflow as workflow
from audits.services import survey_closing
from audits.services import surveys as services
from audits.services import wishes as wish_services
from audits.views import survey_drafts, survey_entry, surveys, wishes


def step(transition, service):
    return surveys.SurveyStep.as_view(transition=transition, service=service)


def reading(transition, service):
    return wishes.FreeAnswerStep.as_view(transition=transition, service=service)


def decision(transition, service):
    return wishes.WishStep.as_view(transition=transition, service=service)


urlpatterns = [
    path("surveys/", surveys.SurveyList.as_view(), name="survey-list"),
    path("surveys/new/", surveys.SurveyCreate.as_view(), name="survey-create"),
    path("surveys/<int:pk>/", surveys.SurveyDetail.as_view(), name="survey-detail"),
    path("surveys/<int:pk>/edit/", surveys.SurveyEdit.as_view(), name="survey-edit"),
    path("surveys/<int:pk>/delete/", survey_drafts.SurveyDelete.as_view(), name="survey-delete"),
    path("surveys/<int:pk>/questions/", survey_drafts.SurveyQuestions.as_view(), name="survey-questions"),
    path("surveys/<int:pk>/blank/", surveys.SurveyBlank.as_view(), name="survey-blank"),
    path("surveys/<int:pk>/open/", step(workflow.OPEN_SURVEY, services.open_survey), name="survey-open"),
    path("surveys/<int:pk>/close/", step(workflow.CLOSE_SURVEY, survey_closing.close_survey), name="survey-close"),
    path("surveys/<int:pk>/publish/", step(workflow.PUBLISH_SURVEY, services.publish_survey), name="survey-publish"),
    path("surveys/<int:pk>/reopen/", step(workflow.REOPEN_SURVEY, services.reopen_survey), name="survey-reopen"),
    path(
        "surveys/<int:pk>/withdraw/", step(workflow.WITHDRAW_SURVEY, services.withdraw_survey), name="survey-withdraw"
    ),
    path("surveys/<int:pk>/responses/new/", survey_entry.ResponseCreate.as_view(), name="response-create"),
    path("responses/<int:pk>/delete/", survey_entry.ResponseDelete.as_view(), name="response-delete"),
    path("surveys/<int:pk>/import/", survey_entry.AnswersImport.as_view(), name="survey-import"),
    path("surveys/<int:pk>/import/confirm/", survey_entry.AnswersImportConfirm.as_view(), name="survey-import-confirm"),
    path("surveys/<int:pk>/answers/", wishes.FreeAnswerList.as_view(), name="free-answer-list"),
    path(
        "free-answers/<int:pk>/show/", reading(workflow.SHOW_ANSWER, wish_services.show_answer), name="free-answer-show"
    ),
    path(
        "free-answers/<int:pk>/hide/", reading(workflow.HIDE_ANSWER, wish_services.hide_answer), name="free-answer-hide"
    ),
    path("free-answers/<int:pk>/wish/", wishes.WishCreate.as_view(), name="wish-create"),
    path("wishes/", wishes.WishList.as_view(), name="wish-list"),
    path("wishes/<int:pk>/", wishes.WishDetail.as_view(), name="wish-detail"),
    path("wishes/<int:pk>/edit/", wishes.WishEdit.as_view(), name="wish-edit"),
    path("wishes/<int:pk>/accept/", decision(workflow.ACCEPT_WISH, wish_services.accept_wish), name="wish-accept"),
    path("wishes/<int:pk>/decline/", decision(workflow.DECLINE_WISH, wish_services.decline_wish), name="wish-decline"),
]
