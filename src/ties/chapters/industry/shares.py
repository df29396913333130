"""Industry: who supplies the recipient's arms imports, and how concentrated they are."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.concentration import effective_suppliers, latest_edition, rolling_shares
from ties.plotting.labels import label_ends, year_ticks
from ties.plotting.style import INK, MUTED, state
from ties.records import Words


def prepare_supplier_shares(
    transfers: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    recipient: str,
    suppliers: Sequence[str],
    window: int,
    start_year: int,
    end_year: int,
) -> pd.DataFrame:
    """Prepare the shares of the named suppliers and of all others in rolling windows.

    Parameters
    ----------
    transfers, countries : DataFrame
        Tables ``arms_transfers`` and ``countries``.
    recipient : str
        ISO 3166-1 alpha-3 code.
    suppliers : sequence of str
        Suppliers told apart; the rest is ``other``.
    window : int
        Calendar years in a window.
    start_year, end_year : int
        First and last calendar year.

    Returns
    -------
    DataFrame
        ``edition``, ``period_start``, ``period_end``, ``supplier``, ``name``, ``recipient_name``, ``tiv_m`` (million
        TIV) and ``share_pct``; every supplier has a row in every window (0 where it delivered nothing).
    """
    shares = rolling_shares(transfers, recipient, window, start_year=start_year, end_year=end_year)
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
                part["period_end"],
                part["share_pct"],
                color=state(str(supplier)),
                linestyle=":" if supplier == "other" else "-",
                marker="o" if len(part) == 1 else None,
                markersize=4,
            )
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
    told = share_story(data, focus)
    edition, window = told["edition"], told["window"]
    title = (
        f"{told['focus']}'s share of {told['recipient']}'s arms imports {told['verb']} from {told['peak']:.0f} to "
        f"{told['last']:.0f} per cent"
    )
    verb, place = told["second_verb"], "next" if told["is_first"] else "ahead"
    return Words(
        title=f"{title}; {told['second']} {verb} {place} with {told['second_pct']:.0f}",
        subtitle=(
            f"Share of deliveries in {window}-year windows ending {told['first_end']}-{told['last_end']}, per cent "
            f"of SIPRI trend-indicator value, edition {edition}"
        ),
        caption=(
            "Each point covers the whole window that ends in that year, so neighbouring points share most of their "
            "years. "
            "TIV measures the military value of what was delivered; it is not money. All windows of a line come "
            "from one edition; "
            "the newest year of any edition is later revised."
        ),
        alt=(
            f"Line chart of supplier shares for windows ending {told['first_end']} to {told['last_end']}. "
            f"{told['focus']} is {told['turn']}, at {told['peak']:.1f} per cent, in the window ending "
            f"{told['peak_end']}, and "
            f"stands at {told['last']:.1f} per cent at the end. "
            f"The last window reads: {told['ranking']}."
        ),
    )


def share_story(data: pd.DataFrame, focus: str) -> dict[str, object]:
    """Give the numbers that the words and the findings about shares rest on.

    Parameters
    ----------
    data : DataFrame
        As :func:`prepare_supplier_shares` gives it.
    focus : str
        Supplier of whom the story is told; it must be among the named ones.

    Returns
    -------
    dict
        ``focus``, ``recipient`` (names), ``verb`` ("rose" if the last window is its highest), ``peak``, ``peak_end``
        (the highest window, or the lowest if the share rose) and ``turn`` ("highest" or "lowest"), ``last``,
        ``first_end``, ``last_end``, ``second``, ``second_verb``, ``second_pct`` (the largest other named supplier of
        the last window), ``is_first`` (whether the focus is ahead of it), ``ranking``, ``edition`` and ``window``; of
        the latest edition only.

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
    peak_end, trough_end = (
        int(own.index[int(place)]) for place in (own.to_numpy().argmax(), own.to_numpy().argmin())
    )
    return {
        "focus": last.loc[last["supplier"] == focus, "name"].iloc[0],
        "recipient": last["recipient_name"].iloc[0],
        "verb": "fell" if peak_end != end else "rose",
        "peak": float(own.max() if peak_end != end else own.min()),
        "peak_end": peak_end if peak_end != end else trough_end,
        "turn": "highest" if peak_end != end else "lowest",
        "last": float(own[end]),
        "first_end": int(own.index.min()),
        "last_end": end,
        "second": second["name"],
        "second_verb": "is" if second["supplier"] != "other" else "are",
        "second_pct": float(second["share_pct"]),
        "is_first": bool(own[end] >= second["share_pct"]),
        "ranking": ", ".join(f"{row['name']} {row['share_pct']:.1f}" for _, row in last.iterrows()),
        "edition": int(latest["edition"].iloc[0]),
        "window": int(last["period_end"].iloc[0] - last["period_start"].iloc[0] + 1),
    }


def prepare_effective_suppliers(
    transfers: pd.DataFrame, *, recipient: str, window: int, start_year: int, end_year: int
) -> pd.DataFrame:
    """Prepare the effective number of suppliers in rolling windows (see :func:`effective_suppliers`).

    Returns
    -------
    DataFrame
        ``edition``, ``period_start``, ``period_end``, ``suppliers``, ``inverse_hhi``, ``exp_shannon``.
    """
    return effective_suppliers(
        rolling_shares(transfers, recipient, window, start_year=start_year, end_year=end_year)
    ).sort_values(["edition", "period_end"], ignore_index=True)


def draw_effective_suppliers(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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


def words_effective_suppliers(data: pd.DataFrame, recipient: str) -> Words:
    """Say how the effective number moved from its lowest window to the last."""
    latest = latest_edition(data).sort_values("period_end")
    last, low = latest.iloc[-1], latest.sort_values("inverse_hhi", kind="stable").iloc[0]
    same = last["period_end"] == low["period_end"]
    now = f"{last['inverse_hhi']:.1f}"
    title = (
        f"{recipient}'s imports were never more concentrated than now: {now} effective suppliers"
        if same
        else f"{recipient} went from {low['inverse_hhi']:.1f} effective suppliers to {now}, "
        f"of {last['suppliers']:.0f} that deliver"
    )
    return Words(
        title=title,
        subtitle=(
            "Inverse Herfindahl index and exponential of Shannon's entropy, "
            f"{int(last['period_end'] - last['period_start'] + 1)}-year windows, SIPRI edition "
            f"{int(last['edition'])}"
        ),
        caption=(
            "An effective number of 2 means as concentrated as two equal suppliers. The inverse Herfindahl index "
            "leans to the large "
            "suppliers, the entropy measure counts the small ones more. Neither says how hard it would be to "
            "replace a supplier."
        ),
        alt=(
            f"Two lines over windows ending {int(latest['period_end'].min())} to {int(latest['period_end'].max())}. "
            f"The inverse Herfindahl index is lowest, {low['inverse_hhi']:.2f}, in the window ending "
            f"{int(low['period_end'])} and ends at {last['inverse_hhi']:.2f}. "
            f"The entropy measure ends at {last['exp_shannon']:.2f}."
        ),
    )
