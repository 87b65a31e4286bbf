"""Makes `.venv` and what the system lacks. Runs on a bare Python, before any package is there: standard library only.

    python3 vsoko/launch/prepare.py requirements.txt [tests/requirements.txt] [--tests]

Whatever is already there is left alone, so a second call takes a moment. A library that only a part of the product
needs (Pango for PDF; Chromium, LibreOffice and nginx for tests) is installed by apt where that may be done without a question, and
otherwise named in one line.
"""

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

PANGO = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
PANGO_LIBRARIES = ["libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"]
CHROMIUM_NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]


def main():
    parser = argparse.ArgumentParser(description="Готовит окружение: .venv, пакеты, системные библиотеки.")
    parser.add_argument("requirements", nargs="+", type=Path)
    parser.add_argument("--tests", action="store_true", help="ещё и Chromium и LibreOffice для проверок")
    options = parser.parse_args()
    if sys.version_info < (3, 11):
        sys.exit(f"Нужен Python 3.11 или новее, а здесь {sys.version.split()[0]}: установите его и повторите.")
    os.chdir(ROOT)
    install_packages(options.requirements)
    if sys.platform == "linux":
        if not all(map(loads, PANGO_LIBRARIES)):
            install_from_debian(PANGO, "Без Pango работает всё, кроме PDF.")
        if options.tests and shutil.which("soffice") is None:
            install_from_debian(["libreoffice-writer-nogui"], "Без него файлы Word не открываются другой программой.")
        if options.tests and not Path("/usr/sbin/nginx").exists():
            install_from_debian(["nginx-light"], "Без него сервер из нескольких процессов не проверяется.")
        # Playwright brings a program of its own that needs libatomic.
        if options.tests and not (any(map(shutil.which, CHROMIUM_NAMES)) and loads("libatomic.so.1")):
            install_from_debian(
                ["chromium-headless-shell", "libatomic1"], "Без них проверки в браузере не выполняются."
            )


def install_packages(files):
    """Bring `.venv` to the given requirements; a file whose content was installed before is skipped."""
    marks = {file: VENV / f".installed-{'-'.join(file.parts)}" for file in files}
    hashes = {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    works = PYTHON.exists() and succeeds(PYTHON, "-c", "")
    changed = [
        file for file in files if not (works and marks[file].exists() and marks[file].read_text() == hashes[file])
    ]
    if not changed:
        return
    if not (works and succeeds(PYTHON, "-m", "pip", "--version")):
        make_venv()
    say("Устанавливаю пакеты: " + ", ".join(map(str, changed)))
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for file in changed:
        command += ["-r", file]
    if subprocess.run(command).returncode:
        sys.exit("Пакеты не установились: проверьте доступ к реестру пакетов Python и повторите.")
    for file in changed:
        marks[file].write_text(hashes[file])


def make_venv():
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not has_ensurepip() and not install_from_debian([package], "Без него окружение .venv не создать."):
        sys.exit(1)
    say("Создаю окружение .venv")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV]).returncode:
        sys.exit("Окружение .venv не создалось: причина названа выше.")


def has_ensurepip():
    # Debian ships venv without ensurepip; a fresh interpreter sees it right after apt has brought it.
    return succeeds(sys.executable, "-c", "import ensurepip")


def install_from_debian(packages, otherwise):
    """Install Debian packages where that needs no question. Returns whether they are there, else says what to run."""
    manual = "sudo apt-get install " + " ".join(packages)
    if shutil.which("apt-get") is None:
        say(f"Не хватает системных пакетов ({' '.join(packages)}): установите их. {otherwise}")
        return False
    if os.geteuid() == 0:
        prefix = []
    elif shutil.which("sudo") and succeeds("sudo", "-n", "true"):
        prefix = ["sudo", "-n"]
    else:
        say(f"Выполните: {manual}. {otherwise}")
        return False
    say("Устанавливаю системные пакеты: " + " ".join(packages))
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    installed = succeeds(*apt, "update") and succeeds(*apt, "install", "-y", "--no-install-recommends", *packages)
    if not installed:
        say(f"Установить не удалось. Выполните: {manual}. {otherwise}")
    return installed


def loads(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def succeeds(*command):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    main()
