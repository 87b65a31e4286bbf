"""What must not stand in a log: the keys in addresses that open a page without a password."""

import logging
import re

KEYS = re.compile(r"(/feeds/|/invite/[^/\s]+/|/password/reset/[^/\s]+/)[^/\s]+")


class HideKeys(logging.Filter):
    """Leaves of such an address the part that says what it is."""

    def filter(self, record):
        message = record.getMessage()
        hidden = KEYS.sub(r"\1…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
