"""Figures of the chapter on challenges."""
