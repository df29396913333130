"""Tidying puts rows and columns in the contract's order and changes no cell."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ties.tables.contracts import contracts
from ties.tables.load import home
from ties.tables.tidy import tidy, tidy_folder


@given(seed=st.integers(0, 2**32 - 1), name=st.sampled_from(["agreements", "arms_register", "memberships", "trade"]))
@settings(max_examples=20)
def test_a_shuffled_table_comes_back_as_it_was(seed, name):
    cells = pd.read_csv(home() / f"{name}.csv", dtype="str", keep_default_na=False)
    shuffled = cells.sample(frac=1, random_state=seed).sample(frac=1, axis=1, random_state=seed)
    pd.testing.assert_frame_equal(tidy(shuffled, contracts()[name]).reset_index(drop=True), cells)


def test_tidying_a_tidy_folder_changes_no_byte(overlay):
    folder = overlay("deals", lambda text: text)
    before = (folder / "deals.csv").read_bytes()
    tidy_folder(folder)
    assert (folder / "deals.csv").read_bytes() == before


def test_a_column_that_the_contract_has_not_is_refused():
    cells = pd.read_csv(home() / "claims.csv", dtype="str", keep_default_na=False).assign(extra="")
    with pytest.raises(ValueError, match="claims: not in the contract: extra"):
        tidy(cells, contracts()["claims"])
