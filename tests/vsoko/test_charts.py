"""Charts are read from their SVG: what is written, where it stands, and that nothing leaves the picture."""

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from vsoko.charts import (
    Expected,
    Mark,
    Row,
    bars,
    columns,
    curve,
    funnel,
    grouped_bars,
    grouped_columns,
    heat,
    largest,
    pareto,
    stacked_bars,
)
from vsoko.charts.text import number, text_width, wrap

FONTS = Path(__file__).parents[2] / "static" / "fonts"
LONG = "Дополнительного образования художественной и социально-гуманитарной направленности"
NAMES = ["Начальных классов", LONG, "Сверхдлинноесловобезединогопробелавнутри", "X"]
SERIES = ["план", "факт"]

EVERY_KIND = {
    "bars": lambda values, **more: bars(marks(values), **more),
    "bars with a goal": lambda values, **more: bars(marks(values), goal=85, unit="%", **more),
    "grouped": lambda values, **more: grouped_bars([Row(n, (v, v)) for n, v in labelled(values)], SERIES, **more),
    "stacked": lambda values, **more: stacked_bars([Row(n, (v, 1, v)) for n, v in labelled(values)], "абв", **more),
    "columns": lambda values, **more: columns(marks(values), goal=3, **more),
    "pairs": lambda values, **more: grouped_columns([Row(n, (v, v)) for n, v in labelled(values)], SERIES, **more),
    "curve": lambda values, **more: curve(marks(values), expected=Expected(LONG, 50, 40, 70), goal=3, **more),
    "pareto": lambda values, **more: pareto(marks(values), **more),
    "funnel": lambda values, **more: funnel(marks(values), **more),
    "heat": lambda values, **more: heat([Row(n, (v, 1)) for n, v in labelled(values)], ["МО", LONG], **more),
}
every_kind = pytest.mark.parametrize("draw", EVERY_KIND.values(), ids=EVERY_KIND)


def labelled(values):
    return list(zip(NAMES, values, strict=False))


def marks(values):
    return [Mark(name, value, "41 из 50, остальные ждут решения") for name, value in labelled(values)]


def parse(svg):
    return ElementTree.fromstring(re.sub(r'\sxmlns="[^"]+"', "", str(svg)))


def words(svg):
    return [node.text or "" for node in parse(svg).iter("text")]


@cache
def font(bold):
    return TTFont(FONTS / ("PTSans-Bold.ttf" if bold else "PTSans-Regular.ttf"))


def real_width(text, size, bold):
    names, metrics = font(bold).getBestCmap(), font(bold)["hmtx"]
    return sum(metrics[names[ord(char)]][0] for char in text) * size / 1000


@every_kind
@pytest.mark.parametrize(
    "values", [(0, 0, 0, 0), (96, 83.45, 85, 0.4), (1, 100000, 3, None)], ids=["zeros", "shares", "uneven"]
)
def test_no_word_leaves_the_picture(draw, values):
    root = parse(draw(values, prefix="f1", title="Рисунок"))
    _, _, width, height = map(float, root.get("viewBox").split())
    for node in root.iter("text"):
        long = real_width(node.text, float(node.get("font-size")), node.get("font-weight") == "700")
        left = float(node.get("x")) - {"start": 0, "middle": long / 2, "end": long}[node.get("text-anchor")]
        assert left >= -0.5, node.text
        assert left + long <= width + 0.5, node.text
        assert 8 <= float(node.get("y")) <= height - 2, node.text


@every_kind
def test_zeros_and_gaps_give_figures_not_nan(draw):
    svg = draw((0, None, 0, 0), prefix="f1", title="Рисунок")
    assert not re.search(r"nan|inf|None", svg, re.IGNORECASE)
    assert all(float(node.get("width")) > 0 for node in parse(svg).iter("rect"))


@every_kind
def test_an_empty_series_is_a_sentence(draw):
    svg = draw((), prefix="f1", title="Рисунок", empty="Аудитов в этом году не было.")
    assert words(svg) == ["Аудитов в этом году не было."]


@every_kind
def test_ids_carry_the_prefix_and_every_reference_is_there(draw):
    svg = draw((3, 2, 1), prefix="year-4", title="Рисунок")
    ids = re.findall(r'\bid="([^"]+)"', svg)
    referred = re.findall(r"url\(#([^)]+)\)", svg) + parse(svg).get("aria-labelledby").split()
    assert set(referred) == set(ids)
    assert all(name.startswith("year-4-") for name in ids)


@every_kind
def test_colours_are_literal_so_that_paper_has_them(draw):
    root = parse(draw((3, 2, 1), prefix="f1", title="Рисунок"))
    assert "var(" not in ElementTree.tostring(root, encoding="unicode")
    for node in root.iter():
        if node.tag in {"rect", "text", "circle"}:
            assert node.get("fill"), ElementTree.tostring(node)
        if node.tag == "line":
            assert node.get("stroke", "").startswith("#"), ElementTree.tostring(node)


def test_what_people_typed_stays_text():
    evil = '"><script>alert(1)</script>&'
    svg = bars([Mark(evil, 1, evil, url='/x/?a=1&b="2"')], prefix="f1", title=evil, desc=evil, unit=evil)
    root = parse(svg)
    assert list(root.iter("script")) == []
    assert root.find("title").text == evil
    assert root.find("a").get("href") == '/x/?a=1&b="2"'


def test_a_prefix_that_cannot_be_an_id_is_refused():
    with pytest.raises(ValueError, match="prefix"):
        bars([Mark("а", 1)], prefix='f1" onload="', title="Рисунок")


@every_kind
@pytest.mark.parametrize("value", [-1, float("nan"), float("inf")])
def test_a_figure_that_no_bar_can_show_is_refused(draw, value):
    with pytest.raises(ValueError, match="finite"):
        draw((1, value), prefix="f1", title="Рисунок")


def test_links_are_named_and_make_the_picture_a_group():
    linked = parse(columns([Mark("май", 3, url="/audits/?month=5"), Mark("июнь", 1)], prefix="f1", title="По месяцам"))
    plain = parse(columns([Mark("май", 3)], prefix="f1", title="По месяцам"))
    assert [(a.get("href"), a.get("aria-label")) for a in linked.iter("a")] == [("/audits/?month=5", "май: 3")]
    assert (linked.get("role"), plain.get("role")) == ("group", "img")


def test_the_description_says_the_figures_in_words():
    root = parse(bars([Mark("Химии", 87.5, "35 из 40"), Mark("Физики", None)], prefix="f1", title="Индекс", unit="%"))
    assert root.find("desc").text == "Химии — 87,5\xa0% (35 из 40); Физики — н/д."


def test_grouped_bars_write_the_name_of_the_series_on_each_bar():
    svg = grouped_bars([Row("I квартал", (4, 3))], SERIES, prefix="f1", title="План и факт")
    assert words(svg) == ["I квартал", "4", "план", "3", "факт"]


def test_a_part_too_thin_for_its_figure_gives_it_to_the_end_of_the_bar():
    rows = [Row("Химии", (1, 60)), Row("Физики", (30, 30))]
    svg = stacked_bars(rows, ["значительные", "незначительные"], prefix="f1", title="По классам")
    assert "всего 61; значительные" in " ".join(words(svg))
    assert words(svg).count("30") == 2


def test_a_row_with_a_figure_too_many_is_refused():
    with pytest.raises(ValueError, match="zip"):
        grouped_bars([Row("Химии", (1, 2, 3))], SERIES, prefix="f1", title="План и факт")


def test_pareto_sorts_folds_the_tail_and_accumulates():
    data = [Mark("в", 2), Mark("а", 5), Mark("пусто", 0), Mark("б", 2), Mark("г", 1)]
    said = parse(pareto(data, prefix="f1", title="Парето", limit=3)).find("desc").text
    assert said == "а — 5, накоплено 50\xa0%; в — 2, накоплено 70\xa0%; другие — 3, накоплено 100\xa0%."


def test_nothing_is_folded_while_everything_fits():
    assert [mark.label for mark in largest([Mark("а", 1), Mark("б", 2)], 2)] == ["б", "а"]


def test_pareto_hatches_densely_what_reaches_eighty_per_cent():
    svg = pareto([Mark("а", 8), Mark("б", 1), Mark("в", 1)], prefix="f1", title="Парето")
    fills = [node.get("fill") for node in parse(svg).iter("rect") if node.get("class") == "ch-bx"]
    assert fills == ["url(#f1-dense)", "url(#f1-sparse)", "url(#f1-sparse)"]


def test_no_point_of_the_curve_hides_a_figure():
    """Where all columns are equally low, the curve starts among their figures."""
    root = parse(pareto([Mark(f"К-{n}", 1) for n in range(16)], prefix="f1", title="Парето"))
    points = [(node.get("cx"), float(node.get("cy"))) for node in root.iter("circle")]
    figures = {(node.get("x"), float(node.get("y")) - 5) for node in root.iter("text") if node.text == "1"}
    for x, y in points[:-1]:
        (figure,) = [middle for at, middle in figures if at == x]
        assert abs(figure - y) > 12, x


def test_funnel_gives_each_step_its_share_of_the_first():
    svg = funnel([Mark("Выявлено", 8), Mark("Выполнено", 5), Mark("Результативно", 0)], prefix="f1", title="Путь")
    assert [word for word in words(svg) if "%" in word] == ["63\xa0%", "0\xa0%"]


def test_bars_keep_proportion_and_the_goal_stands_on_their_scale():
    root = parse(bars([Mark("а", 50), Mark("б", 100)], prefix="f1", title="Доля", goal=75))
    half, whole = [float(node.get("width")) for node in root.iter("rect") if node.get("class") == "ch-bx"]
    left = next(float(node.get("x")) for node in root.iter("rect") if node.get("class") == "ch-bx")
    goal = next(float(node.get("x1")) for node in root.iter("line") if node.get("class") == "ch-goal")
    assert half == pytest.approx(whole / 2, abs=0.2)
    assert goal == pytest.approx(left + whole * 0.75, abs=0.2)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (4, "", "4"),
        (4.0, "", "4"),
        (87.45, "%", "87,5\xa0%"),
        (1204, "", "1\xa0204"),
        (1250.5, "чел.", "1\xa0250,5\xa0чел."),
        (0, "%", "0\xa0%"),
    ],
)
def test_figures_are_written_in_russian(value, unit, text):
    assert number(value, unit) == text


@pytest.mark.parametrize("text", [LONG, "MO-08 № 112-од, 87,5\xa0%", "Щука шёлк Жёлудь ЮФЫ", "2021-04/02 WQ@"])
@pytest.mark.parametrize("bold", [False, True])
def test_a_line_is_never_wider_than_it_was_thought(text, bold):
    assert text_width(text, 14, bold) >= real_width(text, 14, bold)


@pytest.mark.parametrize(
    ("text", "on_screen"),
    [("незначительное несоответствие", 201.74), ("Документация и планирование", 195.9), ("Действия приняты", 115.46)],
)
def test_a_line_fits_on_a_screen_which_draws_it_wider_than_the_font_says(text, on_screen):
    """`on_screen` is measured in Chromium at 14 px: such labels lost their first letter at the edge of the picture."""
    assert text_width(text, 14) >= on_screen


@pytest.mark.parametrize("limit", [40, 75, 130, 400])
@pytest.mark.parametrize("text", [*NAMES, "повышение квалификации", "до 19\xa0ноября 2021\xa0г."])
def test_wrapping_loses_no_letter_and_fits(text, limit):
    lines = wrap(text, limit, 13)
    assert re.sub(r"[\s-]", "", "".join(lines)) == re.sub(r"[\s-]", "", text)
    assert all(text_width(line, 13) <= limit for line in lines if len(line) > 4 and "\xa0" not in line)


def test_a_compound_word_breaks_at_its_own_hyphen():
    assert wrap("социально-гуманитарной", 100, 13) == ["социально-", "гуманитарной"]


@pytest.mark.parametrize(
    ("word", "lines"),
    [
        ("дополнительного", ["дополнитель-", "ного"]),
        ("анализируются", ["анализирую-", "тся"]),
        ("объявление", ["объявле-", "ние"]),
    ],
)
def test_a_long_word_breaks_by_syllables(word, lines):
    assert wrap(word, text_width(word, 13) - 10, 13) == lines


def test_a_non_breaking_space_holds():
    assert "19\xa0ноября" in wrap("сдать до 19\xa0ноября", 90, 13)


def test_the_expected_figure_of_a_curve_keeps_clear_of_the_last_one():
    years = [
        Mark(f"20{year}/{year + 1}", value)
        for year, value in enumerate((57, 57, 56, 55, 54, 53, 51, 50, 48.4), start=20)
    ]
    root = parse(curve(years, prefix="f1", title="Качество", unit="%", expected=Expected("2026/27", 47.9, 45, 51)))
    places = {node.text: (float(node.get("x")), float(node.get("y"))) for node in root.iter("text") if node.text}
    (x, y), (other, below) = places["48,4\xa0%"], places["47,9\xa0%"]
    assert abs(x - other) > 60 or abs(y - below) >= 17
