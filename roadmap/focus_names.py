"""Former names of направленности: old programmes still carry them (domain text, section 2.3)."""

from roadmap.models.association import Focus

FORMER = {
    "научно-техническая": Focus.TECHNICAL,
    "спортивно-техническая": Focus.TECHNICAL,
    "эколого-биологическая": Focus.SCIENCE,
    "социально-педагогическая": Focus.SOCIAL,
}


def choices():
    """Return the six of today, each with the names it had: who copies an old title page finds the new one."""
    named = {}
    for former, focus in FORMER.items():
        named.setdefault(focus, []).append(former)
    return [
        (focus.value, f"{focus.label} (прежде {', '.join(named[focus])})" if focus in named else focus.label)
        for focus in Focus
    ]


def meant_by(words):
    """Return the направленности whose present or former name holds these words."""
    wanted = words.strip().lower()
    if not wanted:
        return set()
    found = {focus for focus in Focus if wanted in focus.label}
    return found | {focus for former, focus in FORMER.items() if wanted in former}
