"""Records in any state: `make(world, Model, state)`. What a builder needs beside the record, it makes itself."""

from tests.builders import audits, goals, publications, roadmap, surveys

BUILDERS = roadmap.BUILDERS | audits.BUILDERS | publications.BUILDERS | goals.BUILDERS | surveys.BUILDERS


def make(world, model, state, **fields):
    """Return a saved record of the model in that state, as it stands in the database."""
    return model.objects.get(pk=BUILDERS[model](world, state, **fields).pk)
