from datetime import date

import pytest
from django.forms import CharField, ChoiceField, FileField, Form, RadioSelect
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string

from vsoko.states import States

TODAY = date(2021, 11, 16)


def render(source, **context):
    return Template("{% load vsoko %}" + source).render(Context(context))


class Plan:
    class State(States):
        DRAFT = "draft", "черновик"

    state_shape = "draft"

    def get_state_display(self):
        return "черновик"


def test_a_state_is_a_shape_and_a_word():
    assert render("{% state plan %}", plan=Plan()) == '<span class="state state--draft">черновик</span>'


def test_the_word_of_a_mark_is_escaped():
    assert "&lt;b&gt;" in render("{% mark 'done' word %}", word="<b>")


def test_a_shape_that_does_not_exist_fails_loudly():
    with pytest.raises(TemplateSyntaxError):
        render("{% mark 'doing' 'идёт' %}")


def test_a_passed_term_is_red_and_counted():
    late = render("{% due day today %}", day=date(2021, 11, 12), today=TODAY)
    assert "state--late" in late
    assert 'datetime="2021-11-12"' in late
    assert "на 2\u00a0рабочих дня" in late
    assert "state--late" not in render("{% due day today done=True %}", day=date(2021, 11, 12), today=TODAY)
    assert render("{% due day %}", day=None) == ""


def test_numbers_of_records_do_not_break_and_words_are_escaped_once():
    assert render("{{ text|nb }}", text="Аудит № 2021-04 & 2021-04/02") == (
        'Аудит <span class="nb">№\u00a02021-04</span> &amp; <span class="nb">2021-04/02</span>'
    )
    assert (
        render("{% mark 'run' text as word %}{{ word|nb }}", text="a&b")
        == '<span class="state state--run">a&amp;b</span>'
    )
    assert render("{{ absent|nb }}") == ""
    assert render("{{ text|nb }}", text="2021-04/130") == '<span class="nb">2021-04/130</span>'


def test_on_paper_only_a_number_that_a_line_end_could_part_is_a_box_of_its_own():
    words = "№ 3 и № 112-од: 2021-04/02 & 2021-04/130"
    assert render("{{ text|nb_paper }}", text=words) == (
        '№\u00a03 и <span class="nb">№\u00a0112-од</span>: 2021-04/02 &amp; 2021-04/130'
    )
    assert render("{{ absent|nb_paper }}") == ""


@pytest.mark.parametrize(
    ("value", "words"), [(None, "пусто"), ("", "пусто"), ([], "пусто"), (False, "нет"), (0, "0"), (["а", "б"], "а, б")]
)
def test_history_shows_values_in_words(value, words):
    assert render("{{ value|shown }}", value=value) == words


class Report(Form):
    fact = CharField(label="Что установлено", help_text="Один факт.")
    grade = ChoiceField(label="Класс", choices=[("minor", "незначительное")], widget=RadioSelect)
    copy = FileField(label="Свидетельство", required=False)


def form_page(form):
    return render_to_string("generic/form.html", {"form": form, "heading": "Отчёт", "submit_label": "Записать отчёт"})


def test_a_field_points_at_its_help_and_its_error():
    page = form_page(Report({}))
    assert 'aria-describedby="id_fact_helptext id_fact_error"' in page
    assert page.count('id="id_fact_helptext"') == 1
    assert page.count('id="id_fact_error"') == 1
    assert 'aria-invalid="true"' in page


def test_the_summary_leads_to_every_refused_field():
    page = form_page(Report({}))
    assert "Не сохранено. Исправьте 2\u00a0места:" in page
    for anchor in ["id_fact", "id_grade_0"]:
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page


def test_what_was_typed_stays_after_a_refusal():
    page = form_page(Report({"fact": "В двух протоколах нет сроков"}))
    assert "В двух протоколах нет сроков" in page
    assert "Не сохранено. Исправьте одно место:" in page


def test_a_form_with_a_file_can_carry_it():
    assert 'enctype="multipart/form-data"' in form_page(Report())


def test_a_step_that_is_blocked_has_no_button():
    step = {"heading": "Завершить аудит", "submit_label": "Завершить аудит", "explain": "Отчёт закроется."}
    assert "<button" in main_of(render_to_string("generic/transition.html", step))
    blocked = main_of(render_to_string("generic/transition.html", step | {"blockers": ["Не отвечено 14 вопросов."]}))
    assert "Не отвечено 14 вопросов." in blocked
    assert "<button" not in blocked


def main_of(page):
    return page[page.index("<main") : page.index("</main>")]
