"""The blank of a survey as a PDF, for those who answer with a pen; and the entry of surveys in the menu."""

from audits.models import Survey
from audits.survey_words import told
from roadmap.permissions import is_employee
from vsoko.registries import MenuItem, PdfSource, menu, pdf_sources
from vsoko.wording import day_num

PURPOSE = "survey_blank"
FREE_LINES = range(3)


def blocks_of(questions):
    """Return [(heads of columns, questions)]: questions in a row that are answered alike share one table.

    What has options of its own, or is written freely, stands alone: its heads are None.
    """
    blocks = []
    for number, question in enumerate(questions, start=1):
        heads = None if question.is_free or question.options else list(question.answers.values())
        line = {
            "number": number, "text": question.text, "options": list(question.answers.values()), "free": question.is_free,
        }  # fmt: skip
        if heads and blocks and blocks[-1]["heads"] == heads:
            blocks[-1]["lines"].append(line)
        else:
            blocks.append({"heads": heads, "lines": [line]})
    return blocks


def content(survey):
    return {
        "school": str(survey.school),
        "title": survey.title,
        "audience": survey.get_audience_display(),
        "until": day_num(survey.ends_on),
        "intro": told()["intro"],
        "blocks": blocks_of(survey.questions.all()),
        "courses": list(map(str, survey.course_programmes.all())),
    }


def register():
    pdf_sources.register(
        PURPOSE,
        PdfSource(
            model=Survey,
            template="pdf/survey_blank.html",
            content=content,
            context=lambda facts: facts | {"room": FREE_LINES},
            name=lambda survey: f"anketa-{survey.pk}.pdf",
        ),
    )
    menu.register(
        "surveys",
        MenuItem(
            "Анкетирование", "survey-list", "Итоги", is_employee, 20, ("/wishes/", "/free-answers/", "/responses/")
        ),
    )
