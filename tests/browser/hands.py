"""What a person does in a browser: opens, reads, fills fields by their labels, presses buttons by their words."""

import re

from playwright.sync_api import expect


def spaced(words):
    """Return a pattern of the words, whichever space stands between them."""
    # The browser's side reads a bare slash as the end of the pattern.
    return r"\s*" + r"\s+".join(map(re.escape, words.split())).replace("/", r"\/")


def begins(words):
    return re.compile("^" + spaced(words))


def labelled(area, words):
    """Return the field whose label is these words (the mark «обязательно» aside), or begins with them."""
    whole = area.get_by_label(re.compile(f"^{spaced(words)}\\s*(обязательно)?\\s*$"))
    return whole if whole.count() else area.get_by_label(begins(words))


class Hands:
    """One person at one browser window."""

    def __init__(self, page):
        self.page = page

    @property
    def main(self):
        return self.page.get_by_role("main")

    def open(self, path):
        self.page.goto(path)
        return self

    def menu(self, name):
        """Open a section by its entry of the menu."""
        self.go(self.page.get_by_role("navigation", name="Разделы").get_by_role("link", name=name).first)
        return self

    def follow(self, name, nth=0):
        """Press a link of the page by the words it begins with."""
        self.go(self.main.get_by_role("link", name=begins(name)).nth(nth))
        return self

    def go(self, link):
        """Press the link and wait for its page: what is looked for while the old one goes may never be found."""
        if (link.get_attribute("href") or "").startswith("#"):
            link.click()
            return
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            link.click()

    def fill(self, values, group=None):
        """Fill fields by their labels: text, day («2021-03-01»), choice by its words, mark (True or False), file (a path)."""
        area = self.page.get_by_role("group", name=begins(group)) if group else self.page
        for label, value in values.items():
            field = labelled(area, label)
            kind = field.evaluate("field => field.type")
            if kind == "select-one":
                texts = field.locator("option").all_inner_texts()
                field.select_option(label=next(text for text in texts if value in text))
            elif kind == "file":
                field.set_input_files(value)
            elif kind in ("checkbox", "radio"):
                field.set_checked(value)
            else:
                field.fill(value)
        return self

    def press(self, name):
        """Press a button that sends a form; what the page refuses fails here, with its own sentences."""
        button = self.page.get_by_role("button", name=begins(name)).first
        with self.page.expect_navigation():
            button.click()
        complaints = self.page.locator(".errors, .note--late").all_inner_texts()
        assert not complaints, f"{self.page.url}: {complaints}"
        return self

    def sees(self, *texts):
        for text in texts:
            expect(self.page.get_by_text(re.compile(spaced(text))).first).to_be_visible()
        return self

    def heading(self, text):
        expect(self.page.get_by_role("heading", level=1)).to_have_text(begins(text))
        return self

    def text(self):
        """Return the words of the page's main part, spaces made plain."""
        return " ".join(self.main.inner_text().split())
