"""Industry: production, exports and capital budget of India in current and constant rupees."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.balance.deflate import KINDS, fiscal_index, fiscal_start, to_constant
from ties.plotting.style import MUTED, OTHER, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell

SERIES = {
    "production_inr_crore": "Defence production",
    "exports_inr_crore": "Defence exports",
    "capital_inr_crore": "Capital budget",
}
COVERAGE = 2016  # production is counted alike from this fiscal year on


def defence_output(
    production: pd.DataFrame,
    budget: pd.DataFrame,
    deflators: pd.DataFrame,
    revisions: pd.DataFrame,
    *,
    price_base: int,
) -> Figure:
    """Show production, exports and the capital budget in current rupees and in those of a base year.

    Parameters
    ----------
    production, budget, deflators : DataFrame
        Tables ``defence_production``, ``defence_budget_india`` and ``deflators``.
    revisions : DataFrame
        Judgement ``production_revisions``: later figures for the same year (``series``, ``fiscal_year``,
        ``inr_crore``).
    price_base : int
        Calendar year in which the fiscal year of the prices starts.

    Returns
    -------
    Figure
        With the findings ``production_growth``, ``exports_growth``, ``capital_growth`` (factors in constant rupees)
        and ``export_share`` (per cent of production).

    Examples
    --------
    >>> from ties import load
    >>> figure = defence_output(load("defence_production"), load("defence_budget_india"), load("deflators"),
    ...     load("judgements/production_revisions"), price_base=2024)
    >>> figure.data["name"].unique().tolist()
    ['Defence production', 'Defence exports', 'Capital budget']
    """
    data = prepare_defence_output(production, budget, deflators, revisions, price_base)
    return Figure(
        "output", data, draw_defence_output, words_defence_output(data), findings_defence_output(data),
        sources=[*production["sources"], *budget["sources"]], height=3.4, narrow_height=7.0,
    )  # fmt: skip


def prepare_defence_output(
    production: pd.DataFrame, budget: pd.DataFrame, deflators: pd.DataFrame, revisions: pd.DataFrame, base: int
) -> pd.DataFrame:
    """Prepare the three series (parameters as of :func:`defence_output`).

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
            # years without a figure become gaps of the line
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
        fiscal_year=out["start"].map(_fiscal_year),
        comparable=(out["series"] != "production_inr_crore") | (out["start"] >= COVERAGE),
        base=_fiscal_year(base),
    )


def growth_since(data: pd.DataFrame, series: str, first: int, last: int) -> dict[str, float]:
    """Compute by what factor a series grew, in current and in constant rupees.

    Parameters
    ----------
    data : DataFrame
        As :func:`prepare_defence_output` gives it.
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
        "nominal": new["nominal"] / old["nominal"], "real": new["gdp_deflator"] / old["gdp_deflator"],
        "low": min(factors), "high": max(factors),
    }  # fmt: skip


def comparable_years(data: pd.DataFrame) -> tuple[int, int]:
    """Give the first and last fiscal year (start) whose production is comparable and can be deflated."""
    rows = data[(data["series"] == "production_inr_crore") & data["comparable"] & data["gdp_deflator"].notna()]
    return int(rows["start"].min()), int(rows["start"].max())


def draw_defence_output(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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
            rows["start"], real.where(~rows["comparable"]), "o", color=state("IND"), markerfacecolor="none",
            markersize=4,
        )  # fmt: skip
        if rows["revised"].notna().any():
            panel.plot(rows["start"], rows["revised"] / 1000, "_", color=MUTED, markersize=8)
        panel.set_title(name)
        panel.set_ylim(0, None)
        years = list(range(2014, int(data["start"].max()) + 1, 4 if narrow else 6))
        panel.set_xticks(years, [_fiscal_year(year) for year in years])
    panels[0].set_ylabel("Thousand crore rupees")
    panels[0].legend(loc="lower right", fontsize=7.5, borderaxespad=0.2)
    return cast(Axes, panels[0])


def words_defence_output(data: pd.DataFrame) -> Words:
    """Say how production grew in current and in constant rupees."""
    first, last = comparable_years(data)
    production, exports, capital = (growth_since(data, series, first, last) for series in SERIES)
    return words(
        "industry", "output", production=production, exports=exports, capital=capital,
        span=f"{_fiscal_year(first)} to {_fiscal_year(last)}", base=data["base"].iloc[0],
    )  # fmt: skip


def findings_defence_output(data: pd.DataFrame) -> list[Finding]:
    """Say how production, exports and the capital budget grew, and how much of production is exported."""
    first, last = comparable_years(data)
    span = f"{_fiscal_year(first)} and {_fiscal_year(last)}"
    findings: list[Finding] = []
    for key, series in zip(("production_growth", "exports_growth", "capital_growth"), SERIES, strict=True):
        factors = growth_since(data, series, first, last)
        if np.isnan(factors["real"]):
            findings += cannot_tell([key], sentence("industry", f"{key}-none", span=span))
            continue
        findings.append(
            Finding(
                key, factors["real"], sentence("industry", key, span=span, **factors), unit="times",
                low=factors["low"], high=factors["high"],
                interval="range over GDP deflator and consumer prices, and over first and later figures", precision=2,
            )
        )  # fmt: skip
    wide = data.pivot_table(index="start", columns="series", values="nominal", aggfunc="sum", min_count=1)
    exported = (100 * wide["exports_inr_crore"] / wide["production_inr_crore"]).dropna()
    share, before = float(exported.iloc[-1]), float(exported[exported.index >= first].iloc[0])
    text = sentence(
        "industry", "export_share", share=share, year=_fiscal_year(int(exported.index[-1])), before=before,
        first=_fiscal_year(first),
    )  # fmt: skip
    return [
        *findings,
        Finding(
            "export_share", share, text, unit="per cent of production", interval="a ratio of two reported figures"
        ),
    ]


def _fiscal_year(start: int) -> str:
    return f"{start}-{(start + 1) % 100:02d}"
