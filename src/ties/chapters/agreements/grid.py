"""Agreements: the grid of partners by kind, with years and the lag of the focal state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ties.analysis.events.partner_grid import FOUNDATIONAL, lag_behind, partner_grid
from ties.plotting.country_names import at_start, in_prose
from ties.plotting.style import GRID, INK, MUTED, state
from ties.plotting.text import untold
from ties.records import Words

NAMES = {kind: kind.replace("_", " ") for kind in FOUNDATIONAL} | {"geospatial": "geospatial data"}
HEADS = {
    "information_security": "information\nsecurity",
    "logistics": "logistics",
    "communications": "communi-\ncations",
    "geospatial": "geospatial",
}


def prepare_grid(
    agreements: pd.DataFrame,
    *,
    hub: str,
    focal: str,
    as_of: str,
    names: Mapping[str, str],
    partners: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Give the partners of a hub by foundational kind, with the years by which the focal one came later.

    Parameters
    ----------
    agreements : DataFrame
        Table ``agreements``.
    hub : str
        State whose partners stand in the rows.
    focal : str
        Partner with which the others are compared.
    as_of : str
        Last day that counts.
    names : mapping of str to str
        Name of each state by its code.
    partners : sequence of str, optional
        Partners shown beside the focal one; all in the table when not given. Those without a row are left out.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.events.partner_grid.lag_behind`, with ``name`` and ``row`` (0 is the focal state, then
        by how many kinds are signed, then by first signature); empty if the focal state has no such agreement with
        the hub.
    """
    found = partner_grid(agreements, hub=hub, as_of=as_of)
    if focal not in set(found["partner"]):
        return found.iloc[:0]
    grid = lag_behind(found, focal)
    if partners is not None:
        grid = grid[grid["partner"].isin([focal, *partners])]
    has = grid["state"].isin(["signed", "undated"])
    rank = pd.DataFrame({
        "held": has.groupby(grid["partner"]).sum(),
        "first": grid.groupby("partner")["signed"].min().fillna("9999"),
    })  # fmt: skip
    rank["is_focal"] = rank.index == focal
    order = rank.sort_values(["is_focal", "held", "first"], ascending=[False, False, True]).index
    data = grid.assign(name=grid["partner"].map(names), row=grid["partner"].map(list(order).index))
    data = data.sort_values(["row", "kind"], ignore_index=True)
    data.attrs.update(hub=names[hub], focal=names[focal], hub_code=hub, focal_code=focal, as_of=as_of)
    return data


def span(low: float, high: float) -> str:
    """Write an interval of years as one number where its ends round to nearly the same.

    Examples
    --------
    >>> span(12.85, 12.93), span(25.7, 26.7), span(-0.44, -0.44)
    ('12.9', '26–27', '0.4')
    """
    low, high = sorted((abs(low), abs(high)))
    return f"{(low + high) / 2:.1f}" if high - low < 0.15 else f"{low:.0f}–{high:.0f}"


def cell_text(cell: pd.Series, *, narrow: bool = False) -> tuple[str, str]:
    """Give the two lines of a cell: the year, and the lag of the focal state."""
    state_ = cell["state"]
    if state_ == "none":
        return "–", ""
    if state_ == "open":
        return "unsigned", ""
    if state_ == "undated":
        return "yes", "no date" if narrow else "date unknown"
    year = str(cell["signed"])[:4]
    first = f"{year}–{str(cell['ended'])[2:4]}" if state_ == "ended" else year
    if cell["row"] == 0 or pd.isna(cell["low"]):
        return first, ""
    earlier = cell["low"] + cell["high"] > 0
    years = span(cell["low"], cell["high"])
    if narrow and "–" in years:
        years = f"≈{abs(cell['low'] + cell['high']) / 2:.0f}"
    return first, f"{years} y {'before' if earlier else 'after'}"


def draw_grid(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the grid: rows of partners, columns of kinds; colour for who came first, hatching for what has ended."""
    own, other = state(data.attrs["focal_code"]), state(data.attrs["hub_code"])
    rows = data["row"].nunique()
    size = 7 if narrow else 9
    for _, cell in data.iterrows():
        x, y = FOUNDATIONAL.index(cell["kind"]), cell["row"]
        head, tail = cell_text(cell, narrow=narrow)
        if cell["state"] in ("signed", "ended"):
            earlier = cell["row"] > 0 and cell["low"] + cell["high"] > 0
            colour, alpha = (own, 0.55) if cell["row"] == 0 else (other, 0.38) if earlier else (other, 0.12)
            ended = cell["state"] == "ended"
            ax.add_patch(
                Rectangle(
                    (x - 0.48, y - 0.46), 0.96, 0.92, facecolor="none" if ended else colour,
                    edgecolor=colour if ended else "none", hatch="////" if ended else None,
                    alpha=alpha, linewidth=0.8,
                )
            )  # fmt: skip
        elif cell["state"] in ("undated", "open"):
            dash = (0, (3, 2)) if cell["state"] == "open" else "-"
            ax.add_patch(Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor="none", edgecolor=MUTED,
                                   linestyle=dash, linewidth=0.8))  # fmt: skip
        colour = MUTED if cell["state"] in ("none", "open") else INK
        weight = "bold" if cell["state"] in ("signed", "ended") else "normal"
        ax.text(x, y - (0.17 if tail else 0), head, ha="center", va="center", fontsize=size, color=colour,
                fontweight=weight)  # fmt: skip
        ax.text(x, y + 0.22, tail, ha="center", va="center", fontsize=6.6 if narrow else 8, color=INK)
    names = data.drop_duplicates("row").sort_values("row")
    ax.set_yticks(range(rows), [name.replace(" ", "\n", 1) if narrow else name for name in names["name"]])
    ax.set_xticks(range(len(FOUNDATIONAL)), [HEADS[kind] for kind in FOUNDATIONAL])
    ax.xaxis.tick_top()
    ax.tick_params(length=0, labelsize=size if not narrow else 7)
    ax.set_xlim(-0.52, len(FOUNDATIONAL) - 0.48)
    ax.set_ylim(rows - 0.5, -0.5)
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.axhline(0.5, color=GRID, linewidth=1)
    return ax


def words_grid(data: pd.DataFrame) -> Words:
    """Say how many partners signed a kind before the focal state, and by how much at most."""
    hub, focal, as_of = in_prose(data.attrs["hub"]), in_prose(data.attrs["focal"]), data.attrs["as_of"]
    own = data[(data["row"] == 0) & (data["state"] == "signed")]
    others = data[data["row"] > 0]
    before, after = came_before(others), came_before(others, later=True)
    held = others.groupby("name")["state"].apply(lambda states: int(states.isin(["signed", "undated"]).sum()))
    most = int(held.max()) if len(held) else 0
    count = "all four kinds" if len(own) == len(FOUNDATIONAL) else f"{len(own)} of the four kinds"
    if len(before) > len(after):
        lead = before.sort_values("low").iloc[-1]
        title = (
            f"{before['name'].nunique()} of {others['name'].nunique()} other partners of {hub} signed a kind "
            f"before {focal} did, {in_prose(lead['name'])} {span(lead['low'], lead['high'])} years before"
        )
    else:
        rest = f"no other partner in the table has more than {most}" if most <= len(own) else f"another has {most}"
        title = f"{at_start(data.attrs['focal'])} has {count} of pact with {hub}; {rest}"
    known = others[others["state"].isin(["signed", "ended", "undated"])].groupby("kind").size()
    columns = ", ".join(f"{kind.replace('_', ' ')} {known.get(kind, 0)}" for kind in FOUNDATIONAL)
    gone = "; ".join(
        f"{name} ({kind.replace('_', ' ')}, {str(signed)[:4]} to {str(ended)[:4]})"
        for name, kind, signed, ended in data.loc[
            data["state"] == "ended", ["name", "kind", "signed", "ended"]
        ].to_numpy()
    )
    return Words(
        title=title,
        subtitle=(
            f"Year of the first signature with {hub}, by partner and kind, and how long before or "
            f"after {focal}; "
            f"agreements of two parties, until {as_of}"
        ),
        caption=(
            f"Top row: {focal}. A deeper shade means before {focal}, a paler one after. Hatched: run out. "
            "Dashed frame: a draft or talks, nothing signed. A dash: no row in the table, which is "
            "no proof of none. "
            "The year is that of the first text of the kind in the table; it may have replaced an older."
        ),
        alt=(
            f"Table of {others['name'].nunique() + 1} partners of {hub} by four kinds of agreement. "
            f"{at_start(data.attrs['focal'])} has {count}. Others with a signature, by kind: {columns}. "
            f"{len(before)} of their signatures came before that of {focal} and {len(after)} after. "
            + (f"Run out: {gone}." if gone else "None has run out.")
        ),
    )


def came_before(others: pd.DataFrame, *, later: bool = False) -> pd.DataFrame:
    """Give the cells signed before the focal state (or after it), by the middle of what the dates can mean."""
    middle = others["low"] + others["high"]
    return others[(middle < 0) if later else (middle > 0)]


def findings_grid(data: pd.DataFrame, figure: str, prefix: str) -> list[dict[str, Any]]:
    """Give the findings of a grid drawn as `figure`; their keys start with `prefix`."""
    if data.empty:
        keys = ["before", "unknown", *(f"{kind}_lag" for kind in FOUNDATIONAL)]
        return untold((f"{prefix}_{key}" for key in keys), "The table holds no such pact of the two states.")
    hub, focal = in_prose(data.attrs["hub"]), in_prose(data.attrs["focal"])
    others = data[data["row"] > 0]
    before, dated = came_before(others), others[others["low"].notna()]
    unknown, cells = int((others["state"] == "none").sum()), len(others)
    found = [
        {
            "key": f"{prefix}_before", "value": len(before), "figure": figure, "confidence": "medium",
            "unit": f"of {len(dated)} dated signatures",
            "sentence": (
                f"{len(before)} of {len(dated)} dated signatures of other partners with {hub} came "
                "before that of "
                f"{focal} of the same kind."
            ),
        },
        {
            "key": f"{prefix}_unknown", "value": unknown, "unit": f"of {cells} cells", "confidence": "high",
            "figure": figure, "sentence": f"The table has no row for {unknown} of {cells} pairs of partner and kind.",
        },
    ]  # fmt: skip
    for kind in FOUNDATIONAL:
        lead = before[before["kind"] == kind].sort_values("low").tail(1)
        key, what = f"{prefix}_{kind}_lag", NAMES[kind]
        if lead.empty:
            text = f"No other partner in the table signed a pact on {what} with {hub} before {focal} did."
            found.append({"key": key, "value": None, "sentence": text, "confidence": "cannot tell", "figure": figure})
            continue
        row = lead.iloc[0]
        mid = (row["low"] + row["high"]) / 2
        found.append({
            "key": key, "value": mid, "unit": "years", "precision": 1, "figure": figure, "confidence": "high",
            "interval": (row["low"], row["high"]), "interval_means": "what the partly known dates allow",
            "sentence": (
                f"{at_start(row['name'])} signed a pact on {what} with {hub} "
                f"{span(row['low'], row['high'])} years "
                f"before {focal}."
            ),
        })  # fmt: skip
    return found
