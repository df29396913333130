"""Every contract stands on one rung; the comparison of depth is Fisher's."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.arms.ladder import DEEP, RUNGS, compare_depth, place_on_ladder

DEAL = {"id": "d", "platform": "Ship", "supplier": "FRA", "category": "naval", "route": "other",
        "status": "contracted",
        "announced": None, "contracted": "2005-10", "first_delivery": None, "completed": None, "value_usd_m": 1.0,
        "sources": "s"}  # fmt: skip
NONE = pd.DataFrame({"deal": [], "rung": []})


def placed(*rows: dict, overrides: pd.DataFrame = NONE, as_of: str = "2026-06-30") -> pd.DataFrame:
    return place_on_ladder(
        pd.DataFrame([DEAL | row for row in rows]), load("judgements/deal_routes"), overrides, as_of
    )


@pytest.mark.parametrize(
    ("route", "rung", "deep"),
    [
        ("FMS", "buy", False),
        ("licensed_production", "licensed production", True),
        ("co_development", "co-development", True),
        (None, "buy", False),
    ],
)
def test_the_route_gives_the_rung(route: str | None, rung: str, deep: bool) -> None:
    row = placed({"route": route}).iloc[0]
    assert (row["rung"], row["deep"], row["year"]) == (rung, deep, 2005)


def test_an_override_comes_first() -> None:
    assert placed({}, overrides=pd.DataFrame({"deal": ["d"], "rung": ["assemble"]}))["rung"].tolist() == ["assemble"]


def test_what_is_not_signed_or_is_a_service_has_no_rung() -> None:
    assert placed({"contracted": None, "status": "approved"}).empty
    assert placed({"category": "services"}).empty
    assert placed({}, as_of="2004-01-01").empty


def test_unknown_deals_and_rungs_are_refused() -> None:
    with pytest.raises(KeyError, match="zz"):
        placed({}, overrides=pd.DataFrame({"deal": ["zz"], "rung": ["buy"]}))
    with pytest.raises(ValueError, match="sell"):
        placed({}, overrides=pd.DataFrame({"deal": ["d"], "rung": ["sell"]}))


def test_known_cases_on_file() -> None:
    """The howitzer is assembled, the submarine licensed, BrahMos designed together, the S-400 bought."""
    ladder = place_on_ladder(
        load("deals"), load("judgements/deal_routes"), load("judgements/depth_ladder"), "2026-06-30"
    )
    rung = ladder.set_index("id")["rung"].astype(str)
    assert rung[["m777-2016", "scorpene-2005", "brahmos-1998", "s400-2018"]].tolist() == [
        "assemble", "licensed production", "co-development", "buy",
    ]  # fmt: skip
    assert set(DEEP) < set(RUNGS)
    assert (ladder["deep"] == ladder["rung"].isin(DEEP)).all()


def test_depth_is_compared_by_the_exact_test() -> None:
    """Lady tasting tea: 3 of 4 against 1 of 4 gives p = 17/35."""
    deals = pd.DataFrame({"supplier": ["USA"] * 4 + ["RUS"] * 4, "deep": [True] * 3 + [False] * 4 + [True]})
    told = compare_depth(deals, "USA")
    assert told["p"] == pytest.approx(17 / 35)
    assert (told["own_deep"], told["own"], told["other_deep"], told["other"]) == (3, 4, 1, 4)
