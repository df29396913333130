"""The Red Sea figure: it draws, and its title follows the evidence."""

import pytest

from ties.chapters.deterrence import red_sea as figure
from ties.plotting.style import PAPER, render
from ties.tables.judgements import judgement
from ties.tables.load import load


def data(**change):
    return figure.prepare_patrols(load("red_sea").assign(**change), judgement("houthi_events"))


@pytest.mark.parametrize("narrow", [False, True])
def test_it_draws_wide_and_narrow(narrow):
    assert PAPER in render(figure.draw_patrols, data(), height=5.6, narrow=narrow)


def test_the_title_follows_the_evidence():
    table = data()
    assert figure.words_patrols(table).title.startswith("None of") == (table["met"].max() < 5)
    changed = table.assign(both=True, command=True, patrol=True, place=True, houthi=True, met=5)
    assert figure.words_patrols(changed).title.startswith(f"{len(table)} of {len(table)} events meet")


def test_the_nearest_event_meets_most_conditions():
    table = data()
    assert figure.nearest_event(table)["met"] == table["met"].max()
