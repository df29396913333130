"""Industry: the ladder of depth by year of contract, and what came of the first scheme of co-development."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.ladder import RUNGS, compare_depth
from ties.analysis.proportions import share_with_interval
from ties.plotting.style import INK, PAPER, STATES, state
from ties.records import Words

FOCUS = "USA"
RECENT = 2015  # contracts since then, so that old licences do not decide


def draw_ladder(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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


def words_ladder(data: pd.DataFrame, as_of: str) -> Words:
    """Say how many contracts of the United States and of others reach the upper rungs."""
    told = compare_depth(data, FOCUS)
    own, rest = (
        data.loc[side, "rung"].value_counts() for side in (data["supplier"] == FOCUS, data["supplier"] != FOCUS)
    )
    us, others = (", ".join(f"{rung} {counts.get(rung, 0)}" for rung in RUNGS) for counts in (own, rest))
    return Words(
        title=(
            f"{told['own_deep']:.0f} of {told['own']:.0f} US contracts reach licensed production or joint design, "
            f"against {told['other_deep']:.0f} of {told['other']:.0f} by others"
        ),
        subtitle=(
            f"Contracts for goods by rung and year of signature to {as_of}; area of a dot: value in current dollars, "
            "smallest where unknown"
        ),
        caption=(
            "Each dot is a contract found in public sources. The rung follows from the route of the deal and, where "
            "the route does not tell, "
            "from a judgement with its reason. Sustainment contracts are left out. A rung says what was agreed and "
            "not what was made."
        ),
        alt=(
            f"Dots by year of contract on five rungs from buying to co-development. United States: {us}. All others: "
            f"{others}."
        ),
    )


def ladder_findings(data: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Say how deep US contracts are, by number and by value, and whether others differ.

    Parameters
    ----------
    data : DataFrame
        As :func:`ties.analysis.arms.ladder.place_on_ladder` gives it.

    Returns
    -------
    dict
        ``deep_us``, ``deep_others`` (per cent of contracts), ``deep_test`` (p-value), ``deep_wide`` (count, with
        final assembly), ``deep_recent`` (count, later contracts), ``deep_value_us`` (per cent of the known
        value): fields of findings.
    """
    told = compare_depth(data, FOCUS)
    findings: dict[str, dict[str, Any]] = {}
    for key, own, total, who in (
        ("deep_us", told["own_deep"], told["own"], "US contracts"),
        ("deep_others", told["other_deep"], told["other"], "contracts with other suppliers"),
    ):
        if not total:
            findings[key] = {"value": None, "sentence": f"There are no {who}.", "confidence": "cannot tell"}
            continue
        share, low, high = share_with_interval(int(own), int(total))
        findings[key] = {
            "value": share,
            "sentence": (
                f"{own:.0f} of {total:.0f} {who} reach licensed production or joint design ({share:.0f} per cent, 95 "
                f"per cent interval {low:.0f} to {high:.0f})."
            ),
            "unit": "per cent",
            "interval": (low, high),
            "interval_means": "95% Wilson interval",
            "confidence": "medium",
        }
    findings["deep_test"] = {
        "value": told["p"],
        "sentence": (
            f"Fisher's exact test {'tells' if told['p'] < 0.05 else 'does not tell'} US contracts from the others in "
            f"depth (p = {told['p']:.2g})."
        ),
        "precision": 4,
        "interval_means": "a p-value; the deals are not a random sample",
        "confidence": "low",
    }
    wide = data.assign(deep=data["deep"] | (data["rung"] == "assemble"))
    us_wide, others_wide = (
        int(wide.loc[side, "deep"].sum()) for side in (wide["supplier"] == FOCUS, wide["supplier"] != FOCUS)
    )
    findings["deep_wide"] = {
        "value": us_wide,
        "sentence": (
            f"If final assembly in India counts as well, it is {us_wide} US contracts and {others_wide} of the "
            "others."
        ),
        "unit": "contracts",
        "interval_means": "a count under another threshold",
        "confidence": "medium",
    }
    late = compare_depth(data[data["year"] >= RECENT], FOCUS)
    findings["deep_recent"] = {
        "value": late["own_deep"],
        "sentence": (
            f"Of contracts signed since {RECENT}, {late['own_deep']:.0f} of {late['own']:.0f} US ones and "
            f"{late['other_deep']:.0f} of {late['other']:.0f} others reach those rungs (Fisher's exact test, p = "
            f"{late['p']:.2g})."
        ),
        "unit": "contracts",
        "interval_means": "a count of later contracts only",
        "confidence": "medium",
    }
    us = data[(data["supplier"] == FOCUS) & data["value_usd_m"].notna()]
    worth, deep = us["value_usd_m"].sum(), us.loc[us["deep"], "value_usd_m"].sum()
    findings["deep_value_us"] = (
        {"value": None, "sentence": "No value of a US contract is known.", "confidence": "cannot tell"}
        if not worth
        else {
            "value": 100 * deep / worth,
            "sentence": (
                f"Of {worth / 1000:.1f} billion current dollars in {len(us)} US contracts with a known value, "
                f"{100 * deep / worth:.1f} per cent is licensed production or joint design."
            ),
            "unit": "per cent of the value",
            "precision": 1,
            "interval_means": "a sum of reported values, no sampling",
            "confidence": "medium",
        }
    )
    return findings


def yield_findings(steps: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Say what came of the projects of the technology and trade initiative.

    Parameters
    ----------
    steps : DataFrame
        Judgement ``dtti_yield``: ``step`` and ``count``, in order from projects named to products fielded.

    Returns
    -------
    dict
        ``dtti_signed`` and ``dtti_fielded``: per cent of the projects named, with exact intervals.
    """
    from statsmodels.stats.proportion import proportion_confint

    count = steps.set_index("step")["count"]
    named, findings = int(count["projects named"]), {}
    for key, step, verb in (
        ("dtti_signed", "project agreements signed", "led to a signed project agreement"),
        ("dtti_fielded", "fielded with either force", "reached a force"),
    ):
        low, high = (100 * float(end) for end in proportion_confint(int(count[step]), named, method="beta"))
        low = low if np.isfinite(low) else 0.0
        findings[key] = {
            "value": 100 * int(count[step]) / named,
            "sentence": (
                f"Of {named} projects named under DTTI, {int(count[step])} {verb} as far as was found (95 per cent "
                f"interval {low:.0f} to {high:.0f} per cent)."
            ),
            "unit": "per cent",
            "interval": (low, high),
            "interval_means": "95% Clopper-Pearson interval",
            "confidence": "medium",
        }
    return findings
