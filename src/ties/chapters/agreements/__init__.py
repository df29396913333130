"""Figures of the chapter on foundational agreements."""
