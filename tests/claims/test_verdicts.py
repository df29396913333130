"""Verdicts by rule follow their thresholds, know only what was known, and try each other choice alone."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties import load
from ties.analysis.claim_tally import ORDER, agreement_table, kappa, outcome
from ties.claims.inputs import load_inputs, tables_named
from ties.claims.thresholds import LADDER, Thresholds
from ties.claims.verdicts import RULES, verdicts
from ties.tables.as_of.rows_as_of import rows_as_of
from ties.tables.query import parse_inputs

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
CHAPTERS = Path(__file__).parents[2] / "src" / "ties" / "chapters"
RULE = {
    "claim": "claim-01", "rule": "count_rows", "inputs": "table: talks | where: kind=call",
    "statistic": "calls: {:.0f}",
    "test": "at_least", "supported": 2.0, "partly_supported": 1.0, "unsupported": None, "otherwise": "contradicted",
    "alternatives": "supported=1 | where=kind=visit", "figure": "industry-ladder", "leaves_out": "why",
    "reason": "so",
}  # fmt: skip
TALKS = {"talks": pd.DataFrame({"kind": ["call", "visit", "visit"], "date": ["2025-07-01", "2025-08", "2025-10-31"]})}


@pytest.fixture(scope="module")
def computed() -> pd.DataFrame:
    rules = load("judgements/verdict_rules")
    found = findings_of(rules)
    return verdicts(rules, load_inputs("judgements/verdict_rules"), as_of="2026-06-30", findings=found)


def findings_of(rules: pd.DataFrame) -> pd.DataFrame:
    """Give a finding for each that the rules name, so that they run where no chapter has."""
    cells = [*rules["inputs"].dropna(), *rules["alternatives"].dropna()]
    keys = sorted({key for cell in cells for key in re.findall(r"finding[:=] ?([a-z0-9_.]+)", cell)})
    return pd.DataFrame({"key": keys, "value": 20.0, "low": 8.0, "high": 42.0, "sentence": "It is 20."})


def test_statistic_outcome_and_each_other_choice_are_worked_by_hand() -> None:
    reading = {**dict.fromkeys(RULE), "claim": "claim-02", "reason": "A motive."}
    found = verdicts(pd.DataFrame([RULE, reading]), TALKS, as_of="2026-06-30")
    first, second = found.to_dict("records")
    assert (first["value"], first["said"], first["computed"]) == (1.0, "calls: 1", "partly_supported")
    assert (first["tried"], first["kept"], first["tables"]) == (2, 0, "talks")
    assert first["moved"] == "supported=1: supported; where=kind=visit: supported"
    assert pd.isna(second["computed"])
    assert pd.isna(second["tried"])


def test_a_finding_is_said_with_its_interval_and_decides_only_where_all_of_it_does() -> None:
    rule = {**RULE, "rule": "finding_value", "inputs": "finding: a.share", "alternatives": "supported=35"}
    rule |= {"statistic": "{:.0f} ({low:.0f} to {high:.0f})", "supported": 67.0, "partly_supported": 33.0}
    found = pd.DataFrame({"key": ["a.share"], "value": [40.0], "low": [34.0], "high": [50.0], "sentence": ["Forty."]})
    first = verdicts(pd.DataFrame([rule]), {}, as_of="2026-06-30", findings=found).iloc[0]
    assert (first["said"], first["low"], first["high"]) == ("40 (34 to 50)", 34.0, 50.0)
    assert (first["computed"], first["kept"], first["tables"]) == ("partly_supported", 1, "")
    wide = verdicts(pd.DataFrame([rule]), {}, as_of="2026-06-30", findings=found.assign(low=20.0)).iloc[0]
    assert wide["computed"] == "cannot_tell"
    none = verdicts(pd.DataFrame([rule]), {}, as_of="2026-06-30", findings=found.assign(value=math.nan)).iloc[0]
    assert (none["said"], none["computed"]) == ("Forty", "cannot_tell")
    before = verdicts(pd.DataFrame([rule]), {}, as_of="2026-06-30").iloc[0]
    assert (before["said"], before["computed"]) == ("no chapter has run", "cannot_tell")


def test_inputs_that_go_together_change_together() -> None:
    rule = {**RULE, "inputs": "table: talks | where: kind=call | among: kind=call"}
    both = {**rule, "alternatives": "where=kind=visit + among=kind=visit"}
    alone = {**rule, "alternatives": "where=kind=visit"}
    moved = [verdicts(pd.DataFrame([r]), TALKS, as_of="2026-06-30")["moved"].item() for r in (both, alone)]
    assert moved == ["where=kind=visit + among=kind=visit: supported", "where=kind=visit: contradicted"]


def test_what_comes_after_the_last_day_is_not_known() -> None:
    rule = pd.DataFrame([{**RULE, "inputs": "table: talks | where: kind=visit"}])
    outcomes = [
        verdicts(rule, TALKS, as_of=day)["computed"].item() for day in ("2025-06-30", "2025-08-31", "2026-01-01")
    ]
    assert outcomes == ["cannot_tell", "partly_supported", "supported"]


def test_a_stage_of_a_deal_is_blank_before_its_day() -> None:
    deals = pd.DataFrame({"announced": ["2023-06-22", "2025"], "contracted": ["2026-08", None]})
    known = rows_as_of(deals, "2025-07-01")
    assert known["announced"].tolist() == ["2023-06-22", "2025"]
    assert known["contracted"].isna().all()


def test_years_that_have_not_begun_are_not_known() -> None:
    assert rows_as_of(pd.DataFrame({"year": pd.array([2024, 2027, None], "Int64")}), "2026-06-30")["year"].size == 2


@given(value=st.floats(allow_nan=False), cut=st.floats(-1e6, 1e6), step=st.floats(0, 1e6))
def test_a_higher_statistic_never_supports_less(value: float, cut: float, step: float) -> None:
    rule = {**RULE, "supported": cut + step, "partly_supported": cut}
    low, high = (ORDER.index(Thresholds.of(rule).outcome(v)) for v in (value, value + step))
    assert high <= low


def test_no_number_is_cannot_tell_and_an_endless_wait_is_past_every_threshold() -> None:
    rule = Thresholds.of({**RULE, "test": "at_most"})
    assert rule.outcome(math.nan) == "cannot_tell"
    assert rule.outcome(math.inf) == "contradicted"


def test_a_choice_of_something_that_the_rule_lacks_is_refused() -> None:
    with pytest.raises(KeyError, match="neither a threshold nor an input"):
        verdicts(pd.DataFrame([{**RULE, "alternatives": "colour=red"}]), TALKS, as_of="2026-06-30")


class TestRulesOfTheBook:
    def test_every_claim_has_a_rule_or_a_reason_why_it_has_none(self) -> None:
        rules = load("judgements/verdict_rules")
        assert rules["claim"].tolist() == load("claims")["id"].tolist()
        assert rules["reason"].notna().all()
        assert rules["rule"].notna().sum() >= 45
        needed = ["inputs", "statistic", "test", "otherwise", "figure", "leaves_out"]
        assert rules.loc[rules["rule"].notna(), needed].notna().all(axis=None)
        left = [column for column in needed if column != "figure"]  # one that comes near may be named
        assert rules.loc[rules["rule"].isna(), left].isna().all(axis=None)

    def test_thresholds_are_in_order_and_outcomes_in_the_vocabulary(self) -> None:
        for _, rule in load("judgements/verdict_rules").dropna(subset=["rule"]).iterrows():
            steps = rule[list(LADDER)].dropna().astype(float).tolist()
            assert steps == sorted(steps, reverse=rule["test"] == "at_least"), rule["claim"]
            assert len(set(steps)) == len(steps) > 0, rule["claim"]
            assert rule["test"] in ("at_least", "at_most")
            assert rule["otherwise"] in ORDER

    def test_every_rule_runs_and_says_its_number(self, computed: pd.DataFrame) -> None:
        ruled = computed.dropna(subset=["rule"])
        assert ruled["computed"].isin(ORDER).all()
        assert ruled["said"].str.contains(r"\d|none|cover").all()
        assert not ruled["said"].str.contains("[{}]").any()

    def test_the_tables_named_beforehand_are_those_that_are_read(self, computed: pd.DataFrame) -> None:
        read = {name for cell in computed["tables"].dropna() for name in cell.split(";") if name}
        assert read == set(tables_named(computed))

    def test_every_figure_that_a_rule_points_to_is_named_in_its_chapter(self) -> None:
        named = set()
        for path in NOTEBOOKS.glob("*.ipynb"):
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
            sources += [code.read_text(encoding="utf-8") for code in CHAPTERS.glob(f"{path.stem}/*.py")]
            named |= {f"{path.stem}-{name}" for text in sources for name in re.findall(r'"([a-z0-9-]+)"', text)}
        assert set(load("judgements/verdict_rules")["figure"].dropna()) <= named

    def test_families_of_rules_share_their_thresholds(self) -> None:
        rules = load("judgements/verdict_rules").dropna(subset=["rule"])
        for family in ("share_of_rows", "conditions_met", "uses_enabled", "gap_to", "years_apart", "highest_grade"):
            part = rules.loc[rules["rule"] == family, ["supported", "partly_supported"]]
            assert len(part.drop_duplicates()) == 1, family

    def test_an_input_that_a_choice_changes_is_one_of_the_rule(self) -> None:
        for _, rule in load("judgements/verdict_rules").dropna(subset=["alternatives"]).iterrows():
            for choice in rule["alternatives"].split(" | "):
                for change in choice.split(" + "):
                    name = change.partition("=")[0]
                    assert name in LADDER or name in parse_inputs(rule["inputs"]), (rule["claim"], choice)

    def test_every_threshold_that_is_no_date_or_single_fact_is_tried_at_another_value(self) -> None:
        rules = load("judgements/verdict_rules").dropna(subset=["rule"])
        for _, rule in rules[~rules["rule"].isin(["years_apart", "members_apart"])].iterrows():
            tried = {choice.partition("=")[0] for choice in str(rule["alternatives"]).split(" | ")}
            given = set(rule[list(LADDER)].dropna().index)
            single = rule["rule"] == "count_rows" and given == {"supported"} and rule["supported"] == 1
            assert single or given <= tried, (rule["claim"], given - tried)

    def test_rules_on_conditions_try_the_same_thresholds(self) -> None:
        rules = load("judgements/verdict_rules").query("rule == 'conditions_met'")
        tries = [
            {choice for choice in cell.split(" | ") if choice.partition("=")[0] in LADDER}
            for cell in rules["alternatives"]
        ]
        assert all(tried == tries[0] for tried in tries)

    def test_on_the_day_of_the_article_what_came_later_cannot_be_told(self) -> None:
        rules = load("judgements/verdict_rules")
        tables = load_inputs("judgements/verdict_rules")
        then = verdicts(rules, tables, as_of="2025-07-01", others=False).set_index("claim")["computed"]
        assert then["claim-02"] == "cannot_tell"
        assert then["claim-65"] == "cannot_tell"
        assert then["claim-64"] == "cannot_tell"
        assert then["claim-10"] == "supported"


def test_new_data_turns_a_verdict() -> None:
    rules = load("judgements/verdict_rules").set_index("claim", drop=False).loc[["claim-22", "claim-65"]]
    tables = load_inputs("judgements/verdict_rules")
    before = verdicts(rules, tables, as_of="2026-06-30", others=False)["computed"]
    shares, deals = tables["arms_shares"].copy(), tables["deals"].copy()
    window = (shares["supplier"] == "RUS") & (shares["period_start"] == 2019) & (shares["recipient"] == "IND")
    shares.loc[window, "share_pct"] = 58.0
    deals.loc[deals["id"] == "f414-coproduction", "contracted"] = "2026-05-01"
    after = verdicts(rules, {"arms_shares": shares, "deals": deals}, as_of="2026-06-30", others=False)["computed"]
    assert before.tolist() == ["contradicted", "contradicted"]
    assert after.tolist() == ["supported", "supported"]


def test_published_figures_decide_claims_about_figures(computed: pd.DataFrame) -> None:
    values = computed.set_index("claim")["value"]
    assert values["claim-06"] == 122  # 1 July to 31 October 2025
    assert values["claim-22"] == pytest.approx(60 - 36.1, abs=0.2)  # SIPRI, March 2024: 36 per cent for 2019-23
    assert computed.set_index("claim")["computed"]["claim-22"] == "contradicted"


def test_agreement_counts_only_what_has_both() -> None:
    read = outcome(pd.Series(["supported", "came_true", "contradicted"]))
    counts = agreement_table(read, pd.Series(["supported", None, "unsupported"]))
    assert counts.to_numpy().sum() == 2
    assert counts.loc["contradicted", "unsupported"] == 1


def test_kappa_is_one_for_full_agreement_nought_for_chance_and_undefined_without_choice() -> None:
    assert kappa(pd.DataFrame([[3, 0], [0, 4]])) == 1
    assert kappa(pd.DataFrame([[1, 1], [1, 1]])) == 0
    assert math.isnan(kappa(pd.DataFrame([[5, 0], [0, 0]])))
    assert math.isnan(kappa(pd.DataFrame([[0]])))


def test_no_function_stands_unused() -> None:
    assert set(RULES) == set(load("judgements/verdict_rules")["rule"].dropna())
