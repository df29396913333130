"""Figures of the chapter on deterrence."""
