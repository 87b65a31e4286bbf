"""What must not stand in a log: keys in addresses that open a page without a password, what was asked after «?», people."""

import json
import logging
import re
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

KEYS = re.compile(r"(/feeds/|/invite/[^/\s]+/|/password/reset/[^/\s]+/)[^/\s]+")
QUERIES = re.compile(r"(?<=[\w/])\?[^\s\"'<>]+")
ADDRESSES = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
HIDDEN = "…"
# Paths, names of code, addresses of machines: everything that the programme calls its own is ASCII and has no spaces.
PLAIN = re.compile(r"[\x21-\x3f\x41-\x7e]*", re.ASCII)
PHRASES = {status.phrase for status in HTTPStatus}
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
OUR_ROOMS = {"vsoko", "roadmap", "audits"}
ROOT = Path(__file__).resolve().parent.parent


def without_secrets(text):
    """Return a text without keys, questions after «?» and e-mail addresses; of each the part that says what it was."""
    text = KEYS.sub(rf"\1{HIDDEN}", text)
    return ADDRESSES.sub(HIDDEN, QUERIES.sub(f"?{HIDDEN}", text))


class Line(logging.Formatter):
    """One record as a line for who stands at this computer, its errors in full; no secrets all the same."""

    def format(self, record):
        return without_secrets(super().format(record))


class JsonLine(logging.Formatter):
    """One record as one line of JSON that may leave the school: without a word that a person has typed.

    What the code itself says stays, and of the values that it fills in numbers, paths and names of code; any other is
    hidden. An error is told by its kind and its place in the code: its own text often repeats what it stumbled over.
    """

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": without_secrets(said(record)),
        }
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            line |= {"error": type(error).__qualname__, "place": places(error)}
        return json.dumps(line, ensure_ascii=False)


def said(record):
    """Return the message of a record with what is not the programme's own left out."""
    if not isinstance(record.msg, str):  # an error given for a message
        return type(record.msg).__qualname__
    # Our own messages are in Russian and never put together (a rule of the linter); a library's Russian is somebody's.
    words = record.msg if record.name.split(".")[0] in OUR_ROOMS else NOT_ASCII.sub(HIDDEN, record.msg)
    if isinstance(record.args, Mapping):
        return words % {name: harmless(value) for name, value in record.args.items()}
    return words % tuple(map(harmless, record.args)) if record.args else words


def harmless(value):
    if isinstance(value, int | float):
        return value
    text = str(value)
    return text if PLAIN.fullmatch(text) or text in PHRASES else HIDDEN


def places(error):
    """Return where an error came through, the innermost last; of what belongs to Python or a library its last place alone."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if is_ours(frame)]
    if frames and frames[-1] not in ours:
        ours.append(frames[-1])
    return [f"{shortened(frame.filename)}:{frame.lineno} {frame.name}" for frame in ours]


def is_ours(frame):
    path = Path(frame.filename)
    return path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / ".venv")


def shortened(path):
    path = Path(path)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-3:])
