"""Which browser the tests use: the system's, since a download of Playwright's own needs an open network; the lightest of them."""

import shutil

NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
# The browser that a person has: its print is the measure of our own papers, and its lighter part is no stand-in for it.
WHOLE = next(filter(None, map(shutil.which, NAMES[1:])), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
