"""Industry: how long deals wait, and whether promised dates were met."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.durations import kaplan_meier, logrank, median_waits, spells
from ties.plotting.style import INK, MUTED, OTHER, state
from ties.records import Words

CLOCKS = {
    ("announced", "contracted"): ("announcement to contract", "unsigned"),
    ("contracted", "first_delivery"): ("contract to first delivery", "undelivered"),
}
DASHES = ["-", "--", ":", "-."]
OTHERS = "all others"
SIGNIFICANT = 0.05


def prepare_waits(
    deals: pd.DataFrame,
    routes: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    clock: tuple[str, str],
    suppliers: Sequence[str],
    chosen: Sequence[str],
    as_of: str,
    least: int = 8,
) -> pd.DataFrame:
    """Prepare one wait per deal with the groups by which it is compared.

    Parameters
    ----------
    deals, countries : DataFrame
        Tables ``deals`` and ``countries``.
    routes : DataFrame
        Judgement ``deal_routes``: ``route`` and ``group``.
    clock : tuple of str
        Start and end stage.
    suppliers : sequence of str
        Suppliers told apart where they have at least `least` deals on this clock; the rest is pooled.
    chosen : sequence of str
        Routes that count.
    as_of : str
        Last day that counts (ISO 8601).

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.arms.durations.spells` gives it, with ``by_supplier`` and ``by_route``.

    Raises
    ------
    ValueError
        If no deal is left, or a route has no group.
    """
    rows = deals.assign(route=deals["route"].fillna("unknown"))
    group = routes.set_index("route")["group"]
    if missing := set(rows["route"]) - set(group.index):
        raise ValueError(f"routes without a group: {', '.join(sorted(missing))}")
    waits = spells(rows[rows["route"].isin(chosen)], *clock, as_of)
    if waits.empty:
        raise ValueError(f"no deal to time from {clock[0]} to {clock[1]} on these routes")
    attrs = waits.attrs
    waits = group_suppliers(waits.assign(by_route=waits["route"].map(group)), suppliers, countries, least)
    waits.attrs = attrs
    return waits


def group_suppliers(
    waits: pd.DataFrame, suppliers: Sequence[str], countries: pd.DataFrame, least: int = 8
) -> pd.DataFrame:
    """Name the suppliers that are told apart and pool the rest.

    Parameters
    ----------
    waits : DataFrame
        With ``supplier``; one row per wait.
    suppliers : sequence of str
        Suppliers told apart where they have at least `least` waits.
    countries : DataFrame
        Table ``countries``.

    Returns
    -------
    DataFrame
        `waits` with ``by_supplier`` (a name, or "all others").
    """
    counts = waits["supplier"].value_counts()
    apart = [s for s in suppliers if counts.get(s, 0) >= least]
    names = countries.set_index("code")["name"]
    out = waits.assign(by_supplier=waits["supplier"].map(names).where(waits["supplier"].isin(apart), OTHERS))
    out.attrs = waits.attrs
    return out


def prepare_curves(waits: pd.DataFrame, by: str, countries: pd.DataFrame) -> pd.DataFrame:
    """Prepare the curves of those that still wait, with the numbers that the words say.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.arms.durations.kaplan_meier` gives it, with ``n``, ``all_reached``, ``median``,
        ``median_low`` and ``median_high`` (years, infinite if not reached), ``p`` (log-rank over all groups),
        ``clock``, ``still`` (words) and ``code`` (of a supplier, or empty).
    """
    medians = median_waits(waits, by).rename(
        columns={"low": "median_low", "high": "median_high", "reached": "all_reached"}
    )
    clock, still = CLOCKS[waits.attrs["start"], waits.attrs["end"]]
    codes = countries.set_index("name")["code"]
    curves = kaplan_meier(waits, by).merge(medians, on="group")
    return curves.assign(
        p=logrank(waits, by), clock=clock, still=still, code=curves["group"].map(codes).fillna(""), by=by
    )


def draw_curves(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw steps with their bands, the median on the way, and the numbers at risk under the axis."""
    groups = list(data.drop_duplicates("group").sort_values("n", ascending=False)["group"])
    horizon = int(min(14, np.ceil(data.loc[data["reached"] > 0, "years"].max() + 0.5)))
    ticks = list(range(0, horizon + 1, 3 if narrow and horizon > 6 else 2 if horizon > 4 else 1))
    small, suppliers = 7.0 if narrow else 8.0, data["by"].iloc[0] == "by_supplier"
    for place, group in enumerate(groups):
        rows = data[data["group"] == group]
        code = str(rows["code"].iloc[0])
        colour = state(code) if code else OTHER if suppliers else [INK, MUTED, OTHER][place % 3]
        dash = "-" if code else DASHES[place % 4]
        ax.step(rows["years"], 100 * rows["waiting"], where="post", color=colour, linestyle=dash)
        ax.fill_between(
            rows["years"], 100 * rows["low"], 100 * rows["high"], step="post",
            color=colour, alpha=0.13, linewidth=0,
        )  # fmt: skip
        median = rows["median"].iloc[0]
        if np.isfinite(median) and median <= horizon:
            ax.plot([median], [50], "o", markersize=4.5, color=colour)
        said = f"median {median:.1f} y" if np.isfinite(median) else "median not reached"
        label = f"{_short(group)} (n={rows['n'].iloc[0]}), {said}"
        ax.plot([], [], color=colour, linestyle=dash, label=label)
        low = -34 - (9 if narrow else 11) * (place + 1)
        for tick in ticks:
            later = data[(data["group"] == group) & (data["years"] >= tick)]
            count = int(later["at_risk"].iloc[0]) if len(later) else 0
            ax.annotate(str(count), (tick, 0), xycoords=("data", "axes fraction"), xytext=(0, low),
                        textcoords="offset points", ha="center", fontsize=small, color=MUTED)  # fmt: skip
        ax.annotate(_short(group), (0, 0), xycoords="axes fraction", xytext=(-8, low),
                    textcoords="offset points", ha="right", fontsize=small, color=INK)  # fmt: skip
    ax.axhline(50, color=MUTED, linewidth=0.8, linestyle=(0, (2, 3)))
    ax.legend(loc="lower left" if narrow else "upper right", bbox_to_anchor=(0, 1) if narrow else None,
              fontsize=small, borderaxespad=0.2)  # fmt: skip
    ax.set_xlim(0, horizon)
    ax.set_ylim(0, 100)
    ax.set_xticks(ticks)
    ax.set_ylabel(f"Still {data['still'].iloc[0]} (per cent)")
    ax.set_xlabel(f"Years from {str(data['clock'].iloc[0]).split(' to ')[0]}; below: deals at risk")
    return ax


def words_curves(data: pd.DataFrame, what: str = "deals") -> Words:
    """Say the medians with their intervals, and whether the curves can be told apart; `what` names the units."""
    groups = data.drop_duplicates("group").sort_values("n", ascending=False)
    clock, p = data["clock"].iloc[0], float(data["p"].iloc[0])
    by = "supplier" if data["by"].iloc[0] == "by_supplier" else "route"
    medians = ", ".join(f"{_short(row['group'])} {say_years(row['median'])}" for _, row in groups.iterrows())
    told = "tells the groups apart" if p < SIGNIFICANT else "does not tell the groups apart"
    test = "There is nothing to compare" if np.isnan(p) else f"A log-rank test {told} (p = {p:.2g})"
    spans = "; ".join(
        f"{row['group']} {say_years(row['median'])} ({say_interval(row)}, {row['all_reached']} of {row['n']} got "
        "there)"
        for _, row in groups.iterrows()
    )
    return Words(
        title=(
            f"Median wait from {clock}: {medians}; a log-rank test {'tells' if p < SIGNIFICANT else 'does not tell'} "
            "them apart"
        ),
        subtitle=(
            f"Kaplan-Meier share of {what} still {data['still'].iloc[0]}, by {by}, with 95 per cent bands; dots mark "
            "medians"
        ),
        caption=(
            f"{what[0].upper()}{what[1:]} that had not got there by the as-of date count as waiting until then; "
            "dropped deals never get "
            "there. The rows under the axis say how many deals "
            "are still at risk: where few are left, the curve is uncertain."
        ),
        alt=(
            f"Falling step curves of {what} still {data['still'].iloc[0]}, from {clock}, by {by}. Medians: {spans}. "
            f"{test}."
        ),
    )


def say_years(years: float) -> str:
    """Say a wait in words.

    Examples
    --------
    >>> say_years(2.04), say_years(float("inf"))
    ('2.0 years', 'not reached')
    """
    return f"{years:.1f} years" if np.isfinite(years) else "not reached"


def say_interval(row: pd.Series) -> str:
    """Say the interval of a median, open above where the band never falls to one half.

    Examples
    --------
    >>> say_interval(pd.Series({"median_low": 2.13, "median_high": float("inf")}))
    '95 per cent interval 2.1 years and more'
    """
    low, high = float(row["median_low"]), float(row["median_high"])
    if not np.isfinite(low):
        return "no interval"
    return (
        f"95 per cent interval {low:.1f} to {high:.1f}"
        if np.isfinite(high)
        else f"95 per cent interval {low:.1f} years and more"
    )


def _short(group: object) -> str:
    return {"United States": "US", "US government sale": "US gov’t sale"}.get(str(group), str(group))
