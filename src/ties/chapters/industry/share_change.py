"""Industry: how much of the change of a supplier's share is its own doing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.concentration import latest_edition, rolling_shares
from ties.analysis.arms.shift_share import share_change_by_supplier
from ties.plotting.style import INK, MUTED, OTHER, PAPER, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words


def share_change(
    transfers: pd.DataFrame,
    countries: pd.DataFrame,
    recipient: str,
    *,
    focus: str,
    suppliers: Sequence[str],
    window: int,
    years: tuple[int, int],
) -> Figure:
    """Show the change of a supplier's share, from each earlier window to the last, split by who made it.

    Parameters
    ----------
    transfers, countries : DataFrame
        Tables ``arms_transfers`` and ``countries``.
    recipient : str
        ISO 3166-1 alpha-3 code.
    focus : str
        Supplier whose change of share is split.
    suppliers : sequence of str
        Suppliers told apart; the rest is ``other``.
    window : int
        Calendar years in a window.
    years : tuple of int
        First and last calendar year.

    Returns
    -------
    Figure
        With the findings ``split_first`` and ``split_peak`` (per cent of the change that is the supplier's own, since
        the first and since its largest window) and ``split_reading`` (whether the windows agree).

    Examples
    --------
    >>> from ties import load
    >>> figure = share_change(load("arms_transfers"), load("countries"), "IND", focus="RUS",
    ...     suppliers=["RUS", "USA"], window=5, years=(1995, 2035))
    >>> sorted(figure.data["supplier"].unique())
    ['RUS', 'USA', 'other']
    """
    shares = rolling_shares(transfers, recipient, window, start_year=years[0], end_year=years[1])
    data = prepare_share_change(shares, countries, focus, suppliers)
    return Figure(
        "share-change", data, draw_share_change, words_share_change(data), findings_share_change(data),
        sources=transfers["sources"], height=3.4,
    )  # fmt: skip


def prepare_share_change(
    shares: pd.DataFrame, countries: pd.DataFrame, focus: str, suppliers: Sequence[str]
) -> pd.DataFrame:
    """Prepare the split of the change, from each earlier window to the last (see :func:`share_change`).

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.arms.shift_share.share_change_by_supplier` gives it, with ``name``, ``focus`` (name)
        and ``role``: ``own`` for the focus supplier itself, ``others``.
    """
    change = share_change_by_supplier(latest_edition(shares), focus, suppliers)
    names = countries.set_index("code")["name"]
    return change.assign(
        name=change["supplier"].map(names).fillna("all others"), focus=names.get(focus, focus),
        role=change["supplier"].eq(focus).map({True: "own", False: "others"}),
    )  # fmt: skip


def own_part(data: pd.DataFrame) -> pd.DataFrame:
    """Give, for each earlier window, how much of the change is the focus supplier's own doing.

    Parameters
    ----------
    data : DataFrame
        As :func:`prepare_share_change` gives it.

    Returns
    -------
    DataFrame
        ``base_start``, ``base_end``, ``own_points``, ``others_points``, ``change_points``, ``before_tiv_m`` and
        ``after_tiv_m`` of the focus supplier, ``others_before_tiv_m`` and ``others_after_tiv_m``.
    """
    values = ["points", "before_tiv_m", "after_tiv_m"]
    wide = data.pivot_table(index=["base_start", "base_end"], columns="role", values=values, aggfunc="sum")
    names = [
        v if role == "own" and v != "points" else f"{role}_{v}" for v, role in wide.columns.to_frame().to_numpy()
    ]
    wide = wide.set_axis(names, axis="columns")
    return wide.assign(change_points=wide["own_points"] + wide["others_points"]).reset_index()


def draw_share_change(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw stacked bars of contributions, one bar for each earlier window; falls to the left, rises to the right."""
    bases = data[["base_start", "base_end"]].drop_duplicates().sort_values("base_end")
    focus = data.loc[data["role"] == "own", "supplier"].iloc[0]
    order = [focus, *[s for s in data["supplier"].drop_duplicates() if s != focus]]
    for height, (_, base) in enumerate(bases.iterrows()):
        rows = data[data["base_end"] == base["base_end"]].set_index("supplier").loc[order]
        ends = {-1: 0.0, 1: 0.0}  # falls stack to the left, rises to the right
        for supplier, row in rows.iterrows():
            side = -1 if row["points"] < 0 else 1
            ax.barh(height, row["points"], left=ends[side], height=0.62, linewidth=0.8, edgecolor=PAPER,
                    color=OTHER if supplier == "other" else state(str(supplier)))  # fmt: skip
            # a number wider than its bar would run into the next one
            if abs(row["points"]) >= (5 if narrow else 3):
                code = supplier if supplier != "other" else "others"
                named = abs(row["points"]) >= (16 if narrow else 6)
                text = (f"{code} " if named else "") + f"{row['points']:+.0f}"
                ax.text(ends[side] + row["points"] / 2, height, text.replace("-", "−"), color=PAPER,
                        ha="center", va="center", fontsize=7.5)  # fmt: skip
            ends[side] += row["points"]
        total = f"sum {rows['change_points'].iloc[0]:+.0f}".replace("-", "−")
        ax.annotate(total, (ends[1], height), xytext=(5, 0), textcoords="offset points", va="center", color=INK)
    for supplier in order:  # bars of no length: a supplier that no bar shows still has its colour in the legend
        name = data.loc[data["supplier"] == supplier, "name"].iloc[0]
        ax.barh([0], [0], color=OTHER if supplier == "other" else state(supplier), label=name)
    ax.legend(loc="lower left", bbox_to_anchor=(-0.3 if narrow else 0, 1), ncols=3 if narrow else 6, fontsize=7.5,
              columnspacing=1, handlelength=1, borderaxespad=0.2)  # fmt: skip
    ax.margins(x=0.17 if narrow else 0.1)
    ax.set_yticks(range(len(bases)), [f"{a}–{b}" for a, b in bases.to_numpy(dtype=int)])
    ax.set_ylabel("Earlier window")
    ax.set_xlabel(f"Change of share to {int(data['last_start'].iloc[0])}–{int(data['last_end'].iloc[0])} (points)")
    ax.axvline(0, color=MUTED, linewidth=0.9)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    return ax


def words_share_change(data: pd.DataFrame) -> Words:
    """Say how much of the change since the first window, and since the largest, was the supplier's own."""
    rows, first, most = _first_and_most(data)
    return words(
        "industry", "share-change", focus=data["focus"].iloc[0], first=first, most=most,
        fell=most["before_tiv_m"] >= most["after_tiv_m"],
        last=f"{int(data['last_start'].iloc[0])}–{int(data['last_end'].iloc[0])}", windows=len(rows),
    )  # fmt: skip


def findings_share_change(data: pd.DataFrame) -> list[Finding]:
    """Say the supplier's own part of its change of share, from two windows, and whether all windows agree."""
    rows, first, most = _first_and_most(data)
    focus = str(data["focus"].iloc[0])
    low, high = (end(row["own_pct"] for row in rows) for end in (min, max))
    turns = low < 50 < high
    return [
        *(
            Finding(
                key, row["own_pct"], sentence("industry", key, focus=focus, **row), unit="per cent of the change",
                low=low, high=high, interval="range over the earlier windows one can start from",
            )
            for key, row in (("split_first", first), ("split_peak", most))
        ),
        Finding(
            "split_reading", "depends on the start" if turns else "the same from every start",
            sentence("industry", "split_reading", focus=focus, turns=turns, low=low, high=high),
            interval="range over the earlier windows one can start from", confidence="high",
        ),
    ]  # fmt: skip


def own_percent(row: Mapping[str, Any] | pd.Series) -> float:
    """Give the focus supplier's own part of a change of share, in per cent of the change (0 for no change).

    Examples
    --------
    >>> own_percent({"own_points": -15.0, "change_points": -20.0})
    75.0
    """
    return 100 * float(row["own_points"]) / float(row["change_points"]) if row["change_points"] else 0.0


def _first_and_most(data: pd.DataFrame) -> tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any]]:
    """Give the facts of every earlier window, of the first, and of the one with most deliveries of the focus."""
    split = own_part(data)
    split = split.assign(
        own_pct=[own_percent(row) for _, row in split.iterrows()],
        own_growth=100 * (split["after_tiv_m"] / split["before_tiv_m"].where(split["before_tiv_m"] != 0) - 1),
        others_growth=100 * (split["others_after_tiv_m"] / split["others_before_tiv_m"] - 1),
    )
    # rows of ints and floats as they are: a Series of a row would turn years into floats
    rows = [{str(name): value for name, value in row.items()} for row in split.to_dict("records")]
    return rows, rows[0], max(reversed(rows), key=lambda row: row["before_tiv_m"])
