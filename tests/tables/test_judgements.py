"""Laws of judgements: each names its reason, and an unknown one is refused with what there is."""

import pandas as pd
import pytest

from ties.tables.load import judgement_names, load
from ties.tables.validate import validate_tables


@pytest.mark.parametrize("name", judgement_names())
def test_every_judgement_gives_a_reason_on_every_row(name):
    frame = load(name)
    assert len(frame)
    assert frame["reason"].str.strip().str.len().min() > 3


def test_unknown_judgement_names_those_there_are_and_the_nearest():
    with pytest.raises(KeyError, match=r"did you mean judgements/groupings\? there are: .*force_level_choices"):
        load("judgements/grouping")


def test_a_row_without_reason_is_refused(tmp_path):
    (tmp_path / "judgements").mkdir()
    text = "confidence,sd,reason\nhigh,1,because of this\nlow,2,\n"
    (tmp_path / "judgements" / "score_noise.csv").write_text(text)
    found = {(f.file, f.row, f.column, f.rule) for f in validate_tables(tmp_path).failures}
    assert ("judgements/score_noise.csv", 3, "reason", "required") in found


def test_a_judgement_without_a_contract_is_refused(tmp_path):
    (tmp_path / "judgements").mkdir()
    (tmp_path / "judgements" / "w.csv").write_text("key,weight,reason\na,1,because of this\n")
    (failure,) = validate_tables(tmp_path).failures
    assert (failure.file, failure.rule) == ("judgements/w.csv", "no judgement of this name has a contract")


def test_chosen_counts_exist_and_differ_from_a_rival():
    levels = load("force_levels")
    chosen = load("judgements/force_level_choices")
    merged = chosen.merge(levels, left_on="chosen", right_on="id", suffixes=("", "_row"), how="left")
    pd.testing.assert_series_equal(merged["item"], merged["item_row"], check_names=False)
    pd.testing.assert_series_equal(merged["year"].astype(int), merged["year_row"].astype(int), check_names=False)
