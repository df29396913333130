"""Verdicts on the claims of the article, computed from the tables by rules kept as data."""
