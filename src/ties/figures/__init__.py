"""Figures by chapter: ``prepare_*`` makes the numbers, ``draw_*`` draws them, ``words_*`` says what they show."""
