"""Challenges: progress against setbacks, by year and by strand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.events.net_balance import coverage_sensitivity, net_balance, signed_events, unrecorded_setbacks
from ties.plotting.style import GRID, INK, MUTED, OTHER
from ties.records import Words

READINGS = {
    "all": "all events, each counted once",
    "weighted": "all events, weighted",
    "heavy": "weight two or three only",
    "heaviest": "weight three only",
    "high": "high confidence only",
    "thinned": "recent thinned to the earlier rate, best case",
}
STRANDS = ("defence", "trade", "politics")


def prepare_balance(events: pd.DataFrame, *, as_of: str, draws: int, seed: int) -> pd.DataFrame:
    """Give progress and setbacks of each year with the net balance.

    Parameters
    ----------
    events : DataFrame
        Table ``setbacks_and_progress``.
    as_of : str
        Last day that counts.
    draws, seed : int
        Number of draws; seed of the random numbers.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.events.net_balance.net_balance` by ``year``, with ``complete`` (has the year ended?).
    """
    data = net_balance(signed_events(events, until=as_of), ["year"], draws=draws, seed=seed)
    day = pd.Timestamp(as_of)
    data["complete"] = (data["year"] < day.year) | ((day.month == 12) & (day.day == 31))
    data.attrs["as_of"] = as_of
    return data


def draw_balance(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw weighted progress upwards and setbacks downwards; what is left of an incomplete year is hatched."""
    size = 7 if narrow else 8.5
    for complete, hatch in ((True, None), (False, "////")):
        part = data[data["complete"] == complete]
        style: dict[str, Any] = {"width": 0.8, "hatch": hatch, "edgecolor": INK if hatch else "none", "linewidth": 0}
        ax.bar(part["year"], part["progress_weight"], color=INK if not hatch else "none", alpha=0.85, **style)
        ax.bar(part["year"], -part["setback_weight"], color=OTHER if not hatch else "none", **style)
    ax.plot(data["year"], data["progress_weight"] - data["setback_weight"], "o", color=OTHER, mec=INK, ms=4,
            label="net")  # fmt: skip
    ax.axhline(0, color=MUTED, lw=0.9)
    ax.set_ylabel("weight of events")
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5 if narrow else 9, integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    labels = [f"{abs(tick):.0f}" for tick in ax.get_yticks()]
    ax.set_yticks(ax.get_yticks(), labels)
    ax.annotate("progress", (0.02, 0.95), xycoords="axes fraction", fontsize=size, color=INK, va="top")
    ax.annotate("setbacks", (0.02, 0.05), xycoords="axes fraction", fontsize=size, color=INK)
    ax.legend(loc="upper center", fontsize=size)
    ax.grid(visible=True, axis="y", color=GRID)
    return ax


def words_balance(data: pd.DataFrame) -> Words:
    """Say when setbacks outweigh progress, and how uneven the coverage is."""
    worse = data[data["setback_weight"] > data["progress_weight"]]["year"]
    told = f"in {_years(worse)}" if len(worse) else "in no year"
    busy = data.sort_values(["progress", "year"], kind="stable").iloc[-1]
    recent = data[data["year"] >= data["year"].max() - 1]
    share = recent[["progress", "setbacks"]].to_numpy().sum() / data[["progress", "setbacks"]].to_numpy().sum()
    last = data.iloc[-1]
    half = "" if last["complete"] else f" {int(last['year'])} ends on {data.attrs['as_of']} and is hatched."
    return Words(
        title=f"Setbacks outweigh progress {told}; {share:.0%} of all events fall in the last two years",
        subtitle=(
            "Progress and setbacks in the partnership by year, each event weighed from one to three (our "
            f"judgement), {int(data['year'].min())}-{int(data['year'].max())}"
        ),
        caption=(
            "The dot is the net. Recent years are recorded more fully, so heights are not comparable over "
            f"time; the balance within a year is.{half}"
        ),
        alt=(
            "Bar chart of weighted progress above and setbacks below a line. Setbacks outweigh progress "
            f"{told}. The year with most progress is {int(busy['year'])}, with {int(busy['progress'])} events "
            f"against {int(busy['setbacks'])} setbacks. {int(last['year'])} has {int(last['progress'])} "
            f"against {int(last['setbacks'])}."
        ),
    )


def prepare_strands(
    events: pd.DataFrame, strands: pd.DataFrame, *, as_of: str, recent_from: int, draws: int, seed: int
) -> pd.DataFrame:
    """Give the net balance of each strand before and after a year.

    Parameters
    ----------
    events : DataFrame
        Table ``setbacks_and_progress``.
    strands : DataFrame
        ``topic`` and ``strand``: a judgement.
    as_of : str
        Last day that counts.
    recent_from : int
        First recent year.
    draws, seed : int
        Number of draws; seed of the random numbers.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.events.net_balance.net_balance` by ``strand`` and ``recent``; ``attrs["odds"]`` holds
        odds ratio and p-value of Fisher's test of defence against trade in the recent years.

    Raises
    ------
    ValueError
        If a topic has no strand.
    """
    from scipy.stats import fisher_exact

    signed = signed_events(events, until=as_of)
    signed = signed.assign(strand=signed["topic"].map(strands.set_index("topic")["strand"]))
    if signed["strand"].isna().any():
        raise ValueError(f"topics without a strand: {sorted(set(signed.loc[signed['strand'].isna(), 'topic']))}")
    signed["recent"] = signed["year"] >= recent_from
    data = net_balance(signed, ["strand", "recent"], draws=draws, seed=seed)
    now = data[data["recent"]].set_index("strand").reindex(["defence", "trade"])[["progress", "setbacks"]].fillna(0)
    test = fisher_exact(now.to_numpy())
    data.attrs.update(p_value=float(test.pvalue), recent_from=recent_from, until=int(signed["year"].max()))
    return data


def draw_strands(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw balance and interval of each strand, earlier hollow and recent full."""
    size = 7 if narrow else 9
    order = [s for s in STRANDS if s in set(data["strand"])]
    recent_from = data.attrs["recent_from"]
    for recent, offset, fill in ((False, -0.15, "none"), (True, 0.15, INK)):
        part = data[data["recent"] == recent].set_index("strand").reindex(order)
        places = np.arange(len(order)) + offset
        ax.hlines(places, part["net_low"], part["net_high"], color=OTHER, alpha=0.55, lw=4)
        label = f"{recent_from} and later" if recent else f"before {recent_from}"
        ax.plot(part["net"], places, "o", mec=INK, mfc=fill, ms=6, label=label, ls="none")
        ax.plot(part["weighted"], places, "|", color=INK, ms=10, mew=1.6, ls="none",
                label="weighted" if recent else None)  # fmt: skip
    ax.set_yticks(range(len(order)), order, fontsize=size)
    ax.invert_yaxis()
    ax.set_xlim(-1.05, 1.05)
    ax.axvline(0, color=MUTED, lw=0.9)
    ax.set_xlabel("only setbacks (-1) to only progress (1)")
    ax.grid(visible=True, axis="x", color=GRID)
    ax.grid(visible=False, axis="y")
    ax.legend(
        loc="lower center", bbox_to_anchor=(0.4 if narrow else 0.5, 1.0), ncols=2 if narrow else 3, fontsize=size
    )
    return ax


def words_strands(data: pd.DataFrame) -> Words:
    """Say how defence and trade fared in the recent years."""
    now = data[data["recent"]].set_index("strand")
    counts = now.reindex(["defence", "trade"])[["progress", "setbacks"]].fillna(0).astype("int64")
    defence, trade = (counts.loc[[name]].iloc[0] for name in ("defence", "trade"))
    told = {name: _balance(now, name) for name in ("defence", "trade")}
    span = f"{data.attrs['recent_from']}-{data.attrs['until']}"
    apart = "differ" if data.attrs["p_value"] < 0.05 else "do not differ for sure"
    return Words(
        title=(
            f"In {span} defence shows {int(defence['progress'])} steps forward and {int(defence['setbacks'])} "
            f"back, trade {int(trade['progress'])} and {int(trade['setbacks'])}"
        ),
        subtitle="Net balance of events by strand, with 95% Bayesian bootstrap intervals; each event counted once",
        caption=(
            "Bars across mark the weighted balance. Strands are our assignment of topics; a missing mark is a "
            f"strand without events. Defence and trade {apart} in {span} (Fisher's exact test, "
            f"{_p_value(data.attrs['p_value'])}); events of one quarrel are not independent, so the test "
            "flatters."
        ),
        alt=(
            f"Interval chart of net balance by strand before and since {data.attrs['recent_from']}. Recent "
            f"defence events stand at {told['defence']}, trade at {told['trade']}. The two {apart}."
        ),
    )


def prepare_coverage(events: pd.DataFrame, *, as_of: str, recent_from: int, seed: int) -> pd.DataFrame:
    """Give the balances under each reading of what was covered, as ``coverage_sensitivity`` does, with labels."""
    data = coverage_sensitivity(signed_events(events, until=as_of), recent_from, seed=seed)
    return data.assign(reading=data["reading"].map(READINGS))


def findings_balance(
    strands: pd.DataFrame, coverage: pd.DataFrame, events: pd.DataFrame, *, as_of: str, draws: int, seed: int
) -> list[dict[str, Any]]:
    """Compose the findings on the balance, its strands and its coverage.

    Parameters
    ----------
    strands, coverage : DataFrame
        From :func:`prepare_strands` and :func:`prepare_coverage`.
    events : DataFrame
        Table ``setbacks_and_progress``.
    as_of, draws, seed
        As in :func:`prepare_balance`.

    Returns
    -------
    list of dict
        Arguments of :func:`ties.findings.record.record`.
    """
    recent_from = strands.attrs["recent_from"]
    span = f"{recent_from}-{strands.attrs['until']}"
    signed = signed_events(events, until=as_of)
    whole = net_balance(signed.assign(recent=signed["year"] >= recent_from), ["recent"], draws=draws, seed=seed)
    before, now = (whole[whole["recent"] == side].iloc[0] for side in (False, True))
    factor = unrecorded_setbacks(signed, recent_from, draws=draws, seed=seed)
    low, high = np.quantile(factor[1:], [0.025, 0.975])
    fell = int((coverage["change"] < 0).sum())
    out: list[dict[str, Any]] = [
        {
            "key": "net_recent", "value": now["net"], "interval": (now["net_low"], now["net_high"]), "precision": 2,
            "interval_means": "95% interval of the Bayesian bootstrap", "figure": "progress-and-setbacks",
            "sentence": f"In {span} progress and setbacks stand at {int(now['progress'])} to "
            f"{int(now['setbacks'])}; before {recent_from} they stood at {int(before['progress'])} to "
            f"{int(before['setbacks'])}.",
        },
        {
            "key": "net_weighted", "value": now["weighted"], "precision": 2, "figure": "progress-and-setbacks",
            "interval": (now["weighted_low"], now["weighted_high"]),
            "interval_means": "95% interval of the Bayesian bootstrap",
            "sentence": f"With our weights the net balance of {span} is {now['weighted']:+.2f}, without them "
            f"{now['net']:+.2f} (minus one would be setbacks only).",
        },
        {
            "key": "coverage_factor", "value": factor[0], "interval": (low, high), "precision": 1,
            "interval_means": "95% interval of the Bayesian bootstrap", "unit": "times",
            "sentence": "The turn for the worse would be an artefact of coverage only if earlier setbacks "
            f"were {factor[0]:.1f} times ({low:.1f} to {high:.1f}) as many as recorded, all progress being "
            "recorded.",
        },
        {
            "key": "coverage_readings", "value": fell, "unit": f"of {len(coverage)} readings",
            "sentence": f"In {fell} of {len(coverage)} readings of the events the balance of {span} is worse "
            "than before.",
        },
    ]  # fmt: skip
    now_by = strands[strands["recent"]].set_index("strand")[["progress", "setbacks"]].to_dict("index")
    told = ", ".join(f"{s} {now_by[s]['progress']} to {now_by[s]['setbacks']}" for s in STRANDS if s in now_by)
    out.append({
        "key": "strands", "value": told, "figure": "balance-by-strand",
        "sentence": f"Steps forward against steps back in {span}: {told}.",
    })  # fmt: skip
    for strand, row in strands[strands["recent"]].set_index("strand").iterrows():
        out.append({
            "key": f"net_{strand}", "value": row["net"], "precision": 2,
            "interval": (row["net_low"], row["net_high"]),
            "interval_means": "95% interval of the Bayesian bootstrap", "figure": "balance-by-strand",
            "sentence": f"In {span} the {strand} strand has {int(row['progress'])} steps forward and "
            f"{int(row['setbacks'])} back.",
        })  # fmt: skip
    return out


def _balance(strands: pd.DataFrame, name: str) -> str:
    """Write the balance of a strand with its interval; a strand without events has none."""
    if name not in strands.index:
        return "no events"
    row = strands.loc[[name]].iloc[0]
    return f"{row['net']:+.2f} ({row['net_low']:+.2f} to {row['net_high']:+.2f})"


def _p_value(p: float) -> str:
    """Write a p-value as it may be read."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def _years(years: pd.Series) -> str:
    """Write years as a list."""
    names = [f"{year:.0f}" for year in sorted(years)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
