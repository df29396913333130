"""Analyses: pure functions, tidy tables in, tables or graphs out, grouped by method."""
