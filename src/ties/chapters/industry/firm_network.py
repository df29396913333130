"""Industry: the network of foreign and Indian firms, and its hubs."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.concentration import inverse_hhi
from ties.analysis.networks.supply_network import compare_working, hubs, old_links, stage_links, supply_network
from ties.chapters.industry.counted_share import counted_share
from ties.plotting.labels import cut_at_word
from ties.plotting.style import INK, OTHER, state
from ties.plotting.text import caption, sentence, words
from ties.records import Figure, Finding, Table, Words

LIVE = ("working", "planned")
OLD_LINK = 5  # years in which a link should have begun to work
WORKING_TO_PLANNED = "from working links only to planned ones as well"


def firm_network(links: pd.DataFrame, statuses: pd.DataFrame, groups: pd.DataFrame, *, least: int = 3) -> Figure:
    """Show the links of Indian firms that have several foreign partners.

    Parameters
    ----------
    links : DataFrame
        Table ``firm_links``.
    statuses, groups : DataFrame
        Judgements ``link_status`` and ``firm_groups`` (``indian_firm`` and ``group``).
    least : int
        Foreign partners (working or planned) that an Indian firm must have to be shown.

    Returns
    -------
    Figure
        With the findings ``hub_loss``, ``hub_group``, ``effective_firms``, ``us_working``, ``others_working``,
        ``working_old`` and ``working_test``.

    Examples
    --------
    >>> from ties import load
    >>> figure = firm_network(load("firm_links"), load("judgements/link_status"), load("judgements/firm_groups"))
    >>> bool(figure.drawn["partners"].min() >= 3)
    True
    """
    data = prepare_firm_network(links, statuses, least)
    return Figure(
        "network", links, draw_firm_network, words_firm_network(data), findings_firm_network(links, statuses, groups),
        drawn=data, sources=links["sources"], height=5.0, narrow_height=5.4,
    )  # fmt: skip


def firm_hubs(links: pd.DataFrame, statuses: pd.DataFrame) -> Table:
    """Show the Indian firms with most working links, and what the loss of each would cut.

    Parameters as of :func:`firm_network`.

    Examples
    --------
    >>> from ties import load
    >>> table = firm_hubs(load("firm_links"), load("judgements/link_status"))
    >>> bool(table.data["links_pct"].is_monotonic_decreasing)
    True
    """
    table = hubs(supply_network(stage_links(links, statuses)))
    return Table(
        "hubs",
        table.head(8)[["indian_firm", "partners", "us_partners", "links_pct", "stranded", "betweenness"]],
        caption("industry", "hubs"),
        headers={
            "indian_firm": "Indian firm", "partners": "Partners", "us_partners": "of them US",
            "links_pct": "Links cut (%)", "stranded": "Left with none", "betweenness": "Betweenness",
        },
        precision={"links_pct": 0, "betweenness": 2},
        download=table,
        sources=links["sources"],
    )  # fmt: skip


def prepare_firm_network(links: pd.DataFrame, statuses: pd.DataFrame, least: int = 3) -> pd.DataFrame:
    """Prepare the part of the network that is shown (parameters as of :func:`firm_network`).

    Returns
    -------
    DataFrame
        One row per pair: ``foreign``, ``indian_firm``, ``country``, ``stage`` (``working`` if any link of the pair
        works), ``links``, ``foreign_place`` and ``indian_place`` (heights from 0 to 1: Indian firms by falling number
        of partners, foreign firms by the mean height of theirs), ``partners`` (of the Indian firm).
    """
    staged = stage_links(links, statuses)
    graph = supply_network(staged, LIVE)
    ranked = hubs(graph)
    shown = ranked[ranked["partners"] >= least].sort_values(["partners", "indian_firm"], ascending=[False, True])
    live = staged[staged["stage"].isin(LIVE) & staged["indian_firm"].isin(shown["indian_firm"])]
    pairs = live.groupby(["foreign", "indian_firm"]).agg(
        stage=("stage", lambda stages: "working" if (stages == "working").any() else "planned"), links=("id", "size")
    )
    pairs = pairs.reset_index()
    height = pd.Series([1 - (i + 0.5) / len(shown) for i in range(len(shown))], index=list(shown["indian_firm"]))
    pairs = pairs.assign(
        country=[graph.nodes["foreign", firm]["country"] for firm in pairs["foreign"]],
        indian_place=pairs["indian_firm"].map(height),
        partners=pairs["indian_firm"].map(shown.set_index("indian_firm")["partners"]),
    )
    # a foreign firm stands at the mean height of its partners: few lines cross
    mean = pairs.groupby("foreign")["indian_place"].mean().reset_index()
    order = mean.sort_values(["indian_place", "foreign"], ascending=[False, True])["foreign"]
    place = pd.Series([1 - (i + 0.5) / len(order) for i in range(len(order))], index=list(order))
    return pairs.assign(foreign_place=pairs["foreign"].map(place)).sort_values(
        ["indian_place", "foreign_place"], ascending=False, ignore_index=True
    )


def draw_firm_network(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw foreign firms left and Indian firms right; working links full, planned ones dashed."""
    for _, row in data.iterrows():
        works = row["stage"] == "working"
        ax.plot([0, 1], [row["foreign_place"], row["indian_place"]], color=state(row["country"]),
                linewidth=1.1 + 0.7 * (row["links"] - 1), alpha=0.75 if works else 0.5,
                linestyle="-" if works else (0, (3, 2)))  # fmt: skip
    small = 7.0 if narrow else 8.0
    for (foreign, country), rows in data.groupby(["foreign", "country"]):
        y = rows["foreign_place"].iloc[0]
        ax.plot([0], [y], "o", markersize=4, color=state(str(country)))
        ax.annotate(cut_at_word(str(foreign), 16 if narrow else 34), (0, y), xytext=(-6, 0),
                    textcoords="offset points", ha="right", va="center", fontsize=small, color=INK)  # fmt: skip
    for firm, rows in data.groupby("indian_firm"):
        y, n = rows["indian_place"].iloc[0], int(rows["partners"].iloc[0])
        ax.plot([1], [y], "o", markersize=4 + 0.9 * n, color=state("IND"))
        ax.annotate(f"{cut_at_word(str(firm), 21 if narrow else 30)} {n}", (1, y), xytext=(9, 0),
                    textcoords="offset points", va="center", fontsize=small, color=INK)  # fmt: skip
    colours = list(dict.fromkeys(data.sort_values("country")["country"]))
    own = [code for code in colours if state(code) != OTHER]
    for code in [*own, *(["others"] if len(own) < len(colours) else [])]:
        ax.plot([], [], "o", markersize=4, color=state(code), label=code)
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=4 if narrow else 8, fontsize=7.5, handletextpad=0.1,
              columnspacing=0.9, borderaxespad=0)  # fmt: skip
    ax.set_xlim(-0.05, 1.09)
    ax.set_ylim(-0.01, 1.01)
    ax.set_axis_off()
    return ax


def words_firm_network(data: pd.DataFrame) -> Words:
    """Say which Indian firms hold most partners, and whose firms they are."""
    firms = data.drop_duplicates("indian_firm").sort_values(["partners", "indian_firm"], ascending=[False, True])
    return words(
        "industry", "network", first=firms.iloc[0], second=firms.iloc[min(1, len(firms) - 1)],
        least=data["partners"].min(), foreign=data["foreign"].nunique(), indian=len(firms), links=len(data),
        planned=int((data["stage"] == "planned").sum()), us_links=int((data["country"] == "USA").sum()),
        largest=", ".join(f"{row['indian_firm']} ({row['partners']})" for _, row in firms.head(4).iterrows()),
    )  # fmt: skip


def findings_firm_network(links: pd.DataFrame, statuses: pd.DataFrame, groups: pd.DataFrame) -> list[Finding]:
    """Say who the hubs are, what their loss cuts, and how many US links work."""
    staged = stage_links(links, statuses)
    return [*_hub_findings(staged, groups), *_working_findings(staged)]


def _hub_findings(staged: pd.DataFrame, groups: pd.DataFrame) -> list[Finding]:
    ranked, live = hubs(supply_network(staged)), hubs(supply_network(staged, LIVE))
    owner = staged["indian_firm"].map(groups.set_index("indian_firm")["group"]).astype("object")
    by_owner = staged.assign(indian_firm=owner.fillna(staged["indian_firm"].astype("object")))
    group = hubs(supply_network(by_owner)).iloc[0]
    top = ranked.iloc[0]
    loss = sorted((float(top["links_pct"]), float(live["links_pct"].max())))
    effective = [inverse_hhi(frame["links"]) for frame in (ranked, live)]
    text = sentence(
        "industry", "hub_loss", firm=top["indian_firm"], cut=top["links"], links=ranked["links"].sum(),
        share=top["links_pct"], mean=100 / len(ranked), stranded=top["stranded"],
    )  # fmt: skip
    return [
        Finding(
            "hub_loss", float(top["links_pct"]), text, unit="per cent of the working links", low=loss[0],
            high=loss[1], interval=WORKING_TO_PLANNED,
        ),
        Finding(
            "hub_group", float(group["links_pct"]),
            sentence("industry", "hub_group", group=group["indian_firm"], share=group["links_pct"]),
            unit="per cent of the working links", interval="a count under another grouping",
        ),
        Finding(
            "effective_firms", effective[0],
            sentence("industry", "effective_firms", effective=effective[0], firms=len(ranked)), unit="firms",
            low=min(effective), high=max(effective), interval=WORKING_TO_PLANNED,
        ),
    ]  # fmt: skip


def _working_findings(staged: pd.DataFrame) -> list[Finding]:
    stats, old = compare_working(staged, "USA"), compare_working(old_links(staged, OLD_LINK), "USA")
    return [
        counted_share("us_working", int(stats["own_working"]), int(stats["own"])),
        counted_share("others_working", int(stats["other_working"]), int(stats["other"])),
        Finding(
            "working_old", old["own"] + old["other"], sentence("industry", "working_old", years=OLD_LINK, **old),
            unit="links", interval="a count", confidence="low",
        ),
        Finding(
            "working_test", stats["p"], sentence("industry", "working_test", p=stats["p"]),
            interval="a p-value; the links are not a random sample", precision=3, confidence="low",
        ),
    ]  # fmt: skip
