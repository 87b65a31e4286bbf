"""The rules of the house that no reviewer should have to remember: who may import whom, and what stands nowhere."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["vsoko", "roadmap", "audits"]
LAYERS = [{"permissions"}, {"models"}, {"workflow"}, {"services"}, {"forms", "filters"}, {"views"}]
# The project's own address book: the only places of the lowest room that name the rooms above.
ADDRESS_BOOK = {"vsoko/settings.py", "vsoko/urls.py"}
LONGEST_FILE = 300

CODE = [path for room in [*ROOMS, "tests"] for path in sorted((ROOT / room).rglob("*.py"))]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name(path):
    return path.relative_to(ROOT).as_posix()


def in_rooms(part=""):
    """Yield (path, tree) of the modules of the three apps; with `part`, of that layer only."""
    for path in CODE:
        room, layer, *_ = [*path.relative_to(ROOT).with_suffix("").parts, ""]
        if room in ROOMS and (not part or layer == part):
            yield path, ast.parse(path.read_text())


def imports(path, tree):
    """Yield (line, dotted name) of everything imported anywhere in the module, inside functions too."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            for alias in node.names:
                yield node.lineno, ".".join([*base, *filter(None, [node.module]), alias.name])


def strings(tree):
    """Yield (line, text) of the string constants, docstrings aside."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value


def looked_up(tree):
    """Yield (line, label) of the models fetched as get_model("app", "Model")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get_model" and len(node.args) == 2:
            yield node.lineno, ".".join(str(getattr(part, "value", "")) for part in node.args)


def layer(room, dotted):
    """Return the height of the layer of its own room that a dotted name belongs to, or None outside the layers."""
    owner, part, *_ = [*dotted.split("."), ""]
    return next((height for height, names in enumerate(LAYERS) if owner == room and part in names), None)


def test_a_lower_room_never_imports_a_higher_one():
    wrong = [
        f"{name(path)}:{line} imports {target}"
        for path, tree in in_rooms()
        for line, target in imports(path, tree)
        for room in ROOMS[ROOMS.index(path.relative_to(ROOT).parts[0]) + 1 :]
        if target.split(".")[0] == room and name(path) not in ADDRESS_BOOK
    ]
    assert wrong == []


def test_a_lower_room_never_names_a_higher_one():
    """A model label, a dotted path or a template of a higher room is an import in disguise."""
    wrong = [
        f"{name(path)}:{line} says «{text}»"
        for path, tree in in_rooms()
        for line, text in [*strings(tree), *looked_up(tree)]
        for room in ROOMS[ROOMS.index(path.relative_to(ROOT).parts[0]) + 1 :]
        if re.match(rf"{room}[./:]\w", text) and name(path) not in ADDRESS_BOOK
    ]
    assert wrong == []


def test_a_lower_layer_never_imports_a_higher_one():
    wrong = [
        f"{name(path)}:{line} imports {target}"
        for path, tree in in_rooms()
        for room, *parts in [path.relative_to(ROOT).with_suffix("").parts]
        for line, target in imports(path, tree)
        if None not in (own := layer(room, ".".join([room, *parts])), other := layer(room, target)) and other > own
    ]
    assert wrong == []


def test_no_file_is_too_long_to_read():
    wrong = [
        f"{name(path)}: {length} lines"
        for path in CODE
        if "migrations" not in path.parts and (length := len(path.read_text().splitlines())) > LONGEST_FILE
    ]
    assert wrong == []


def test_services_know_nothing_of_requests():
    wrong = [
        f"{name(path)}:{node.lineno}"
        for path, tree in in_rooms("services")
        for node in ast.walk(tree)
        if "request" in (getattr(node, "id", ""), getattr(node, "arg", ""), getattr(node, "attr", ""))
    ]
    assert wrong == []


def test_models_send_no_mail():
    wrong = [
        f"{name(path)}:{line} imports {target}"
        for path, tree in in_rooms("models")
        for line, target in imports(path, tree)
        if target.startswith(("django.core.mail", "vsoko.notifications"))
    ]
    assert wrong == []


def test_nothing_happens_through_signals():
    wrong = [
        f"{name(path)}:{line} imports {target}"
        for path, tree in in_rooms()
        for line, target in imports(path, tree)
        if target.startswith(("django.dispatch", "django.db.models.signals"))
    ]
    assert wrong == []


def test_web_workers_begin_without_what_they_seldom_need():
    """It would cost each of them its memory; and the absence of WeasyPrint would stop the whole product instead of the PDF."""
    seldom = {
        "weasyprint",
        "openpyxl",
        "docx",
        "docxtpl",
        "jinja2",
        "lxml",
        "icalendar",
        "PIL",
        "pikepdf",
        "segno",
        "boto3",
    }
    # Of these packages one country and one language are needed.
    seldom |= {"holidays.countries.germany", "snowballstemmer.german_stemmer"}
    program = f"import sys, vsoko.wsgi, vsoko.urls; print({seldom} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, text=True) == "set()\n"


def test_templates_have_nothing_inline():
    """The Content-Security-Policy would silently drop it."""
    inline = re.compile(r"""\sstyle=["']|\son[a-z]+=["']|<script(?![^>]*\ssrc=)|<style|javascript:""")
    screens = [path for path in TEMPLATES if path.parent.name not in {"pdf", "emails"}]
    wrong = [
        f"{name(path)}:{number} {line.strip()}"
        for path in screens
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if inline.search(line)
    ]
    assert wrong == []


def test_pages_load_nothing_from_elsewhere():
    foreign = re.compile(r"""(?:src|href)=["'](?:https?:)?//|(?:@import\s*|url\()["']?(?:https?:)?//""")
    files = [*TEMPLATES, *(ROOT / "static" / "css").rglob("*.css")]
    wrong = [
        f"{name(path)}:{number} {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if foreign.search(line)
    ]
    assert wrong == []


def test_nothing_depends_on_one_machine():
    """Neither a path of somebody's computer nor a folder beside the project."""
    elsewhere = re.compile(
        "|".join(["\\.\\./" + "shared", *(f"/{home}/" + r"\w" for home in ("home", "root", "Users"))])
    )
    files = [*CODE, *TEMPLATES, *ROOT.glob("*.*"), ROOT / "Makefile", ROOT / ".ci" / "run"]
    wrong = [
        f"{name(path)}:{number} {line.strip()}"
        for path in files
        if path.is_file()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if elsewhere.search(line)
    ]
    assert wrong == []


def test_whatever_is_imported_is_required_by_name():
    """What another package happens to bring along may be gone with its next version."""
    required = (ROOT / "requirements.txt").read_text() + (ROOT / "tests/requirements.txt").read_text()
    names = {re.split(r"==|\[", line)[0].lower() for line in required.splitlines() if "==" in line}
    known, own = packages_distributions(), {*ROOMS, "tests", *sys.stdlib_module_names}
    missing = {
        f"{name(path)}: {module}"
        for path in CODE
        for _, module in imports(path, ast.parse(path.read_text()))
        if (top := module.split(".")[0]) not in own and not names & {found.lower() for found in known.get(top, [top])}
    }
    assert missing == set()
