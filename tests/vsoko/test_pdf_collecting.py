"""The collector of garbage rests while a paper is laid out, and goes on afterwards, whatever became of the paper."""

import gc

import pytest
from django.template import TemplateDoesNotExist

from vsoko import pdf


def test_the_collector_rests_only_while_a_paper_is_made(monkeypatch):
    seen = []
    monkeypatch.setattr(pdf, "lay_out", lambda *args, **kwargs: seen.append(gc.isenabled()) or Paper())
    assert pdf.render_pdf("pdf/page.html", {}) == b"%PDF-"
    assert (seen, gc.isenabled()) == ([False], True)


def test_it_goes_on_after_a_paper_that_failed():
    with pytest.raises(TemplateDoesNotExist):
        pdf.render_pdf("pdf/нет.html", {})
    assert gc.isenabled()


class Paper:
    def write_pdf(self, pdf_variant):
        return b"%PDF-"
