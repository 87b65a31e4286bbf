"""Latin spelling for logins and codes; nothing that is printed."""

import re

LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch - y - e yu ya".replace("-", "").split(" "),
        strict=True,
    )
)


def latin(text):
    """Return the text in lower-case Latin letters and figures, all else as single hyphens: «Школа № 463» → «shkola-463»."""
    spelled = "".join(LETTERS.get(letter, letter) for letter in text.lower())
    return re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")
