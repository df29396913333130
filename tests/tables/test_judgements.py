"""Laws of judgements: each names its reason, and an unknown one is refused with what there is."""

import pandas as pd
import pytest

from ties.tables.judgements import judgement, judgements
from ties.tables.load import load


@pytest.mark.parametrize("name", judgements())
def test_every_judgement_gives_a_reason_on_every_row(name):
    frame = judgement(name)
    assert len(frame)
    assert frame["reason"].str.strip().str.len().min() > 3


def test_unknown_judgement_names_those_there_are():
    with pytest.raises(KeyError, match="force_level_choices"):
        judgement("no-such")


def test_a_row_without_reason_is_refused(tmp_path):
    (tmp_path / "judgements").mkdir()
    (tmp_path / "judgements" / "w.csv").write_text("key,weight,reason\na,1,because of this\nb,2,\n")
    with pytest.raises(ValueError, match="without a reason"):
        judgement("w", tmp_path)


def test_chosen_counts_exist_and_differ_from_a_rival():
    levels = load("force_levels")
    chosen = judgement("force_level_choices")
    merged = chosen.merge(levels, left_on="chosen", right_on="id", suffixes=("", "_row"), how="left")
    pd.testing.assert_series_equal(merged["item"], merged["item_row"], check_names=False)
    pd.testing.assert_series_equal(merged["year"].astype(int), merged["year_row"].astype(int), check_names=False)
