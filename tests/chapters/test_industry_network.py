"""The network of firms in words and in both drawings."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.industry import firm_network as net
from ties.chapters.industry import link_growth as growing
from ties.plotting.style import render

LINKS, STATUSES, GROUPS = load("firm_links"), load("judgements/link_status"), load("judgements/firm_groups")


def test_places_do_not_overlap_and_hubs_stand_on_top() -> None:
    data = net.prepare_firm_network(LINKS, STATUSES)
    for side, place in (("foreign", "foreign_place"), ("indian_firm", "indian_place")):
        places = data.drop_duplicates(side)[place]
        assert places.is_unique
        assert places.between(0, 1).all()
    assert data.sort_values("indian_place")["partners"].is_monotonic_increasing
    assert data["partners"].min() >= 3


def test_a_pair_works_if_one_of_its_links_works() -> None:
    links = pd.DataFrame({"id": ["1", "2"], "foreign_firm": "A", "foreign_parent": None, "foreign_country": "USA",
                          "indian_firm": "X", "status": ["announced", "active"], "since": "2020"})  # fmt: skip
    data = net.prepare_firm_network(links, STATUSES, least=1)
    assert data["stage"].tolist() == ["working"]
    assert data["links"].tolist() == [2]


@pytest.mark.parametrize(
    ("us", "other", "title"),
    [((3, 5), (4, 4), "more links with Indian firms than all others together, 5 against 4, but fewer that work"),
     ((2, 3), (1, 4), "fewer links with Indian firms than all others together, 3 against 4, but more that work")],
)  # fmt: skip
def test_words_of_growth_turn_with_the_numbers(us: tuple[int, int], other: tuple[int, int], title: str) -> None:
    data = pd.DataFrame({"partner": ["USA", "other"], "year": 2026, "working": [us[0], other[0]],
                         "live": [us[1], other[1]], "undated": 0})  # fmt: skip
    assert title in growing.words_link_growth(data).title


def test_findings_by_hand() -> None:
    """Two US links of which one works, two others that both work; X carries two of three working links."""
    links = pd.DataFrame({"id": list("abcd"), "foreign_firm": list("ABCD"), "foreign_parent": None,
                          "foreign_country": ["USA", "USA", "FRA", "FRA"], "indian_firm": ["X", "Y", "X", "Z"],
                          "status": ["active", "announced", "active", "active"], "since": "2010"})  # fmt: skip
    groups = pd.DataFrame({"indian_firm": ["X", "Z"], "group": "G"})
    found = {finding.key: finding.value for finding in net.findings_firm_network(links, STATUSES, groups)}
    assert found["us_working"] == 50
    assert found["others_working"] == 100
    assert found["hub_loss"] == pytest.approx(200 / 3)
    assert found["hub_group"] == 100
    assert found["effective_firms"] == pytest.approx(1 / (4 / 9 + 1 / 9))


@pytest.mark.parametrize("narrow", [False, True])
def test_drawings(narrow: bool) -> None:
    data = net.prepare_firm_network(LINKS, STATUSES)
    assert render(net.draw_firm_network, data, height=5, narrow=narrow).count("<path") > len(data)
    assert "<path" in render(
        growing.draw_link_growth, growing.prepare_link_growth(LINKS, STATUSES, 2026), height=4, narrow=narrow
    )
