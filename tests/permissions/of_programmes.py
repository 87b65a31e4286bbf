"""What a programme is proposed, and audits planned after earlier ones: the records behind their addresses."""

from tests.builders.audits import make_checked, make_programme
from tests.permissions.of_audits import conditions
from tests.permissions.subjects import of


def after(word):
    """Return the subject of a new audit after a closed one."""
    return of(
        make_checked,
        "closed",
        typed=conditions,
        args=lambda record: [],
        query=lambda world, audit: f"{word}={audit.pk}",
    )


def proposed(world):
    return {"subject": f"association-{world.association.pk}"}


SUBJECTS = {
    "programme-proposals": of(make_programme, "draft", typed=proposed),
    "audit-create copy": after("copy"),
    "audit-create follow-up": after("follow_up"),
}
