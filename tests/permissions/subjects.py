"""What a row of the table is about: the record behind the address, and what a person would type into its form."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from vsoko.files import store_bytes

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


def png():
    return SimpleUploadedFile("foto.png", PNG, "image/png")


def nothing(world):
    return {}


@dataclass
class Subject:
    """`make(world)` returns the record; `args(record)` its part of the address, `query(world, record)` what follows «?».

    `typed(world)` is what a person changes in the form as it is offered. `foreign` says that the address names a record
    of the school: somebody of another school gets 404. `secret` is an address
    that opens to whoever knows it. `quiet` is a POST that leaves all our records as they are.
    """

    make: Callable = None
    state: tuple = ()
    args: Callable = None
    query: Callable = None
    typed: Callable = nothing
    foreign: bool = False
    secret: bool = False
    quiet: bool = False
    public: bool = False

    def url(self, label, world, record):
        args = self.args(record) if self.args else [record.pk] if record else []
        query = f"?{self.query(world, record)}" if self.query else ""
        return reverse(label.split()[0], args=args) + query


def page(typed=nothing, **facts):
    """Return the subject of an address that names no record."""
    return Subject(typed=typed, **facts)


def of(make, *state, typed=nothing, args=None, **facts):
    """Return the subject of an address that names the record `make(world, *state)`."""

    return Subject(make, state, args, typed=typed, **({"foreign": True} | facts))


def shared(world, make, state):
    """Return the record of the world made by this builder in this state; rows of the table share it."""
    known = world.__dict__.setdefault("_records", {})
    key = (make, state)
    if key not in known:
        known[key] = make(world, *state)
    return known[key]


def stored(world, name):
    return store_bytes(b"%PDF-1.4", name=name, content_type="application/pdf", school=world.school, actor=world.deputy)


def teacher_of(world):
    return world.teacher.employee.pk


def words(**facts):
    """Return `typed` for what is the same in every world."""
    return lambda world: facts


WHY = words(comment="По протоколу от 01.03.2021.")
