"""Laws of the spending balance: known figures, the break-even equation, and what it refuses."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.analysis.balance.spending import (
    BASES,
    break_even_share,
    coalition_ratio,
    military_parity_break_even,
    spending,
)
from ties.tables.load import load

money = st.floats(min_value=1, max_value=1e6)


def spent(**amounts):
    return pd.DataFrame({"country": list(amounts), "year": 2024, "amount": list(amounts.values())})


def tables():
    return load("military_expenditure"), load("ppp_factors"), load("exchange_rates")


def test_market_balance_of_2024_worked_by_hand_from_sipri():
    # SIPRI 2026 edition, millions of current dollars: China 311,900.4, India 85,597.1, United States 1,004,901.0
    data = spending(load("military_expenditure"), basis="market")
    row = coalition_ratio(data, rival="CHN", members=["IND"]).set_index("year").loc[2024]
    assert row["ratio"] == pytest.approx(85597.1 / 311900.4)
    share = break_even_share(data, rival="CHN", members=["IND"]).set_index("year").loc[2024, "share"]
    assert share == pytest.approx((311900.4 - 85597.1) / 1004901.0)


def test_purchasing_power_of_2024_worked_by_hand():
    # China: 311,900.4 million dollars at 7.1957 yuan a dollar, over 3.53255 yuan an international dollar
    data = spending(*tables(), basis="gdp_ppp").set_index(["country", "year"])["amount"]
    assert data["CHN", 2024] == pytest.approx(311900.4 * 7.1957 / 3.53255, rel=1e-6)
    assert data["USA", 2024] == pytest.approx(1004901.0)


def test_current_and_constant_dollars_agree_in_the_base_year():
    milex = load("military_expenditure")
    base = int(milex["constant_base_year"].iloc[0])
    current, constant = (spending(milex, basis=b).query(f"year == {base}") for b in ("market", "constant"))
    pd.testing.assert_frame_equal(current.reset_index(drop=True), constant.reset_index(drop=True), rtol=1e-6)


@given(money, money, money, st.floats(min_value=0, max_value=1))
def test_at_the_break_even_share_the_coalition_equals_its_rival(china, india, america, rival_share):
    data = spent(CHN=china, IND=india, USA=america)
    share = break_even_share(data, rival="CHN", members=["IND"], rival_share=rival_share)["share"].item()
    assert india + share * america == pytest.approx(
        rival_share * china, rel=1e-6, abs=1e-6 * (china + india + america)
    )


@given(money, money, money, money)
def test_a_further_partner_never_raises_the_break_even_share(china, india, japan, america):
    data = spent(CHN=china, IND=india, JPN=japan, USA=america)
    alone = break_even_share(data, rival="CHN", members=["IND"])["share"].item()
    joined = break_even_share(data, rival="CHN", members=["IND", "JPN"])["share"].item()
    assert joined < alone


@given(money, money, money, st.floats(min_value=0.01, max_value=100))
def test_the_balance_does_not_depend_on_the_unit(china, india, america, unit):
    data = spent(CHN=china, IND=india, USA=america)
    scaled = data.assign(amount=data["amount"] * unit)
    given_, changed = (
        coalition_ratio(d, rival="CHN", members=["IND"], lead_share=0.3)["ratio"].item() for d in (data, scaled)
    )
    assert given_ == pytest.approx(changed)


def test_a_year_in_which_a_state_is_unknown_gives_no_ratio():
    data = pd.concat([spent(CHN=10, IND=5, USA=50), spent(CHN=10, USA=50).assign(year=2025)])
    assert coalition_ratio(data, rival="CHN", members=["IND"])["year"].tolist() == [2024]


def test_military_prices_bound_the_share_and_hold_the_study():
    milex = tables()
    market, parity = (spending(*milex, basis=b) for b in ("market", "gdp_ppp"))
    bounds = military_parity_break_even(load("military_ppp"), market, parity, rival="CHN", focal="IND")
    assert (bounds["low"] < bounds["high"]).all()
    row = bounds.set_index("year").loc[2021]
    assert row["rival_share"] == pytest.approx(0.59)  # Robertson 2024
    assert row["high"] == pytest.approx(0.59 - 76253.5 / 806230.2, abs=1e-4)


def test_editions_are_never_mixed():
    milex = load("military_expenditure")
    with pytest.raises(ValueError, match="edition"):
        spending(pd.concat([milex, milex.assign(edition=2025)]), basis="market")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"rival": "CHN", "members": ["CHN"]}, "two sides"),
        ({"rival": "CHN", "members": ["XXX"]}, "no spending of XXX"),
        ({"rival": "CHN", "members": ["IND"], "lead_share": 1.2}, "not between 0 and 1"),
    ],
)
def test_unsound_sides_are_refused(arguments, says):
    with pytest.raises(ValueError, match=says):
        coalition_ratio(spent(CHN=10, IND=5, USA=50), **arguments)


def test_bases_need_their_tables():
    milex = load("military_expenditure")
    with pytest.raises(ValueError, match="price basis"):
        spending(milex, basis="gold")
    with pytest.raises(ValueError, match="parities"):
        spending(milex, basis=BASES[-1])
