"""The library that makes PDF: without it their tests are left out on a person's machine, and fail where CI=true."""

import os

import pytest

from vsoko.pdf import pdf_available

needs_pango = pytest.mark.skipif(
    not pdf_available() and os.environ.get("CI") != "true", reason="Pango не найден: PDF не проверены"
)
