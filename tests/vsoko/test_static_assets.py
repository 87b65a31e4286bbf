"""What a school's browser gets: Chrome 109 on Windows 7 understands it, the strict CSP lets it run, nothing comes from outside."""

import re
from itertools import product
from pathlib import Path

import pytest
import tinycss2
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent.parent
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"

STYLES = sorted((STATIC / "css").rglob("*.css"))
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
# Letters and papers are read outside the browser and have rules of their own.
PAGES = sorted(
    path for path in TEMPLATES.rglob("*.html") if not {"pdf", "emails"} & set(path.relative_to(TEMPLATES).parts)
)

# What came to Chrome after 109, by the version that brought it.
NEWER_CSS = {
    "color-mix() 111": r"color-mix\(",
    "oklch(), lab(), color() 111": r"\b(ok)?(lch|lab)\(|\bcolor\(",
    "light-dark() 123": r"light-dark\(",
    "trigonometry and rounding 111, 125": r"\b(sin|cos|tan|round|mod|rem)\(",
    "lh unit 109 only in part": r"\d(lh|rlh)\b",
    "subgrid 117": r"\bsubgrid\b",
    "@scope 118": r"@scope\b",
    "@starting-style 117": r"@starting-style\b",
    "@view-transition 126": r"@view-transition\b|view-transition-name",
    "@position-try, anchors 125": r"@position-try\b|\banchor(-name|-size|-scope)?\s*[(:]|position-area",
    "text-wrap 114": r"\btext-wrap\b",
    "field-sizing 123": r"\bfield-sizing\b",
    "interpolate-size 129": r"\binterpolate-size\b|calc-size\(",
    "scroll timelines 115": r"\b(animation-timeline|scroll-timeline|view-timeline|animation-range)\b",
    "transition-behavior 117": r"\btransition-behavior\b|allow-discrete",
    "mask without a prefix 120": r"(?<![\w-])mask(-image|-size|-position|-repeat)?\s*:",
    ":user-valid 119": r":user-(in)?valid",
    ":dir(), :state(), :open": r":dir\(|:state\(|:open\b|:popover-open",
    "::details-content 131": r"::details-content|::scroll-button|::scroll-marker",
    ":nth-child(of) 111": r":nth-(last-)?child\([^)]*\bof\b",
    "linear() easing 113": r"\blinear\(",
    "image-set() without a prefix 113": r"(?<![\w-])image-set\(",
    "font-size-adjust 127": r"\bfont-size-adjust\b",
    "if() 137": r":\s*if\(",
}
NEWER_JS = {
    "copies of arrays 110": r"\.(toSorted|toReversed|toSpliced)\(|\]\.with\(",
    "groupBy 117": r"\.groupBy\(",
    "withResolvers 119": r"\.withResolvers\(|\bPromise\.try\(",
    "fromAsync 121": r"\.fromAsync\(",
    "sets as sets 122": r"\.(isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference|intersection|difference)\(",
    "canParse 120": r"\bURL\.(canParse|parse)\(",
    "popover 114": r"\.(showPopover|hidePopover|togglePopover)\(",
    "view transitions 111": r"\bstartViewTransition\b",
    "AbortSignal.any 116": r"AbortSignal\.any\(",
    "scheduler.yield 129": r"scheduler\.yield",
    "RegExp v flag 112, escape 136": r"/[dgimsuy]*v[dgimsuy]*\.(test|exec)|RegExp\.escape",
    "isWellFormed 111": r"\.(isWellFormed|toWellFormed)\(",
    "using 134": r"^\s*(await\s+)?using\s",
    "only under https": r"randomUUID|crypto\.subtle|serviceWorker",
    "strict CSP": r"\beval\(|\bnew Function\b|\.style\.cssText|setAttribute\(\s*[\"']style",
}
NOT_IN_PAGES = {
    "inline style": r"\sstyle\s*=",
    "style element": r"<style\b(?![^>]*\ssrc)",
    "inline script": r"<script\b(?![^>]*\ssrc=)",
    "handler in an attribute": r"\son[a-z]+\s*=\s*[\"']",
    "address of code": r"javascript:",
    "eval of htmx": r"hx-on\b|hx-vars|=\s*[\"']js:",
    "popover 114": r"\spopover\b|\spopovertarget\b",
    "load from outside": r"(?:src|href|action|srcset|data|poster|hx-(?:get|post|put|delete))\s*=\s*[\"']\s*(?:https?:)?//",
}


def name(path):
    return path.relative_to(ROOT).as_posix()


def without_comments(text):
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


def found(patterns, text):
    return [label for label, pattern in patterns.items() if re.search(pattern, text, re.M)]


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_style_is_understood_by_chrome_109(path):
    text = without_comments(path.read_text())
    assert found(NEWER_CSS, text) == []
    assert nested(tinycss2.parse_stylesheet(text, skip_whitespace=True)) == []


def nested(rules):
    """Return the selectors of rules that hold other rules: nesting came with Chrome 112."""
    guilty = []
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports", "layer"} and rule.content:
            guilty += nested(tinycss2.parse_rule_list(rule.content, skip_whitespace=True, skip_comments=True))
        elif rule.type == "qualified-rule":
            inside = tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True, skip_comments=True)
            if any(item.type in {"qualified-rule", "at-rule"} for item in inside):
                guilty.append(tinycss2.serialize(rule.prelude).strip())
    return guilty


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_script_is_understood_by_chrome_109_and_csp(path):
    text = re.sub(r"^\s*//.*$", "", without_comments(path.read_text()), flags=re.M)
    assert found(NEWER_JS, text) == []


@pytest.mark.parametrize(
    ("patterns", "text"),
    [
        (NEWER_CSS, "a { color: color-mix(in srgb, red, blue) }"),
        (NEWER_CSS, "h1 { text-wrap: balance }"),
        (NEWER_JS, "const rows = list.toSorted()"),
        (NEWER_JS, "id = crypto.randomUUID()"),
        (NOT_IN_PAGES, '<p style="color: red">'),
        (NOT_IN_PAGES, "<script>go()</script>"),
        (NOT_IN_PAGES, '<button onclick="go()">'),
        (NOT_IN_PAGES, '<link rel="stylesheet" href="https://cdn.example/x.css">'),
    ],
)
def test_the_guards_see_what_they_guard_against(patterns, text):
    assert len(found(patterns, text)) == 1


def test_the_guard_sees_nesting():
    assert nested(tinycss2.parse_stylesheet("@media print { .a { color: red; .b { color: blue } } }")) == [".a"]


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_page_lets_the_strict_csp_stand(path):
    assert found(NOT_IN_PAGES, path.read_text()) == []


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS], ids=name)
def test_nothing_is_loaded_from_outside(path):
    assert re.findall(r"(?:https?:)?//[\w.-]+\.\w+", without_comments(path.read_text())) == []


def test_every_file_that_a_style_names_exists():
    missing = [
        f"{name(path)}: {address}"
        for path in STYLES
        for address in re.findall(r"url\([\"']?(?!data:)([^\"')]+)", without_comments(path.read_text()))
        if not (path.parent / address).resolve().is_file()
    ]
    assert missing == []


def test_every_file_that_a_page_names_exists():
    missing = [
        f"{name(path)}: {address}"
        for path in PAGES
        for address in re.findall(r"{% static [\"']([^\"']+)[\"']", path.read_text())
        if not (STATIC / address).is_file()
    ]
    assert missing == []


def test_static_files_can_be_collected_under_hashed_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert '"css/tokens.css": "css/tokens.' in (tmp_path / "staticfiles.json").read_text()


@pytest.mark.parametrize("folder", sorted((STATIC / "vendor").iterdir()), ids=lambda path: path.name)
def test_vendored_code_keeps_its_version_and_licence(folder):
    version = folder.name.rpartition("-")[2]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version), "the folder's name ends with the version"
    assert (folder / "LICENSE").read_text().strip()
    assert any(version in path.read_text()[:60_000] for path in folder.glob("*.min.*") if path.suffix != ".map")


def test_fonts_keep_their_version_and_licence():
    licence = (STATIC / "fonts" / "LICENSE.txt").read_text()
    assert "ParaType Free Font License" in licence
    for family, version in [("PT Serif", r"\d\.\d{3}"), ("PT Sans", r"\d\.\d{3}")]:
        assert re.search(f"{family} {version}", licence), family


# Contrast ------------------------------------------------------------------------------------------------------------


def themes():
    """Return {theme: {token: (r, g, b)}} of tokens.css; the dark theme replaces what it names."""
    text = without_comments((STATIC / "css" / "tokens.css").read_text())
    light, dark = re.split(r"@media \(prefers-color-scheme: dark\)", text)
    dark = dark.split("@media")[0]
    return {"light": colours(light), "dark": colours(light) | colours(dark)}


def colours(text):
    return {
        token: tuple(int(value[index : index + 2], 16) for index in (0, 2, 4))
        for token, value in re.findall(r"--([\w-]+):\s*#([0-9a-f]{6})\b", text)
    }


def luminance(colour):
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Return the contrast ratio of two colours as WCAG 2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


INKS = ["ink", "pencil", "pen", "pen-deep", "red", "green", "ochre"]
GROUNDS = ["paper", "sheet", "fold"]
READ = [
    *product(INKS, GROUNDS),
    *product(["ink", "pencil"], ["pen-wash", "red-wash", "green-wash", "ochre-wash"]),
    *((ink, f"{ink}-wash") for ink in ["pen", "red", "green", "ochre"]),
    *(("on-pen", ground) for ground in ["pen", "pen-deep"]),
    *(("paper", ground) for ground in ["ink", "red"]),
    *(("hatch", ground) for ground in GROUNDS),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_ink_reads_on_every_ground(theme):
    tokens = themes()[theme]
    faint = {
        f"{ink} on {ground}": round(contrast(tokens[ink], tokens[ground]), 2)
        for ink, ground in READ
        if contrast(tokens[ink], tokens[ground]) < 4.5
    }
    assert faint == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_borders_of_controls_are_seen(theme):
    tokens = themes()[theme]
    assert min(contrast(tokens["edge"], tokens[ground]) for ground in GROUNDS) >= 3
