"""The network of firms on graphs small enough to check by eye."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.networks.supply_network import growth, hubs, stage_links, supply_network

STATUS = pd.DataFrame({"status": ["active", "announced", "dormant"], "stage": ["working", "planned", "dormant"]})
LINKS = pd.DataFrame(
    [
        ("A", None, "USA", "X", "active", "2010"),
        ("A", None, "USA", "X", "active", "2012-05"),
        ("B", "A", "USA", "Y", "active", "2015"),
        ("C", None, "FRA", "X", "active", None),
        ("D", None, "FRA", "Y", "announced", "2020"),
        ("E", None, "GBR", "Z", "dormant", "2001"),
    ],
    columns=["foreign_firm", "foreign_parent", "foreign_country", "indian_firm", "status", "since"],
)


def staged() -> pd.DataFrame:
    return stage_links(LINKS, STATUS)


def test_a_unit_counts_with_its_parent() -> None:
    graph = supply_network(staged())
    assert graph.edges[("foreign", "A"), ("indian", "Y")]["links"] == 1
    assert ("foreign", "B") not in graph


def test_a_status_without_a_stage_is_refused() -> None:
    with pytest.raises(ValueError, match="dormant"):
        stage_links(LINKS, STATUS.iloc[:2])


def test_only_the_stages_asked_for_count() -> None:
    assert supply_network(staged()).number_of_edges() == 3
    assert supply_network(staged(), ("working", "planned", "dormant")).number_of_edges() == 5


def test_hubs_by_hand() -> None:
    """X holds three of four links and is the only partner of C; A stands between C and Y."""
    table = hubs(supply_network(staged())).set_index("indian_firm")
    assert table.loc["X", ["partners", "us_partners", "links", "stranded"]].tolist() == [2, 1, 3, 1]
    assert table.loc["X", "links_pct"] == pytest.approx(75)
    assert table.loc["Y", "stranded"] == 0
    assert table.loc["X", "betweenness"] == pytest.approx(2 / 3)


def test_growth_is_cumulative_and_leaves_out_the_undated() -> None:
    table = growth(staged(), 2020)
    working = table[(table["partner"] == "USA") & (table["stage"] == "working")].set_index("year")["links"]
    assert working[[2009, 2010, 2012, 2015, 2020]].tolist() == [0, 1, 2, 3, 3]
    assert table.attrs["undated"] == 1


def test_every_link_on_file_has_a_stage_and_shares_of_hubs_sum_to_a_hundred() -> None:
    links = stage_links(load("firm_links"), load("judgements/link_status"))
    assert links["stage"].notna().all()
    assert hubs(supply_network(links))["links_pct"].sum() == pytest.approx(100)
    assert set(load("judgements/firm_groups")["indian_firm"]) <= set(links["indian_firm"])


def test_hubs_are_ranked_by_links_and_equals_by_name() -> None:
    rows = [(f"P{i}", None, "USA", firm, "active", "2010") for i, firm in enumerate("CABB")]
    links = stage_links(pd.DataFrame(rows, columns=LINKS.columns), STATUS)
    table = hubs(supply_network(links))
    assert table["indian_firm"].tolist() == ["B", "A", "C"]
    assert table.index.tolist() == [0, 1, 2]
