"""The drawings of the year are read from their SVG; places are percent of the width."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from vsoko.timeline import BEHIND, OVERDUE, Station, gantt_head_svg, gantt_row_svg, lag, ribbon_svg

FIRST, LAST = date(2021, 1, 1), date(2021, 12, 31)
TODAY = date(2021, 7, 2)  # noon of the 183rd day of 365: the middle of the year


def station(label="аудиты 6 из 8", start=date(2021, 5, 1), end=date(2021, 12, 31), **more):
    return Station(label, start, end, **more)


def draw(*stations, today=TODAY, first=FIRST, last=LAST, **more):
    return ElementTree.fromstring(ribbon_svg(stations, first, last, today, **more))


def drawn(root, name, tag="*"):
    return [node for node in root.iter(tag) if name in node.get("class", "").split()]


def x(node, name="x"):
    return float(node.get(name).rstrip("%"))


def texts(root):
    return ["".join(node.itertext()) for node in root.iter("text")]


def test_today_is_a_line_at_noon_with_its_date():
    root = draw(station())
    (line,) = drawn(root, "tp-today")
    assert (x(line, "x1"), line.get("x1")) == (50, line.get("x2"))
    assert [flag.text for flag in drawn(root, "tp-flag")] == ["2\xa0июля"]
    assert "сегодня 2\xa0июля" in root.get("aria-label")


@pytest.mark.parametrize(("today", "gone"), [(date(2020, 12, 31), []), (date(2022, 1, 1), [100.0])])
def test_outside_the_period_there_is_no_line_of_today(today, gone):
    root = draw(station(), today=today)
    assert drawn(root, "tp-today") == drawn(root, "tp-flag") == []
    assert "сегодня" not in root.get("aria-label")
    assert [x(node, "width") for node in drawn(root, "tp-past")] == gone


def test_the_thick_part_is_the_share_done_of_the_span():
    root = draw(station(start=FIRST, end=LAST, done=0.75))
    assert [x(node, "width") for node in drawn(root, "tp-span")] == [100]
    assert [x(node, "width") for node in drawn(root, "tp-done")] == [75]
    assert drawn(root, "tp-done--all") == []


def test_what_is_done_wholly_is_marked_so():
    assert len(drawn(draw(station(done=1, shape="done")), "tp-done--all")) == 1


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"done": 0.2}, BEHIND),
        ({"done": 0.25}, ""),
        ({"done": 1}, ""),
        ({"start": date(2021, 8, 1)}, ""),
        ({"start": date(2021, 1, 1), "end": date(2021, 7, 1), "done": 0.9}, OVERDUE),
        ({"start": None, "end": date(2021, 4, 20)}, OVERDUE),
        ({"start": None, "end": TODAY}, ""),
        ({"done": 0.1, "shape": "void"}, ""),
        ({"done": 0.1, "shape": ""}, ""),
    ],
)
def test_the_word_about_pace(facts, word):
    """From 1 May to 31 December, an even pace has done 63 days of 245 by 2 July."""
    assert lag(station(**{"shape": "run", **facts}), TODAY) == word


def test_behind_is_drawn_with_dots_up_to_today_and_said():
    root = draw(station(start=FIRST, end=LAST, done=0.2, shape="run", words="идёт", url="/audits/"))
    (gap,) = drawn(root, "tp-gap")
    assert (x(gap, "x1"), x(gap, "x2")) == (20, 50)
    assert "аудиты 6 из 8, отставание" in texts(root)
    assert root.find("a").get("aria-label") == "аудиты 6 из 8, идёт, отставание"
    assert drawn(draw(station(start=FIRST, end=LAST, done=0.6, shape="run")), "tp-gap") == []


def test_stations_that_do_not_meet_share_a_lane_and_others_take_the_next():
    root = draw(
        station("решение", FIRST, date(2021, 1, 31)),
        station("аудиты", date(2021, 5, 1), LAST),
        station("планы", date(2021, 6, 1), LAST),
    )
    assert [node.get("y") for node in drawn(root, "tp-span")] == ["37", "37", "56"]
    assert len(drawn(root, "tp-lane")) == 2


def test_a_fifth_lane_is_never_opened_and_nothing_is_left_out():
    root = draw(*(station(f"дело {number}", FIRST, LAST, url="/", done=0.9) for number in range(6)))
    assert len(drawn(root, "tp-lane")) == 4
    assert len(drawn(root, "tp-span")) == 6
    assert [title.text for title in root.iter("title")] == ["дело 4", "дело 5"]
    assert "дело 5" in root.get("aria-label")


def test_a_name_that_the_end_of_the_tape_would_cut_stands_left_of_its_mark():
    root = draw(station("анализ и план следующего года", date(2021, 12, 1), LAST))
    (name,) = drawn(root, "tp-name")
    assert (name.get("text-anchor"), name.get("x")) == ("end", "-16")


def test_a_short_station_turns_its_name_when_somebody_needs_the_room():
    names = ["устранение", "планы", "аудиты", "проверка"]
    crowd = [station(name, date(2021, 5, 1 + place), LAST, done=0.9) for place, name in enumerate(names)]
    root = draw(station("консультации педагогов", None, date(2021, 4, 20)), *crowd)
    sides = {"".join(name.itertext()): name.get("text-anchor") for name in drawn(root, "tp-name")}
    assert sides == {"консультации педагогов, срок прошёл": "end"} | dict.fromkeys(names, "start")


def test_thin_has_lines_alone():
    root = draw(station(url="/audits/", shape="run", words="идёт"), thin=True)
    assert root.get("role") == "img"
    assert list(root.iter("a")) == drawn(root, "tp-name") == drawn(root, "mk") == []
    assert root.get("aria-label").startswith("Лента года: аудиты 6 из 8 — идёт")
    assert len(drawn(root, "tp-span")) == 1


def test_an_image_with_links_is_a_group():
    assert (draw(station(url="/")).get("role"), draw(station()).get("role")) == ("group", "img")


def test_months_follow_the_period_and_give_way_to_today():
    root = draw(first=date(2020, 12, 1), last=date(2021, 12, 31), today=date(2021, 11, 16))
    full = [node.text for node in drawn(root, "tp-m") if "tp-m--s" not in node.get("class")]
    assert full == ["дек", "янв", "фев", "март", "апр", "май", "июнь", "июль", "авг", "сен", "окт", "дек"]
    assert [node.text for node in drawn(root, "tp-m--s")] == list("ДЯФМАМИИАСОНД")


def test_a_year_without_stations_is_drawn_and_says_so():
    root = draw(today=date(2026, 1, 1))
    assert root.get("aria-label") == "Лента года: пока пуста"
    assert len(drawn(root, "tp-m--s")) == 12


@pytest.mark.parametrize("shape", ["plan", "draft", "run", "wait", "done", "late", "back", "split", "void"])
def test_every_shape_of_the_states_has_a_mark(shape):
    assert drawn(draw(station(shape=shape)), "mk")


def test_what_people_typed_stays_text():
    evil = '"><script>alert(1)</script>'
    for thin in (False, True):
        root = draw(station(evil, url=f"/{evil}", words=evil), thin=thin)
        assert list(root.iter("script")) == []
        assert evil in root.get("aria-label")
    row = ElementTree.fromstring(gantt_row_svg(station(evil, words=evil), FIRST, LAST, TODAY))
    assert evil in row.get("aria-label")


def test_stations_outside_the_period_stay_on_the_tape():
    root = draw(
        station("до", date(2020, 5, 1), date(2021, 2, 1)), station("после", date(2021, 12, 1), date(2022, 2, 1))
    )
    for node in drawn(root, "tp-span"):
        assert 0 <= x(node) <= x(node) + x(node, "width") <= 100


def test_the_line_of_today_runs_through_head_rows_and_notes_at_one_place():
    head = gantt_head_svg(FIRST, LAST, TODAY)
    rows = [gantt_row_svg(one, FIRST, LAST, TODAY) for one in (station(), station(start=None), None)]
    places = [
        re.findall(r'tp-today" x1="([\d.]+%)" x2="([\d.]+%)" y1="([\d%]+)" y2="100%"', svg) for svg in [head, *rows]
    ]
    assert places == [[("50%", "50%", "72%")], *[[("50%", "50%", "0")]] * 3]


def test_a_row_repeats_the_station_and_says_its_state():
    row = ElementTree.fromstring(
        gantt_row_svg(station(start=FIRST, end=LAST, done=0.2, shape="run", words="идёт: 2 из 8"), FIRST, LAST, TODAY)
    )
    assert (row.get("role"), row.get("aria-label")) == ("img", "идёт: 2 из 8, отставание")
    assert [x(node, "width") for node in drawn(row, "gt-bar")] == [100]
    assert [x(node, "width") for node in drawn(row, "tp-done")] == [20]


def test_a_row_with_a_term_only_to_a_day_is_a_mark_at_that_day():
    row = ElementTree.fromstring(gantt_row_svg(station(start=None, end=date(2021, 7, 1)), FIRST, LAST, TODAY))
    assert drawn(row, "gt-bar") == []
    assert len(drawn(row, "mk")) == 1


def test_a_row_of_a_note_is_hidden_from_readers():
    assert ElementTree.fromstring(gantt_row_svg(None, FIRST, LAST, TODAY)).get("aria-hidden") == "true"
