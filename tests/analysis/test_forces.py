"""Laws of force counts: one count where several compete, and never a projection as an actual one."""

import pandas as pd
import pytest

from ties.analysis.balance.forces import chosen_counts, latest_actual, latest_ratio
from ties.tables.load import load

SHIPS = ["battle_force_ships"]


def test_the_count_of_the_department_of_defense_is_chosen_for_2020_and_its_rival_named():
    counts = chosen_counts(load("force_levels"), load("judgements/force_level_choices"), SHIPS)
    row = counts[(counts["country"] == "CHN") & (counts["year"] == 2020)].iloc[0]
    assert (row["low"], row["rivals"]) == (350, "360")


def test_competing_counts_without_a_choice_are_refused_by_name():
    with pytest.raises(ValueError, match="chn-battle-force-ships-2020-2"):
        chosen_counts(load("force_levels"), pd.DataFrame({"chosen": []}), SHIPS)


def test_the_last_actual_count_is_never_a_projection():
    counts = chosen_counts(load("force_levels"), load("judgements/force_level_choices"), SHIPS)
    china = counts[counts["country"] == "CHN"]
    assert china["year"].max() > latest_actual(china, SHIPS[0])["year"].item()
    assert set(latest_actual(counts, SHIPS[0])["basis"]) == {"actual"}


def test_a_range_keeps_both_ends():
    counts = chosen_counts(load("force_levels"), load("judgements/force_level_choices"), ["nuclear_warheads"])
    india = counts[(counts["country"] == "IND") & (counts["year"] == 2013)].iloc[0]
    assert (india["low"], india["high"]) == (90, 110)  # SIPRI, January 2013


def test_warheads_of_2025_by_hand_and_nothing_where_a_state_is_not_counted():
    counts = chosen_counts(load("force_levels"), load("judgements/force_level_choices"), ["nuclear_warheads"])
    assert latest_ratio(counts, "nuclear_warheads", "CHN", "IND") == (600 / 180, 2025)
    assert latest_ratio(counts, "nuclear_warheads", "JPN", "IND") == (None, None)
