"""Industry: why a supplier's share changed, and what the editions of the data do to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.concentration import latest_edition, rolling_shares
from ties.analysis.arms.shift_share import share_change_by_supplier
from ties.plotting.labels import year_ticks
from ties.plotting.style import INK, MUTED, OTHER, PAPER, state
from ties.records import Words

FIVE_YEARS = 5  # the window of SIPRI's fact sheets


def prepare_share_change(
    transfers: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    recipient: str,
    focus: str,
    suppliers: Sequence[str],
    window: int,
    start_year: int,
    end_year: int,
) -> pd.DataFrame:
    """Prepare the split of the change of the focus supplier's share, from each earlier window to the last.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.arms.shift_share.share_change_by_supplier` gives it, with ``name``, ``focus`` (name)
        and ``role``: ``own`` for the focus supplier itself, ``others``.
    """
    shares = latest_edition(rolling_shares(transfers, recipient, window, start_year=start_year, end_year=end_year))
    change = share_change_by_supplier(shares, focus, suppliers)
    names = countries.set_index("code")["name"]
    return change.assign(
        name=change["supplier"].map(names).fillna("all others"),
        focus=names.get(focus, focus),
        role=change["supplier"].eq(focus).map({True: "own", False: "others"}),
    )


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
    wide = data.pivot_table(
        index=["base_start", "base_end"],
        columns="role",
        values=["points", "before_tiv_m", "after_tiv_m"],
        aggfunc="sum",
    )
    return pd.DataFrame(
        {
            "own_points": wide["points", "own"],
            "others_points": wide["points", "others"],
            "change_points": wide["points", "own"] + wide["points", "others"],
            "before_tiv_m": wide["before_tiv_m", "own"],
            "after_tiv_m": wide["after_tiv_m", "own"],
            "others_before_tiv_m": wide["before_tiv_m", "others"],
            "others_after_tiv_m": wide["after_tiv_m", "others"],
        }
    ).reset_index()


def draw_share_change(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw stacked bars of contributions, one bar for each earlier window; falls to the left, rises to the right."""
    bases = data[["base_start", "base_end"]].drop_duplicates().sort_values("base_end")
    focus = data.loc[data["role"] == "own", "supplier"].iloc[0]
    order = [focus, *[s for s in data["supplier"].drop_duplicates() if s != focus]]
    for height, (_, base) in enumerate(bases.iterrows()):
        rows = data[data["base_end"] == base["base_end"]].set_index("supplier").loc[order]
        ends = {-1: 0.0, 1: 0.0}
        for supplier, row in rows.iterrows():
            side = -1 if row["points"] < 0 else 1
            ax.barh(height, row["points"], left=ends[side], height=0.62, linewidth=0.8, edgecolor=PAPER,
                    color=OTHER if supplier == "other" else state(str(supplier)))  # fmt: skip
            if abs(row["points"]) >= (5 if narrow else 3):
                code = supplier if supplier != "other" else "others"
                named = abs(row["points"]) >= (16 if narrow else 6)
                text = (f"{code} " if named else "") + f"{row['points']:+.0f}"
                ax.text(ends[side] + row["points"] / 2, height, text.replace("-", "−"), color=PAPER,
                        ha="center", va="center", fontsize=7.5)  # fmt: skip
            ends[side] += row["points"]
        total = f"sum {rows['change_points'].iloc[0]:+.0f}".replace("-", "−")
        ax.annotate(total, (ends[1], height), xytext=(5, 0), textcoords="offset points", va="center", color=INK)
    for supplier in order:
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
    split = own_part(data)
    focus = data["focus"].iloc[0]
    first, most = split.iloc[0], split.sort_values("before_tiv_m", kind="stable").iloc[-1]
    last = f"{int(data['last_start'].iloc[0])}–{int(data['last_end'].iloc[0])}"

    def said(row: pd.Series) -> str:
        return (
            f"rom {int(row['base_start'])}–{int(row['base_end'])} the share moved by {row['change_points']:+.1f} "
            "points: "
            f"{row['own_points']:+.1f} by {focus}'s own deliveries, {row['others_points']:+.1f} by those of others"
        ).replace("-", "−")

    largest = "largest window" if most["before_tiv_m"] >= most["after_tiv_m"] else "largest earlier window"
    return Words(
        title=(
            f"Since {int(first['base_start'])}–{int(first['base_end'])}, {focus}'s own deliveries account for "
            f"{own_percent(first):.0f} per cent of its change of share; "
            f"since its {largest}, {int(most['base_start'])}–{int(most['base_end'])}, for "
            f"{own_percent(most):.0f}"
        ),
        subtitle=(
            f"Contributions to the change of {focus}'s share, percentage points, earlier windows against {last}"
        ),
        caption=(
            "Nested Shapley split: deliveries are switched from the earlier to the last window in every order, and "
            "the "
            "mean effect on the share is shown. It is accounting, not cause: it does not say why anyone delivered "
            "more "
            "or less."
        ),
        alt=(
            f"Stacked horizontal bars, one for each of {len(split)} earlier windows, compared with {last}. "
            f"F{said(first)}. F{said(most)}."
        ),
    )


def own_percent(row: pd.Series) -> float:
    """Give the focus supplier's own part of a change of share, in per cent of the change (0 for no change).

    Examples
    --------
    >>> own_percent(pd.Series({"own_points": -15.0, "change_points": -20.0}))
    75.0
    """
    return 100 * float(row["own_points"]) / float(row["change_points"]) if row["change_points"] else 0.0


def prepare_editions(shares: pd.DataFrame, transfers: pd.DataFrame, *, recipient: str) -> pd.DataFrame:
    """Put the shares that SIPRI printed beside ours for the same years.

    Parameters
    ----------
    shares, transfers : DataFrame
        Tables ``arms_shares`` (its rows ``published``) and ``arms_transfers``.
    recipient : str
        ISO 3166-1 alpha-3 code.

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
    whole = {"period_start": int, "period_end": int, "edition": int}
    both = printed[columns].rename(columns={"share_pct": "published_pct"}).astype(whole)
    both = both.merge(ours, how="left", on=["supplier", "period_start", "period_end"])
    return both.assign(
        first=both["edition"] == both["period_end"] + 1, difference=both["published_pct"] - both["computed_pct"]
    ).sort_values(["supplier", "period_end", "edition"], ignore_index=True)


def draw_editions(data: tuple[pd.DataFrame, pd.DataFrame, str], ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw our line of one edition with the printed shares as marks: first prints full, restatements hollow.

    `data` is the printed shares (:func:`prepare_editions`), our shares in windows of five years, and the supplier.
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


def words_editions(data: pd.DataFrame, focus: str, name: str) -> Words:
    """Say how far prints of other editions lie from ours, and how near those of the same edition."""
    told = edition_story(data, focus)
    return Words(
        title=(
            f"A change of edition moves {name}'s share by up to {told['other_max']:.1f} points; "
            + (
                f"within one edition ours and SIPRI's differ by at most {told['same_max']:.2f}"
                if told["same_n"]
                else f"no printed share of our edition, {told['edition']}, has been read"
            )
        ),
        subtitle=(
            f"Line: ours, SIPRI edition {told['edition']}; full marks: first prints; hollow: restatements; marks two "
            "points or more from the line carry the year of their edition"
        ),
        caption=(
            "SIPRI revises deliveries back in time every March, so shares of different editions must not be joined "
            "into one line. "
            "Marks beyond the line are windows that the edition of our supplier data does not reach. Press reports "
            "of the fact sheets are the source of the marks."
        ),
        alt=(
            f"Line of {name}'s share in five-year windows with {told['n']} printed shares as marks. "
            + (
                f"In edition {told['edition']} itself {told['same_n']} printed shares can be compared and the "
                f"largest difference is {told['same_max']:.2f} points. "
                if told["same_n"]
                else f"No printed share of edition {told['edition']} itself can be compared. "
            )
            + f"The largest difference to another edition is {told['other_max']:.1f} points, for "
            f"{told['other_period']} as printed in {told['other_edition']}. "
            f"The newest print, of {told['newest_edition']}, is {told['newest_pct']:.0f} per cent for "
            f"{told['newest_period']}."
        ),
    )


def edition_story(data: pd.DataFrame, focus: str) -> dict[str, Any]:
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

    def period(row: pd.Series) -> str:
        return f"{int(row['period_start'])}–{int(row['period_end'])}"

    return {
        "edition": edition,
        "same_n": len(same),
        "same_max": float(same["difference"].abs().max()),
        "n": len(own),
        "other_max": float(abs(worst["difference"])),
        "other_period": period(worst),
        "other_edition": int(worst["edition"]),
        "lowest": float(other["difference"].min()),
        "highest": float(other["difference"].max()),
        "newest_edition": int(newest["edition"]),
        "newest_period": period(newest),
        "newest_pct": float(newest["published_pct"]),
    }
