"""A guess at what carries an activity out, by the words of its title and, failing that, of its expected result."""

import re

from roadmap.importing.text_clean import key

OTHER = "other"

_GROUP = r"(?:рабоч|аудиторск)\w+ групп"
_LEADERS = r"руководител|председател|заместител"
# The first line that fits wins, so the narrower stands first: «устранение … выявленных аудитом» is no audit.
_STAGES = tuple(
    (stage, re.compile(pattern))
    for stage, pattern in (
        ("consultation", r"консульт"),
        ("briefing", rf"(?:ознаком|информиров|инструкт|обсужден|совещан)\w* (?:\w+ ){{0,2}}(?:{_LEADERS})"),
        ("staff", r"ознаком|информирован|педсовет|педагогическ\w+ совет"),
        ("group", rf"(?:создан|формирован|утвержден|назначен|состав|приказ)\w* .*?{_GROUP}|^{_GROUP}"),
        ("regulation", r"\bположени(?:[ея]|ю|ем|й|и)\b(?! дел)"),
        ("elimination", r"устранен|(?:вы|ис)полнени\w+ план|(?:корректир|предупрежд)ующ\w+ (?:и \w+ )?действи"),
        ("plans", r"\bплан\w* .*?(?:корректир|устранени)"),
        ("analysis", r"\bанализ|подведение итогов|итогов\w+ отчет"),
        ("audits", r"\bаудит(?!ор)|внутренн\w+ провер|самообследован"),
        ("decision", r"\bрешени|\bприказ"),
    )
)  # fmt: skip


def guess_stage(title, result=""):
    """Return the code of the stage: decision, briefing, regulation, … or other."""
    for text in (key(title), key(result)):
        for stage, pattern in _STAGES:
            if pattern.search(text):
                return stage
    return OTHER
