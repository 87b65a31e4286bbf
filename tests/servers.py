"""A school's server of several processes for the tests: pages and workers that share a database and a store of files, behind nginx.

Every process has a data folder of its own, as if it stood on a machine of its own.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import boto3
import requests
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from moto.server import ThreadedMotoServer

from tests.proxy import NGINX

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300  # seconds, spent only where it fails, and a loaded machine is slow
KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
BEHIND_NGINX = {"X-Forwarded-Proto": "https"}


@dataclass
class Servers:
    """`url` is where people come in, with a `certificate` of its own; `pages` are the addresses of the processes behind it."""

    folder: Path
    url: str
    pages: list
    processes: dict
    bucket: object

    @property
    def certificate(self):
        return self.folder / "nginx/fullchain.pem"

    def ask(self, number, path, browser=None):
        """Return what one process answers, past nginx, to whoever is logged in with this browser."""
        cookies = browser.cookies.get_dict() if browser else {}
        return requests.get(
            f"{self.pages[number]}{path}",
            headers=BEHIND_NGINX,
            cookies=cookies,
            timeout=PATIENCE,
            allow_redirects=False,
        )

    def said(self):
        """Return what all processes have written to their logs."""
        return "".join(path.read_text() for path in self.folder.glob("*.log"))


def url_of_the_database():
    facts = connection.settings_dict
    place = quote(facts["HOST"], safe="") + (f":{facts['PORT']}" if facts["PORT"] else "")
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{place}/{facts['NAME']}"


@contextmanager
def running(folder, host="127.0.0.1"):
    """Start two processes of pages and two workers on the database of the test; yields Servers once they are ready."""
    with ExitStack() as stack:
        store = ThreadedMotoServer(port=0, verbose=False)
        store.start()
        stack.callback(store.stop)
        endpoint = "http://{}:{}".format(*store.get_host_and_port())
        bucket = boto3.resource("s3", endpoint_url=endpoint, region_name="us-east-1", **KEYS).create_bucket(
            Bucket="vsoko"
        )
        ports, front = [free_port(), free_port()], free_port()
        url = f"https://{host}:{front}"
        environment = {
            "DATABASE_URL": url_of_the_database(),
            "S3_BUCKET": "vsoko",
            "S3_ENDPOINT_URL": endpoint,
            "S3_ACCESS_KEY": KEYS["aws_access_key_id"],
            "S3_SECRET_KEY": KEYS["aws_secret_access_key"],
            "SECRET_KEY": "shared by all machines",
            "ALLOWED_HOSTS": host,
            "CSRF_TRUSTED_ORIGINS": url,
            "SITE_URL": url,
            "HTTPS": "1",
            "LOG_FORMAT": "json",
            "DEMO": "0",
        }
        machines = {f"web{place}": {"PORT": str(port)} for place, port in enumerate(ports)} | {"job0": {}, "job1": {}}
        for name in machines:
            machines[name] |= {"DATA_DIR": str(folder / name)}
        collect_static(folder / "web0" / "static")
        shutil.copytree(folder / "web0", folder / "web1")
        processes = {}
        for name, own in machines.items():
            log = stack.enter_context((folder / f"{name}.log").open("w"))
            process = subprocess.Popen(
                command("web" if name.startswith("web") else "worker"), cwd=ROOT, env={**os.environ, **environment, **own},
                stdout=subprocess.DEVNULL, stderr=log,
            )  # fmt: skip
            processes[name] = process
            stack.callback(end, process)
        stack.callback(end, nginx(folder, front, ports, host))
        servers = Servers(folder, url, [f"http://{host}:{port}" for port in ports], processes, bucket)
        wait_for(lambda: all(is_ready(servers, number) for number in (0, 1)), servers)
        yield servers


def collect_static(folder):
    """As `manage.py upgrade` does, without another process."""
    hashed = settings.STORAGES | {"staticfiles": {"BACKEND": "vsoko.launch.storage.StaticStorage"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=hashed):
        call_command("collectstatic", interactive=False, verbosity=0)


def command(*words):
    return [sys.executable, "manage.py", *words]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def nginx(folder, front, ports, host):
    """Start nginx with the configuration that a school is given, its places and ports changed."""
    place = folder / "nginx"
    place.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}", "-addext"]
        + [f"subjectAltName=IP:{host}", "-keyout", place / "privkey.pem", "-out", place / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    given = (ROOT / "vsoko/server/nginx.conf").read_text()
    for was, now in {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ": f"listen 127.0.0.1:{front} ",
        "127.0.0.1:8001": f"127.0.0.1:{ports[0]}",
        "127.0.0.1:8002": f"127.0.0.1:{ports[1]}",
        "vsoko.school.example": host,
        "/etc/nginx/vsoko": str(place),
        "/var/log/nginx": str(folder),
    }.items():
        assert was in given
        given = given.replace(was, now)
    temporary = "".join(
        f"{kind}_temp_path {place}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    (place / "nginx.conf").write_text(
        f"{user}daemon off;\npid {place}/pid;\nworker_processes 1;\nevents {{}}\nhttp {{\n{temporary}{given}}}\n"
    )
    return subprocess.Popen([NGINX, "-c", place / "nginx.conf", "-e", folder / "start.log"])


def is_ready(servers, number):
    try:
        return servers.ask(number, "/readyz").status_code == 200
    except requests.ConnectionError:
        return False


def wait_for(condition, servers):
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, f"It did not happen in time: {servers.said()}"
        assert all(process.poll() in (None, -9) for process in servers.processes.values()), servers.said()
        time.sleep(0.1)
    return found


def end(process):
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
