"""Figures of the synthesis."""
