"""Shares keep their numerator and denominator; a zero denominator is «н/д» (domain text, section 7.1)."""


def share(part, whole):
    """Return percent with one decimal, or None for a zero denominator: never 0 or 100."""
    return round(100 * part / whole, 1) if whole else None


def rows_owed(plan):
    """Return by how many rows of the roadmap the year is judged; an analysis frozen without that number keeps its own."""
    return plan.get("owed", plan["total"] - plan["dropped"])
