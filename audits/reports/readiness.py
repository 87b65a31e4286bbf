"""How far the analysis is: each section by itself, and each input of the management review by the sections it stands in."""

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "data" / "review_inputs.toml"
# What a section may be: the key, the shape of its mark, its word, and the words of the count.
WRITTEN, DRAFT, FIGURES, EMPTY = "written", "draft", "figures", "empty"
KINDS = (
    (WRITTEN, "done", "написан", "Написано людьми"),
    (DRAFT, "draft", "черновик программы", "Черновик программы, ещё не правили"),
    (FIGURES, "run", "только данные", "Есть данные, слов ещё нет"),
    (EMPTY, "plan", "нет данных", "Нет ни данных, ни слов"),
)
MARKS = {key: (shape, word) for key, shape, word, _ in KINDS}
# By people's words or the programme's, or by figures: an input is in its place.
FILLED = (WRITTEN, DRAFT, FIGURES)


@cache
def told():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def kind_of(section, *, measures=0):
    """Return how far a section (dict of `content.section_context`) is; measures of the plan are data of theirs."""
    if section["draft"]:
        return DRAFT
    if section["text"]:
        return WRITTEN
    return FIGURES if section["has_rows"] or (section["key"] == "measures" and measures) else EMPTY


def readiness(shown):
    """Return {rows, counts, inputs, filled, source} of the context of a paper (`content.paper_context`)."""
    rows = [
        {"key": one["key"], "number": one["number"], "title": one["title"]} | marked(one, len(shown["measures"]))
        for one in shown["sections"]
    ]
    by_key = {row["key"]: row for row in rows}
    counts = [
        {"label": label, "shape": shape, "word": word, "n": sum(row["kind"] == key for row in rows)}
        for key, shape, word, label in KINDS
    ]
    inputs = [placed(one["name"], [by_key[key] for key in one["sections"]]) for one in told()["inputs"]]
    return {
        "rows": rows,
        "counts": counts,
        "inputs": inputs,
        "filled": sum(one["filled"] for one in inputs),
        "written": sum(row["kind"] == WRITTEN for row in rows),
        "source": told()["source"],
    }


def marked(section, measures):
    kind = kind_of(section, measures=measures)
    shape, word = MARKS[kind]
    return {"kind": kind, "shape": shape, "word": word}


def placed(name, sections):
    """Return an input with its sections; it is filled when none of them is empty."""
    empty = [row for row in sections if row["kind"] not in FILLED]
    filled = not empty
    missing = ", ".join(str(row["number"]) for row in empty)
    word = "есть" if filled else f"пуст раздел {missing}" if len(empty) == 1 else f"пусты разделы {missing}"
    return {"name": name, "sections": sections, "filled": filled, "shape": "done" if filled else "plan", "word": word}
