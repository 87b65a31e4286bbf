"""The forecast against a year worked out by hand, and where it must keep silent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.reports.forecast import LEAST_POINTS, arrow, forecast


def test_five_years_give_the_figures_worked_out_by_hand():
    """Years 2021–2025, figures 80, 82, 81, 85, 87: the mean 83, the slope 17 / 10 = 1,7, so 2026 is 83 + 3 · 1,7 = 88,1.

    What is left by the years: 0,4; 0,7; −2,0; 0,3; 0,6, their squares 5,1, so s² = 5,1 / 3 = 1,7; the error of a new year is
    √(1,7 · (1 + 1/5 + 9/10)) = √3,57 = 1,8894; times 3,182 it is 6,012.
    """
    found = forecast({2021: 80, 2022: 82, 2023: 81, 2024: 85, 2025: 87})
    assert (found.year, found.points) == (2026, 5)
    assert found.value == pytest.approx(88.1)
    assert found.low == pytest.approx(88.1 - 6.012, abs=0.001)
    assert found.high == pytest.approx(88.1 + 6.012, abs=0.001)
    assert found.method == "метод наименьших квадратов, лет: 5; вероятность 95 %"


def test_a_missing_year_counts_by_its_distance():
    assert forecast({2018: 10, 2019: 20, 2021: 40, 2022: 50, 2024: 70}).value == pytest.approx(80)


def test_four_years_are_too_few():
    assert forecast({2021: 80, 2022: 82, 2023: 81, 2024: 85}) is None


@given(
    st.dictionaries(st.integers(2015, 2030), st.floats(0, 100), min_size=LEAST_POINTS, max_size=12),
)
def test_a_percentage_stays_one_and_the_interval_holds_its_figure(points):
    found = forecast(points, lowest=0, highest=100)
    assert 0 <= found.low <= found.value <= found.high <= 100
    assert found.year == max(points) + 1


@pytest.mark.parametrize(
    ("points", "word"),
    [
        ({2024: 80}, None),
        ({2025: 90, 2024: 80}, "up"),
        ({2024: 90, 2025: 80}, "down"),
        ({2020: 10, 2024: 80, 2025: 80.2}, "level"),
        ({2024: 0, 2025: 0}, "level"),
        ({2024: 0, 2025: 1}, "up"),
    ],
)
def test_an_arrow_tells_the_last_step(points, word):
    assert arrow(points) == word
