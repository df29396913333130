"""Challenges: the cohort model of the arsenal, what moves its result, and how it fits the published estimates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from ties.analysis.arms.arsenal import Arsenal, simulate_arsenal
from ties.analysis.arms.borrowed_lives import with_borrowed
from ties.analysis.arms.cohorts import delivery_cohorts, early_cohorts, register_deliveries
from ties.analysis.arms.concentration import newest_each_year
from ties.analysis.arms.service_life import class_lives
from ties.analysis.sensitivity import given_data_sensitivity
from ties.plotting.style import GRID, INK, MUTED, OTHER, state
from ties.records import Words

TABLES = (
    "arms_register", "arms_transfers", "arms_imports_total", "service_lives",
    "judgements/cohort_exceptions", "judgements/arsenal_assumptions", "judgements/class_services",
    "judgements/equipment_kinds",
)  # fmt: skip
ORIGINS = {"RUS": "RUS", "SUN": "RUS"}
WHOLE = ("all equipment", "major weapons", "military hardware", "fighter aircraft")
EARLY = (1965, 1989)  # no split by supplier, and older cohorts are out of service
LABELS = {
    "soviet_share_before": "Soviet share before 1990",
    "life_correlation": "units of a class leave together",
    "class_correlation": "classes leave together",
    "indian_share_stock": "Indian designs in the stock",
    "indian_share_new": "Indian designs in additions",
    "russian_share_new": "Russian share of new imports",
    "replacement_rate": "rate of replacement",
    "lives_kept": "how long all arms are kept",
}


def prepare_arsenal(
    tables: Mapping[str, pd.DataFrame],
    *,
    recipient: str,
    last_year: int,
    draws: int,
    seed: int,
    first_year: int = 1995,
    life_scale: float = 1.0,
    replacement_scale: float = 1.0,
    russian_share_new: float | None = None,
    service: str | None = None,
) -> Arsenal:
    """Simulate the Russian share of a recipient's arsenal from the evidence tables.

    Parameters
    ----------
    tables : mapping
        ``arms_register``, ``arms_transfers``, ``arms_imports_total``, ``service_lives``, ``cohort_exceptions``,
        ``equipment_kinds``, ``arsenal_assumptions`` and, for one service, ``class_services``.
    recipient : str
        Country code.
    last_year : int
        Last year of the simulation.
    draws, seed : int
        Number of draws; seed of the random numbers.
    first_year : int
        First year of the result.
    life_scale, replacement_scale : float
        Factors on every service life and on the rate of replacement.
    russian_share_new : float, optional
        Takes the place of the mode of that assumption; the ends move if they must.
    service : str, optional
        Only the classes of one service.

    Returns
    -------
    Arsenal
    """
    exceptions, transfers = tables["cohort_exceptions"], tables["arms_transfers"]
    # an overlay may bring other recipients, a newer edition beside the older one, and years before 1990 by supplier
    register = tables["arms_register"][tables["arms_register"]["recipient"] == recipient]
    borrowed = with_borrowed(register, tables["service_lives"], tables["equipment_kinds"])
    deliveries = register_deliveries(register, borrowed.lives, exceptions)
    cohorts = delivery_cohorts(deliveries, newest_each_year(transfers[transfers["recipient"] == recipient]), ORIGINS)
    totals = tables["arms_imports_total"]
    totals = newest_each_year(totals[totals["recipient"] == recipient])
    last = min(EARLY[1], int(cohorts["year"].min()) - 1)
    early = early_cohorts(totals, cohorts, first=EARLY[0], last=last, like=(EARLY[1] + 1, EARLY[1] + 10))
    if service is not None:
        services = tables["class_services"]
        kept = services.loc[services["service"] == service, "platform_class"]
        cohorts, early = (c[c["platform_class"].isin(kept)] for c in (cohorts, early))
    own = exceptions.rename(columns={"register_id": "platform_class"})
    lives = pd.concat([class_lives(borrowed.lives, life_scale), class_lives(own)])
    assumptions = tables["arsenal_assumptions"].copy()
    if russian_share_new is not None:
        row = assumptions["name"] == "russian_share_new"
        assumptions.loc[row, "mode"] = russian_share_new
        assumptions.loc[row, "low"] = assumptions.loc[row, "low"].clip(upper=russian_share_new)
        assumptions.loc[row, "high"] = assumptions.loc[row, "high"].clip(lower=russian_share_new)
    return simulate_arsenal(
        cohorts, early, lives, assumptions, origin="RUS", first_year=first_year, last_year=last_year,
        replacement_scale=replacement_scale, draws=draws, seed=seed,
    )  # fmt: skip


def prepare_sensitivity(arsenal: Arsenal, year: int) -> pd.DataFrame:
    """Give how each assumption moves the Russian share of all arms in a year.

    Parameters
    ----------
    arsenal : Arsenal
        Simulated stock.
    year : int
        Year of the simulation.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.sensitivity.given_data_sensitivity` on shares (0 to 1), with ``label``.
    """
    at = int(np.searchsorted(arsenal.years, year))
    data = given_data_sensitivity(arsenal.drawn, arsenal.all_arms[:, at], bins=min(20, len(arsenal.drawn) // 10))
    data["label"] = data["name"].map(LABELS)
    data.attrs.update(year=year, draws=len(arsenal.drawn))
    return data


def draw_sensitivity(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw, for each assumption, the median year in its lowest and in its highest fifth."""
    size = 7 if narrow else 8.5
    part = data
    places = list(range(len(part)))
    ax.hlines(places, part["lowest_fifth"], part["highest_fifth"], color=OTHER, alpha=0.5, lw=4)
    ax.plot(part["lowest_fifth"], places, "o", mfc="none", mec=INK, ms=6, label="assumption low")
    ax.plot(part["highest_fifth"], places, "o", color=INK, ms=6, label="assumption high")
    ax.set_yticks(places, list(part["label"]), fontsize=size)
    ax.invert_yaxis()
    ax.set_xlabel(f"median share in {data.attrs['year']}")
    ax.xaxis.set_major_locator(MaxNLocator(nbins=3 if narrow else 6, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.grid(visible=True, axis="x", color=GRID)
    ax.grid(visible=False, axis="y")
    ax.legend(loc="lower right", fontsize=size, ncols=1 if narrow else 2, bbox_to_anchor=(1, 1))
    return ax


def words_sensitivity(data: pd.DataFrame) -> Words:
    """Say which assumption moves the share most."""
    first, second, year = data.iloc[0], data.iloc[1], data.attrs["year"]
    low, high = sorted((first["lowest_fifth"], first["highest_fifth"]))
    explained = data["variance_share"].sum()
    return Words(
        title=(
            f"The Russian share of the arsenal in {year} hangs most on: {first['label']} (it moves the median "
            f"from {low:.0%} to {high:.0%})"
        ),
        subtitle=(
            f"Median Russian share of all arms in {year}, where each assumption is in its lowest and its "
            f"highest fifth; {data.attrs['draws']:,} draws"
        ),
        caption=(
            "Each line moves one assumption and lets the others vary. One at a time, they explain "
            f"{explained:.0%} of the variance of the share; the rest is lives of single classes and "
            "assumptions acting together."
        ),
        alt=(
            f"Range chart of the share in {year} by assumption. {_capital(first['label'])} moves the median by "
            f"{100 * abs(first['swing']):.0f} percentage points, {second['label']} by "
            f"{100 * abs(second['swing']):.0f}. The least moves it by {100 * data['swing'].abs().min():.1f}."
        ),
    )


def findings_sensitivity(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Compose the finding on what moves the share; see :func:`ties.findings.record.record` for the fields."""
    first, weak = data.iloc[0], int((data["swing"].abs() < 0.01).sum())
    low, high = sorted((first["lowest_fifth"], first["highest_fifth"]))
    rest = f" {weak} of {len(data)} assumptions move it by less than one percentage point." if weak else ""
    return [
        {
            "key": "stock_driver", "value": first["label"], "figure": "stock-sensitivity",
            "sentence": f"What moves the share of {data.attrs['year']} most is: {first['label']}, from "
            f"{low:.0%} to {high:.0%} between its lowest and highest fifth.{rest}",
        }
    ]  # fmt: skip


def findings_fit(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Compose the finding on the fit to the estimates; see :func:`ties.findings.record.record` for the fields."""
    inside, gap = int(data["inside"].sum()), float(100 * data["excess"].median())
    side = "above" if gap > 0 else "below"
    low, high = (float(100 * data["excess"].abs().quantile(q)) for q in (0.25, 0.75))
    return [
        {
            "key": "fit_inside", "value": inside, "unit": f"of {len(data)} estimates", "figure": "stock-fit",
            "sentence": f"{inside} of {len(data)} published estimates of the stock lie in the 95% band of the "
            "model.",
        },
        {
            "key": "fit_gap", "value": abs(gap), "unit": "percentage points", "figure": "stock-fit",
            "interval": (min(low, abs(gap)), max(high, abs(gap))), "interval_means": "middle half of the differences",
            "sentence": f"The median published estimate lies {abs(gap):.0f} percentage points {side} the "
            "model.",
        },
    ]  # fmt: skip


def prepare_fit(
    tables: Mapping[str, pd.DataFrame], studies: pd.DataFrame, *, recipient: str, draws: int, seed: int
) -> pd.DataFrame:
    """Set every published estimate of the stock beside what the model says of the same service and year.

    Parameters
    ----------
    tables, recipient, draws, seed
        As in :func:`prepare_arsenal`.
    studies : DataFrame
        Table ``inventory_origin``; dated rows with a share of a whole service, or of all, are used.

    Returns
    -------
    DataFrame
        ``id``, ``study``, ``service``, ``year``, ``published``, ``model``, ``low``, ``high`` (shares, 0 to 1, of
        all arms), ``inside`` (is the estimate in the band), ``excess`` (published less model).
    """
    whole = studies[studies["share_pct"].notna() & studies["as_of"].notna() & studies["total"].isna()].copy()
    whole = whole[
        whole["system_class"].isin(["all equipment", "major weapons", "military hardware", "fighter aircraft"])
    ]
    whole["year"] = whole["as_of"].astype("str").str[:4].astype("int64")
    parts = []
    for service, rows in whole.groupby("service", sort=True):
        arsenal = prepare_arsenal(
            tables, recipient=recipient, last_year=int(whole["year"].max()), draws=draws, seed=seed,
            first_year=int(whole["year"].min()), service=None if service == "all" else str(service),
        )  # fmt: skip
        at = np.searchsorted(arsenal.years, rows["year"])
        low, middle, high = np.quantile(arsenal.all_arms[:, at], [0.025, 0.5, 0.975], axis=0)
        parts.append(rows[["id", "study", "service", "year"]].assign(
            published=rows["share_pct"].astype("float64") / 100, model=middle, low=low, high=high))  # fmt: skip
    data = pd.concat(parts, ignore_index=True)
    data["inside"] = data["published"].between(data["low"], data["high"])
    data["excess"] = data["published"] - data["model"]
    return data.sort_values(["service", "year", "id"], ignore_index=True)


def draw_fit(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the model's interval and the published estimate of each study, by service."""
    size = 6.8 if narrow else 8.5
    places = list(range(len(data)))
    ax.hlines(places, data["low"], data["high"], color=state("RUS"), alpha=0.35, lw=5)
    ax.plot(data["model"], places, "|", color=state("RUS"), ms=10, mew=2, label="model")
    ax.plot(data["published"], places, "D", color=INK, ms=4.5, label="published")
    names = [f"{s.replace('_', ' ')}, {y}" + ("" if narrow else f": {_study(who)}")
             for s, y, who in zip(data["service"], data["year"], data["study"], strict=True)]  # fmt: skip
    ax.set_yticks(places, names, fontsize=size)
    ax.invert_yaxis()
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("Russian or Soviet share")
    ax.grid(visible=True, axis="x", color=GRID)
    ax.grid(visible=False, axis="y")
    ax.legend(loc="lower right", fontsize=size, ncols=2, bbox_to_anchor=(1, 1))
    ax.axvline(0.5, color=MUTED, lw=0.9, ls=":")
    return ax


def words_fit(data: pd.DataFrame) -> Words:
    """Say how many estimates the model's band holds, and on which side the others lie."""
    inside, above = int(data["inside"].sum()), int((data["published"] > data["high"]).sum())
    below = len(data) - inside - above
    gap = data["excess"].median()
    worst = data.sort_values("excess", key=abs).iloc[-1]
    side = "higher" if gap > 0 else "lower"
    return Words(
        title=(
            f"The model's band holds {inside} of {len(data)} published estimates; {above} lie above it and "
            f"{below} below"
        ),
        subtitle="Russian share of the arsenal: 95% band of the cohort model (TIV) and the estimate",
        caption=(
            "The studies count tanks, ships and guns; the model weighs them by military value. The median "
            f"estimate is {abs(gap):.0%} of the arsenal {side} than the model. Services are our assignment of "
            "classes."
        ),
        alt=(
            f"Interval chart of {len(data)} published estimates against the model. {inside} lie inside the 95% "
            f"band, {above} above and {below} below. The largest difference is {worst['excess']:+.0%} "
            f"({str(worst['service']).replace('_', ' ')}, {int(worst['year'])})."
        ),
    )


def _study(name: str) -> str:
    """Give the short name of a study."""
    return name.split(" (")[0].split(" as ")[0]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
