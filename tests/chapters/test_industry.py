"""Industry: prepared numbers, the words that say them, and drawings for both widths."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.arms.concentration import rolling_shares, window_sensitivity
from ties.chapters.industry import contract_waits as contracts
from ties.chapters.industry import deal_curves as curves
from ties.chapters.industry import deal_waits as timing
from ties.chapters.industry import printed_editions as editions
from ties.chapters.industry import promised_dates as promises
from ties.chapters.industry import register_orders as register
from ties.chapters.industry import share_by_window as lengths
from ties.chapters.industry import share_change as changes
from ties.chapters.industry import supplier_concentration as concentration
from ties.chapters.industry import supplier_shares as suppliers_of
from ties.chapters.industry.date_precision import findings_date_precision
from ties.plotting.style import render
from ties.records import Finding

COUNTRIES = pd.DataFrame(
    {"code": ["IND", "RUS", "USA", "FRA"], "name": ["India", "Russia", "United States", "France"]}
)
NAMES = COUNTRIES.set_index("code")["name"]


def by_key(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.key: finding for finding in findings}


def transfers(*rows: tuple[str, int, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["supplier", "year", "tiv_m"]).assign(recipient="IND", edition=2025)


def rolling(data: pd.DataFrame) -> pd.DataFrame:
    return rolling_shares(data, "IND", 2, start_year=2000, end_year=2003)


FALLING = transfers(("RUS", 2000, 90), ("USA", 2000, 10), ("RUS", 2001, 90), ("FRA", 2001, 10),
                    ("RUS", 2002, 30), ("FRA", 2002, 70), ("RUS", 2003, 30), ("FRA", 2003, 70))  # fmt: skip
RISING = FALLING.assign(year=5 - 0 + 1998 - (FALLING["year"] - 2000))  # the same years backwards


def shares(data: pd.DataFrame, suppliers: list[str] | None = None) -> pd.DataFrame:
    return suppliers_of.prepare_supplier_shares(rolling(data), COUNTRIES, "IND", suppliers or ["RUS", "FRA"])


def test_every_supplier_has_a_row_in_every_window_and_they_sum_to_a_hundred() -> None:
    data = shares(FALLING)
    assert data.groupby("period_end")["share_pct"].sum().round(9).tolist() == [100, 100, 100]
    assert data.groupby("period_end").size().tolist() == [3, 3, 3]
    assert data.set_index(["period_end", "supplier"])["share_pct"][2001, "other"] == pytest.approx(5)


def test_words_turn_when_the_numbers_turn() -> None:
    """From 90 to 30 it fell and France leads; backwards it rose."""
    fell = suppliers_of.words_supplier_shares(shares(FALLING), "RUS")
    rose = suppliers_of.words_supplier_shares(shares(RISING), "RUS")
    assert fell.title == "Russia's share of India's arms imports fell from 90 to 30 per cent; France is ahead with 70"
    assert "Russia is highest, at 90.0 per cent, in the window ending 2001, and stands at 30.0" in fell.alt
    assert "rose from 30 to 90 per cent; France is next with 5" in rose.title
    assert "Russia is lowest, at 30.0 per cent, in the window ending 2001, and stands at 90.0" in rose.alt


def test_a_focus_that_is_not_told_apart_is_refused() -> None:
    with pytest.raises(KeyError):
        suppliers_of.share_facts(shares(FALLING, ["FRA"]), "RUS")


def test_effective_number_words() -> None:
    data = concentration.prepare_supplier_concentration(rolling(FALLING))
    assert data["inverse_hhi"].round(3).tolist() == [round(1 / (0.81 + 2 * 0.0025), 3), 1.923, 1.724]
    assert (
        "went from 1.2 effective suppliers to 1.7, of 2"
        in concentration.words_supplier_concentration(data, "India").title
    )
    turned = concentration.prepare_supplier_concentration(rolling(RISING))
    assert "never more concentrated than now" in concentration.words_supplier_concentration(turned, "India").title


def change(data: pd.DataFrame) -> pd.DataFrame:
    return changes.prepare_share_change(rolling(data), COUNTRIES, "RUS", ["RUS", "FRA"])


def test_own_part_and_its_sentence() -> None:
    """180 of 200 to 60 of 200: both orders of two steps, (180->60 then others 20->140) and the reverse."""
    split = changes.own_part(change(FALLING)).iloc[0]
    by_hand = (100 * (60 / 80 - 0.9) + 100 * (0.3 - 180 / 320)) / 2
    assert split["own_points"] == pytest.approx(by_hand)
    assert split["change_points"] == pytest.approx(-60)
    finding = by_key(changes.findings_share_change(change(FALLING)))["split_first"]
    assert "Russia's deliveries changed by −67 per cent and those of all others by +600" in finding.sentence


def test_editions_compare_only_the_same_window_and_call_the_first_print_first() -> None:
    data = transfers(
        *[("RUS", year, 60) for year in range(2000, 2006)], *[("USA", year, 40) for year in range(2000, 2006)]
    )
    printed = pd.DataFrame({"recipient": "IND", "supplier": "RUS", "period_start": [2000, 2000, 2001, 2002],
                            "share_pct": [66, 61, 60, 50],
                            "period_end": [2004, 2004, 2005, 2006], "basis": "published",
                            "edition": ["2005", "2024", "2025", "2026"],
                            "sources": "s"})  # fmt: skip
    table = editions.prepare_printed_editions(printed, data, recipient="IND")
    assert table["difference"].round(6).tolist()[:3] == [6.0, 1.0, 0.0]
    assert table["first"].tolist() == [True, False, False, False]
    assert pd.isna(table["difference"].iloc[3])
    facts = editions.edition_facts(table, "RUS")
    assert (facts["same_max"], facts["other_max"], facts["newest_pct"]) == (0, 6, 50)
    words = editions.words_printed_editions(table, "RUS", "Russia")
    assert "up to 6.0 points" in words.title
    found = by_key(editions.findings_printed_editions(table, "RUS", "Russia"))
    assert found["newest_edition"].sentence == "Edition 2026 prints Russia's share as 50 in 2002–2006, in per cent."


def test_a_supplier_that_was_never_printed_cannot_be_compared() -> None:
    printed = editions.prepare_printed_editions(load("arms_shares"), load("arms_transfers"), recipient="VNM")
    assert printed.empty
    found = editions.findings_printed_editions(printed, "RUS", "Russia")
    assert {finding.value for finding in found} == {None}
    tables = load("arms_shares"), load("arms_transfers"), load("countries")
    figure = editions.printed_editions(*tables, recipient="VNM", focus="RUS")
    assert figure.words is None
    assert [finding.key for finding in figure.findings] == ["same_edition", "other_edition", "newest_edition"]


def test_rank_of_the_united_states() -> None:
    table = rolling_shares(FALLING, "IND", 4, start_year=2000, end_year=2003)
    found = lengths.us_rank(table, NAMES)
    assert found.value == 3
    assert "behind Russia and France" in found.sentence
    nothing = lengths.us_rank(table[table["supplier"] != "USA"], NAMES)
    assert nothing.value is None


def test_a_rank_has_a_word_up_to_ten_and_a_number_beyond() -> None:
    """Ten others ahead make the eleventh."""
    ahead = [(f"S{i}", 2000, 100 - i) for i in range(10)]
    for rows, place in ((ahead[:9], "the tenth supplier"), (ahead, "the number 11 as supplier")):
        table = rolling_shares(transfers(*rows, ("USA", 2000, 1)), "IND", 1, start_year=2000, end_year=2000)
        assert f"The United States is {place}" in lengths.us_rank(table, NAMES).sentence


def test_focus_finding_has_the_range_over_windows() -> None:
    table = rolling_shares(FALLING, "IND", 2, start_year=2000, end_year=2003)
    near = window_sensitivity(FALLING, "IND", "RUS", range(1, 4), start_year=2000, end_year=2003)
    found = lengths.focus_share(table, "RUS", near, NAMES)
    assert found.value == pytest.approx(30)
    assert (found.low, found.high) == (pytest.approx(30), pytest.approx(50))
    assert "down from 90 in the window ending 2001" in found.sentence


DEALS = pd.DataFrame(
    [
        (f"d{i}", "USA" if i % 2 else "RUS", "FMS" if i % 2 else "licensed_production",
         f"{2000 + i}-01-01", f"{2000 + i + 1 + i % 2}-01-01", "tender")
        for i in range(20)
    ],
    columns=["id", "supplier", "route", "announced", "contracted", "announced_basis"],
).assign(first_delivery=None, completed=None, status="contracted", sources="s", platform="X")  # fmt: skip


def waits(deals: pd.DataFrame = DEALS, chosen: list[str] | None = None, least: int = 8) -> pd.DataFrame:
    chosen = chosen or ["FMS", "licensed_production"]
    data = timing.prepare_deal_waits(
        deals, load("judgements/deal_routes"), clock=timing.SIGNING, chosen=chosen, as_of="2026-06-30"
    )
    return timing.group_suppliers(data, ["USA", "RUS"], COUNTRIES, least)


def test_small_groups_are_pooled() -> None:
    assert set(waits()["by_supplier"]) == {"United States", "Russia"}
    assert set(waits(least=11)["by_supplier"]) == {"all others"}


def test_routes_choose_the_deals() -> None:
    assert set(waits(chosen=["FMS"])["supplier"]) == {"USA"}
    with pytest.raises(ValueError, match="no deal"):
        waits(chosen=["lease"])
    with pytest.raises(ValueError, match="without a group: gift"):
        waits(DEALS.assign(route="gift"))


def test_words_of_curves_say_medians_and_test() -> None:
    """Two years against one year, ten deals each: told apart."""
    data = curves.prepare_deal_curves(waits(), "by_supplier", COUNTRIES)
    words = curves.words_deal_curves("signing-waits", data)
    assert "US 2.0 years" in words.title
    assert "Russia 1.0 years" in words.title
    assert "tells them apart" in words.title
    same = curves.prepare_deal_curves(
        waits(DEALS.assign(contracted=None, status="approved")), "by_supplier", COUNTRIES
    )
    assert "not reached" in curves.words_deal_curves("signing-waits", same).title


def test_median_finding_says_when_it_cannot_tell() -> None:
    assert timing.median_finding("signing_wait_us", waits()).value == pytest.approx(1.0, abs=0.02)
    assert timing.median_finding("signing_wait_us", waits().iloc[:0]).value is None
    never = waits(DEALS.assign(contracted=None, status="approved"))
    assert timing.median_finding("signing_wait_us", never).confidence == "cannot tell"


def test_left_out_deals_are_counted_in_words() -> None:
    some = DEALS.assign(announced_basis=["contract"] * 3 + ["tender"] * 17)
    found = timing.left_out_finding("signing_left_out", waits(some))
    assert found.value == 3
    assert "uses 17 deals and leaves out 3: 3 announced by their own contract" in found.sentence


def test_a_clock_that_leaves_out_no_deal_says_so() -> None:
    found = timing.left_out_finding("signing_left_out", waits())
    assert found.sentence.endswith("uses 20 deals and leaves out 0: none is left out.")


def test_signing_by_basis_is_empty_of_infinite_numbers() -> None:
    table = contracts.contract_waits_by_basis(
        DEALS.assign(contracted=None, status="approved"), load("judgements/deal_routes"),
        chosen=["FMS", "licensed_production"], as_of="2026-06-30",
    )  # fmt: skip
    assert table.data["median"].isna().all()
    assert [finding.value for finding in table.findings] == [0, None, None]


def test_promises_say_how_many_were_missed() -> None:
    data = promises.prepare_promised_dates(load("deals"), load("judgements/promised_dates"), "2026-06-30")
    judged = data.dropna(subset=["years_late"])
    missed = judged["outcome"].isin(["late", "overdue"]).sum()
    assert promises.words_promised_dates(data, "2026-06-30").title.startswith(f"{missed} of {len(judged)} ")
    assert data["years_late"].dropna().is_monotonic_decreasing


def test_concentration_finding_reaches_from_one_measure_to_the_other() -> None:
    """The last window has 30 and 70 per cent: 1 / 0.58, and two to the power of 0.8813 bits."""
    data = concentration.prepare_supplier_concentration(rolling(FALLING))
    (found,) = concentration.findings_supplier_concentration(data, "India")
    assert found.value == pytest.approx(1 / 0.58)
    assert (found.low, found.high) == (pytest.approx(1 / 0.58), pytest.approx(2**0.88129, rel=1e-4))


def test_logrank_finding_in_words() -> None:
    data = waits()
    apart = timing.logrank_finding("delivery_logrank", data, "supplier")
    assert isinstance(apart.value, float)
    assert apart.value < 0.05
    assert apart.sentence.startswith("A log-rank test tells US and other deals apart")
    assert timing.logrank_finding("delivery_logrank", data, "status").value is None


def test_lists_that_do_not_agree_cannot_tell() -> None:
    """One list says sooner, the other nothing or the opposite: cannot tell; both alike: sooner."""
    quick = pd.DataFrame({"supplier": ["USA"] * 12 + ["RUS"] * 12, "years": [1.0, 1.1] * 6 + [4.0, 4.1] * 6})
    quick["event"] = True
    same = quick.assign(years=[1.0, 2.0] * 12)
    turned = quick.assign(supplier=["RUS"] * 12 + ["USA"] * 12)
    assert register.delivery_verdict({"a": quick, "b": quick}, "USA").value == "sooner"
    assert register.delivery_verdict({"a": turned, "b": turned}, "USA").value == "later"
    for other in (same, turned):
        assert register.delivery_verdict({"a": quick, "b": other}, "USA").value is None


def test_precision_finding_takes_the_widest_range() -> None:
    table = pd.DataFrame({"group": ["a", "b", "c"], "all_shortest": [1.0, 2.0, 3.0],
                          "all_longest": [1.5, 4.0, float("inf")],
                          "draw_low": [1.1, 2.5, 3.0], "draw_high": [1.4, 3.0, float("inf")]})  # fmt: skip
    (found,) = findings_date_precision(table)
    assert found.value == 2
    assert "(b, 2.0 to 4.0)" in found.sentence
    assert "more than 0.5" in found.sentence


def test_promise_findings_by_hand() -> None:
    """Three judged, two of them missed by one and three years; no US deal among them."""
    data = pd.DataFrame({"outcome": ["late", "overdue", "kept", "cannot tell"], "years_late": [1.0, 3, 0, None]})
    data["supplier"] = "RUS"
    found = by_key(promises.findings_promised_dates(data))
    assert found["promises_missed"].value == 2
    assert found["promises_missed"].sentence.endswith("2 missed it, by 1.0 to 3.0 years.")
    assert found["promises_us"].value is None


@pytest.mark.parametrize("narrow", [False, True])
def test_drawings(narrow: bool) -> None:
    """Every figure draws in both widths without a warning, and shows the labels it should."""
    printed = editions.prepare_printed_editions(load("arms_shares"), load("arms_transfers"), recipient="IND")
    five = rolling_shares(load("arms_transfers"), "IND", 5)
    delays = promises.prepare_promised_dates(load("deals"), load("judgements/promised_dates"), "2026-06-30")
    drawings = [
        (suppliers_of.draw_supplier_shares, shares(FALLING)),
        (
            concentration.draw_supplier_concentration,
            concentration.prepare_supplier_concentration(rolling(FALLING)),
        ),
        (changes.draw_share_change, change(FALLING)),
        (editions.draw_printed_editions, (printed, five, "RUS")),
        (curves.draw_deal_curves, curves.prepare_deal_curves(waits(), "by_supplier", COUNTRIES)),
        (curves.draw_deal_curves, curves.prepare_deal_curves(waits(), "by_route", COUNTRIES)),
        (promises.draw_promised_dates, delays),
    ]  # fmt: skip
    for draw, data in drawings:
        assert render(draw, data, height=4, narrow=narrow).count("<path") > 10


def test_a_newer_edition_without_a_print_of_its_own_is_said_to_have_none() -> None:
    data = transfers(
        *[("RUS", year, 60) for year in range(2000, 2006)], *[("USA", year, 40) for year in range(2000, 2006)]
    )
    printed = pd.DataFrame(
        {"recipient": "IND", "supplier": "RUS", "period_start": [2000], "period_end": [2004], "share_pct": [66],
         "basis": "published", "edition": ["2005"], "sources": "s"}
    )  # fmt: skip
    table = editions.prepare_printed_editions(printed, data, recipient="IND")
    found = by_key(editions.findings_printed_editions(table, "RUS", "Russia"))
    assert found["same_edition"].value is None
    assert "No share printed in edition" in found["same_edition"].sentence
    words = editions.words_printed_editions(table, "RUS", "Russia")
    assert "nan" not in words.title + words.alt
