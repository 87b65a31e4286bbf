"""One year of a school, walked through the pages alone, chapter by chapter."""
