"""The Red Sea figure: it draws, and its title follows the evidence."""

import pytest

from ties.chapters.deterrence.red_sea_patrols import (
    findings_patrols,
    nearest_event,
    red_sea_patrols,
    words_patrols,
)
from ties.plotting.style import PAPER, render
from ties.tables.load import load


def patrols():
    return red_sea_patrols(load("red_sea"), load("judgements/houthi_events"))


@pytest.mark.parametrize("narrow", [False, True])
def test_it_draws_wide_and_narrow(narrow):
    figure = patrols()
    assert PAPER in render(figure.draw, figure.data, height=5.6, narrow=narrow)


def test_the_title_follows_the_evidence():
    figure = patrols()
    assert figure.words.title.startswith("None of") == (figure.data["met"].max() < 5)
    changed = figure.data.assign(both=True, command=True, patrol=True, place=True, houthi=True, met=5)
    assert words_patrols(changed).title.startswith(f"{len(changed)} of {len(changed)} events meet")
    joint, nearest, _ = findings_patrols(changed)
    assert joint.sentence.startswith(f"{len(changed)} of {len(changed)} recorded events met")
    assert nearest.sentence.endswith("lacked: nothing.")


def test_the_nearest_event_meets_most_conditions():
    table = patrols().data
    assert nearest_event(table)["met"] == table["met"].max()


def test_without_an_event_nothing_is_drawn_and_nothing_told():
    figure = red_sea_patrols(load("red_sea").iloc[:0], load("judgements/houthi_events"))
    assert figure.words is None
    assert {finding.key: finding.value for finding in figure.findings} == dict.fromkeys(
        ("joint_patrols", "nearest_patrol", "operations_under_one_command")
    )
