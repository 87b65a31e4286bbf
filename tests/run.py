"""The whole suite: on SQLite with the browser, and beside it on PostgreSQL what touches a database. `make test` calls it.

With ON_SERVERS=1 only what is named is run, its pages answered by several processes on PostgreSQL (`make year-on-servers`).

What the machine lacks is skipped with a loud line, or is a failure where CI=true.
"""

import os
import subprocess
import sys
import tempfile

from tests import postgres
from tests.browser.chromium import CHROMIUM
from tests.office import SOFFICE
from tests.proxy import NGINX

# Of two cores: while one waits for the browser, a worker or the database, another goes on.
WORKERS = {"SQLite": 3, "PostgreSQL": 2}
# Tests of a file share what is dear to make and go to one worker; the order is that of tests/conftest.py.
SPREAD = ["--dist", "loadfile", "--no-loadscope-reorder"]


def main(arguments):
    with postgres.running() as server:
        missing = []
        if server is None:
            missing.append("PostgreSQL не найден: на нём ничего не проверено")
        if CHROMIUM is None:
            missing.append("Chromium не найден: страницы в браузере не проверены")
        if SOFFICE is None:
            missing.append("LibreOffice не найден: файлы Word другой программой не открыты")
        if NGINX is None:
            missing.append("nginx не найден: сервер из нескольких процессов не проверен")
        if missing and os.environ.get("CI") == "true":
            return "; ".join(missing)
        if os.environ.get("ON_SERVERS") == "1":
            return "; ".join(missing) or begin("PostgreSQL", arguments, DATABASE_URL=server).wait()
        with tempfile.TemporaryFile("w+") as said:
            beside = server and begin("PostgreSQL", arguments, stdout=said, stderr=said, DATABASE_URL=server)
            code = begin("SQLite", arguments, DATABASE_URL="", NOT_RUN="; ".join(missing)).wait()
            if beside:
                code = beside.wait() or code
                said.seek(0)
                print(said.read())
        return code


def begin(database, arguments, stdout=None, stderr=None, **environment):
    command = [sys.executable, "-m", "pytest", "-n", str(WORKERS[database]), *SPREAD, *arguments]
    # Compiling the tests takes longer than importing them, so each process leaves the next one what it has compiled.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    print(f"\n=== {database} ===", file=stdout, flush=True)
    return subprocess.Popen(command, env={**inherited, **environment}, stdout=stdout, stderr=stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
