"""Industry: production, exports and capital budget of India in current and constant rupees."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.balance.deflate import KINDS, fiscal_index, fiscal_start, to_constant
from ties.plotting.style import MUTED, OTHER, state
from ties.records import Words

SERIES = {
    "production_inr_crore": "Defence production",
    "exports_inr_crore": "Defence exports",
    "capital_inr_crore": "Capital budget",
}
COVERAGE = 2016  # production is counted alike from this fiscal year on


def prepare_output(
    production: pd.DataFrame, budget: pd.DataFrame, deflators: pd.DataFrame, revisions: pd.DataFrame, base: int
) -> pd.DataFrame:
    """Prepare the three series in current rupees and in those of a base year.

    Parameters
    ----------
    production, budget, deflators : DataFrame
        Tables ``defence_production``, ``defence_budget_india`` and ``deflators``.
    revisions : DataFrame
        Judgement ``production_revisions``: later figures for the same year (``series``, ``fiscal_year``,
        ``inr_crore``).
    base : int
        Calendar year in which the fiscal year of the prices starts.

    Returns
    -------
    DataFrame
        ``series``, ``name``, ``start``, ``fiscal_year``, ``nominal`` (crore rupees, current), ``gdp_deflator`` and
        ``cpi`` (crore rupees of the base year; missing where the index ends), ``revised`` (nominal, where a later
        figure is known), ``comparable`` (counted as in later years), ``base``.
    """
    parts = []
    for frame in (production, budget):
        start = fiscal_start(frame["fiscal_year"])
        for column in (name for name in SERIES if name in frame):
            values = pd.Series(frame[column].astype(float).to_numpy(), index=start.to_numpy()).sort_index()
            values = values.reindex(range(int(values.index.min()), int(values.index.max()) + 1))
            real = {
                kind: to_constant(values, fiscal_index(deflators, "IND", kind), base).to_numpy() for kind in KINDS
            }
            part = pd.DataFrame({"series": column, "name": SERIES[column], "start": values.index})
            parts.append(part.assign(nominal=values.to_numpy(), **real))
    out = pd.concat(parts, ignore_index=True)
    later = revisions.assign(start=fiscal_start(revisions["fiscal_year"]))[["series", "start", "inr_crore"]]
    out = out.merge(later.rename(columns={"inr_crore": "revised"}), how="left", on=["series", "start"])
    return out.assign(
        fiscal_year=[f"{year}-{(year + 1) % 100:02d}" for year in out["start"]],
        comparable=(out["series"] != "production_inr_crore") | (out["start"] >= COVERAGE),
        base=f"{base}-{(base + 1) % 100:02d}",
    )


def growth_since(data: pd.DataFrame, series: str, first: int, last: int) -> dict[str, float]:
    """Compute by what factor a series grew, in current and in constant rupees.

    Parameters
    ----------
    data : DataFrame
        As :func:`prepare_output` gives it.
    series : str
        Name of the column it comes from.
    first, last : int
        Calendar years in which the fiscal years start.

    Returns
    -------
    dict
        ``nominal``, ``real`` (by the GDP deflator), ``low`` and ``high`` (range over the two price indices and over
        the first print and later figures): factors; ``nan`` where a value is missing.

    Examples
    --------
    >>> rows = pd.DataFrame({"series": "x", "start": [2016, 2024], "nominal": [100.0, 200.0],
    ...     "revised": [None, 220.0], "gdp_deflator": [140.0, 200.0], "cpi": [150.0, 200.0]})
    >>> {key: round(value, 2) for key, value in growth_since(rows, "x", 2016, 2024).items()}
    {'nominal': 2.0, 'real': 1.43, 'low': 1.33, 'high': 1.57}
    """
    rows = data[data["series"] == series].set_index("start")[["nominal", "revised", *KINDS]].astype(float)
    if not {first, last} <= set(rows.index):
        return dict.fromkeys(("nominal", "real", "low", "high"), float("nan"))
    ends = rows.loc[[first, last]].reset_index(drop=True).to_dict("list")
    old, new = ({name: float(pair[end]) for name, pair in ends.items()} for end in (0, 1))
    revision = new["revised"] / new["nominal"] if pd.notna(new["revised"]) else 1.0
    factors = [new[kind] / old[kind] * times for kind in KINDS for times in (1.0, revision)]
    return {
        "nominal": new["nominal"] / old["nominal"],
        "real": new["gdp_deflator"] / old["gdp_deflator"],
        "low": min(factors),
        "high": max(factors),
    }


def covered(data: pd.DataFrame) -> tuple[int, int]:
    """Give the first and last fiscal year (start) whose production is comparable and can be deflated."""
    rows = data[(data["series"] == "production_inr_crore") & data["comparable"] & data["gdp_deflator"].notna()]
    return int(rows["start"].min()), int(rows["start"].max())


def draw_output(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw three panels: current rupees thin and dashed, constant rupees full; unknown years are gaps."""
    figure = ax.figure
    ax.remove()
    panels = figure.subplots(3, 1) if narrow else figure.subplots(1, 3)
    for panel, (series, name) in zip(panels, SERIES.items(), strict=True):
        rows = data[data["series"] == series].sort_values("start")
        real, now = rows["gdp_deflator"] / 1000, rows["nominal"] / 1000
        panel.plot(rows["start"], now, color=OTHER, linestyle="--", marker="o", markersize=2.5, linewidth=1.3,
                   label="current prices")  # fmt: skip
        alike = real.where(rows["comparable"])
        panel.plot(
            rows["start"], alike, color=state("IND"), marker="o", markersize=3, label=f"{rows['base'].iloc[0]} prices"
        )
        panel.plot(
            rows["start"],
            real.where(~rows["comparable"]),
            "o",
            color=state("IND"),
            markerfacecolor="none",
            markersize=4,
        )
        if rows["revised"].notna().any():
            panel.plot(rows["start"], rows["revised"] / 1000, "_", color=MUTED, markersize=8)
        panel.set_title(name)
        panel.set_ylim(0, None)
        years = list(range(2014, int(data["start"].max()) + 1, 4 if narrow else 6))
        panel.set_xticks(years, [f"{year}-{(year + 1) % 100:02d}" for year in years])
    panels[0].set_ylabel("Thousand crore rupees")
    panels[0].legend(loc="lower right", fontsize=7.5, borderaxespad=0.2)
    return cast(Axes, panels[0])


def words_output(data: pd.DataFrame) -> Words:
    """Say how production grew in current and in constant rupees."""
    first, last = covered(data)
    made = growth_since(data, "production_inr_crore", first, last)
    sold = growth_since(data, "exports_inr_crore", first, last)
    spent = growth_since(data, "capital_inr_crore", first, last)
    span = f"{first}-{(first + 1) % 100:02d} to {last}-{(last + 1) % 100:02d}"
    return Words(
        title=(
            f"Production grew {made['nominal']:.1f} times in rupees and {made['real']:.1f} times after inflation, "
            f"{span}"
        ),
        subtitle=(
            "Thousand crore rupees by Indian fiscal year (April to March): current prices dashed, prices of "
            f"{data['base'].iloc[0]} full"
        ),
        caption=(
            "Deflated with India's GDP deflator by fiscal year. Gaps are years whose figure was not found; the "
            "hollow mark counts production differently and is not comparable; "
            "dashes beside the line are later figures for the same year. The capital budget is the estimate at the "
            "start of the year, not what was spent. "
            "Fiscal years after the end of the deflator have no full mark."
        ),
        alt=(
            f"Three small line charts by fiscal year. Production grew {made['nominal']:.2f} times nominally and "
            f"{made['real']:.2f} times in constant prices, {span}. "
            f"Exports grew {sold['nominal']:.1f} and {sold['real']:.1f} times. The capital budget grew "
            f"{spent['nominal']:.2f} and {spent['real']:.2f} times."
        ),
    )


def output_findings(data: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Say how production, exports and the capital budget grew, and how much of production is exported.

    Returns
    -------
    dict
        ``production_growth``, ``exports_growth``, ``capital_growth`` (factors in constant rupees) and
        ``export_share`` (per cent): fields of findings.
    """
    first, last = covered(data)
    span = f"Between {first}-{(first + 1) % 100:02d} and {last}-{(last + 1) % 100:02d}"
    findings: dict[str, dict[str, Any]] = {}
    for key, series, who in (
        ("production_growth", "production_inr_crore", "defence production"),
        ("exports_growth", "exports_inr_crore", "defence exports"),
        ("capital_growth", "capital_inr_crore", "the capital budget"),
    ):
        told = growth_since(data, series, first, last)
        if np.isnan(told["real"]):
            findings[key] = {
                "value": None,
                "sentence": f"{span} the growth of {who} is not known.",
                "confidence": "cannot tell",
            }
            continue
        findings[key] = {
            "value": told["real"],
            "sentence": (
                f"{span} {who} grew {told['nominal']:.1f} times in current rupees and {told['real']:.1f} times after "
                "inflation."
            ),
            "unit": "times",
            "precision": 2,
            "interval": (told["low"], told["high"]),
            "interval_means": "range over GDP deflator and consumer prices, and over first and later figures",
            "confidence": "medium",
        }
    wide = data.pivot_table(index="start", columns="series", values="nominal", aggfunc="sum", min_count=1)
    both = (100 * wide["exports_inr_crore"] / wide["production_inr_crore"]).dropna()
    year = int(both.index[-1])
    findings["export_share"] = {
        "value": float(both.iloc[-1]),
        "sentence": (
            f"Exports were {both.iloc[-1]:.0f} per cent of production in {year}-{(year + 1) % 100:02d}, against "
            f"{both[both.index >= first].iloc[0]:.0f} in {first}-{(first + 1) % 100:02d}."
        ),
        "unit": "per cent of production",
        "interval_means": "a ratio of two reported figures",
        "confidence": "medium",
    }
    return findings
