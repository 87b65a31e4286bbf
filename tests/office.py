"""Word files as another program sees them."""

import os
import shutil
import subprocess

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(
    SOFFICE is None and os.environ.get("CI") != "true", reason="LibreOffice не найден: файлы Word не открыты"
)


def converted(files, folder):
    """Write {name: bytes of a .docx}, have LibreOffice print them all, and return {name: bytes of the PDF}."""
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    command = [SOFFICE, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", folder, *(folder / f"{name}.docx" for name in files)],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    return {name: (folder / f"{name}.pdf").read_bytes() for name in files}
