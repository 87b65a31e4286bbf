"""Strict reading of the environment: a wrong value stops the start with a sentence, it is never guessed."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def flag(name, default=False):
    """Return a boolean variable; only 0/1 (and their plain synonyms) are accepted."""
    raw = os.environ.get(name, "").strip().lower()
    if raw == "":
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}: ожидается 0 или 1, получено «{raw}».")


def text(name, default=""):
    return os.environ.get(name, "").strip() or default


def words(name, default=()):
    """Return a list from a comma-separated variable."""
    raw = os.environ.get(name, "")
    return [part.strip() for part in raw.split(",") if part.strip()] or list(default)


def number(name, default, least=0):
    raw = os.environ.get(name, "").strip()
    if raw == "":
        return default
    if not raw.isdigit():
        raise ImproperlyConfigured(f"{name}: ожидается целое число, получено «{raw}».")
    if int(raw) < least:
        raise ImproperlyConfigured(f"{name}: ожидается число не меньше {least}, получено «{raw}».")
    return int(raw)


def choice(name, allowed):
    """Return a variable that is one of the allowed words; the first stands where nothing is said."""
    chosen = text(name, allowed[0])
    if chosen not in allowed:
        raise ImproperlyConfigured(f"{name}: ожидается {' или '.join(allowed)}, получено «{chosen}».")
    return chosen


def secret_key(folder: Path):
    """Return SECRET_KEY from the environment, or the one generated once in the data folder."""
    if os.environ.get("SECRET_KEY"):
        return os.environ["SECRET_KEY"]
    path = folder / "secret.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
