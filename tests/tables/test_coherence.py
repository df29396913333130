"""Tables agree with each other: one event has one date wherever it stands, and what one table needs another has."""

import pytest

from ties.tables.dates import bounds
from ties.tables.load import load

# the same event in two tables: table, id, column, twice
SAME = [
    *(
        (("agreements", name, "signed"), ("setbacks_and_progress", name, "date"))
        for name in ("framework-2005", "framework-2015", "lemoa-2016", "comcasa-2018", "isa-2019", "beca-2020",
                     "sosa-2024", "compact-2025", "framework-2025", "sta1-2018")
    ),
    (("agreements", "mdp-2016", "in_force"), ("setbacks_and_progress", "mdp-2016", "date")),
    (("agreements", "mdp-2016", "in_force"), ("designations", "ind-mdp-2016", "date")),
    (("agreements", "sta1-2018", "in_force"), ("designations", "ind-sta1-2018", "date")),
    (("agreements", "civil-nuclear-123-2008", "signed"), ("setbacks_and_progress", "agreement-123-2008", "date")),
    (("agreements", "ind-rus-relos-2025", "signed"), ("russia_ties", "relos-2025", "date")),
    (("deals", "s400-2018", "contracted"), ("russia_ties", "s400-2018", "date")),
    (("deals", "s400-2018", "contracted"), ("setbacks_and_progress", "s400-contract-2018", "date")),
    (("deals", "su30mki-2024", "contracted"), ("russia_ties", "su30-12-2024", "date")),
    (("deals", "ssn-lease-2019", "contracted"), ("russia_ties", "akula3-2019", "date")),
    (("deals", "mq9b-2024", "contracted"), ("setbacks_and_progress", "mq9b-contract-2024", "date")),
    (("deals", "p8i-2009", "contracted"), ("setbacks_and_progress", "p8i-contract-2009", "date")),
    (("deals", "p8i-2016", "contracted"), ("setbacks_and_progress", "p8i-followon-2016", "date")),
    (("deals", "ah64e-army-2020", "completed"), ("challenges", "apache-delays", "until")),
    (("exercises", "mpx-roosevelt-2024", "start"), ("red_sea", "mpx-roosevelt-2024", "start")),
    (("exercises", "p8-asw-2025", "start"), ("red_sea", "p8-combined-2025", "start")),
    (("exercises", "zapad-2025", "start"), ("russia_ties", "zapad-2025", "date")),
    (("exercises", "zapad-2025", "start"), ("setbacks_and_progress", "zapad-2025", "date")),
    (("exercises", "indra-2025", "start"), ("russia_ties", "indra-2025", "date")),
    (("places", "access-lemoa-port-blair", "since"), ("red_sea", "lemoa-p8-2020", "start")),
    (("places", "access-lemoa-port-blair", "since"), ("setbacks_and_progress", "p8-port-blair-2020", "date")),
    (("red_sea", "dena-2026", "start"), ("setbacks_and_progress", "dena-2026", "date")),
    (("red_sea", "ctf154-2026", "start"), ("setbacks_and_progress", "ctf154-2026", "date")),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME, ids=lambda place: "-".join(place))
def test_an_event_has_one_date_wherever_it_stands(one, other):
    first, second = (
        bounds(frame.loc[frame["id"] == name, column]).iloc[0]
        for frame, name, column in ((load(table), name, column) for table, name, column in (one, other))
    )
    assert first["earliest"] <= second["latest"]
    assert second["earliest"] <= first["latest"]


def test_every_description_of_the_arms_register_has_a_service_life():
    covered = set(load("service_lives")["sipri_descriptions"].str.split(";").explode())
    assert set(load("arms_register")["description"]) - covered == set()


def test_every_class_of_a_service_life_rests_on_a_case_or_says_that_it_is_judged():
    lives = load("service_lives")
    without = lives[~lives["platform_class"].isin(load("service_life_observations")["platform_class"])]
    assert without["confidence"].eq("low").all()
    assert set(lives.loc[lives["sources"] == "ties-judgement", "platform_class"]) <= set(without["platform_class"])


def test_implied_gdp_is_spending_over_its_share():
    spent = load("military_expenditure").merge(load("gdp").query("basis == 'implied'"), on=["country", "year"])
    implied = 100 * spent["usd_m_current_x"] / spent["share_gdp_pct"]
    assert len(spent) == len(load("gdp").query("basis == 'implied'"))
    assert (implied / spent["usd_m_current_y"]).to_numpy() == pytest.approx(1, abs=0.0005)


def test_market_and_official_rupee_part_only_when_there_were_two_rates():
    rupee = load("exchange_rates").query("currency == 'INR' and basis == 'calendar'").set_index("year")
    gap = (rupee["lcu_per_usd"] / rupee["official_lcu_per_usd"] - 1).abs()
    assert set(gap[gap > 0.02].index) == {1992, 1993}


def test_the_designation_of_2024_in_the_article_is_one_of_december_2023():
    listed = load("designations").query("country == 'PAK' and list == 'CPC' and status == 'designated'")
    assert sorted(listed["date"]) == [
        "2018-11-28", "2019-12-18", "2020-12-07", "2021-11-17", "2022-11-30", "2023-12-29"
    ]  # fmt: skip
