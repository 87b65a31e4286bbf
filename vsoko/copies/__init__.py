"""A copy of everything that a school keeps here: rows and files in one archive, made while people work and brought back whole."""
