"""First words of the sections over made-up years: right plurals, no traces of code, and no claim that figures do not carry."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.goal_standing import LAGGING, ON_WAY, REACHED
from audits.reports.draft_texts import WRITERS, draft_text, most_frequent
from audits.reports.shares import share

few = settings(max_examples=60, deadline=None)
count = st.integers(0, 130)
index = st.none() | st.integers(0, 1000).map(lambda n: n / 10)
verdict = st.sampled_from(["", "цель достигнута", "цель не достигнута", "хуже порога"])


def sections(draw):
    names = draw(st.lists(st.sampled_from(["Журналы", "Кадры", "Программы"]), unique=True))
    return [{"section": name, "index": draw(index), "before": draw(index)} for name in names]


@st.composite
def years(draw):
    """Return the figures of a year that the drafts read, sums and parts agreeing as they do in a real one."""
    counts = sorted(draw(st.lists(st.integers(1, 9), max_size=6)), reverse=True)
    total, planned = sum(counts), draw(count)
    owed, checked, auditors, decided = draw(count), draw(count), draw(count), draw(count)
    in_time, effective = draw(st.integers(0, owed)), draw(st.integers(0, checked))
    major, closed = draw(st.integers(0, total)), draw(st.integers(0, total))
    return {
        "year_words": "2021 год", "before": "2020",
        "group": [{}] * draw(st.integers(0, 25)),
        "programme": {
            "planned": planned, "closed": draw(st.integers(0, planned)), "associations_total": draw(count),
            "associations_covered": draw(count),
        },
        "training": {"trained": draw(st.integers(0, auditors)), "total": auditors},
        "improvement": {"done": draw(st.integers(0, decided)), "total": decided},
        "goals": draw(st.lists(st.fixed_dictionaries({"kind": st.sampled_from((LAGGING, ON_WAY, REACHED))}), max_size=9)),
        "previous": draw(
            st.lists(st.fixed_dictionaries({"kind": st.sampled_from(("done", "dropped", "moved", "ahead", "undone"))}), max_size=25)
        ),
        "roadmap": {
            "total": draw(count), "done": draw(count), "dropped": draw(count), "late": draw(count),
            "note": draw(st.sampled_from(["", "Пункт 12 не в счёт: это сам анализ."])),
        },
        "associations": {
            "rows": [{"name": f"МО {n}", "index": draw(index)} for n in range(draw(st.integers(0, 4)))],
            "index": draw(index.filter(lambda n: n is not None)), "given": draw(count), "by_section": sections(draw),
        },
        "school": {"rows": sections(draw), "index": draw(index)},
        "courses": draw(
            st.lists(st.fixed_dictionaries({"programmes": st.integers(1, 30), "updated": count}), max_size=6)
        ),
        "findings": {
            "checked": draw(count), "total": total, "major": major, "minor": total - major, "closed": closed,
            "open": total - closed, "repeated": draw(st.integers(0, total)),
            "by_criterion": [{"code": f"К-{n}", "count": one} for n, one in enumerate(counts)],
            "good_practices": [{}] * draw(st.integers(0, 9)),
        },
        "actions": {
            "total": draw(count), "accepted": draw(count), "owed": owed, "in_time": in_time,
            "in_time_share": share(in_time, owed), "checked": checked, "effective": effective,
            "effective_share": share(effective, checked), "mean_days": draw(index), "late_rows": [{}] * draw(st.integers(0, 9)),
        },
        "entered": draw(
            st.lists(
                st.fixed_dictionaries(
                    {"code": st.just("A05"), "verdict": verdict, "better": st.sampled_from([None, True, False])}
                ),
                max_size=25,
            )
        ),
    }  # fmt: skip


# Words after a number, by the three forms: 1, 2, 5; those after «из» and «значения» stand in the genitive.
NOUNS = (
    ("участник", "участника", "участников"), ("мероприятие", "мероприятия", "мероприятий"), ("ответ", "ответа", "ответов"),
    ("несоответствие", "несоответствия", "несоответствий"), ("действие", "действия", "действий"), ("раз", "раза", "раз"),
    ("дополнительная", "дополнительные", "дополнительных"), ("цель", "цели", "целей"),
)  # fmt: skip
OF_MANY = (("мероприятия", "мероприятий"), ("показателя", "показателей"))
TO_MANY = ("направленности", "направленностям")
COUNTED = re.compile(r"(?P<before>\w+) (?P<n>\d+) (?P<noun>[а-яё]{3,})")


def place(n):
    """Return which of three forms a number takes."""
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2


def right(before, n, noun):
    one = n % 10 == 1 and n % 100 != 11
    if before in ("Из", "значения"):
        return noun in {pair[0 if one else 1] for pair in OF_MANY}
    if before == "по":
        return noun in ("из", TO_MANY[0 if one else 1])
    return noun in {forms[place(n)] for forms in NOUNS}


@few
@given(years())
def test_plurals_are_right_and_nothing_of_the_code_shows(year):
    for key in WRITERS:
        text = draft_text(key, year).replace("\u00a0", " ")
        assert not re.search(r"None|nan|\{|\}|\[|\]|\(\s*\)|\(н/д\)|— н/д| {2}| [.,;:]|[.,;:]{2}|\d of ", text), text
        assert not text or text[0].isupper(), text
        assert not text or text[-1] == ".", text
        for found in COUNTED.finditer(
            text.rpartition("Положения о ВСОКО.")[2]
        ):  # before it stand the numbers of the law
            assert right(found["before"], int(found["n"]), found["noun"]), found[0]


def told_of(text, word):
    """Return the sections that the draft says to have gone that way."""
    part = re.split("; ниже|[.] Возможные", text.partition(f"{word}: ")[2])[0]
    return set(re.findall(r"(\w+) \([+−][\d,]+ п\. п\.\)", part))


@few
@given(years())
def test_no_claim_is_made_that_the_figures_do_not_carry(year):
    for key, rows in (("associations", year["associations"]["by_section"]), ("school", year["school"]["rows"])):
        text = draft_text(key, year).replace("\u00a0", " ")
        moved = {
            row["section"]: round(row["index"] - row["before"], 1)
            for row in rows
            if row["index"] is not None and row["before"] is not None
        }
        if "прошлым циклом (2020)" in text:
            assert told_of(text, "выше") == {name for name, by in moved.items() if by > 0}, text
            assert told_of(text, "ниже") == {name for name, by in moved.items() if by < 0}, text
            assert ("без изменений" in text) == (bool(moved) and not any(moved.values())), text
        elif text:
            assert not moved
    known = [row["index"] for row in year["associations"]["rows"] if row["index"] is not None]
    assert ("от " in draft_text("associations", year)) == (len(set(known)) > 1)
    found, text = year["findings"], draft_text("findings", year)
    if "Чаще других" in text:
        told = set(re.findall(r"К-\d", text))
        named = [row["count"] for row in found["by_criterion"] if row["code"] in told]
        others = [row["count"] for row in found["by_criterion"] if row["code"] not in told]
        assert min(named) > max(others, default=1)
        assert ("критерии" in text) == (len(told) > 1)
        assert f"{sum(named)} из {found['total']}" in text
    entered = year["entered"]
    worse = any(row["better"] is False or row["verdict"] == "хуже порога" for row in entered)
    assert ("ухудшению" in draft_text("indicators", year)) == worse
    theses = draft_text("conclusions", year).replace("\u00a0", " ")
    assert ("повторных — " in theses) == bool(found["repeated"])
    lagging = sum(row["kind"] == LAGGING for row in year["goals"])
    assert (f"отстаёт: {lagging} из {len(year['goals'])}" in theses) == bool(lagging)
    warned = draft_text("risks", year).replace("\u00a0", " ")
    assert ("просроченных действий — " in warned) == bool(year["actions"]["late_rows"])
    assert ("практик по аудитам — " in warned) == bool(year["findings"]["good_practices"])
    known = {row["index"] for row in year["associations"]["by_section"] if row["index"] is not None}
    assert ("Сильнее других" in theses) == (len(known) > 1)
    for key in WRITERS:
        assert not re.search("вырос|снизил|улучши|ухудшил|потому что|из-за|причина —", draft_text(key, year))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([2, 2, 2], ""),  # none is met more often than the others
        ([3, 2, 2, 2], "критерий К-0: 3 из 9"),
        ([2, 1], "критерий К-0: 2 из 3"),
        ([4, 3, 1], "критерии К-0 (4), К-1 (3): вместе 7 из 8"),
        ([1, 1], ""),
    ],
)
def test_only_what_is_met_more_often_than_all_others_is_called_so(counts, said):
    found = {"total": sum(counts), "by_criterion": [{"code": f"К-{n}", "count": c} for n, c in enumerate(counts)]}
    text = most_frequent(found)
    assert said in text
    assert bool(text) == bool(said)
