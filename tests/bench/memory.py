"""How much memory a web process holds: after its start, a first page, a walk of four people at once, and the walk repeated.

`make memory` calls it; with FOLDER, on a copy of that data folder, else on the school of the demo, made first. Each person
opens every kind of page and file that the menu and the pages lead to, and sends a workbook, a photo and a PDF by every form
that takes a file. Fails where the process rests or peaks above the limit. Linux only.
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import requests
from lxml import html

MOST = 100  # MB
PEOPLE = ("head", "director", "auditor", "admin")
ASIDE = ("/static/", "/logout/")
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds


class Person:
    """Somebody at a browser: logs in, walks by links and filters, each kind of page once; later the same way again."""

    def __init__(self, site, login, files):
        self.site, self.files = site, files
        self.browser, self.way, self.known, self.waiting = requests.Session(), [], set(), deque()
        self.worst = (0, "")
        self.post(self.forms(self.open("/login/"))[0], "/login/", username=login, password="demo-463")

    def open(self, path):
        began = time.perf_counter()
        answer = self.browser.get(self.site + path, timeout=PATIENCE)
        self.worst = max(self.worst, (time.perf_counter() - began, path))
        assert answer.status_code < 500, path
        return answer

    def forms(self, answer):
        return html.document_fromstring(answer.content, parser=html.HTMLParser(encoding="utf-8")).forms

    def post(self, form, path, files=None, **values):
        data = [*(pair for pair in form.form_values() if pair[0] not in values), *values.items()]
        address = urljoin(self.site + path, form.action or path)
        answer = self.browser.post(address, data, files=files, headers={"Referer": self.site + path}, timeout=PATIENCE)
        assert answer.status_code < 500, path

    def walk(self):
        self.note("/")
        while self.waiting:
            path = self.waiting.popleft()
            self.way.append(path)
            answer = self.open(path)
            if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
                self.read(answer)

    def read(self, answer):
        page = html.document_fromstring(answer.content, parser=html.HTMLParser(encoding="utf-8"))
        for link in page.xpath("//a/@href | //@hx-get"):
            self.note(urljoin(answer.url, link))
        for form in page.forms:
            if form.method == "GET":
                self.note(f"{urljoin(answer.url, form.action or '').split('?')[0]}?{urlencode(form.form_values())}")
                continue
            field = next(iter(form.xpath(".//input[@type='file']/@name")), None)
            if field and self.is_new("file", urlsplit(answer.url).path):
                for file in self.files:
                    self.post(form, urlsplit(answer.url).path, files={field: file})

    def note(self, address):
        parts = urlsplit(urljoin(self.site, address))
        here = f"{parts.scheme}://{parts.netloc}" == self.site and not parts.path.startswith(ASIDE)
        if here and self.is_new("query" if parts.query else "page", parts.path):
            self.waiting.append(f"{parts.path}?{parts.query}".rstrip("?"))

    def is_new(self, what, path):
        from django.urls import resolve

        kind = what, resolve(path).view_name
        return kind not in self.known and not self.known.add(kind)

    def again(self):
        for path in self.way:
            self.open(path)


def uploads():
    """Return a workbook, a photo of a telephone and a PDF."""
    from openpyxl import Workbook
    from PIL import Image
    from pypdf import PdfWriter

    book, photo, paper, writer = io.BytesIO(), io.BytesIO(), io.BytesIO(), PdfWriter()
    made = Workbook()
    for row in [["ФИО", "Должность"], *([f"Иванов Иван{'а' * number} Петрович", "учитель"] for number in range(300))]:
        made.active.append(row)
    made.save(book)
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(photo, "JPEG")
    writer.add_blank_page(595, 842)
    writer.write(paper)
    return [("a.xlsx", book.getvalue()), ("a.jpg", photo.getvalue()), ("a.pdf", paper.getvalue())]


def told(process, when):
    """Print what the process holds and return (rests, peaked since the last time) in MB."""
    lines = "".join(Path(f"/proc/{process.pid}/{name}").read_text() for name in ("status", "smaps_rollup")).splitlines()
    facts = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.endswith(" kB")}
    own = facts["Private_Clean"] + facts["Private_Dirty"]
    print(
        f"{when:28} держит {facts['VmRSS']:6.1f} МБ, из них только своих {own:6.1f}; "
        f"наибольшее с прошлой строки {facts['VmHWM']:6.1f}",
        flush=True,
    )
    Path(f"/proc/{process.pid}/clear_refs").write_text("5")  # the peak is counted anew
    return facts["VmRSS"], facts["VmHWM"]


def measure(site, process):
    files = uploads()
    wait_for(site)
    found = [told(process, "После запуска")]
    people = [Person(site, login, files) for login in PEOPLE]
    people[0].open("/")
    found.append(told(process, "Входы и первая страница"))
    with ThreadPoolExecutor(len(people)) as pool:
        for when, deed in (("Обход четверых сразу", Person.walk), ("Тот же обход ещё раз", Person.again)):
            began = time.perf_counter()
            list(pool.map(deed, people))
            found.append(told(process, when))
            print(f"  {sum(len(person.way) for person in people)} страниц за {time.perf_counter() - began:.0f} с")
    desk = []
    for _ in range(15):
        began = time.perf_counter()
        people[0].open("/")
        desk.append(time.perf_counter() - began)
    print(f"Рабочий стол: {sorted(desk)[7]:.3f} с; дольше всего «{max(p.worst for p in people)[1]}»")
    return max(map(max, found))


def wait_for(site):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            return requests.get(f"{site}/healthz", timeout=PATIENCE)
        except requests.ConnectionError:
            time.sleep(0.1)
    raise TimeoutError(site)


def main(given=None):
    from tests.servers import free_port

    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name) / "data", free_port()
        environment = {"DATA_DIR": str(folder), "PORT": str(port), "SECRET_KEY": "of a bench", "LOG_LEVEL": "ERROR"}
        os.environ.update(environment, DJANGO_SETTINGS_MODULE="vsoko.settings")
        if given:
            shutil.copytree(given, folder)
        commands = [["upgrade"]] if given else [["upgrade"], ["demo"]]
        for command in commands:
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        import django

        django.setup()
        process = subprocess.Popen([sys.executable, "manage.py", "web"], cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            most = measure(f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()
            process.wait()
    print(f"Наибольшее {most:.0f} МБ, допустимо {MOST}")
    return 0 if most <= MOST else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
