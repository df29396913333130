"""Industry: what the editions of SIPRI's data do to a supplier's share."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.concentration import latest_edition, rolling_shares
from ties.plotting.labels import year_ticks
from ties.plotting.style import MUTED, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell

FIVE_YEARS = 5  # the window of SIPRI's fact sheets


def printed_editions(
    shares: pd.DataFrame, transfers: pd.DataFrame, countries: pd.DataFrame, *, recipient: str, focus: str
) -> Figure:
    """Show the shares that SIPRI printed beside our line of one edition.

    Parameters
    ----------
    shares, transfers, countries : DataFrame
        Tables ``arms_shares`` (its rows ``published``), ``arms_transfers`` and ``countries``.
    recipient, focus : str
        Recipient and supplier, ISO 3166-1 alpha-3 codes.

    Returns
    -------
    Figure
        With the findings ``same_edition``, ``other_edition`` (largest differences in points) and ``newest_edition``
        (per cent); empty where SIPRI printed no share that can be compared.

    Examples
    --------
    >>> from ties import load
    >>> tables = load("arms_shares"), load("arms_transfers"), load("countries")
    >>> "RUS" in set(printed_editions(*tables, recipient="IND", focus="RUS").data["supplier"])
    True
    >>> printed_editions(*tables, recipient="VNM", focus="RUS").data.empty
    True
    """
    data = prepare_printed_editions(shares, transfers, recipient=recipient)
    # without a print to compare there is no edition to tell of
    if not data.loc[data["supplier"] == focus, "difference"].notna().any():
        data = data.iloc[:0]
    name = countries.set_index("code")["name"].get(focus, focus)
    return Figure(
        "editions", data, draw_printed_editions, words_printed_editions(data, focus, name) if len(data) else None,
        findings_printed_editions(data, focus, name),
        drawn=(data, rolling_shares(transfers, recipient, FIVE_YEARS, start_year=1990, end_year=9999), focus),
        sources=data["sources"],
    )  # fmt: skip


def prepare_printed_editions(shares: pd.DataFrame, transfers: pd.DataFrame, *, recipient: str) -> pd.DataFrame:
    """Put the shares that SIPRI printed beside ours for the same years (parameters of :func:`printed_editions`).

    Returns
    -------
    DataFrame
        ``supplier``, ``period_start``, ``period_end``, ``edition`` (of the print), ``published_pct``, ``first``
        (printed in the year after the window, so not a restatement), ``computed_pct`` and ``computed_edition`` (ours;
        missing where our edition does not cover the window), ``difference`` (published less computed, points).
    """
    printed = shares[(shares["recipient"] == recipient) & (shares["basis"] == "published")]
    computed = latest_edition(rolling_shares(transfers, recipient, FIVE_YEARS, start_year=0, end_year=9999))
    ours = computed[["supplier", "period_start", "period_end", "share_pct", "edition"]].rename(
        columns={"share_pct": "computed_pct", "edition": "computed_edition"}
    )
    columns = ["supplier", "period_start", "period_end", "edition", "share_pct", "sources"]
    years = {"period_start": int, "period_end": int, "edition": int}
    both = printed[columns].rename(columns={"share_pct": "published_pct"}).astype(years)
    both = both.merge(ours, how="left", on=["supplier", "period_start", "period_end"])
    return both.assign(
        first=both["edition"] == both["period_end"] + 1, difference=both["published_pct"] - both["computed_pct"]
    ).sort_values(["supplier", "period_end", "edition"], ignore_index=True)


def draw_printed_editions(data: tuple[pd.DataFrame, pd.DataFrame, str], ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw our line of one edition with the printed shares as marks: first prints full, restatements hollow.

    `data` is the printed shares (:func:`prepare_printed_editions`), our shares in windows of five years, and the
    supplier.
    """
    printed, shares, focus = data
    ours = latest_edition(shares)
    ours = ours[(ours["supplier"] == focus) & (ours["period_end"] >= printed["period_end"].min() - 1)]
    own = printed[printed["supplier"] == focus]
    ax.plot(ours["period_end"], ours["share_pct"], color=state(focus))
    for first, rows in own.groupby("first"):
        ax.plot(rows["period_end"], rows["published_pct"], "o", markersize=5.5, markeredgewidth=1.3, linestyle="none",
                color=state(focus), markerfacecolor=state(focus) if first else "none")  # fmt: skip
    for _, row in own[~(own["difference"].abs() < 2)].iterrows():  # far from our line, or beyond it
        ax.annotate(f"’{row['edition'] % 100:02d}", (row["period_end"], row["published_pct"]), xytext=(0, 7),
                    textcoords="offset points", ha="center", fontsize=7.5, color=MUTED)  # fmt: skip
    ax.set_ylim(0, None)
    ends = [int(own["period_end"].min()), int(own["period_end"].max())]
    ax.set_xticks(year_ticks(ends[0], ends[1], 4 if narrow else 8))
    ax.set_xlim(ends[0] - (2 if narrow else 1), ends[1] + (2.4 if narrow else 1.4))
    ax.set_ylabel("Share (per cent of TIV)")
    ax.set_xlabel("Last year of the five-year window")
    return ax


def words_printed_editions(data: pd.DataFrame, focus: str, name: str) -> Words:
    """Say how far prints of other editions lie from ours, and how near those of the same; `name` is of the focus."""
    return words("industry", "editions", name=name, **edition_facts(data, focus))


def findings_printed_editions(data: pd.DataFrame, focus: str, name: str) -> list[Finding]:
    """Say how our shares compare with those printed in the same, in other and in the newest edition."""
    own = data[data["supplier"] == focus]
    if not own["difference"].notna().any():
        keys = ("same_edition", "other_edition", "newest_edition")
        return cannot_tell(keys, sentence("industry", "same_edition-unprinted", name=name))
    facts = edition_facts(data, focus) | {"name": name}
    newest = own[own["edition"] == facts["newest_edition"]]
    trail = [f"{row['published_pct']:.0f} in {_period(row)}" for _, row in newest.iterrows()]
    if facts["same_n"]:
        same = Finding(
            "same_edition", facts["same_max"], sentence("industry", "same_edition", **facts), unit="points",
            interval="largest difference, not an estimate", precision=2, confidence="high",
        )  # fmt: skip
    else:
        (same,) = cannot_tell(["same_edition"], sentence("industry", "same_edition-none", **facts))
    return [
        same,
        Finding(
            "other_edition", facts["other_max"], sentence("industry", "other_edition", **facts), unit="points",
            low=facts["lowest"], high=facts["highest"],
            interval="range of printed less computed shares over other editions", precision=1, confidence="high",
        ),
        Finding(
            "newest_edition", facts["newest_pct"], sentence("industry", "newest_edition", trail=trail, **facts),
            unit="per cent", interval="as printed, whole numbers",
        ),
    ]  # fmt: skip


def edition_facts(data: pd.DataFrame, focus: str) -> dict[str, Any]:
    """Give the numbers that the words and findings about editions rest on.

    Returns
    -------
    dict
        Of all suppliers, in the computed edition itself: ``edition``, ``same_n``, ``same_max`` (NaN if that is 0).
        Of the focus supplier against other editions: ``n``, ``other_max``, ``other_period``, ``other_edition``,
        ``lowest``, ``highest`` (published less computed). Of the newest print: ``newest_edition``, ``newest_period``,
        ``newest_pct``.
    """
    edition = int(data["computed_edition"].max())
    comparable = data.dropna(subset=["difference"])
    same = comparable[comparable["edition"] == edition]
    own = data[data["supplier"] == focus]
    other = comparable[(comparable["supplier"] == focus) & (comparable["edition"] != edition)]
    worst = other.sort_values("difference", key=abs, kind="stable").iloc[-1]
    newest = own.sort_values(["edition", "period_end"]).iloc[-1]
    return {
        "edition": edition, "same_n": len(same), "same_max": float(same["difference"].abs().max()), "n": len(own),
        "other_max": float(abs(worst["difference"])), "other_period": _period(worst),
        "other_edition": int(worst["edition"]), "lowest": float(other["difference"].min()),
        "highest": float(other["difference"].max()), "newest_edition": int(newest["edition"]),
        "newest_period": _period(newest), "newest_pct": float(newest["published_pct"]),
    }  # fmt: skip


def _period(row: pd.Series) -> str:
    return f"{int(row['period_start'])}–{int(row['period_end'])}"
