"""Work in a process of its own: its answer, its refusal and its death; and packages of which one module is loaded."""

import subprocess
import sys
from pathlib import Path

import pytest

from vsoko.apart import Unfit, apart

pytestmark = pytest.mark.apart
ROOT = Path(__file__).resolve().parents[2]


def doubled(flow):
    return [2 * one for one in flow]


def refuse(words):
    raise Unfit(words)


def refuse_the_first(flow):
    raise Unfit(next(flow))


def die():
    sys.stdout.write("no answer")
    sys.exit(3)


def test_it_answers_refuses_and_dies():
    assert apart("tests.vsoko.test_apart:doubled", flow=iter([1, "а"])) == [2, "аа"]
    with pytest.raises(Unfit, match="Файл повреждён"):
        apart("tests.vsoko.test_apart:refuse", "Файл повреждён.")
    with pytest.raises(RuntimeError, match="code 3"):
        apart("tests.vsoko.test_apart:die")


def test_a_refusal_in_the_middle_of_a_long_flow_is_heard():
    with pytest.raises(Unfit, match="^1"):
        apart("tests.vsoko.test_apart:refuse_the_first", flow=("1" * 1000 for _ in range(1000)))


def test_the_modules_that_run_apart_know_no_django():
    modules = "vsoko.workbook, vsoko.uploads, vsoko.docx_template, roadmap.word_papers"
    modules += ", roadmap.importing.xlsx_sheets, roadmap.importing.docx_tables, roadmap.importing.blank_sheets"
    program = f"import sys, {modules}; print('django' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, text=True) == "False\n"


def test_after_a_part_the_package_can_still_be_loaded_whole():
    program = (
        "import sys\n"
        "from vsoko.parts import load_part\n"
        "load_part('snowballstemmer', 'russian_stemmer')\n"
        "assert 'snowballstemmer.german_stemmer' not in sys.modules\n"
        "import snowballstemmer\n"
        "print(snowballstemmer.stemmer('russian').stemWord('планами'))"
    )
    assert subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, text=True) == "план\n"
