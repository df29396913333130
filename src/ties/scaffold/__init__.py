"""Skeletons of a new table, figure, chapter or claim, and what of them is still to be written."""
