"""Challenges: percentages of technology and Indian content, offered against agreed."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.plotting.style import GRID, MUTED, state
from ties.records import Words


def prepare_percentages(percentages: pd.DataFrame, deals: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Give reported percentages of transfer and Indian content with the supplier of each deal.

    Parameters
    ----------
    percentages : DataFrame
        ``deal``, ``measure``, ``stage`` ("discussed", "reported", "settled", "agreed"), ``low``, ``high``: our
        reading.
    deals : DataFrame
        Table ``deals``.
    names : mapping
        Deal to a short name.

    Returns
    -------
    DataFrame
        Columns of `percentages`, ``supplier``, ``signed`` (has the deal a contract?), ``name``.

    Raises
    ------
    ValueError
        If a deal is not in the table.
    """
    found = deals.set_index("id")
    missing = sorted(set(percentages["deal"]) - set(found.index))
    if missing:
        raise ValueError(f"percentages of deals that the table does not have: {', '.join(missing)}")
    data = percentages.assign(
        supplier=percentages["deal"].map(found["supplier"]),
        signed=percentages["deal"].map(found["contracted"].notna()).astype(bool),
        name=percentages["deal"].map(names).fillna(percentages["deal"]),
    )
    return data.sort_values(["supplier", "name", "measure", "low"], ignore_index=True)


def draw_percentages(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw each percentage or range: full under a contract, hollow where it was only discussed or settled."""
    size = 6.8 if narrow else 8.5
    keys = list(dict.fromkeys(zip(data["name"], data["measure"], strict=True)))
    for row in data.to_dict("records"):
        place = keys.index((row["name"], row["measure"]))
        colour = state(row["supplier"])
        full = row["stage"] in ("agreed", "reported") and row["signed"]
        ax.hlines(place, row["low"], row["high"], color=colour, lw=3, alpha=0.6)
        middle = (row["low"] + row["high"]) / 2
        ax.plot(middle, place, "o", color=colour, mfc=colour if full else "none", ms=6)
        line = data[(data["name"] == row["name"]) & (data["measure"] == row["measure"])]
        if len(line) == 1:
            at, across, offset = middle, "center", (0, 5)
        elif row["low"] == line["low"].min():
            at, across, offset = row["low"], "right", (-6, 0)
        else:
            at, across, offset = row["high"], "left", (6, 0)
        ax.annotate(row["stage"], (at, place), xytext=offset, textcoords="offset points", ha=across,
                    va="bottom" if across == "center" else "center", fontsize=size - 0.3, color=MUTED)  # fmt: skip
    ax.set_yticks(range(len(keys)), [fill(f"{n}: {m}", 22 if narrow else 60) for n, m in keys], fontsize=size)
    ax.set_ylim(len(keys) - 0.4, -0.7)
    ax.set_xlim(-22 if narrow else -10, 112)
    ax.set_xlabel("per cent")
    ax.grid(visible=True, axis="x", color=GRID)
    ax.grid(visible=False, axis="y")
    return ax


def words_percentages(data: pd.DataFrame, supplier: str, name: str) -> Words:
    """Say what the supplier's signed contracts hold beside those of others."""
    own, rest = (_agreed(data, rows) for rows in (data["supplier"] == supplier, data["supplier"] != supplier))
    return Words(
        title=(
            f"{_count(len(own))} {name} {'figure' if len(own) == 1 else 'figures'} over zero under a signed "
            f"contract, {len(rest)} of other suppliers"
        ),
        subtitle="Technology transfer and Indian content of deals, per cent, by stage; only deals with a figure",
        caption=(
            "Full marks: agreed or reported under a signed contract; hollow: discussed, or settled without "
            "signature. The measures differ (value, components, structure) and are not comparable across "
            f"lines. n = {len(data)}, most from press reports."
        ),
        alt=(
            f"Dot chart of {len(data)} percentages of transfer or Indian content in {data['deal'].nunique()} "
            f"deals. {_count(len(own))} from {name} deals and {len(rest)} from others are over zero and under "
            f"contract. The highest figure under contract is {data[data['signed']]['high'].max():.0f} per "
            "cent."
        ),
    )


def findings_percentages(data: pd.DataFrame, supplier: str, name: str) -> list[dict[str, Any]]:
    """Compose the findings on percentages; see :func:`ties.findings.record.record` for the fields."""
    engine = data[(data["deal"] == "f414-coproduction") & (data["measure"] == "technology transfer")]
    share = dict(zip(engine["stage"], engine["high"].astype("float64"), strict=True))
    own = _agreed(data, data["supplier"] == supplier)
    told = "; ".join(f"{row['name']}, {row['measure']}, {row['low']:.0f} to {row['high']:.0f} per cent"
                     for row in own.to_dict("records"))  # fmt: skip
    known = {"settled", "discussed"} <= set(share)
    return [
        {
            "key": "f414_share", "value": share["settled"] - share["discussed"] if known else None,
            "unit": "percentage points", "confidence": "low" if known else "cannot tell", "figure": "transfer-percentages",
            "sentence": f"For the F414 the share of technology on offer went from {share['discussed']:.0f} per "
            f"cent discussed about 2012 to {share['settled']:.0f} per cent settled in 2026, not yet signed."
            if known else "How far the share of technology on offer for the F414 moved cannot be told: the tables "
            "hold no share that was settled.",
        },
        {
            "key": "transfer_agreed", "value": len(own), "figure": "transfer-percentages",
            "sentence": f"{_count(len(own))} {name} {'figure is' if len(own) == 1 else 'figures are'} both "
            f"over zero and under a signed contract{f' ({told})' if told else ''}.",
        },
    ]  # fmt: skip


def _agreed(data: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
    """Give the rows that are over zero and stand in, or are reported of, a signed contract."""
    return data[rows & data["signed"] & (data["high"] > 0) & data["stage"].isin(["agreed", "reported"])]


def _count(number: int) -> str:
    return "No" if number == 0 else "One" if number == 1 else f"{number}"
