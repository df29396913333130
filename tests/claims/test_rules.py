"""Every rule gives each of its outcomes on a small table worked by hand, and cannot tell where it is silent."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties import load
from ties.claims.rules.events_rules import net_balance_of
from ties.claims.rules.findings_rules import finding_value
from ties.claims.rules.rows_rules import RUNGS
from ties.claims.rules.values_rules import trend
from ties.claims.thresholds import LADDER, Estimate, Thresholds
from ties.claims.verdicts import RULES
from ties.tables.query import parse_inputs

ASK = {"test": "at_least", "supported": None, "partly_supported": None, "unsupported": None}


def ladder(test: str, *, otherwise: str = "unsupported", **thresholds: float) -> Thresholds:
    return Thresholds.of({**ASK, "test": test, **thresholds, "otherwise": otherwise})


def rows(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(columns)


def events(*signed: int, first: str = "2025-07-02") -> pd.DataFrame:
    """Give events of a topic, one a day, from signed weights."""
    days = pd.date_range(first, periods=len(signed)).strftime("%Y-%m-%d")
    direction = ["progress" if weight > 0 else "setback" for weight in signed]
    return rows(date=list(days), direction=direction, weight_1_3=[abs(weight) for weight in signed], topic="trade")


def around(before: int, after: int) -> dict[str, pd.DataFrame]:
    return {"setbacks_and_progress": pd.concat([events(before, first="2025-06-01"), events(after)])}


def yearly(*signed: int) -> dict[str, pd.DataFrame]:
    return {"setbacks_and_progress": events(*signed).assign(date=[f"{2015 + i}-03" for i in range(len(signed))])}


def arms(*years: Mapping[str, float]) -> dict[str, pd.DataFrame]:
    parts = [
        rows(recipient="IND", supplier=list(year), year=2001 + i, tiv_m=list(year.values()), edition=2025)
        for i, year in enumerate(years)
    ]
    return {"arms_transfers": pd.concat(parts, ignore_index=True)}


def deals(*routes: str) -> dict[str, pd.DataFrame]:
    return {
        "deals": rows(id=[f"d{i}" for i in range(len(routes))], route=list(routes), category="engine"),
        "judgements/deal_routes": rows(route=list("abc"), rung=["buy", "licensed production", "co-development"]),
        "judgements/depth_ladder": rows(deal=["other"], rung=["parts"]),
    }


def grades(*given: str) -> dict[str, pd.DataFrame]:
    names = [f"i{n}" for n in range(len(given))]
    return {
        "initiatives": rows(id=[*names, "else"], objective=[*["Undersea"] * len(given), "Space"]),
        "judgements/initiative_grades": rows(initiative=names, grade=list(given)),
    }


def graph(*uses: str) -> dict[str, pd.DataFrame]:
    edges = [("pact", "fuel", "capability"), *(("fuel", f"sortie{i}", "activity") for i in range(len(uses)))]
    return {
        "enablement": pd.DataFrame(edges, columns=["source_node", "target_node", "target_kind"]),
        "judgements/agreement_uses": rows(activity=[f"sortie{i}" for i in range(len(uses))], grade=list(uses)),
    }


def capabilities(own: int, others: int) -> dict[str, pd.DataFrame]:
    edges = [("pact", f"own{i}") for i in range(own)] + [("treaty", f"other{i}") for i in range(others)]
    table = pd.DataFrame([*edges, ("pact", "nowhere")], columns=["source_node", "target_node"])
    kinds = ["activity" if node == "nowhere" else "capability" for node in table["target_node"]]
    return {
        "enablement": table.assign(target_kind=kinds),
        "agreements": rows(id=["pact", "treaty"], parties="IND;USA"),
    }


def series(*values: float) -> dict[str, pd.DataFrame]:
    years = [2015 + i for i in range(len(values))]
    return {"t": rows(year=years, start=[str(year) for year in years], v=[float(v) for v in values], k="a")}


def quad(*states: str) -> dict[str, pd.DataFrame]:
    return {"memberships": rows(grouping="quad", country=list(states), left=None, role="member")}


def found(value: float | None, low: float | None = None, high: float | None = None) -> dict[str, pd.DataFrame]:
    return {"findings": rows(key=["a.share"], value=[value], low=[low], high=[high])}


COUNT = {"table": "t", "where": "k=a", "among": "k=a|b"}
KINDS = {kinds: {"t": rows(k=list(kinds))} for kinds in ("aab", "abb", "bbb", "c", "aaab", "abbb", "aa", "ab")}
DAYS = {"table": "t", "where": "k=a", "column": "date", "since": "2025-07-01"}
DATED = {day: {"t": rows(k="a", date=[day])} for day in ("2025-07-31", "2026-02-28", "2025-06-30")}
SIGNED = {year: {"t": rows(k="a", date=[f"{year}-08"])} for year in (2016, 2017, 2019)}
TEXTS = {"one": "t: k=a", "two": "t: k=b", "no_three": "t: k=c"}
VALUE = {"table": "t", "where": "k=a", "column": "v"}
NONE = {"t": rows(k=["z"], v=[1.0], date=[None], year=[2020], start=["2020"])}
TRENDS = {"table": "t", "where": "k=a", "column": "start", "values": "v;year", "weak": 0.3}
SUPPLY = {"recipient": "IND", "window": 1.0, "first": 2001.0, "last": 2002.0}
NEAR, FAR, SLIP = "supported", "contradicted", "partly_supported"

# rule, inputs, thresholds, and by outcome the tables that give it
CASES: dict[str, tuple[dict[str, Any], Thresholds, dict[str, dict[str, pd.DataFrame]]]] = {
    "change_of_balance": (
        {"day": "2025-07-01", "days": 180.0, "as_of": "2026-06-30"},
        ladder("at_least", supported=6, partly_supported=3, unsupported=-3, otherwise=FAR),
        {NEAR: around(-3, 3), SLIP: around(-1, 2), "unsupported": around(1, 1), FAR: around(2, -3),
         "cannot_tell": {"setbacks_and_progress": events(3)}},
    ),
    "conditions_met": (
        TEXTS, ladder("at_least", supported=100, partly_supported=1, otherwise=FAR),
        {NEAR: KINDS["ab"], SLIP: KINDS["aa"], FAR: KINDS["c"], "cannot_tell": {"t": rows(k=[])}},
    ),
    "count_rows": (
        COUNT, ladder("at_least", supported=2, partly_supported=1),
        {NEAR: KINDS["aab"], SLIP: KINDS["abb"], "unsupported": KINDS["bbb"], "cannot_tell": KINDS["c"]},
    ),
    "days_to_first": (
        DAYS, ladder("at_most", supported=183, partly_supported=365, otherwise=FAR),
        {NEAR: DATED["2025-07-31"], SLIP: DATED["2026-02-28"], FAR: DATED["2025-06-30"], "cannot_tell": NONE},
    ),
    "finding_value": (
        {"finding": "a.share"}, ladder("at_least", supported=67, partly_supported=33, otherwise=FAR),
        {NEAR: found(80, 70, 90), SLIP: found(70, 60, 80), FAR: found(20, 10, 30),
         "cannot_tell": found(30, 20, 40)},
    ),
    "gap_to": (
        {**VALUE, "claimed": 60.0}, ladder("at_most", supported=5, partly_supported=10, otherwise=FAR),
        {NEAR: series(58, 64), SLIP: series(70), FAR: series(36, 40), "cannot_tell": NONE},
    ),
    "growth": (
        VALUE, ladder("at_most", partly_supported=0),
        {SLIP: series(370, 350), "unsupported": series(350, 370), "cannot_tell": series(350)},
    ),
    "highest_grade": (
        {"where": "objective*=undersea"}, ladder("at_least", supported=3, partly_supported=1),
        {NEAR: grades("talk", "in use"), SLIP: grades("stopped", "signed"), "unsupported": grades("stopped"),
         "cannot_tell": grades()},
    ),
    "highest_rung": (
        {"where": "category=engine"}, ladder("at_least", supported=5, partly_supported=4),
        {NEAR: deals("a", "c"), SLIP: deals("b", "a"), "unsupported": deals("a"), "cannot_tell": deals()},
    ),
    "mean_of": (
        {**VALUE, "last": 2.0}, ladder("at_least", supported=67, partly_supported=33),
        {NEAR: series(0, 60, 80), SLIP: series(90, 30, 50), "unsupported": series(90, 20, 30),
         "cannot_tell": series(90)},
    ),
    "members_apart": (
        {"grouping": "quad", "members": "AUS;IND;JPN;USA"},
        ladder("at_most", supported=0, partly_supported=1, otherwise=FAR),
        {NEAR: quad("AUS", "IND", "JPN", "USA"), SLIP: quad("IND", "JPN", "USA"), FAR: quad("IND", "RUS"),
         "cannot_tell": {"memberships": quad("IND")["memberships"].assign(grouping="sco")}},
    ),
    "net_balance": (
        {"where": "topic=trade"},
        ladder("at_least", supported=0.33, partly_supported=0, unsupported=-0.33, otherwise=FAR),
        {NEAR: {"setbacks_and_progress": events(3, -1)}, SLIP: {"setbacks_and_progress": events(1, -1)},
         "unsupported": {"setbacks_and_progress": events(2, -3)}, FAR: {"setbacks_and_progress": events(1, -3)},
         "cannot_tell": {"setbacks_and_progress": events(3).assign(topic="other")}},
    ),
    "ratio_of_suppliers": (
        SUPPLY, ladder("at_least", supported=1.25, partly_supported=1, otherwise=FAR),
        {NEAR: arms({"RUS": 1}, {"RUS": 1, "FRA": 1}), SLIP: arms({"RUS": 1}, {"RUS": 99, "FRA": 1}),
         FAR: arms({"RUS": 1, "FRA": 1}, {"RUS": 1}), "cannot_tell": arms({"RUS": 1})},
    ),
    "share_enabled": (
        {"agreements": "pact", "parties": "IND;USA", "kind": "capability"},
        ladder("at_least", supported=67, partly_supported=33),
        {NEAR: capabilities(3, 1), SLIP: capabilities(1, 1), "unsupported": capabilities(1, 3),
         "cannot_tell": capabilities(0, 0)},
    ),
    "share_of_loss": (
        {**SUPPLY, "loser": "RUS", "supplier": "USA"},
        ladder("at_least", supported=67, partly_supported=33, unsupported=0, otherwise=FAR),
        {NEAR: arms({"RUS": 9, "USA": 1}, {"RUS": 5, "USA": 5}),
         SLIP: arms({"RUS": 9, "USA": 1}, {"RUS": 5, "USA": 3, "FRA": 2}),
         "unsupported": arms({"RUS": 9, "USA": 1}, {"RUS": 5, "USA": 1, "FRA": 4}),
         FAR: arms({"RUS": 8, "USA": 2}, {"RUS": 5, "FRA": 5}),
         "cannot_tell": arms({"RUS": 5, "FRA": 5}, {"RUS": 9, "USA": 1})},
    ),
    "share_of_rows": (
        COUNT, ladder("at_least", supported=67, partly_supported=33, otherwise=FAR),
        {NEAR: KINDS["aaab"], SLIP: KINDS["abb"], FAR: KINDS["abbb"], "cannot_tell": KINDS["c"]},
    ),
    "total_of": (
        VALUE, ladder("at_least", supported=3, partly_supported=1, otherwise=FAR),
        {NEAR: series(1, 2), SLIP: series(0, 1), FAR: series(0, 0), "cannot_tell": NONE},
    ),
    "trends_rising": (
        TRENDS, ladder("at_least", supported=100, partly_supported=1, otherwise=FAR),
        {NEAR: series(1, 2, 3, 4), SLIP: series(4, 3, 2, 1),
         FAR: {"t": series(4, 3, 2, 1)["t"].assign(year=[4, 3, 2, 1])}, "cannot_tell": series(1, 2, 3)},
    ),
    "uses_enabled": (
        {"agreements": "pact", "grade": "use"}, ladder("at_least", supported=2, partly_supported=1),
        {NEAR: graph("use", "use"), SLIP: graph("use", "claimed"), "unsupported": graph("claimed"),
         "cannot_tell": {**graph("use"), "enablement": rows(source_node=["x"], target_node=["sortie0"])}},
    ),
    "years_apart": (
        {**VALUE, "column": "date", "year": 2016.0},
        ladder("at_most", supported=0, partly_supported=1, otherwise=FAR),
        {NEAR: SIGNED[2016], SLIP: SIGNED[2017], FAR: SIGNED[2019], "cannot_tell": NONE},
    ),
    "years_of_progress": (
        {"first": 2015.0, "last": 2018.0},
        ladder("at_least", supported=90, partly_supported=50, unsupported=25, otherwise=FAR),
        {NEAR: yearly(1, 2, 3, 1), SLIP: yearly(1, 1, -2, -1), "unsupported": yearly(1, -1, -1, -1),
         FAR: yearly(-1, -1, -1, -1), "cannot_tell": yearly(1)},
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "expected"), [(rule, expected) for rule, (_, _, tables) in CASES.items() for expected in tables]
)
def test_a_rule_gives_each_of_its_outcomes(rule: str, expected: str) -> None:
    inputs, thresholds, tables = CASES[rule]
    assert thresholds.outcome(RULES[rule](tables[expected], **inputs)) == expected


def test_every_outcome_that_the_data_lets_a_rule_give_has_its_case() -> None:
    rules = load("judgements/verdict_rules").dropna(subset=["rule"])
    assert set(rules["rule"]) == set(RULES) == set(CASES)
    steps = {rule: set(part[list(LADDER)].dropna(axis=1, how="all").columns) for rule, part in rules.groupby("rule")}
    for rule, names in steps.items():
        cases = set(CASES[rule][2])
        assert {*names, "cannot_tell"} <= cases, rule
        assert cases - names - {"cannot_tell"}, f"{rule}: no case past its last threshold"


def test_every_input_of_a_rule_is_one_that_its_function_takes() -> None:
    rules = load("judgements/verdict_rules").dropna(subset=["rule"])
    for claim, rule, inputs in rules[["claim", "rule", "inputs"]].itertuples(index=False):
        names = set(RULES[rule].__annotations__) - {"tables", "return", "as_of"}
        given = set(parse_inputs(inputs))
        assert rule == "conditions_met" or given <= names, claim


def test_a_finding_without_interval_is_a_bare_number_and_one_without_value_cannot_tell() -> None:
    ask = ladder("at_least", supported=67, partly_supported=33)
    outcomes = [ask.outcome(finding_value(found(value), finding="a.share")) for value in (70, 33, 5, None)]
    assert outcomes == ["supported", "partly_supported", "unsupported", "cannot_tell"]


def test_a_finding_that_no_chapter_records_is_named_and_a_word_is_refused() -> None:
    with pytest.raises(KeyError, match=r"the finding a\.gone"):
        finding_value(found(1), finding="a.gone")
    with pytest.raises(TypeError, match="'rose'"):
        finding_value({"findings": rows(key=["a.b"], value=["rose"], low=[None], high=[None])}, finding="a.b")
    assert math.isnan(finding_value({"findings": rows(key=[], value=[], low=[], high=[])}, finding="a.b"))


def test_events_of_a_strand_are_those_whose_topic_belongs_to_it() -> None:
    mixed = pd.concat([events(3), events(-1).assign(topic="other"), events(-2).assign(topic="trade")])
    tables = {"setbacks_and_progress": mixed, "judgements/topic_strands": rows(topic=["trade"], strand=["money"])}
    assert net_balance_of(tables, where="weight_1_3>=1", strand="money") == pytest.approx(1 / 5)
    assert net_balance_of(tables, where="weight_1_3>=1") == 0


@given(value=st.floats(-100, 100), width=st.floats(0, 50), wider=st.floats(0, 50))
def test_a_wider_interval_never_decides_more(value: float, width: float, wider: float) -> None:
    ask = ladder("at_least", supported=30, partly_supported=0, unsupported=-30, otherwise=FAR)
    near, far = (ask.outcome(Estimate(value, value - w, value + w)) for w in (width, width + wider))
    assert far in (near, "cannot_tell") or (near, far) == ("supported", "partly_supported")


def test_rungs_are_those_of_the_judgements() -> None:
    used = {*load("judgements/deal_routes")["rung"], *load("judgements/depth_ladder")["rung"]}
    assert used <= set(RUNGS)


def test_a_trend_of_days_leaves_out_what_is_not_known_to_the_day() -> None:
    drills = rows(
        k="a",
        start=["2019-05-01", "2020-05-01", "2021-05-01", "2022-05-01", "2023"],
        end=["2019-05-02", "2020-05-03", "2021-05-04", "2022-05-05", "2023"],
    )
    ask: dict[str, Any] = {"table": "t", "where": "k=a", "column": "start", "value": "days:start:end"}
    assert trend({"t": drills}, **ask) == pytest.approx(1)
    assert math.isnan(trend({"t": drills.iloc[1:]}, **ask))


def test_a_trend_of_words_is_refused() -> None:
    with pytest.raises(TypeError, match="holds no numbers"):
        trend({"t": rows(k="a", start=["2019"], name=["x"])}, table="t", where="k=a", column="start", value="name")
