"""Figures of the chapters: each prepares its numbers, draws them and says what they show."""
