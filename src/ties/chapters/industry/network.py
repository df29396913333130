"""Industry: the network of foreign and Indian firms, and how it grew."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.networks.supply_network import hubs, stage_links, supply_network
from ties.analysis.proportions import share_with_interval
from ties.plotting.style import INK, OTHER, state
from ties.records import Words
from ties.tables.dates import bounds

LIVE = ("working", "planned")
OLD_LINK = 5  # years in which a link should have begun to work


def prepare_network(links: pd.DataFrame, statuses: pd.DataFrame, least: int = 3) -> pd.DataFrame:
    """Prepare the part of the network around Indian firms with several foreign partners.

    Parameters
    ----------
    links : DataFrame
        Table ``firm_links``.
    statuses : DataFrame
        Judgement ``link_status``.
    least : int
        Foreign partners (working or planned) that an Indian firm must have to be shown.

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
    mean = pairs.groupby("foreign")["indian_place"].mean().reset_index()
    order = mean.sort_values(["indian_place", "foreign"], ascending=[False, True])["foreign"]
    place = pd.Series([1 - (i + 0.5) / len(order) for i in range(len(order))], index=list(order))
    return pairs.assign(foreign_place=pairs["foreign"].map(place)).sort_values(
        ["indian_place", "foreign_place"], ascending=False, ignore_index=True
    )


def draw_network(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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
        ax.annotate(_cut(str(foreign), 16 if narrow else 34), (0, y), xytext=(-6, 0), textcoords="offset points",
                    ha="right", va="center", fontsize=small, color=INK)  # fmt: skip
    for firm, rows in data.groupby("indian_firm"):
        y, n = rows["indian_place"].iloc[0], int(rows["partners"].iloc[0])
        ax.plot([1], [y], "o", markersize=4 + 0.9 * n, color=state("IND"))
        ax.annotate(f"{_cut(str(firm), 21 if narrow else 30)} {n}", (1, y), xytext=(9, 0), textcoords="offset points",
                    va="center", fontsize=small, color=INK)  # fmt: skip
    colours = list(dict.fromkeys(data.sort_values("country")["country"]))
    known = [code for code in colours if state(code) != OTHER]
    for code in [*known, *(["others"] if len(known) < len(colours) else [])]:
        ax.plot([], [], "o", markersize=4, color=state(code), label=code)
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=4 if narrow else 8, fontsize=7.5, handletextpad=0.1,
              columnspacing=0.9, borderaxespad=0)  # fmt: skip
    ax.set_xlim(-0.05, 1.09)
    ax.set_ylim(-0.01, 1.01)
    ax.set_axis_off()
    return ax


def words_network(data: pd.DataFrame) -> Words:
    """Say which Indian firms hold most partners, and whose firms they are."""
    firms = data.drop_duplicates("indian_firm").sort_values(["partners", "indian_firm"], ascending=[False, True])
    first, second = firms.iloc[0], firms.iloc[1] if len(firms) > 1 else firms.iloc[0]
    planned = int((data["stage"] == "planned").sum())
    us = data[data["country"] == "USA"]
    return Words(
        title=(
            f"{first['indian_firm']} and {second['indian_firm']} hold the most foreign partners: {first['partners']} "
            f"and {second['partners']}"
        ),
        subtitle=(
            f"Links of firms with at least {data['partners'].min()} foreign partners each; full lines work, dashed "
            "lines are planned"
        ),
        caption=(
            "Left: foreign firms, parents standing for their units, coloured by country; right: Indian firms with "
            "their number of partners. "
            "Foreign firms stand near their partners. Dormant links and firms with fewer partners are left out; all "
            "links are in the download."
        ),
        alt=(
            f"Network of {data['foreign'].nunique()} foreign and {len(firms)} Indian firms with {len(data)} links, "
            f"{planned} of them only planned. "
            f"{len(us)} links are with US firms. The largest hubs are "
            + ", ".join(f"{row['indian_firm']} ({row['partners']})" for _, row in firms.head(4).iterrows())
            + "."
        ),
    )


def network_findings(links: pd.DataFrame, statuses: pd.DataFrame, groups: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Say who the hubs are, what their loss cuts, and how many US links work.

    Parameters
    ----------
    links : DataFrame
        Table ``firm_links``.
    statuses, groups : DataFrame
        Judgements ``link_status`` and ``firm_groups`` (``indian_firm`` and ``group``).

    Returns
    -------
    dict
        ``hub_loss``, ``hub_group``, ``effective_firms``, ``us_working``, ``others_working``,
        ``working_old``, ``working_test``: fields of findings.
    """
    from scipy.stats import fisher_exact

    staged = stage_links(links, statuses)
    ranked = hubs(supply_network(staged))
    wide = hubs(supply_network(staged, LIVE))
    top = ranked.iloc[0]
    owner = staged["indian_firm"].map(groups.set_index("indian_firm")["group"]).astype("object")
    grouped = hubs(
        supply_network(staged.assign(indian_firm=owner.fillna(staged["indian_firm"].astype("object"))))
    ).iloc[0]
    effective = [1 / ((frame["links"] / frame["links"].sum()) ** 2).sum() for frame in (ranked, wide)]
    mean = 100 / len(ranked)
    findings: dict[str, dict[str, Any]] = {
        "hub_loss": {
            "value": float(top["links_pct"]),
            "sentence": (
                f"The loss of {top['indian_firm']} would cut {top['links']} of {ranked['links'].sum()} working links "
                f"({top['links_pct']:.0f} per cent, "
                f"against {mean:.0f} for a firm at random) and leave {top['stranded']} foreign firms without an "
                "Indian partner."
            ),
            "unit": "per cent of the working links",
            "interval": tuple(sorted((float(top["links_pct"]), float(wide["links_pct"].max())))),
            "interval_means": "from working links only to planned ones as well",
            "confidence": "medium",
        },
        "hub_group": {
            "value": float(grouped["links_pct"]),
            "sentence": (
                f"Taken by owner, the largest is the group {grouped['indian_firm']} with {grouped['links_pct']:.0f} "
                "per cent of the working links."
            ),
            "unit": "per cent of the working links",
            "interval_means": "a count under another grouping",
            "confidence": "medium",
        },
        "effective_firms": {
            "value": float(effective[0]),
            "sentence": (
                f"The working links are spread as over {effective[0]:.0f} equal Indian firms, of {len(ranked)} that "
                "have any."
            ),
            "unit": "firms",
            "interval": (min(effective), max(effective)),
            "interval_means": "from working links only to planned ones as well",
            "confidence": "medium",
        },
    }
    us = staged["foreign_country"] == "USA"
    table = []
    for key, rows, who in (
        ("us_working", staged[us], "US links"),
        ("others_working", staged[~us], "links with other countries"),
    ):
        count = int((rows["stage"] == "working").sum())
        table.append([count, len(rows) - count])
        share, low, high = share_with_interval(count, len(rows))
        findings[key] = {
            "value": share,
            "sentence": (
                f"{count} of {len(rows)} {who} work or have worked ({share:.0f} per cent, 95 per cent interval "
                f"{low:.0f} to {high:.0f})."
            ),
            "unit": "per cent",
            "interval": (low, high),
            "interval_means": "95% Wilson interval",
            "confidence": "medium",
        }
    began = bounds(staged["since"])["earliest"].dt.year
    old = staged[began <= began.max() - OLD_LINK]
    us_old, other_old = old[old["foreign_country"] == "USA"], old[old["foreign_country"] != "USA"]
    findings["working_old"] = {
        "value": len(old),
        "sentence": (
            f"Among links begun at least {OLD_LINK} years before the latest one, "
            f"{(us_old['stage'] == 'working').sum()} of {len(us_old)} US ones and "
            f"{(other_old['stage'] == 'working').sum()} of {len(other_old)} others work or have worked."
        ),
        "unit": "links",
        "interval_means": "a count",
        "confidence": "low",
    }
    p = float(fisher_exact(table).pvalue)
    findings["working_test"] = {
        "value": p,
        "sentence": (
            f"Fisher's exact test {'tells' if p < 0.05 else 'does not tell'} the two shares apart (p = {p:.2g})."
        ),
        "precision": 3,
        "interval_means": "a p-value; the links are not a random sample",
        "confidence": "low",
    }
    return findings


def _cut(name: str, most: int) -> str:
    """Shorten a firm's name at a word."""
    return name if len(name) <= most else name[: most + 1].rsplit(" ", 1)[0] + "…"
