"""The bipartite network of foreign and Indian defence firms."""

from __future__ import annotations

from collections.abc import Collection

import networkx as nx
import pandas as pd

from ties.tables.dates import bounds

STAGES = ["working", "planned", "dormant"]


def stage_links(links: pd.DataFrame, statuses: pd.DataFrame) -> pd.DataFrame:
    """Give each link its stage and the firm that stands for the foreign side.

    Parameters
    ----------
    links : DataFrame
        Table ``firm_links``.
    statuses : DataFrame
        Judgement ``link_status``: ``status`` and ``stage``.

    Returns
    -------
    DataFrame
        The columns of `links` with ``stage`` (``working``, ``planned`` or ``dormant``) and ``foreign`` (the parent,
        the first of them for a joint venture, where one is named; else the firm itself).

    Raises
    ------
    ValueError
        If a status has no stage.
    """
    stage = links["status"].map(statuses.set_index("status")["stage"])
    if missing := sorted(set(links.loc[stage.isna(), "status"].dropna())):
        raise ValueError(f"statuses without a stage: {', '.join(missing)}")
    parent = links["foreign_parent"].astype("object").str.split(";").str[0]
    return links.assign(stage=stage, foreign=parent.fillna(links["foreign_firm"].astype("object")))


def supply_network(links: pd.DataFrame, stages: Collection[str] = ("working",)) -> nx.Graph:
    """Build the bipartite graph of foreign and Indian firms.

    Parameters
    ----------
    links : DataFrame
        As :func:`stage_links` gives it.
    stages : collection of str
        Stages of the links that count.

    Returns
    -------
    Graph
        Nodes ``("foreign", name)`` with ``country`` (of most of its links) and ``("indian", name)``; an edge for each
        pair with at least one link, ``links`` their number.

    Examples
    --------
    >>> rows = pd.DataFrame({"foreign": ["A", "A"], "indian_firm": ["X", "X"], "foreign_country": "USA",
    ...     "stage": "working"})
    >>> list(supply_network(rows).edges(data="links"))
    [(('foreign', 'A'), ('indian', 'X'), 2)]
    """
    used = links[links["stage"].isin(stages)]
    graph = nx.Graph()
    for foreign, rows in used.groupby("foreign"):
        country = str(rows["foreign_country"].value_counts().sort_index().idxmax())
        graph.add_node(("foreign", foreign), country=country, side="foreign")
    graph.add_nodes_from((("indian", firm) for firm in sorted(set(used["indian_firm"]))), side="indian")
    for (maker, indian), rows in used.groupby(["foreign", "indian_firm"]):
        graph.add_edge(("foreign", maker), ("indian", indian), links=len(rows))
    return graph


def hubs(graph: nx.Graph) -> pd.DataFrame:
    """Rank Indian firms by foreign partners, and say what the loss of each would cut.

    Parameters
    ----------
    graph : Graph
        As :func:`supply_network` gives it.

    Returns
    -------
    DataFrame
        One row per Indian firm: ``indian_firm``, ``partners``, ``us_partners``, ``links`` (cut with it),
        ``links_pct`` (of all links), ``stranded`` (foreign firms left without any Indian partner), ``betweenness``;
        most links first, then name.

    References
    ----------
    Freeman, L. C. (1977), A set of measures of centrality based on betweenness. Sociometry 40(1).
    """
    total = sum(number for *_, number in graph.edges(data="links"))
    between = nx.betweenness_centrality(graph)
    rows = []
    for node in (n for n, side in graph.nodes(data="side") if side == "indian"):
        partners = list(graph[node])
        cut = sum(graph.edges[node, partner]["links"] for partner in partners)
        rows.append(
            {
                "indian_firm": node[1],
                "partners": len(partners),
                "us_partners": sum(graph.nodes[partner]["country"] == "USA" for partner in partners),
                "links": cut,
                "links_pct": 100 * cut / total,
                "stranded": sum(graph.degree(partner) == 1 for partner in partners),
                "betweenness": between[node],
            }
        )
    return pd.DataFrame(rows).sort_values(["links", "indian_firm"], ascending=[False, True], ignore_index=True)


def growth(links: pd.DataFrame, last_year: int) -> pd.DataFrame:
    """Count links by the year in which they began, for the United States and all others.

    Parameters
    ----------
    links : DataFrame
        As :func:`stage_links` gives it; links without a year are left out and counted in ``attrs["undated"]``.
    last_year : int
        Last calendar year.

    Returns
    -------
    DataFrame
        ``partner`` (``USA`` or ``other``), ``stage``, ``year`` and ``links`` (cumulative), for every year.
    """
    year = bounds(links["since"])["earliest"].dt.year
    dated = links.assign(
        year=year, partner=links["foreign_country"].where(links["foreign_country"] == "USA", "other")
    )
    dated = dated[year.notna() & (year <= last_year)]
    counts = dated.groupby(["partner", "stage", "year"]).size().reset_index(name="links").astype({"year": int})
    years = pd.DataFrame({"year": range(int(counts["year"].min()), last_year + 1)})
    frame = pd.MultiIndex.from_product([["USA", "other"], STAGES], names=["partner", "stage"]).to_frame(index=False)
    out = frame.merge(years, how="cross").merge(counts, how="left", on=["partner", "stage", "year"])
    out = out.sort_values(["partner", "stage", "year"], ignore_index=True)
    out["links"] = out["links"].fillna(0).groupby([out["partner"], out["stage"]]).cumsum().astype(int)
    out.attrs["undated"] = int(year.isna().sum())
    return out


def old_links(links: pd.DataFrame, years: int) -> pd.DataFrame:
    """Keep the links that began at least so many years before the latest one.

    Examples
    --------
    >>> old_links(pd.DataFrame({"since": ["2010", "2019", "2024"]}), 5)["since"].tolist()
    ['2010', '2019']
    """
    began = bounds(links["since"])["earliest"].dt.year
    old: pd.DataFrame = links[began <= began.max() - years]
    return old


def compare_working(links: pd.DataFrame, country: str) -> dict[str, float]:
    """Compare how often a country's links work with how often those of all others do.

    Parameters
    ----------
    links : DataFrame
        As :func:`stage_links` gives it.
    country : str
        ISO 3166-1 alpha-3 code.

    Returns
    -------
    dict
        ``own_working``, ``own``, ``other_working``, ``other`` (counts) and ``p`` (Fisher's exact test, two-sided).

    References
    ----------
    Fisher, R. A. (1922), On the interpretation of chi-squared from contingency tables, and the calculation of P.
    Journal of the Royal Statistical Society 85(1).

    Examples
    --------
    >>> links = pd.DataFrame({"foreign_country": ["USA"] * 4 + ["FRA"] * 4,
    ...     "stage": ["planned"] * 4 + ["working"] * 4})
    >>> round(compare_working(links, "USA")["p"], 3)
    0.029
    """
    from scipy.stats import fisher_exact  # here for the start of chapters that test nothing

    own, working = links["foreign_country"] == country, links["stage"] == "working"
    counts = {"own_working": own & working, "own": own, "other_working": ~own & working, "other": ~own}
    n = {name: int(rows.sum()) for name, rows in counts.items()}
    sides = [[n[f"{side}_working"], n[side] - n[f"{side}_working"]] for side in ("own", "other")]
    return {**n, "p": float(fisher_exact(sides).pvalue)}
