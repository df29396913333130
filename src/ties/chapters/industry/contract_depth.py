"""Industry: the ladder of depth by year of contract."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.ladder import RUNGS, compare_depth, place_on_ladder
from ties.chapters.industry.counted_share import counted_share
from ties.plotting.style import INK, PAPER, STATES, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell

FOCUS = "USA"
RECENT = 2015  # contracts since then, so that old licences do not decide


def contract_depth(deals: pd.DataFrame, routes: pd.DataFrame, overrides: pd.DataFrame, *, as_of: str) -> Figure:
    """Show how deep contracts go, from buying to co-development, by year and supplier.

    Parameters
    ----------
    deals : DataFrame
        Table ``deals``.
    routes, overrides : DataFrame
        Judgements ``deal_routes`` and ``depth_ladder``.
    as_of : str
        Last day that counts (ISO 8601).

    Returns
    -------
    Figure
        With the findings ``deep_us``, ``deep_others`` (per cent of contracts), ``deep_test`` (p-value), ``deep_wide``
        (count, with final assembly), ``deep_recent`` (count, later contracts) and ``deep_value_us`` (per cent of the
        known value).

    Examples
    --------
    >>> from ties import load
    >>> figure = contract_depth(load("deals"), load("judgements/deal_routes"), load("judgements/depth_ladder"),
    ...     as_of="2026-06-30")
    >>> list(figure.data["rung"].cat.categories)
    ['buy', 'parts', 'assemble', 'licensed production', 'co-development']
    """
    data = place_on_ladder(deals, routes, overrides, as_of)
    return Figure(
        "ladder",
        data,
        draw_contract_depth,
        words_contract_depth(data, as_of),
        findings_contract_depth(data),
        sources=data["sources"],
        tables=("deals", "firm_links"),  # the reasons of the rungs rest on links of firms
        height=4.0,
        narrow_height=4.6,
    )


def draw_contract_depth(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a dot for each contract at its year and rung; its area is its value, small where that is unknown."""
    rows = data.sort_values(["rung", "year", "id"]).reset_index(drop=True)
    same = rows.groupby([rows["rung"].astype(str), rows["year"] // (3 if narrow else 2)]).cumcount()
    # stack what falls on one place: up and down in turn around the rung
    rows = rows.assign(height=rows["rung"].cat.codes + np.where(same % 2 == 0, 1, -1) * ((same + 1) // 2) * 0.17)
    size = 20 + rows["value_usd_m"].fillna(0).clip(upper=9000) / (45 if narrow else 30)
    for code in [*STATES, "other"]:
        part = rows[rows["supplier"] == code] if code != "other" else rows[~rows["supplier"].isin(STATES)]
        if len(part):
            ax.scatter(part["year"], part["height"], s=size[part.index], color=state(code), edgecolor=PAPER,
                       linewidth=0.6, alpha=0.9, label=code, zorder=3)  # fmt: skip
    last = int(rows["year"].max())
    for place, rung in enumerate(RUNGS):
        on = rows[rows["rung"] == rung]
        own = int((on["supplier"] == FOCUS).sum())
        ax.annotate(f"US {own}\nothers {len(on) - own}", (1, place), xycoords=("axes fraction", "data"),
                    xytext=(4, 0), textcoords="offset points", va="center", fontsize=7.5, color=INK)  # fmt: skip
    ax.set_yticks(range(len(RUNGS)), [rung.replace(" ", "\n") if narrow else rung for rung in RUNGS])
    ax.set_ylim(-0.75, len(RUNGS) - 0.4)
    ax.set_xlim(rows["year"].min() - 2, last + 2)
    ax.set_xlabel("Year of contract")
    ax.tick_params(axis="y", length=0)
    legend = ax.legend(loc="lower left", bbox_to_anchor=(-0.05, 1), ncols=4 if narrow else 8, fontsize=7.5,
                       handletextpad=0.1, columnspacing=0.8, borderaxespad=0.1)  # fmt: skip
    for handle in legend.legend_handles:
        handle.set_sizes([22])  # type: ignore[union-attr]
    return ax


def words_contract_depth(data: pd.DataFrame, as_of: str) -> Words:
    """Say how many contracts of the United States and of others reach the upper rungs."""
    own, rest = (
        data.loc[side, "rung"].value_counts() for side in (data["supplier"] == FOCUS, data["supplier"] != FOCUS)
    )
    us, others = (", ".join(f"{rung} {counts.get(rung, 0)}" for rung in RUNGS) for counts in (own, rest))
    facts = compare_depth(data, FOCUS)
    return words("industry", "ladder", us_rungs=us, other_rungs=others, as_of=as_of, **facts)


def findings_contract_depth(data: pd.DataFrame) -> list[Finding]:
    """Say how deep US contracts are, by number and by value, and whether others differ."""
    facts = compare_depth(data, FOCUS)
    wide = compare_depth(data.assign(deep=data["deep"] | (data["rung"] == "assemble")), FOCUS)
    late = compare_depth(data[data["year"] >= RECENT], FOCUS)
    findings = [
        counted_share("deep_us", int(facts["own_deep"]), int(facts["own"])),
        counted_share("deep_others", int(facts["other_deep"]), int(facts["other"])),
        Finding(
            "deep_test", facts["p"], sentence("industry", "deep_test", p=facts["p"]),
            interval="a p-value; the deals are not a random sample", precision=4, confidence="low",
        ),
        Finding(
            "deep_wide", wide["own_deep"],
            sentence("industry", "deep_wide", us=wide["own_deep"], others=wide["other_deep"]), unit="contracts",
            interval="a count under another threshold",
        ),
        Finding(
            "deep_recent", late["own_deep"], sentence("industry", "deep_recent", since=RECENT, **late),
            unit="contracts", interval="a count of later contracts only",
        ),
    ]  # fmt: skip
    us = data[(data["supplier"] == FOCUS) & data["value_usd_m"].notna()]
    worth = us["value_usd_m"].sum()
    if not worth:
        return findings + cannot_tell(["deep_value_us"], sentence("industry", "deep_value_us-none"))
    share = 100 * us.loc[us["deep"], "value_usd_m"].sum() / worth
    return [
        *findings,
        Finding(
            "deep_value_us", share,
            sentence("industry", "deep_value_us", billions=worth / 1000, n=len(us), share=share),
            unit="per cent of the value", interval="a sum of reported values, no sampling", precision=1,
        ),
    ]  # fmt: skip
