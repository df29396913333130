"""Industry: how concentrated the recipient's suppliers are."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.concentration import effective_suppliers, latest_edition, rolling_shares
from ties.plotting.labels import label_ends, year_ticks
from ties.plotting.style import INK, MUTED
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words


def supplier_concentration(
    transfers: pd.DataFrame,
    countries: pd.DataFrame,
    recipient: str,
    *,
    window: int,
    years: tuple[int, int],
) -> Figure:
    """Show the effective number of suppliers in rolling windows, by two measures.

    Parameters
    ----------
    transfers, countries : DataFrame
        Tables ``arms_transfers`` and ``countries``.
    recipient : str
        ISO 3166-1 alpha-3 code.
    window : int
        Calendar years in a window.
    years : tuple of int
        First and last calendar year.

    Returns
    -------
    Figure
        With the finding ``effective_suppliers``: the inverse HHI; its interval reaches to the exponential of
        Shannon's entropy.

    Examples
    --------
    >>> from ties import load
    >>> figure = supplier_concentration(load("arms_transfers"), load("countries"), "IND", window=5,
    ...     years=(1995, 2035))
    >>> bool((figure.data["inverse_hhi"] <= figure.data["exp_shannon"]).all())
    True
    """
    shares = rolling_shares(transfers, recipient, window, start_year=years[0], end_year=years[1])
    data = prepare_supplier_concentration(shares)
    name = countries.set_index("code")["name"].get(recipient, recipient)
    return Figure(
        "effective-suppliers", data, draw_supplier_concentration, words_supplier_concentration(data, name),
        findings_supplier_concentration(data, name), sources=transfers["sources"], height=3.4,
    )  # fmt: skip


def prepare_supplier_concentration(shares: pd.DataFrame) -> pd.DataFrame:
    """Prepare the effective number of suppliers in each window (see :func:`effective_suppliers`), in order."""
    return effective_suppliers(shares).sort_values(["edition", "period_end"], ignore_index=True)


def draw_supplier_concentration(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw both effective numbers as lines with their names at the end."""
    first, end = int(data["period_end"].min()), int(data["period_end"].max())
    for column, name, dash in (("exp_shannon", "exp Shannon", "--"), ("inverse_hhi", "inverse HHI", "-")):
        for _, part in data.groupby("edition"):
            ax.plot(part["period_end"], part[column], color=INK if dash == "-" else MUTED, linestyle=dash)
        last = latest_edition(data).sort_values("period_end").iloc[-1]
        label_ends(ax, [(end, last[column], f"{name}\n{last[column]:.1f}", INK)])
    ax.set_xlim(first, end + (end - first) * (0.42 if narrow else 0.19))
    ax.set_ylim(0, None)
    ax.set_ylabel("Effective number of suppliers")
    ax.set_xlabel("Last year of the window")
    ax.set_xticks(year_ticks(first, end, 4 if narrow else 8))
    return ax


def words_supplier_concentration(data: pd.DataFrame, recipient: str) -> Words:
    """Say how the effective number of suppliers of a `recipient` (its name) moved from its lowest window."""
    return words("industry", "effective-suppliers", **_facts(data, recipient))


def findings_supplier_concentration(data: pd.DataFrame, recipient: str) -> list[Finding]:
    """Say the effective number of suppliers in the last window beside the lowest one."""
    facts = _facts(data, recipient)
    return [
        Finding(
            "effective_suppliers", facts["now"], sentence("industry", "effective_suppliers", **facts),
            low=facts["now"], high=facts["entropy"],
            interval="from the inverse Herfindahl index to the exponential of Shannon's entropy", precision=1,
            confidence="high",
        )
    ]  # fmt: skip


def _facts(data: pd.DataFrame, recipient: str) -> dict[str, Any]:
    latest = latest_edition(data).sort_values("period_end")
    last, low = latest.iloc[-1], latest.sort_values("inverse_hhi", kind="stable").iloc[0]
    return {
        "recipient": recipient, "now": float(last["inverse_hhi"]), "entropy": float(last["exp_shannon"]),
        "suppliers": int(last["suppliers"]), "low": float(low["inverse_hhi"]), "low_end": int(low["period_end"]),
        "lowest_now": last["period_end"] == low["period_end"], "first_end": int(latest["period_end"].min()),
        "last_end": int(latest["period_end"].max()), "window": int(last["period_end"] - last["period_start"] + 1),
        "edition": int(last["edition"]),
    }  # fmt: skip
