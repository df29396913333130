"""Industry: who supplies the recipient's arms imports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.concentration import latest_edition, rolling_shares
from ties.plotting.labels import label_ends, year_ticks
from ties.plotting.style import INK, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words


def supplier_shares(
    transfers: pd.DataFrame,
    countries: pd.DataFrame,
    recipient: str,
    *,
    focus: str,
    suppliers: Sequence[str],
    window: int,
    years: tuple[int, int],
) -> Figure:
    """Show the shares of suppliers in rolling windows, as lines.

    Parameters
    ----------
    transfers, countries : DataFrame
        Tables ``arms_transfers`` and ``countries``.
    recipient : str
        ISO 3166-1 alpha-3 code.
    focus : str
        Supplier whose share the title and the findings follow.
    suppliers : sequence of str
        Suppliers told apart, beside `focus`; the rest is ``other``.
    window : int
        Calendar years in a window.
    years : tuple of int
        First and last calendar year.

    Returns
    -------
    Figure
        With the findings ``peak_share`` (per cent) and ``second_supplier`` (a name).

    Examples
    --------
    >>> from ties import load
    >>> figure = supplier_shares(load("arms_transfers"), load("countries"), "IND", focus="RUS",
    ...     suppliers=["USA"], window=5, years=(1995, 2035))
    >>> sorted(figure.data["supplier"].unique())
    ['RUS', 'USA', 'other']
    """
    shares = rolling_shares(transfers, recipient, window, start_year=years[0], end_year=years[1])
    data = prepare_supplier_shares(shares, countries, recipient, [focus, *suppliers])
    return Figure(
        "supplier-shares", data, draw_supplier_shares, words_supplier_shares(data, focus),
        findings_supplier_shares(data, focus), sources=transfers["sources"], narrow_height=4.6,
    )  # fmt: skip


def prepare_supplier_shares(
    shares: pd.DataFrame, countries: pd.DataFrame, recipient: str, suppliers: Sequence[str]
) -> pd.DataFrame:
    """Prepare the shares of the named suppliers and of all others (see :func:`supplier_shares`).

    Returns
    -------
    DataFrame
        ``edition``, ``period_start``, ``period_end``, ``supplier``, ``name``, ``recipient_name``, ``tiv_m`` (million
        TIV) and ``share_pct``; every supplier has a row in every window (0 where it delivered nothing).
    """
    named = list(dict.fromkeys(suppliers))
    shares = shares.assign(supplier=shares["supplier"].where(shares["supplier"].isin(named), "other"))
    keys = ["edition", "period_start", "period_end"]
    windows = shares[keys].drop_duplicates().merge(pd.DataFrame({"supplier": [*named, "other"]}), how="cross")
    summed = shares.groupby([*keys, "supplier"], as_index=False)[["tiv_m", "share_pct"]].sum()
    tidy = windows.merge(summed, how="left", on=[*keys, "supplier"]).fillna({"tiv_m": 0.0, "share_pct": 0.0})
    names = countries.set_index("code")["name"]
    return tidy.assign(
        name=tidy["supplier"].map(names).fillna("all others"), recipient_name=names.get(recipient, recipient)
    ).sort_values([*keys, "supplier"], ignore_index=True)


def draw_supplier_shares(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a line for each supplier, broken between editions, with its name and last share at the end."""
    for supplier, rows in data.groupby("supplier"):
        for _, part in rows.groupby("edition"):
            ax.plot(
                part["period_end"], part["share_pct"], color=state(str(supplier)),
                linestyle=":" if supplier == "other" else "-", marker="o" if len(part) == 1 else None, markersize=4,
            )  # fmt: skip
    last = latest_edition(data)
    last = last[last["period_end"] == last["period_end"].max()].sort_values("share_pct")
    end = int(last["period_end"].iloc[0])
    first = int(data["period_end"].min())
    short = last["name"].replace({"United States": "US", "United Kingdom": "UK"})
    ends = [(end, pct, f"{name} {pct:.0f}", INK) for name, pct in zip(short, last["share_pct"], strict=True)]
    label_ends(ax, ends, gap=5.5 if narrow else 5)
    for _, row in last.iterrows():
        ax.plot([end], [row["share_pct"]], marker="o", markersize=3.5, color=state(str(row["supplier"])))
    ax.set_xlim(first, end + (end - first) * (0.42 if narrow else 0.2))
    ax.set_ylim(0, None)
    ax.set_ylabel("Share of deliveries (per cent of TIV)")
    ax.set_xlabel("Last year of the window")
    ax.set_xticks(year_ticks(first, end, 4 if narrow else 8))
    return ax


def words_supplier_shares(data: pd.DataFrame, focus: str) -> Words:
    """Say how far the focus supplier's share moved from its peak, and who is second now."""
    return words("industry", "supplier-shares", **share_facts(data, focus))


def findings_supplier_shares(data: pd.DataFrame, focus: str) -> list[Finding]:
    """Say when the focus supplier's share was highest (lowest, if it rose), and who is the largest other one."""
    facts = share_facts(data, focus)
    return [
        Finding(
            "peak_share", facts["peak"], sentence("industry", "peak_share", **facts), unit="per cent", precision=1,
            interval="a count, no sampling", confidence="high",
        ),
        Finding(
            "second_supplier", facts["second"], sentence("industry", "second_supplier", **facts), confidence="high"
        ),
    ]  # fmt: skip


def share_facts(data: pd.DataFrame, focus: str) -> dict[str, Any]:
    """Give what the words and the findings about shares rest on, of the latest edition only.

    Parameters
    ----------
    data : DataFrame
        As :func:`prepare_supplier_shares` gives it.
    focus : str
        Supplier whose share is followed; it must be among the named ones.

    Returns
    -------
    dict
        ``focus``, ``recipient`` (names), ``rose`` (whether the last window is its highest), ``peak``, ``peak_end``
        (the highest window, or the lowest if the share rose), ``last``, ``first_end``, ``last_end``, ``second``,
        ``second_pct`` (the largest other named supplier of the last window), ``pooled`` (whether that is all others
        together), ``is_first`` (whether the focus is ahead of it), ``ranking``, ``edition`` and ``window``.

    Raises
    ------
    KeyError
        If `focus` is not in the data.
    """
    latest = latest_edition(data)
    own = latest[latest["supplier"] == focus].set_index("period_end")["share_pct"]
    if own.empty:
        raise KeyError(focus)
    end = int(own.index.max())
    last = latest[latest["period_end"] == end].sort_values("share_pct", ascending=False)
    others = last[~last["supplier"].isin([focus, "other"])]
    second = others.iloc[0] if len(others) else last[last["supplier"] == "other"].iloc[0]
    # a share that is highest now has its story in the lowest window
    rose = int(own.index[int(own.to_numpy().argmax())]) == end
    turn = int(own.to_numpy().argmin() if rose else own.to_numpy().argmax())
    return {
        "focus": last.loc[last["supplier"] == focus, "name"].iloc[0], "recipient": last["recipient_name"].iloc[0],
        "rose": rose, "peak": float(own.iloc[turn]), "peak_end": int(own.index[turn]), "last": float(own[end]),
        "first_end": int(own.index.min()), "last_end": end, "second": second["name"],
        "second_pct": float(second["share_pct"]), "pooled": second["supplier"] == "other",
        "is_first": bool(own[end] >= second["share_pct"]),
        "ranking": ", ".join(f"{row['name']} {row['share_pct']:.1f}" for _, row in last.iterrows()),
        "edition": int(latest["edition"].iloc[0]),
        "window": int(last["period_end"].iloc[0] - last["period_start"].iloc[0] + 1),
    }  # fmt: skip
