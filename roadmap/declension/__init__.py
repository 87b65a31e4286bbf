"""Russian cases of names and posts (domain text, section 9.3): own rules, then pytrovich, and doubt instead of a wrong case."""

from roadmap.declension.associations import association_in
from roadmap.declension.forms import CASES, NOMINATIVE, OBLIQUE, QUESTIONS, Declined
from roadmap.declension.people import FIELDS, NAME, forms_of, full_in, hint, is_sure, post_in, short_in, signature_in

__all__ = [
    "CASES", "FIELDS", "NAME", "NOMINATIVE", "OBLIQUE", "QUESTIONS", "Declined", "forms_of", "full_in", "hint", "is_sure",
    "association_in", "post_in", "short_in", "signature_in",
]  # fmt: skip
